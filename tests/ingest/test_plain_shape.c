#include "base/memory.h"
#include "ingest/plain_page.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

/* Lines told by their shape alone. */

static void test_strengths(void **state)
{
    static const struct {
        const char *line;
        double least, most;
    } rows[] = {
        {"首页 › 新闻 › 正文", .75, 1},
        {"Board index ‹ Animals ‹ Bees", .75, 1},
        {"骑行论坛»论坛 › 维修 › 求助：链条老是掉，是不是该换飞轮了？", .75, 1},
        {"网 >> 新诗 >> 正文", .75, 1},
        {"首頁 ／ 地方 ／ 雲嘉南", .55, .7},
        {"文化 > 图书馆", .2, .39},
        {"股票 | 基金 | 期货 | 外汇", .5, .6},
        {"首页 新闻 体育 财经", .4, .5},
        {"정치 북한 경제 산업 금융", .4, .5},
        {"#식물등 #원룸", .5, .6},
        {"#旅行 #海边 #慢车", .5, .6},
        /* what is none of these */
        {"작은 식물 등 사용 후기 하나", 0, 0},
        {"他 说 了 一句很长很长很长很长的话", 0, 0},
        {"a -> b -> c", 0, 0},
        {"x => y => z", 0, 0},
        {"if (a > b && b > c) <i>", 0, 0},
        {"# Heading", 0, 0},
        {"## Zwei", 0, 0},
        {"The road home was long and nobody spoke", 0, 0},
        {"e\xCC\x81 😀 \xFF", 0, 0},
    };
    (void)state;
    for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
        double got = shape_strength(str_from(rows[i].line));
        if (got < rows[i].least || got > rows[i].most)
            fail_msg("%s: expected [%.2f, %.2f], got %.2f", rows[i].line, rows[i].least,
                     rows[i].most, got);
    }
}

static void test_words(void **state)
{
    static const struct {
        const char *line;
        bool is_address, is_floor;
    } rows[] = {
        {"name@example.org", true, false},
        {"https://example.org/a", true, false},
        {"www.example.org", true, false},
        {"see www.example.org", false, false},
        {"#2", false, true},
        {"13#", false, true},
        {"#", false, false},
        {"12", false, false},
        {"第2#", false, false},
        {"#2 楼", false, false},
    };
    (void)state;
    for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
        struct str s = str_from(rows[i].line);
        if (shape_is_address(s) != rows[i].is_address || shape_is_floor(s) != rows[i].is_floor)
            fail_msg("%s: expected %d %d", rows[i].line, rows[i].is_address, rows[i].is_floor);
    }
}

static void test_sentence_marks(void **state)
{
    static const struct {
        const char *line;
        size_t count;
    } rows[] = {
        {"他说，这件事、那件事，都没有关系。", 4},
        {"上个月初,临江镇的老码头重新开放,石阶上的青苔", 2},
        {"He came, saw; and left.", 3},
        {"雨だった。傘は、なかった。", 3},
        {"문을 연다. 그리고, 닫는다.", 3},
        {"STOLEN!!! Why: because?", 0}, /* headlines have these too */
        {"And then ...", 0},
        {"v1.2,3", 0},
        {"", 0},
    };
    (void)state;
    for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
        size_t got = sentence_marks(str_from(rows[i].line));
        if (got != rows[i].count)
            fail_msg("%s: expected %zu, got %zu", rows[i].line, rows[i].count, got);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_strengths),
        cmocka_unit_test(test_words),
        cmocka_unit_test(test_sentence_marks),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
