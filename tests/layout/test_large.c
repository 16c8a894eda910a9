/* What must stay bounded: one huge paragraph, tables of many rows and of many columns, long runs of
 * one thing. */
#include "layout_test.h"

#include <time.h>

static struct layout_options at(unsigned columns)
{
    struct layout_options options = plain_options;
    options.columns = columns;
    options.gaps = options.hangs = options.fullwidth_marks = true;
    return options;
}

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static struct document *repeated(const char *piece, size_t length)
{
    struct buffer text = {0};
    while (text.length < length)
        buffer_append_c(&text, piece);
    struct test_block block = {{.kind = BLOCK_PARAGRAPH}, text.bytes};
    struct document *document = make_document("zh", &block, 1, false);
    buffer_release(&text);
    return document;
}

/* Walks down, jumps to places in between, walks up: the same rows every way. */
static size_t check_ways(struct layout *layout)
{
    struct row_cursor *cursors = NULL, cursor, there;
    size_t count = 0, capacity = 0;
    for (bool is_there = layout_first(layout, &cursor); is_there;
         is_there = layout_next(layout, &cursor)) {
        ARRAY_RESERVE(cursors, count, capacity);
        cursors[count++] = cursor;
    }
    for (size_t i = 0; i < 400; i++) {
        const size_t index = i * 7919 % count;
        const uint32_t place = layout_place(layout, cursors[index]);
        assert_true(layout_at(layout, place, &there));
        assert_true(cursors[index].kind != ROW_TEXT || cursor_equal(there, cursors[index]));
    }
    assert_true(layout_last(layout, &cursor));
    for (size_t i = count; i-- > 0;) {
        assert_true(cursor_equal(cursor, cursors[i]));
        assert_int_equal(layout_previous(layout, &cursor), i > 0);
    }
    free(cursors);
    return count;
}

static void test_long_paragraph(void **state)
{
    (void)state;
    struct document *document =
        repeated("雪线以西，一个测量员的笔记Linux里写着3行字。他“走了”，", 1500000);
    struct layout_options options = at(76);
    struct layout *layout = layout_new(document, &options);
    struct row_cursor cursor;
    assert_in_range(check_ways(layout), 13000, 16000);
    for (uint32_t n = 1; n < 5;
         n++) { /* a row begins behind the first sentence end past each 256 KiB */
        const uint32_t multiple = n * 256 * 1024;
        const size_t stop = str_find(document->text, STR("。"), multiple - 2) + 3;
        assert_true(layout_at(layout, (uint32_t)stop, &cursor));
        assert_int_equal(cursor.start, stop);
    }
    double best = 1;
    for (unsigned i = 0; i < 5; i++) {
        options.columns = 40 + i;
        layout_set_options(layout, &options);
        const double start = now();
        assert_true(layout_last(layout, &cursor));
        best = now() - start < best ? now() - start : best;
    }
    if (best > 0.3) /* 3 ms; with sanitizers 30 */
        fail_msg("to the end in %.1f ms", best * 1e3);
    layout_free(layout);
    document_free(document);
}

/* Without any sentence end, blank, or even break; clusters without end. */
static void test_runs(void **state)
{
    (void)state;
    static const char *const pieces[] = {"a",
                                         "山",
                                         "，",
                                         "\xE3\x80\x80"
                                         "x",
                                         "\xCC\x81",
                                         "\xE1\x84\x80",
                                         "山(",
                                         "山,",
                                         "\xF0\x9F\x91\xA8\xE2\x80\x8D",
                                         "\xF0\x9F\x87\xA8",
                                         "א ",
                                         "\xE2\x80\x8B"};
    for (size_t i = 0; i < ARRAY_LENGTH(pieces); i++) {
        struct document *document = repeated(pieces[i], 600000);
        struct layout_options options = at(33);
        struct layout *layout = layout_new(document, &options);
        check_ways(layout);
        layout_free(layout);
        document_free(document);
    }
}

static struct document *make_table(unsigned row_count, unsigned column_count, const char *text)
{
    struct builder *builder = builder_new();
    for (unsigned row = 0; row < row_count; row++)
        for (unsigned column = 0; column < column_count; column++) {
            const struct cell cell = {.row = (uint16_t)row,
                                      .column = (uint16_t)column,
                                      .row_span = 1,
                                      .column_span = 1,
                                      .is_header = row == 0};
            const uint32_t index = builder_add_cell(builder, cell);
            builder_begin_block(builder, (struct block){.kind = BLOCK_TABLE_CELL, .value = index});
            builder_text(builder, str_from(text));
            builder_end_block(builder);
        }
    return builder_finish(builder);
}

static void test_long_table(void **state)
{
    (void)state;
    struct document *document = make_table(10000, 4, "some 文字 in a cell that wraps");
    const struct layout_options options = at(60);
    struct layout *layout = layout_new(document, &options);
    struct row_cursor cursor;
    struct row row = {0};
    double start = now();
    assert_true(layout_last(layout, &cursor));
    for (unsigned i = 0; i < 24; i++) {
        layout_row(layout, cursor, &row);
        assert_true(row.columns <= 60);
        assert_true(layout_previous(layout, &cursor));
    }
    const double seconds = now() - start;
    if (seconds > 0.2)
        fail_msg("the last screen of a table of 10,000 rows took %.1f ms", seconds * 1e3);
    assert_true(check_ways(layout) > 20000);
    row_release(&row);
    layout_free(layout);
    document_free(document);
}

static void test_wide_table(void **state)
{
    (void)state;
    struct document *document = make_table(40, 500, "数目 12");
    const struct layout_options options = at(76);
    struct layout *layout = layout_new(document, &options);
    check_ways(layout);
    layout_free(layout);
    document_free(document);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_long_paragraph),
        cmocka_unit_test(test_runs),
        cmocka_unit_test(test_long_table),
        cmocka_unit_test(test_wide_table),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
