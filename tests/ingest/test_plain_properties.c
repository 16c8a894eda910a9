#include "base/memory.h"
#include "ingest/formats.h"
#include "ingest/plain_clean.h"
#include "ingest/plain_line.h"
#include "text/normalize.h"
#include "text/utf8.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

/* What holds of every text: nothing is lost, blocks are in order, text is NFC without controls. */

static const struct charset_decision utf8 = {
    .name = "UTF-8", .source = CHARSET_FROM_UTF8, .confidence = 1};

static const char *const pieces[] = {
    "The quick brown fox jumps over the lazy dog, and then goes home to rest a little while "
    "longer.",
    "在一个阳光明媚的早晨，小镇上的人们像往常一样开始了忙碌的一天，谁也没有注意到那封信。",
    "「そうですか」と彼は言った。",
    "서울의 오래된 서점은 오늘도 문을 연다.",
    "“你来了。”",
    "——访第三代店主",
    "# Heading",
    "## Zwei",
    "Title",
    "=====",
    "-----",
    "* * *",
    "- item",
    "* item",
    "  - nested item",
    "1. one",
    "2、第二",
    "(3) three",
    "> quoted",
    ">> deeper",
    "```",
    "~~~c",
    "    int x = 1;",
    "{",
    "}",
    "\treturn 0;",
    "| a | b |",
    "|---|---|",
    "a,b,c,d,e",
    "查看更多",
    "相关文档",
    "文档评论(0)",
    "责任编辑：王小美",
    "免责声明：仅供参考",
    "Share this article",
    "Related articles",
    "関連記事",
    "관련기사",
    "首页 > 新闻 > 正文",
    "2024-03-05 08:30 来源：示例网",
    "记者 李晓文 示例日报北京1月13日讯 正文从这里开始，一直写下去。",
    "By Jane Doe",
    "示例.docVIP",
    "第一章　开始",
    "Chapter IV",
    "2024-03-05 08:30:00 INFO started",
    "key: value",
    "-- ",
    "e\xCC\x81 cafe\xCC\x81",
    "か\xE3\x82\x99",
    "\xE1\x84\x92\xE1\x85\xA1\xE1\x86\xAB",
    "👩‍🚀🇨🇳",
    "x\tb\tc",
    "\x01\x1B[31m",
    "\x7F",
    "\xC2\x85",
    "\xE2\x80\xA8",
    "\f",
    "\v",
    "a  b    c",
    "well-",
    "known",
    "\xEF\xBF\xBD",
    "\xE3\x80\x80\xE3\x80\x80缩进的段落。",
    "\xC2\xA0\xC2\xA0nbsp",
    "مرحبا بالعالم",
};

static const char *const separators[] = {"\n", "\n", "\n", "\n\n",    "\r\n", "\n\n\n",
                                         " ",  "\r", "  ", "\n   \n", ""};

static uint32_t next_random(uint32_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 17;
    *state ^= *state << 5;
    return *state;
}

static void append_random(struct buffer *out, uint32_t seed)
{
    uint32_t state = seed * 2654435761u + 1;
    size_t count = 1 + next_random(&state) % 60;
    /* Some texts are made of few pieces, so that lists, code and pages come about. */
    size_t kinds = 1 + next_random(&state) % ARRAY_LENGTH(pieces);
    size_t first = next_random(&state) % ARRAY_LENGTH(pieces);
    for (size_t i = 0; i < count; i++) {
        buffer_append_c(out, pieces[(first + next_random(&state) % kinds) % ARRAY_LENGTH(pieces)]);
        buffer_append_c(out, separators[next_random(&state) % ARRAY_LENGTH(separators)]);
    }
}

static void append_squeezed(struct buffer *out, struct str s)
{
    for (size_t i = 0; i < s.length;) {
        size_t blank = blank_length(s, i);
        if (!blank && s.bytes[i] != '\n')
            buffer_append_byte(out, s.bytes[i]);
        i += blank ? blank : 1;
    }
}

