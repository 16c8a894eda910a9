#include "document_dump.h"
#include "document_same.h"

#include "base/memory.h"
#include "base/wire.h"
#include "document/stored.h"

#include <stdio.h>

static void add(struct builder *builder, struct block block, const char *text)
{
    builder_begin_block(builder, block);
    builder_text(builder, str_from(text));
    builder_end_block(builder);
}

static void add_row(struct builder *builder, uint32_t table, uint16_t row, const char *const *texts,
                    size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const struct cell cell = {.table = table,
                                  .row = row,
                                  .column = (uint16_t)i,
                                  .row_span = 1,
                                  .column_span = (uint16_t)(count == 1 ? 2 : 1),
                                  .is_header = row == 0};
        const uint32_t value = builder_add_cell(builder, cell);
        add(builder, (struct block){.kind = BLOCK_TABLE_CELL, .value = value}, texts[i]);
    }
}

static void add_spans(struct builder *builder)
{
    builder_begin_block(builder, (struct block){.flags = BLOCK_VERSE});
    builder_begin_span(builder, SPAN_STRONG, STR_NONE);
    builder_text(builder, STR("甲e\xCC\x81"));
    builder_begin_span(builder, SPAN_LINK, STR("https://example.org/山?a=1&b"));
    builder_text(builder, STR("乙\n👨\xE2\x80\x8D👩"));
    builder_end_span(builder);
    builder_begin_span(builder, SPAN_ANCHOR, STR("n1"));
    builder_end_span(builder);
    builder_end_span(builder);
    builder_begin_span(builder, SPAN_RUBY, STR("かん"));
    builder_text(builder, STR("漢"));
    builder_end_span(builder);
    builder_begin_span(builder, SPAN_LINK, STR("#n1"));
    builder_text(builder, STR("한 bad \xFF"));
    builder_end_span(builder);
    builder_end_block(builder);
}

/* Something of everything: each kind, flag and field, tables, spans in spans. */
static struct document *make_all(void)
{
    struct builder *builder = builder_new();
    add(builder, (struct block){.kind = BLOCK_HEADING, .level = 1, .flags = BLOCK_FRONT}, "标题 T");
    add(builder, (struct block){0}, "一段。");
    add(builder, (struct block){.kind = BLOCK_QUOTE, .quote_depth = 2}, "引文");
    add(builder,
        (struct block){.kind = BLOCK_LIST_ITEM, .level = 1, .value = 70000, .flags = BLOCK_ORDERED},
        "列");
    add(builder,
        (struct block){
            .kind = BLOCK_LIST_ITEM, .level = 2, .value = 2, .flags = BLOCK_MARKER_IN_TEXT},
        "- item");
    add(builder, (struct block){.kind = BLOCK_CODE}, "\tint x;\n\treturn 0;");
    add_row(builder, 0, 0, (const char *const[]){"頭", "B"}, 2);
    add_row(builder, 0, 1, (const char *const[]){"", "2"}, 2);
    add_row(builder, 0, 2, (const char *const[]){"wide"}, 1);
    add(builder, (struct block){.kind = BLOCK_RULE}, "");
    add_row(builder, 1, 0, (const char *const[]){"другой"}, 1);
    add(builder, (struct block){.kind = BLOCK_FIGURE, .flags = BLOCK_CENTERED}, "图");
    add_spans(builder);
    add(builder, (struct block){.kind = BLOCK_FOOTNOTE, .flags = BLOCK_CONTINUES}, "注");
    for (unsigned aside = 1; aside < ASIDE_COUNT; aside++)
        add(builder, (struct block){.aside = (uint8_t)aside}, "旁");
    struct metadata *metadata = builder_metadata(builder);
    *metadata = (struct metadata){
        STR("标题 T"),
        STR("副题"),
        STR("林, Kim"),
        STR("站"),
        STR("http://a.example/x"),
        STR("https://b.example/"),
        STR("zh-Hans"),
        STR("2024-03-01"),
        STR("2025"),
        {.name = "Shift_JIS", .source = CHARSET_FROM_META, .confidence = 0.37, .replaced = 300},
        true,
        false,
        4000000000u};
    return builder_finish(builder);
}

static void expect_round_trip(struct document *document, const char *name)
{
    CLEANUP_BUFFER struct buffer stored = {0}, again = {0}, text = {0};
    struct document *restored, *taken;
    struct error error;
    document_store(document, &stored);
    if (document_restore(document->text, buffer_str(&stored), &restored, &error))
        fail_msg("input %s\nexpected a document\ngot %s", name, error.message);
    const char *difference = document_difference(document, restored);
    document_store(restored, &again);
    if (difference || !str_equal(buffer_str(&stored), buffer_str(&again)))
        fail_msg("input %s\nexpected the same document\ngot another: %s", name,
                 difference ? difference : "its bytes");
    buffer_append(&text, document->text);
    assert_int_equal(document_restore_take(&text, buffer_str(&stored), &taken, &error), STATUS_OK);
    assert_int_equal(text.length, 0);
    assert_null(document_difference(document, taken));
    document_free(taken);
    document_free(restored);
    document_free(document);
}

static void documents_come_back(void **state)
{
    (void)state;
    expect_round_trip(make_all(), "something of everything");
    expect_round_trip(builder_finish(builder_new()), "nothing");
    struct builder *builder = builder_new();
    struct buffer text = {0};
    buffer_append(&text, STR("\n\n甲\n\n\n乙\n"));
    struct block *blocks = memory_new(2 * sizeof *blocks);
    blocks[0] = (struct block){.start = 2, .end = 5};
    blocks[1] = (struct block){.start = 8, .end = 11};
    builder_adopt(builder, &text, blocks, 2);
    expect_round_trip(builder_finish(builder), "blocks with gaps between");
}

