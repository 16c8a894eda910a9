#include "base/memory.h"
#include "ingest/rules.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

static void test_lines(void **state)
{
    static const struct {
        const char *line;
        enum aside aside;
        double least, most; /* strength */
    } rows[] = {
        {"查看更多", ASIDE_NAVIGATION, .9, 1},
        {"【 查看更多 】", ASIDE_NAVIGATION, .9, 1},
        {"展开全文 >>", ASIDE_NAVIGATION, .9, 1},
        {"文档评论(0)", ASIDE_COMMENTS, .85, 1},
        {"文档评论（１２）", ASIDE_COMMENTS, .85, 1},
        {"相关文档：", ASIDE_RELATED, .85, 1},
        {"SHARE THIS ARTICLE", ASIDE_SHARE, .85, 1},
        {"Related Articles", ASIDE_RELATED, .85, 1},
        {"12 Comments", ASIDE_COMMENTS, .75, 1},
        {"関連記事", ASIDE_RELATED, .85, 1},
        {"공유하기", ASIDE_SHARE, .85, 1},
        {"相關新聞", ASIDE_RELATED, .85, 1},
        {"Home > News > Local", ASIDE_NAVIGATION, .75, 1},
        {"首页 > 新闻 > 正文", ASIDE_NAVIGATION, .75, 1},
        {"reader_1 + 关注", ASIDE_FILE, .75, 1},
        {"责任编辑：王小美", ASIDE_NOTICE, .75, 1},
        {"1、本站内容由网友上传，版权归原作者所有，未经授权不得用于商业用途。", ASIDE_NOTICE, .75,
         1},
        {"相关", ASIDE_RELATED, .1, .49},
        {"Related", ASIDE_RELATED, .1, .49},
        {"评论", ASIDE_COMMENTS, .1, .49},
        /* prose, and words inside words */
        {"他说，这件事和谁都没有关系。", ASIDE_NONE, 0, 0},
        {"shareholders met on Monday", ASIDE_NONE, 0, 0},
        {"The road home was long.", ASIDE_NONE, 0, 0},
        {"", ASIDE_NONE, 0, 0},
        {"——", ASIDE_NONE, 0, 0},
        {"\xFF\xFE broken", ASIDE_NONE, 0, 0},
    };
    (void)state;
    for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
        double strength = -1;
        enum aside got = rules_line(rules_builtin(), str_from(rows[i].line), &strength);
        if (got != rows[i].aside || strength < rows[i].least || strength > rows[i].most)
            fail_msg("%s: expected %d in [%.2f, %.2f], got %d %.2f", rows[i].line, rows[i].aside,
                     rows[i].least, rows[i].most, got, strength);
    }
}

static void test_rows(void **state)
{
    static const struct {
        const char *line;
        enum aside aside;
        double least, most;
    } rows[] = {
        {"下载文档 收藏 举报", ASIDE_FILE, .8, 1},
        {"上一章 目录 下一章 加入书签", ASIDE_NAVIGATION, .8, 1},
        {"赞同 1024", ASIDE_SHARE, .55, .7},
        {"分享 分享 留言 列印", ASIDE_SHARE, .8, 1},
        {"Home | News | Sport | Weather", ASIDE_NAVIGATION, .8, 1},
        {"12 likes · Share · Report", ASIDE_SHARE, .8, 1},
        {"공유 스크랩 인쇄", ASIDE_SHARE, .8, 1},
        {"シェア　ツイート　印刷", ASIDE_SHARE, .8, 1},
        {"收藏 一片月光 与 旧雨", ASIDE_SHARE, 0, .49},
        {"he came home and we share bread", ASIDE_NONE, 0, .49},
        {"e\xCC\x81 😀 \xFF", ASIDE_NONE, 0, .1},
        {"12 34", ASIDE_NONE, 0, .1},
        {"", ASIDE_NONE, 0, 0},
    };
    (void)state;
    for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
        struct rule_reading got = rules_read_row(rules_builtin(), str_from(rows[i].line));
        bool is_kind = got.strength < .5 || got.aside == rows[i].aside;
        if (!is_kind || got.strength < rows[i].least || got.strength > rows[i].most)
            fail_msg("%s: expected %d in [%.2f, %.2f], got %d %.2f", rows[i].line, rows[i].aside,
                     rows[i].least, rows[i].most, got.aside, got.strength);
    }
}

static void test_words(void **state)
{
    static const struct {
        enum rule_word word;
        const char *text;
        size_t prefix, suffix; /* bytes */
    } rows[] = {
        {WORD_ROLE, "实习记者朱明", 12, 0}, {WORD_ROLE, "记者", 6, 6},
        {WORD_AUTHOR, "作者：李白", 9, 0},  {WORD_AUTHOR, "By Jane", 3, 0},
        {WORD_AUTHOR, "Bypass", 0, 0},      {WORD_AGENCY, "中国经济网", 0, 3},
        {WORD_WIRE, "讯 正文", 3, 0},       {WORD_SUFFIX, "新桥.DOCX", 0, 5},
        {WORD_BADGE, "新桥VIP", 0, 3},      {WORD_AGENCY, "", 0, 0},
    };
    (void)state;
    for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
        size_t prefix = rules_word_prefix(rules_builtin(), rows[i].word, str_from(rows[i].text));
        size_t suffix = rules_word_suffix(rules_builtin(), rows[i].word, str_from(rows[i].text));
        if (prefix != rows[i].prefix || suffix != rows[i].suffix)
            fail_msg("%s: expected %zu, %zu, got %zu, %zu", rows[i].text, rows[i].prefix,
                     rows[i].suffix, prefix, suffix);
    }
}

static void test_chapters(void **state)
{
    static const struct {
        const char *line;
        bool is_chapter;
    } rows[] = {
        {"第1章　雨夜", true},
        {"第一百二十回 归来", true},
        {"第３話", true},
        {"Chapter IV", true},
        {"CHAPTER TWELVE", true},
        {"제1장 비", true},
        {"序章", true},
        {"第一次见面", false},
        {"Chapters are long", false},
        {"chapter and verse", false},
        {"", false},
    };
    (void)state;
    for (size_t i = 0; i < ARRAY_LENGTH(rows); i++)
        if (rules_line_is(rules_builtin(), WORD_CHAPTER, str_from(rows[i].line)) !=
            rows[i].is_chapter)
            fail_msg("%s: expected %d", rows[i].line, rows[i].is_chapter);
}

static void test_posts(void **state)
{
    static const struct {
        const char *line;
        bool is_post;
    } rows[] = {
        {"3楼", true},
        {"沙发", true},
        {"发表于 2018-4-6 21:05:10 | 只看该作者", true},
        {"4 个回答", true},
        {"最佳解答", true},
        {"ベストアンサー", true},
        {"1 ：名無しさん：2013/08/02(金) 21:14:33", true},
        {"은행나무공방 님 답변", true},
        {"2 Answers", true},
        {"Post by brambles » Sat Jun 13, 2009 7:48 pm", true},
        {"他住在三楼的尽头", false},
        {"The answer was no", false},
        {"2018-04-06", false},
        {"", false},
    };
    (void)state;
    for (size_t i = 0; i < ARRAY_LENGTH(rows); i++)
        if (rules_line_is(rules_builtin(), WORD_POST, str_from(rows[i].line)) != rows[i].is_post)
            fail_msg("%s: expected %d", rows[i].line, rows[i].is_post);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_lines), cmocka_unit_test(test_rows), cmocka_unit_test(test_words),
        cmocka_unit_test(test_chapters), cmocka_unit_test(test_posts)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