static size_t same_prefix(struct str a, struct str b)
{
    size_t length = 0;
    while (length < a.length && length < b.length && a.bytes[length] == b.bytes[length])
        length++;
    return length;
}

static struct document *ingest_copy(struct str text, const char *name)
{
    struct buffer content = {0};
    struct document *document = NULL;
    struct ingest_options options = {
        .name = name, .charset = STR_NONE, .url = STR_NONE, .container_charset = STR_NONE};
    buffer_append(&content, text);
    enum status status = ingest_plain(&content, &options, &utf8, &document, NULL);
    assert_null(content.bytes);
    return status == STATUS_OK ? document : NULL;
}

static void check_blocks(const struct document *document, struct str input)
{
    size_t before = 0;
    for (size_t i = 0; i < document->block_count; i++) {
        const struct block *block = &document->blocks[i];
        bool in_order = (i == 0 ? block->start == 0 : block->start > before) &&
                        block->start <= block->end && block->end <= document->text.length;
        bool has_marker =
            !(block->flags & BLOCK_MARKER_IN_TEXT) || block->value < block->end - block->start;
        if (!in_order || !has_marker || (block->kind == BLOCK_HEADING && block->level == 0))
            fail_msg("block %zu [%u, %u) after %zu, value %u\ninput: %.*s", i, block->start,
                     block->end, before, block->value, STR_ARGS(input));
        for (size_t k = before; k < block->start; k++)
            assert_int_equal(document->text.bytes[k], '\n');
        before = block->end;
    }
}

static void check_text(const struct document *document, struct str input)
{
    struct str text = document->text;
    assert_int_equal(utf8_valid_prefix(text), text.length);
    if (nfc_prefix(text) != text.length) {
        struct buffer normal CLEANUP_BUFFER = {0};
        nfc_append(&normal, text);
        if (!str_equal(buffer_str(&normal), text))
            fail_msg("not NFC\ninput: %.*s\ngot: %.*s", STR_ARGS(input), STR_ARGS(text));
    }
    for (size_t i = 0; i < document->block_count; i++) {
        struct str s = document_block_text(document, i);
        bool is_code = document->blocks[i].kind == BLOCK_CODE;
        for (size_t at = 0; at < s.length; at++) {
            unsigned char b = (unsigned char)s.bytes[at];
            if ((b < 0x20 && b != '\n' && !(is_code && b == '\t')) || b == 0x7F)
                fail_msg("control %02x in block %zu\ninput: %.*s", b, i, STR_ARGS(input));
        }
    }
}

static void check_lossless(struct str input, const char *name)
{
    struct buffer clean CLEANUP_BUFFER = {0}, wanted CLEANUP_BUFFER = {0}, got CLEANUP_BUFFER = {0};
    buffer_append(&clean, input);
    plain_clean(&clean);
    append_squeezed(&wanted, buffer_str(&clean));
    struct document *document = ingest_copy(input, name);
    if (!document) {
        assert_int_equal(wanted.length, 0);
        return;
    }
    for (size_t i = 0; i < document->block_count; i++)
        append_squeezed(&got, document_block_text(document, i));
    if (!str_equal(buffer_str(&wanted), buffer_str(&got)))
        fail_msg("lost from byte %zu on\nexpected: %.*s\ngot: %.*s\ninput: %.*s",
                 same_prefix(buffer_str(&wanted), buffer_str(&got)), STR_ARGS(buffer_str(&wanted)),
                 STR_ARGS(buffer_str(&got)), STR_ARGS(input));
    check_blocks(document, input);
    check_text(document, input);
    document_free(document);
}