static void every_charset_has_its_name(void **state)
{
    (void)state;
    static const char *const names[] = {
        "UTF-8",        "gb18030",       "Big5",         "Shift_JIS",    "EUC-JP",
        "ISO-2022-JP",  "EUC-KR",        "UTF-16LE",     "UTF-16BE",     "windows-874",
        "windows-1250", "windows-1251",  "windows-1252", "windows-1253", "windows-1254",
        "windows-1255", "windows-1256",  "windows-1257", "windows-1258", "KOI8-R",
        "KOI8-U",       "IBM866",        "macintosh",    "ISO-8859-2",   "ISO-8859-8-I",
        "ISO-8859-15",  "x-mac-cyrillic"};
    for (size_t i = 0; i < ARRAY_LENGTH(names); i++) {
        struct builder *builder = builder_new();
        builder_metadata(builder)->charset.name = names[i];
        expect_round_trip(builder_finish(builder), names[i]);
    }
}

/* Version 1 as it was first written; it must be readable for ever. */
static const char version_1[] =
#include "stored_1.inc"
    ;

static void version_1_is_read(void **state)
{
    (void)state;
    struct document *expected = make_all(), *got;
    struct error error;
    const struct str structure = {version_1, sizeof version_1 - 1};
    if (document_restore(expected->text, structure, &got, &error))
        fail_msg("input version 1\nexpected a document\ngot %s", error.message);
    const char *difference = document_difference(expected, got);
    if (difference)
        fail_msg("input version 1\nexpected the same document\ngot another: %s", difference);
    document_free(got);
    document_free(expected);
}

static void expect_refusal(struct str text, struct str structure, enum status expected,
                           const char *name)
{
    struct document *document = NULL;
    struct error error = {""};
    const enum status got = document_restore(text, structure, &document, &error);
    if (got != expected || document || !error.message[0])
        fail_msg("input %s\nexpected status %d\ngot %d %s", name, expected, got, error.message);
}

static void what_does_not_fit_is_refused(void **state)
{
    (void)state;
    struct document *document = make_all();
    CLEANUP_BUFFER struct buffer stored = {0}, other = {0};
    document_store(document, &stored);
    const struct str text = document->text, structure = buffer_str(&stored);
    expect_refusal(text, STR_NONE, STATUS_MALFORMED, "no bytes");
    expect_refusal(text, STR("\x00"), STATUS_MALFORMED, "version 0");
    expect_refusal(text, STR("\x02"), STATUS_UNSUPPORTED, "version 2");
    expect_refusal(str_slice(text, 0, text.length - 3), structure, STATUS_MALFORMED, "a cut text");
    for (size_t cut = 0; cut < structure.length; cut++)
        expect_refusal(text, str_slice(structure, 0, cut), STATUS_MALFORMED, "cut bytes");
    buffer_append(&other, structure);
    buffer_append_byte(&other, 0);
    expect_refusal(text, buffer_str(&other), STATUS_MALFORMED, "a byte too many");
    other.length = 0;
    buffer_append(&other, text);
    other.bytes[1] = '\xFF';
    expect_refusal(buffer_str(&other), structure, STATUS_MALFORMED, "ill-formed text");
    other.bytes[1] = text.bytes[1];
    other.bytes[text.length - 1] = ' ';
    expect_refusal(buffer_str(&other), structure, STATUS_MALFORMED, "a blank in a character");
    document_free(document);
}

/* Counts in the billions over few bytes neither reserve memory nor take time. */
static void counts_are_bounded_by_the_bytes(void **state)
{
    (void)state;
    struct builder *builder = builder_new();
    struct document *document = builder_finish(builder);
    CLEANUP_BUFFER struct buffer stored = {0};
    document_store(document, &stored);
    const size_t counts = stored.length - 4; /* block, span, cell, target count of nothing */
    for (size_t which = 0; which < 4; which++) {
        CLEANUP_BUFFER struct buffer other = {0};
        buffer_append(&other, str_slice(buffer_str(&stored), 0, counts));
        for (size_t i = 0; i < 4; i++)
            wire_append_number(&other, i == which ? 4000000000u : 0);
        expect_refusal(STR_NONE, buffer_str(&other), STATUS_MALFORMED, "a count in the billions");
    }
    document_free(document);
}

/* With an argument: prints version 1 of the sample, for stored_1.inc. */
int main(int argument_count, char **arguments)
{
    (void)arguments;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(documents_come_back),
        cmocka_unit_test(every_charset_has_its_name),
        cmocka_unit_test(version_1_is_read),
        cmocka_unit_test(what_does_not_fit_is_refused),
        cmocka_unit_test(counts_are_bounded_by_the_bytes),
    };
    if (argument_count == 1)
        return cmocka_run_group_tests(tests, NULL, NULL);
    struct document *document = make_all();
    CLEANUP_BUFFER struct buffer stored = {0};
    document_store(document, &stored);
    for (size_t i = 0; i < stored.length; i++)
        printf("%s\\%03o%s", i % 20 ? "" : "\"", (unsigned char)stored.bytes[i],
               i % 20 == 19 || i + 1 == stored.length ? "\"\n" : "");
    document_free(document);
    return 0;
}
