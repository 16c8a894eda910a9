#include "document_dump.h"

#include "base/memory.h"

static void add(struct builder *builder, struct block block, const char *text)
{
    builder_begin_block(builder, block);
    builder_text(builder, str_from(text));
    builder_end_block(builder);
}

static void blocks_are_found_by_place(void **state)
{
    (void)state;
    struct builder *builder = builder_new();
    add(builder, (struct block){0}, "一二");       /* 0..6 */
    add(builder, (struct block){0}, "three four"); /* 7..17 */
    add(builder, (struct block){.kind = BLOCK_RULE}, "");
    add(builder, (struct block){0}, "한글"); /* 19..25 */
    struct document *document = builder_finish(builder);
    static const struct {
        size_t offset, block;
    } cases[] = {{0, 0},  {5, 0},  {6, 0},  {7, 1},  {16, 1},
                 {17, 1}, {18, 2}, {19, 3}, {25, 3}, {999, 3}};
    for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
        const size_t got = document_block_at(document, cases[i].offset);
        if (got != cases[i].block)
            fail_msg("input %zu\nexpected %zu\ngot %zu", cases[i].offset, cases[i].block, got);
    }
    assert_true(str_equal(document_block_text(document, 3), STR("한글")));
    document_free(document);
}

/* Against the plain definition, at every offset. */
static void spans_are_found_by_place(void **state)
{
    (void)state;
    struct builder *builder = builder_new();
    for (int block = 0; block < 3; block++) {
        builder_begin_block(builder, (struct block){0});
        builder_text(builder, STR("前"));
        builder_begin_span(builder, SPAN_STRONG, STR_NONE);
        builder_text(builder, STR("ab"));
        builder_begin_span(builder, SPAN_LINK, STR("http://x/"));
        builder_text(builder, STR("cd"));
        builder_end_span(builder);
        builder_text(builder, STR("e"));
        builder_begin_span(builder, SPAN_ANCHOR, STR("n"));
        builder_end_span(builder);
        builder_text(builder, STR("f"));
        builder_end_span(builder);
        builder_text(builder, STR("g"));
        builder_begin_span(builder, SPAN_CODE, STR_NONE);
        builder_text(builder, STR("h"));
        builder_end_span(builder);
    }
    struct document *document = builder_finish(builder);
    assert_null(document_check(document));
    for (size_t offset = 0; offset <= document->text.length + 2; offset++) {
        size_t expected = 0;
        while (expected < document->span_count && document->spans[expected].end <= offset)
            expected++;
        const size_t got = document_span_from(document, offset);
        if (got != expected)
            fail_msg("input %zu\nexpected %zu\ngot %zu", offset, expected, got);
    }
    document_free(document);
    document = builder_finish(builder_new());
    assert_int_equal(document_span_from(document, 0), 0);
    document_free(document);
}

static void characters_are_counted_without_blanks(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        size_t expected;
    } cases[] = {
        {"书斋　在\xC2\xA0山", 4},
        {"a b\tc\nd", 4},
        {"e\xCC\x81x", 2}, /* é is one code point in NFC */
        {"x\xCC\x81y", 3},
        {"👨\xE2\x80\x8D👩", 3},
        {"\xE1\x9A\x80\xE2\x80\x80.\xE2\x80\x8A\xE2\x80\xA8.\xE2\x80\xA9\xE2\x80\xAF.\xE2\x81\x9F.",
         4},
        {"\xE2\x80\x8B\xE2\x80\x94\xE3\x80\x81\xC2\xAB",
         4}, /* neighbours of blanks that are none */
        {"한국 тест がギ", 8},
        {"\xFF", 1},
    };
    for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
        struct builder *builder = builder_new();
        add(builder, (struct block){0}, cases[i].text);
        add(builder, (struct block){.aside = ASIDE_NOTICE}, "不计 not counted");
        struct document *document = builder_finish(builder);
        const size_t got = document_characters(document);
        if (got != cases[i].expected)
            fail_msg("input %s\nexpected %zu\ngot %zu", cases[i].text, cases[i].expected, got);
        document_free(document);
    }
}