static void test_random_texts_lose_nothing(void **state)
{
    static const char *const names[] = {NULL, "a.md", "a.c", "a.txt", "a.csv"};
    (void)state;
    for (uint32_t seed = 1; seed <= 6000; seed++) {
        struct buffer text CLEANUP_BUFFER = {0};
        append_random(&text, seed);
        check_lossless(buffer_str(&text), names[seed % ARRAY_LENGTH(names)]);
    }
}

/* The mapping itself, against a slow and simple one. */
static void test_controls_are_mapped(void **state)
{
    static const struct {
        const char *input, *expected;
        size_t length;
    } rows[] = {
        {"a\r\nb\rc\fd\ve", "a\nb\nc\nd\ne", 10},
        {"a\0b\x01\x1B\x7F",
         "a\xE2\x90\x80"
         "b\xE2\x90\x81\xE2\x90\x9B\xE2\x90\xA1",
         6},
        {"a\xC2\x85"
         "b\xC2\x9B"
         "c\xE2\x80\xA8"
         "d\xE2\x80\xA9"
         "e",
         "a\nb\xEF\xBF\xBD"
         "c\nd\ne",
         15},
        {"b\bbo\bol\bld _\bu_\bn", "bold un", 17},
        {"\bx a\b", "\xE2\x90\x88x a\xE2\x90\x88", 5},
        {"e\xCC\x81\xE3\x81\x8B\xE3\x82\x99\t.", "\xC3\xA9\xE3\x81\x8C\t.", 11},
    };
    (void)state;
    for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
        struct buffer text CLEANUP_BUFFER = {0};
        buffer_append(&text, (struct str){rows[i].input, rows[i].length});
        plain_clean(&text);
        if (!str_equal(buffer_str(&text), str_from(rows[i].expected)))
            fail_msg("row %zu: expected \"%s\", got \"%.*s\"", i, rows[i].expected,
                     STR_ARGS(buffer_str(&text)));
    }
}

/* Across windows and the gap: every byte a control, or every character un-normal. */
static void test_cleaning_grows(void **state)
{
    static const struct {
        const char *unit, *expected;
        size_t length;
    } rows[] = {{"\x01", "\xE2\x90\x81", 1},
                {"e\xCC\x81", "\xC3\xA9", 3},
                {"中\xC2\x9B", "中\xEF\xBF\xBD", 5},
                {"\xE0\xA5\x98", "\xE0\xA4\x95\xE0\xA4\xBC", 3}};
    (void)state;
    for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
        struct buffer text CLEANUP_BUFFER = {0};
        size_t count = 300000, size = strlen(rows[i].expected);
        for (size_t k = 0; k < count; k++)
            buffer_append(&text, (struct str){rows[i].unit, rows[i].length});
        plain_clean(&text);
        assert_int_equal(text.length, count * size);
        for (size_t k = 0; k < count; k++)
            if (memcmp(text.bytes + k * size, rows[i].expected, size) != 0)
                fail_msg("row %zu: unit %zu of \"%s\" differs", i, k, rows[i].expected);
    }
}

static void append_times(struct buffer *out, const char *piece, size_t count)
{
    for (size_t i = 0; i < count; i++)
        buffer_append_c(out, piece);
}

static void test_large_texts(void **state)
{
    static const struct {
        const char *piece;
        size_t count, blocks;
    } rows[] = {
        {"一个没有尽头的段落，", 350000, 1}, /* 10 MB in a line */
        {"\xE3\x80\x80", 3500000, 0},        /* nothing but blanks */
        {"a\n", 1000000, 1},                 /* verse of a million lines */
        {"甲\n\n", 300000, 300000},
        {"\n", 3000000, 0},
        {"e\xCC\x81\xCC\x81\xCC\x81", 100000, 1},
        {"```\n", 50001, 0}, /* fences without end; their number of blocks is free */
    };
    (void)state;
    for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
        struct buffer text CLEANUP_BUFFER = {0};
        append_times(&text, rows[i].piece, rows[i].count);
        struct document *document = ingest_copy(buffer_str(&text), NULL);
        size_t blocks = document ? document->block_count : 0;
        if (rows[i].blocks != blocks && i != 6)
            fail_msg("row %zu: expected %zu blocks, got %zu", i, rows[i].blocks, blocks);
        document_free(document);
    }
}

