#include "layout_test.h"

static struct layout_options at(unsigned columns)
{
    struct layout_options options = plain_options;
    options.columns = columns;
    return options;
}

static void test_headings_and_rules(void **state)
{
    (void)state;
    const struct test_block blocks[] = {
        {{.kind = BLOCK_PARAGRAPH}, "第一段"},
        {{.kind = BLOCK_HEADING, .level = 2}, "雪线以西"},
        {{.kind = BLOCK_PARAGRAPH}, "第二段"},
        {{.kind = BLOCK_PARAGRAPH}, "第三段"},
        {{.kind = BLOCK_RULE}, ""},
        {{.kind = BLOCK_RULE}, "* * *"},
        {{.kind = BLOCK_PARAGRAPH, .flags = BLOCK_CENTERED}, "中间"},
    };
    check_rows("Chinese", "zh", at(20), blocks, 7,
               "    第一段\n\n雪线以西\n\n    第二段\n    第三段\n\n     ＊　＊　＊\n\n       * * "
               "*\n\n        中间\n");
}

static void test_lists(void **state)
{
    (void)state;
    const struct test_block blocks[] = {
        {{.kind = BLOCK_LIST_ITEM, .level = 1}, "an item that wraps here"},
        {{.kind = BLOCK_LIST_ITEM, .level = 2}, "nested"},
        {{.kind = BLOCK_LIST_ITEM, .level = 1, .flags = BLOCK_ORDERED, .value = 9}, "nine"},
        {{.kind = BLOCK_LIST_ITEM, .level = 1, .flags = BLOCK_ORDERED, .value = 10},
         "ten and some more"},
        {{.kind = BLOCK_LIST_ITEM,
          .level = 1,
          .flags = BLOCK_CONTINUES | BLOCK_ORDERED,
          .value = 10},
         "again"},
        {{.kind = BLOCK_LIST_ITEM, .level = 1, .flags = BLOCK_MARKER_IN_TEXT, .value = 3},
         "1) the author's own"},
    };
    check_rows("markers", "en", at(16), blocks, 6,
               "• an item that\n  wraps here\n  ◦ nested\n 9. nine\n10. ten and some\n    more\n\n "
               "   again\n"
               "1) the author's\n   own\n");
    struct layout_options wide = at(16);
    wide.ambiguous = AMBIGUOUS_WIDE;
    check_rows("a wide bullet", "en", wide, blocks, 1, "• an item that\n   wraps here\n");
}

static void test_right_to_left(void **state)
{
    (void)state;
    const struct test_block blocks[] = {
        {{.kind = BLOCK_LIST_ITEM, .level = 1}, "שלום אב"},
        {{.kind = BLOCK_LIST_ITEM, .level = 1, .flags = BLOCK_ORDERED, .value = 12}, "אבגד"},
        {{.kind = BLOCK_QUOTE, .quote_depth = 1}, "הוזח"},
    };
    check_rows("markers stand at the right", "he", at(12), blocks, 3,
               "   בא םולש •\n    דגבא 12.\n\n│       חזוה\n");
}

static void test_quotes(void **state)
{
    (void)state;
    const struct test_block marked[] = {
        {{.kind = BLOCK_QUOTE, .quote_depth = 1, .flags = BLOCK_VERSE}, "> one of two\n> lines"},
    };
    check_rows("the author's own marks", "en", at(10), marked, 1, "> one of\ntwo\n> lines\n");
    const struct test_block blocks[] = {
        {{.kind = BLOCK_QUOTE, .quote_depth = 1}, "quoted words here"},
        {{.kind = BLOCK_QUOTE, .quote_depth = 1}, "more"},
        {{.kind = BLOCK_QUOTE, .quote_depth = 2}, "deeper"},
        {{.kind = BLOCK_PARAGRAPH}, "out"},
    };
    check_rows("bars", "en", at(16), blocks, 4,
               "│ quoted words\n│ here\n│\n│ more\n│\n│ │ deeper\n\nout\n");
    struct layout_options wide = at(16);
    wide.ambiguous = AMBIGUOUS_WIDE;
    check_rows("bars when ambiguous is wide", "en", wide, blocks, 1, "| quoted words\n| here\n");
}

static void test_code(void **state)
{
    (void)state;
    struct layout_options options = at(16);
    options.fullwidth_marks = options.gaps = true;
    const struct test_block blocks[] = {
        {{.kind = BLOCK_CODE}, "if (a)\n\tb = \"甲,乙c\";\n  x  y\n\n0123456789abcdefg"},
    };
    check_rows("code", "zh", options, blocks, 1,
               "  if (a)\n          b = \"\n  甲,乙c\";\n    x  y\n\n  0123456789abcd\n  efg\n");
}