static void reading_takes_its_time(void **state)
{
    (void)state;
    static const struct {
        const char *unit;
        int times;
        double expected;
    } cases[] = {
        {"书，", 400, 1},        {"word ", 230, 1},    {"don't ", 230, 1},
        {"한국", 200, 1},        {"データ。", 400, 3}, {"e\xCC\x81t\xC3\xA9 ", 230, 1},
        {"书 word ", 460, 3.15}, {"— ", 500, 0},       {"ภาษาไ", 230, 1},
    };
    for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
        struct builder *builder = builder_new();
        builder_begin_block(builder, (struct block){0});
        for (int n = 0; n < cases[i].times; n++)
            builder_text(builder, str_from(cases[i].unit));
        builder_end_block(builder);
        add(builder, (struct block){.aside = ASIDE_RELATED}, "别的文章别的文章");
        struct document *document = builder_finish(builder);
        const double got = document_minutes(document, 0, document->text.length);
        const double half = document_minutes(document, 0, document->blocks[0].end / 2);
        if (got < cases[i].expected - 0.01 || got > cases[i].expected + 0.01)
            fail_msg("input %d x %s\nexpected %.3f\ngot %.3f", cases[i].times, cases[i].unit,
                     cases[i].expected, got);
        if (half < got / 2 - 0.02 || half > got / 2 + 0.02)
            fail_msg("input half of %d x %s\nexpected %.3f\ngot %.3f", cases[i].times,
                     cases[i].unit, got / 2, half);
        document_free(document);
    }
}

static void long_texts_are_estimated(void **state)
{
    (void)state;
    struct builder *builder = builder_new();
    size_t count = 0;
    for (int block = 0; block < 2000; block++) {
        builder_begin_block(builder, (struct block){0});
        for (int n = 0; n < 100; n++, count += 9)
            builder_text(builder, STR("天下大势分久必合，合"));
        builder_end_block(builder);
    }
    struct document *document = builder_finish(builder);
    assert_true(document->text.length > 4 * 1024 * 1024);
    const double expected = (double)count / 400;
    const double got = document_minutes(document, 0, document->text.length);
    if (got < expected * 0.99 || got > expected * 1.01)
        fail_msg("input %zu characters\nexpected %.1f\ngot %.1f", count, expected, got);
    assert_int_equal(document_minutes(document, 50, 50) * 1000, 0);
    document_free(document);
}

static void everything_has_a_name(void **state)
{
    (void)state;
    for (int i = 0; i < BLOCK_KIND_COUNT; i++)
        assert_true(strlen(block_kind_name((enum block_kind)i)) > 0);
    for (int i = 0; i < SPAN_KIND_COUNT; i++)
        assert_true(strlen(span_kind_name((enum span_kind)i)) > 0);
    for (int i = 0; i < ASIDE_COUNT; i++)
        assert_true(strlen(aside_name((enum aside)i)) > 0);
    assert_string_equal(block_kind_name(BLOCK_LIST_ITEM), "list_item");
}

/* The checker must be able to find fault. */
static void broken_documents_are_told(void **state)
{
    (void)state;
    struct block blocks[] = {{.start = 0, .end = 3}, {.start = 4, .end = 7}};
    struct span span = {.start = 0, .end = 3, .kind = SPAN_STRONG};
    const uint32_t root = 0;
    const struct str target = STR_NONE;
    struct document document = {.text = STR("书\nabc"),
                                .blocks = blocks,
                                .block_count = 2,
                                .spans = &span,
                                .span_count = 1,
                                .span_roots = &root,
                                .targets = &target,
                                .target_count = 1};
    assert_null(document_check(&document));
    span.end = 7;
    assert_string_equal(document_check(&document), "a span leaves its block");
    span.end = 2;
    assert_string_equal(document_check(&document), "a span's border splits a cluster");
    span.end = 3;
    blocks[1].start = 3;
    assert_string_equal(document_check(&document), "blocks overlap or touch");
    blocks[1].start = 5;
    assert_string_equal(document_check(&document), "text between blocks");
    blocks[1].start = 4;
    document.text = STR("书\na\x1B"
                        "c");
    assert_string_equal(document_check(&document), "a control character in the text");
    document.text = STR("\xE4\xB9\xFF\nabc");
    assert_string_equal(document_check(&document), "the text is not well-formed UTF-8");
    document.text = STR("e\xCC\x81\nabc");
    assert_string_equal(document_check(&document), "the text is not NFC");
    document.text = STR("书\na\t ");
    assert_string_equal(document_check(&document), "a block ends with a blank");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(blocks_are_found_by_place),
        cmocka_unit_test(spans_are_found_by_place),
        cmocka_unit_test(characters_are_counted_without_blanks),
        cmocka_unit_test(reading_takes_its_time),
        cmocka_unit_test(long_texts_are_estimated),
        cmocka_unit_test(everything_has_a_name),
        cmocka_unit_test(broken_documents_are_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