static void test_broken_off(void **state)
{
    static const struct {
        const char *text;
        bool is_incomplete;
    } rows[] = {
        {"张明说，质量是一切工作的基础，也是一切服务的基础，在安排会议议程的时候，我们充分考虑了参"
         "会者的需求，为更",
         true},
        {"张明说，质量是一切工作的基础，也是一切服务的基础，在安排会议议程的时候，我们充分考虑了参"
         "会者的需求。",
         false},
        {"张明说，质量是一切工作的基础，也是一切服务的基础，在安排会议议程的时候，我们充分考虑了参"
         "会者的需求。\n\n（完）",
         false},
        {"张明说，质量是一切工作的基础，也是一切服务的基础，在安排会议议程的时候，我们充分考虑了参"
         "会者的需求。\n\n未完待续",
         true},
        {"It was a long way home. The road turned twice around the hill before it reached the "
         "river, and then the",
         true},
        {"It was a long way home. The road turned twice around the hill before it reached the "
         "river, and then sea.",
         false},
        {"It was a long way home. The road turned twice around the hill, as is told at "
         "http://example.org/road",
         false},
        {"床前明月光，\n疑是地上霜", false},
        {"2024-03-05 08:30:00 INFO a\n2024-03-05 08:30:01 INFO b\n2024-03-05 08:30:02 INFO and so "
         "on without",
         false},
        {"Dear reader,\n\nit is late and this letter is short. I will write more when the rain "
         "stops.\n\nYours, Jane",
         false},
    };
    (void)state;
    for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
        struct document *document = ingest_copy(str_from(rows[i].text), NULL);
        assert_non_null(document);
        if (document->metadata.is_incomplete != rows[i].is_incomplete)
            fail_msg("row %zu: expected %d: %s", i, rows[i].is_incomplete, rows[i].text);
        document_free(document);
    }
}

/* More lines than are looked at: those behind are there as they stand, and so is a footer below. */
static void test_lines_without_end(void **state)
{
    (void)state;
    struct buffer text CLEANUP_BUFFER = {0};
    enum { BLANK_LINES = 8 << 20 };
    buffer_append_c(&text, "A beginning of some length.\n");
    buffer_reserve(&text, BLANK_LINES);
    memset(text.bytes + text.length, '\n', BLANK_LINES);
    text.length += BLANK_LINES;
    buffer_append_c(&text, "1. 一\n\n  - two\n\n\t谁也没有注意到那封信。\n\n");
    buffer_append_c(&text, "文档评论(0)\n相关文档\n免责声明：仅供参考\n");
    struct document *document = ingest_copy(buffer_str(&text), NULL);
    print_message("expected the rest in one block; got %zu blocks:\n", document->block_count);
    for (size_t i = 0; i < document->block_count; i++)
        print_message("  %u %u %.*s\n", document->blocks[i].aside, document->blocks[i].flags,
                      STR_ARGS(document_block_text(document, i)));
    assert_int_equal(document->block_count, 5);
    assert_true(str_equal(document_block_text(document, 1),
                          STR("1. 一\n\n  - two\n\n 谁也没有注意到那封信。")));
    assert_int_equal(document->blocks[1].flags, BLOCK_VERSE);
    assert_int_not_equal(document->blocks[2].aside, ASIDE_NONE);
    document_free(document);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_random_texts_lose_nothing),
        cmocka_unit_test(test_controls_are_mapped),
        cmocka_unit_test(test_cleaning_grows),
        cmocka_unit_test(test_lines_without_end),
        cmocka_unit_test(test_large_texts),
        cmocka_unit_test(test_broken_off),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