static void test_figures_and_notes(void **state)
{
    (void)state;
    const struct test_block blocks[] = {
        {{.kind = BLOCK_FIGURE}, "A house near the river"},
        {{.kind = BLOCK_FOOTNOTE, .value = 1}, "the first note of all"},
        {{.kind = BLOCK_FOOTNOTE, .value = 2}, "second"},
    };
    check_rows("figure and notes", "en", at(16), blocks, 3,
               "▨ A house near\n  the river\n\n[1] the first\n    note of all\n[2] second\n");
}

static void label(void *closure, enum aside aside, size_t block_count, struct buffer *out)
{
    (void)closure;
    buffer_append_format(out, "kind %d, %zu of them", (int)aside, block_count);
}

static void test_folds(void **state)
{
    (void)state;
    const struct test_block blocks[] = {
        {{.aside = ASIDE_FILE}, "upload.doc"},  {{.aside = ASIDE_NOTICE}, "one"},
        {{.aside = ASIDE_NOTICE}, "two"},       {{.kind = BLOCK_PARAGRAPH}, "the text"},
        {{.aside = ASIDE_COMMENTS}, "comment"},
    };
    struct document *document = make_document("en", blocks, 5, false);
    struct layout_options options = at(24);
    struct layout *layout = layout_new(document, &options);
    check_layout(layout, "no callback", "▸ notice (3)\n\nthe text\n\n▸ comments (1)\n");
    layout_set_fold_label(layout, label, NULL);
    check_layout(layout, "folded", "▸ kind 1, 3 of them\n\nthe text\n\n▸ kind 4, 1 of them\n");
    layout_toggle_fold(layout, 1);
    check_layout(
        layout, "unfolded",
        "▾ kind 1, 3 of them\nupload.doc\n\none\n\ntwo\n\nthe text\n\n▸ kind 4, 1 of them\n");
    layout_toggle_fold(layout, 2);
    struct row_cursor cursor;
    assert_true(layout_at(layout, document->blocks[2].start, &cursor));
    assert_int_equal(cursor.kind, ROW_FOLD);
    options.folds_are_rows = false;
    layout_set_options(layout, &options);
    check_layout(layout, "no rows for folds", "the text\n");
    options.shows_asides = true;
    layout_set_options(layout, &options);
    check_layout(layout, "shown", "upload.doc\n\none\n\ntwo\n\nthe text\n\ncomment\n");
    layout_free(layout);
    document_free(document);
}

static void test_front_and_prologue(void **state)
{
    (void)state;
    const struct test_block blocks[] = {
        {{.kind = BLOCK_HEADING, .level = 1, .flags = BLOCK_FRONT}, "题目"},
        {{.kind = BLOCK_PARAGRAPH}, "正文"},
    };
    struct document *document = make_document("zh", blocks, 2, false);
    struct layout_options options = at(12);
    struct layout *layout = layout_new(document, &options);
    const struct prologue_line lines[] = {
        {STR("一个很长的题目在这里"), TEXT_TITLE}, {STR(""), 0}, {STR("五\x1b分钟"), TEXT_DIM}};
    check_layout(layout, "without prologue", "    正文\n");
    layout_set_prologue(layout, lines, 3);
    check_layout(layout, "prologue", "一个很长的题\n目在这里\n\n五␛分钟\n\n    正文\n");
    struct row_cursor cursor, first;
    assert_true(layout_at(layout, 0, &cursor) && layout_first(layout, &first));
    assert_true(cursor_equal(cursor, first));
    options.shows_front = true;
    layout_set_options(layout, &options);
    layout_set_prologue(layout, NULL, 0);
    check_layout(layout, "front shown", "题目\n\n    正文\n");
    layout_free(layout);
    document_free(document);
}

static void test_nothing(void **state)
{
    (void)state;
    struct document *document = make_document("zh", NULL, 0, false);
    struct layout *layout = layout_new(document, &plain_options);
    struct row_cursor cursor;
    assert_false(layout_first(layout, &cursor));
    assert_false(layout_last(layout, &cursor));
    assert_false(layout_at(layout, 0, &cursor));
    layout_toggle_fold(layout, 0);
    layout_free(layout);
    document_free(document);
}

static void test_anchor(void **state)
{
    (void)state;
    const struct test_block block = {{.kind = BLOCK_PARAGRAPH},
                                     "一二三四五六七八九十甲乙丙丁戊己庚辛"};
    struct document *document = make_document("zh", &block, 1, false);
    struct layout_options options = at(12);
    options.paragraph = PARAGRAPH_INDENT;
    struct layout *layout = layout_new(document, &options);
    check_layout(layout, "no anchor", "    一二三四\n五六七八九十\n甲乙丙丁戊己\n庚辛\n");
    layout_set_anchor(layout, 4 * 3);
    options.columns = 16;
    layout_set_options(layout, &options);
    check_layout(layout, "anchor", "    一二三四\n五六七八九十甲乙\n丙丁戊己庚辛\n");
    layout_set_anchor(layout, UINT32_MAX);
    check_layout(layout, "no anchor again", "    一二三四五六\n七八九十甲乙丙丁\n戊己庚辛\n");
    layout_free(layout);
    document_free(document);
}

static uint32_t add_test_cell(struct builder *builder, unsigned row, unsigned column, unsigned span,
                              const char *text)
{
    const struct cell cell = {.row = (uint16_t)row,
                              .column = (uint16_t)column,
                              .row_span = 1,
                              .column_span = (uint16_t)span,
                              .is_header = row == 0};
    const uint32_t index = builder_add_cell(builder, cell);
    builder_begin_block(builder, (struct block){.kind = BLOCK_TABLE_CELL, .value = index});
    builder_text(builder, str_from(text));
    builder_end_block(builder);
    return index;
}

static void test_table(void **state)
{
    (void)state;
    struct builder *builder = builder_new();
    add_test_cell(builder, 0, 0, 1, "name");
    add_test_cell(builder, 0, 1, 1, "what it is");
    add_test_cell(builder, 1, 0, 1, "lamp");
    add_test_cell(builder, 1, 1, 1, "a light by which one reads late");
    add_test_cell(builder, 2, 0, 2, "both of them");
    add_test_cell(builder, 3, 0, 1, "书");
    add_test_cell(builder, 3, 1, 1, "");
    struct document *document = builder_finish(builder);
    struct layout_options options = at(50);
    struct layout *layout = layout_new(document, &options);
    check_layout(layout, "as wide as it likes",
                 "name   │ what it is\n───────┼────────────────────────────────\n"
                 "lamp   │ a light by which one reads late\nboth of them\n书     │\n");
    options.columns = 24;
    layout_set_options(layout, &options);
    check_layout(layout, "cells wrap",
                 "name   │ what it is\n───────┼────────────────\nlamp   │ a light by\n       │ "
                 "which one reads\n"
                 "       │ late\n───────┼────────────────\nboth of "
                 "them\n───────┼────────────────\n书     │\n");
    options.columns = 12;
    layout_set_options(layout, &options);
    check_layout(layout, "stacked",
                 "name\nwhat it is\n\nname: lamp\nwha…: a\n  light by\n  which one\n  reads "
                 "late\n\nname: both\n  of them\n\nname: 书\n");
    layout_free(layout);
    document_free(document);
}

/* What is shown between Han and Latin takes room as the letters do. */
static void test_gaps_in_cells(void **state)
{
    (void)state;
    struct builder *builder = builder_new();
    add_test_cell(builder, 0, 0, 1, "按");
    add_test_cell(builder, 0, 1, 1, "到");
    add_test_cell(builder, 1, 0, 1, "^O或Tab或^B");
    add_test_cell(builder, 1, 1, 1, "2024年3月以後、2020年以前");
    struct document *document = builder_finish(builder);
    struct layout_options options = at(60);
    options.gaps = true;
    struct layout *layout = layout_new(document, &options);
    check_layout(layout, "no cell wraps",
                 "按             │ 到\n───────────────┼──────────────────────────────\n"
                 "^O 或 Tab 或^B │ 2024 年 3 月以後、2020 年以前\n");
    layout_free(layout);
    document_free(document);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_headings_and_rules),
        cmocka_unit_test(test_lists),
        cmocka_unit_test(test_right_to_left),
        cmocka_unit_test(test_quotes),
        cmocka_unit_test(test_code),
        cmocka_unit_test(test_figures_and_notes),
        cmocka_unit_test(test_folds),
        cmocka_unit_test(test_front_and_prologue),
        cmocka_unit_test(test_nothing),
        cmocka_unit_test(test_anchor),
        cmocka_unit_test(test_table),
        cmocka_unit_test(test_gaps_in_cells),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
