/* Random documents of every kind of block and script, at every width: what must hold of all rows.
 */
#include "layout_test.h"

#include "text/grapheme.h"
#include "text/linebreak.h"
#include "text/utf8.h"

enum { ROW_COUNT_MAX = 20000 };

static uint32_t next_random(uint64_t *state)
{
    *state = *state * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(*state >> 33);
}

static const char *const snippets[] = {
    "the ",
    "reader ",
    "internationalization ",
    "a",
    "Straße ",
    "(see below) ",
    "3,000",
    "9:00-18:30",
    "https://example.org/a?b=c ",
    "well-known ",
    "“quoted” ",
    "don’t ",
    "e\xCC\x81te\xCC\x81 ",
    "x\xCC\x81\xCC\x82\xCC\x83",
    "的",
    "山上",
    "雪化了",
    "，",
    "。",
    "、",
    "：",
    "“",
    "”",
    "‘",
    "’",
    "《",
    "》",
    "（",
    "）",
    "「",
    "」",
    "——",
    "……",
    "！",
    "？",
    "，",
    "。",
    ",",
    ".",
    "(",
    ")",
    ":",
    " ",
    "  ",
    "\xE3\x80\x80",
    "々",
    "第3章",
    "12%",
    "￥5",
    "·",
    "～",
    "／",
    "ひらがな",
    "カタカナ",
    "きゃっ",
    "ー",
    "が",
    "ガ\xE3\x82\x9A",
    "図書館",
    "서울의 ",
    "오래된",
    "서점",
    "\xE1\x84\x80\xE1\x85\xA1\xE1\x86\xA8",
    "\xF0\x9F\x91\xA8\xE2\x80\x8D\xF0\x9F\x91\xA9\xE2\x80\x8D\xF0\x9F\x91\xA7",
    "\xF0\x9F\x87\xA8\xF0\x9F\x87\xB3",
    "\xF0\x9F\x91\x8D\xF0\x9F\x8F\xBD",
    "\xE2\x9D\xA4\xEF\xB8\x8F",
    "1\xEF\xB8\x8F\xE2\x83\xA3",
    "שלום ",
    "(אב) ",
    "العربية ",
    "١٢٣ ",
    "\xEF\xBF\xBD",
    "\xE2\x80\x8B",
    "\xC2\xAD",
    "\xF0\xB1\x8D\x90",
    "ไทย",
    "क्षि",
    "Ж",
    "Ω",
    "→",
    "①",
    "\xC2\xA0",
    "\xE2\x80\xAE",
    "/",
    "-",
    "[",
    "]",
    "$",
    "\"",
    "'",
};

static void append_random(struct buffer *out, uint64_t *state, unsigned count)
{
    for (unsigned i = 0; i < count; i++) {
        const uint32_t r = next_random(state);
        const bool is_run = r % 16 == 0; /* of one snippet */
        const char *snippet = snippets[(r >> 8) % ARRAY_LENGTH(snippets)];
        for (unsigned n = is_run ? 1 + (r >> 20) % 12 : 1; n > 0; n--)
            buffer_append_c(out, snippet);
    }
}

static void add_cells(struct builder *builder, uint64_t *state, uint32_t table)
{
    const unsigned rows = 1 + next_random(state) % 4, columns = 1 + next_random(state) % 5;
    for (unsigned row = 0; row < rows; row++)
        for (unsigned column = 0; column < columns; column++) {
            struct cell cell = {.table = table,
                                .row = (uint16_t)row,
                                .column = (uint16_t)column,
                                .row_span = 1,
                                .column_span = 1,
                                .is_header = row == 0};
            if (column + 2 < columns && next_random(state) % 8 == 0)
                cell.column_span = 2;
            struct block block = {.kind = BLOCK_TABLE_CELL,
                                  .value = builder_add_cell(builder, cell)};
            CLEANUP_BUFFER struct buffer text = {0};
            append_random(&text, state, next_random(state) % 8);
            builder_begin_block(builder, block);
            builder_text(builder, buffer_str(&text));
            builder_end_block(builder);
            column += cell.column_span - 1u;
        }
}

static struct block random_block(uint64_t *state)
{
    struct block block = {.kind = (uint8_t)(next_random(state) % 3
                                                ? BLOCK_PARAGRAPH
                                                : next_random(state) % BLOCK_KIND_COUNT)};
    if (block.kind == BLOCK_TABLE_CELL)
        block.kind = BLOCK_PARAGRAPH;
    block.level = (uint8_t)(block.kind == BLOCK_HEADING || block.kind == BLOCK_LIST_ITEM
                                ? 1 + next_random(state) % 6
                                : 0);
    block.quote_depth = (uint8_t)(block.kind == BLOCK_QUOTE ? 1 + next_random(state) % 9 : 0);
    block.value = next_random(state) % 1200;
    block.flags = (uint16_t)(next_random(state) % 4 == 0 ? next_random(state) % 64 & ~1u : 0);
    if (block.flags & BLOCK_MARKER_IN_TEXT)
        block.value = 0;
    block.aside =
        (uint8_t)(next_random(state) % 5 == 0 ? 1 + next_random(state) % (ASIDE_COUNT - 1) : 0);
    return block;
}

static struct document *random_document(uint64_t seed)
{
    static const char *const languages[] = {"zh", "ja", "en", "ko", "he", ""};
    uint64_t state = seed * 7919 + 1;
    struct builder *builder = builder_new();
    const unsigned count = 3 + next_random(&state) % 12;
    for (unsigned i = 0; i < count; i++) {
        if (next_random(&state) % 6 == 0) {
            add_cells(builder, &state, i);
            continue;
        }
        builder_begin_block(builder, random_block(&state));
        for (unsigned parts = 1 + next_random(&state) % 5; parts > 0; parts--) {
            CLEANUP_BUFFER struct buffer text = {0};
            append_random(&text, &state, next_random(&state) % 40);
            const bool is_spanned = next_random(&state) % 3 == 0;
            if (is_spanned)
                builder_begin_span(builder, (enum span_kind)(next_random(&state) % SPAN_KIND_COUNT),
                                   STR("よみ reading"));
            builder_text(builder, buffer_str(&text));
            if (is_spanned && next_random(&state) % 4)
                builder_end_span(builder);
            if (next_random(&state) % 4 == 0)
                builder_text(builder, STR("\n"));
        }
        builder_end_block(builder);
    }
    builder_metadata(builder)->language = STR_NONE;
    const char *language = languages[seed % ARRAY_LENGTH(languages)];
    builder_metadata(builder)->language = builder_copy(builder, str_from(language));
    return builder_finish(builder);
}

static struct layout_options random_options(uint64_t seed, unsigned columns)
{
    uint64_t state = seed * 31 + columns;
    const uint32_t r = next_random(&state);
    return (struct layout_options){
        .columns = columns,
        .ambiguous = r & 1 ? AMBIGUOUS_WIDE : AMBIGUOUS_NARROW,
        .kinsoku = (enum kinsoku)((r >> 1) % 3),
        .paragraph = (enum paragraph_style)((r >> 3) % 4),
        .hangs = r >> 5 & 1,
        .gaps = r >> 6 & 1,
        .fullwidth_marks = r >> 7 & 1,
        .justifies = r >> 8 & 1,
        .shows_asides = r >> 9 & 1,
        .shows_front = true,
        .folds_are_rows = r >> 10 & 1,
    };
}

struct rows {
    const struct document *document;
    struct layout *layout;
    uint64_t seed;
    struct row_cursor cursors[ROW_COUNT_MAX];
    size_t count;
    uint32_t *drawn; /* by which row a byte is drawn, from 1 */
};

#define CHECK(rows, condition, ...)                                                                \
    do {                                                                                           \
        if (!(condition)) {                                                                        \
            printf("seed %u, %u columns: ", (unsigned)(rows)->seed,                                \
                   layout_options((rows)->layout)->columns);                                       \
            printf(__VA_ARGS__);                                                                   \
            printf("\n");                                                                          \
            fail();                                                                                \
        }                                                                                          \
    } while (0)

static uint32_t first_shown(const struct glyph *glyph)
{
    uint32_t code_point;
    utf8_decode((struct str){glyph->piece.bytes, glyph->piece.length}, 0, &code_point);
    return code_point;
}

/* As it is laid out: a mark shown full-width counts as such, a bracket mirrored by its text. */
static uint32_t laid_out(const struct rows *rows, const struct glyph *glyph)
{
    uint32_t code_point;
    utf8_decode(rows->document->text, glyph->start, &code_point);
    if (glyph->piece.width == 2 && (code_point == '(' || code_point == ')'))
        return code_point == '(' ? 0xFF08 : 0xFF09;
    return code_point < 0x80 && glyph->piece.width == 2 ? first_shown(glyph) : code_point;
}

static bool is_blank_glyph(const struct glyph *glyph)
{
    const uint32_t code_point = first_shown(glyph);
    return code_point == ' ' || code_point == 0x3000;
}

static void check_glyphs(struct rows *rows, const struct row *row, size_t index)
{
    const struct layout_options *options = layout_options(rows->layout);
    const unsigned most = options->columns + (options->hangs ? 2 : 0);
    unsigned column = 0;
    CHECK(rows, row->columns <= most, "row %zu takes %u columns: kind %u, %.*s", index,
          row->columns, rows->document->blocks[row->block].kind,
          STR_ARGS(str_slice(rows->document->text, row->start, row->end)));
    for (size_t i = 0; i < row->glyph_count; i++) {
        const struct glyph *glyph = &row->glyphs[i];
        CHECK(rows, glyph->column >= column, "row %zu glyph %zu overlaps", index, i);
        column = glyph->column + glyph->piece.width;
        CHECK(rows, column <= most, "row %zu glyph %zu ends at %u", index, i, column);
        if (glyph->start == glyph->end)
            continue;
        CHECK(rows, grapheme_floor(rows->document->text, glyph->start) == glyph->start,
              "row %zu glyph %zu cuts a cluster", index, i);
        for (uint32_t byte = glyph->start; byte < glyph->end; byte++) {
            CHECK(rows, rows->drawn[byte] == 0 || rows->drawn[byte] == index + 1,
                  "byte %u drawn twice", byte);
            rows->drawn[byte] = (uint32_t)index + 1;
        }
    }
}

static bool is_invisible(const struct rows *rows, uint32_t byte)
{
    const struct str text = rows->document->text;
    struct display_piece pieces[4];
    const size_t start = grapheme_floor(text, byte), end = grapheme_end(text, start);
    return filter_pieces(str_slice(text, start, end), 1, pieces, 4) == 0;
}

/* Whether some cluster boundary inside the row would have been a better cut than one at cut. */
static bool has_better_cut(const struct rows *rows, uint32_t start, uint32_t cut)
{
    const struct str text = rows->document->text;
    const enum kinsoku kinsoku = layout_options(rows->layout)->kinsoku;
    for (uint32_t i = (uint32_t)grapheme_end(text, start); i < cut;
         i = (uint32_t)grapheme_end(text, i)) {
        uint32_t before, after;
        utf8_decode(text, (uint32_t)grapheme_start_before(text, i), &before);
        utf8_decode(text, i, &after);
        if (is_invisible(rows, i) || is_invisible(rows, i - 1))
            continue;
        if (before != ' ' && after != ' ' && before != 0x3000 && after != 0x3000 &&
            kinsoku_may_end(before, kinsoku) && kinsoku_may_start(after, kinsoku))
            return true;
    }
    return false;
}

static const struct glyph *logical_end(const struct row *row, bool is_last)
{
    const struct glyph *found = NULL;
    for (size_t i = 0; i < row->glyph_count; i++) {
        const struct glyph *glyph = &row->glyphs[i];
        if (glyph->start == glyph->end || is_blank_glyph(glyph))
            continue;
        if (!found || (is_last ? glyph->start > found->start : glyph->start < found->start))
            found = glyph;
    }
    return found;
}

/* Soft breaks of flow rows obey kinsoku, but in a unit wider than the row that offers no better
 * cut. */
static void check_break(struct rows *rows, const struct row *row, const struct row *next)
{
    const struct document *document = rows->document;
    const uint8_t kind = document->blocks[row->block].kind;
    const enum kinsoku kinsoku = layout_options(rows->layout)->kinsoku;
    if (next->start != row->end || next->start == layout_anchor(rows->layout) ||
        next->block != row->block || kind == BLOCK_CODE || kind == BLOCK_TABLE_CELL)
        return;
    const struct glyph *last = logical_end(row, true), *first = logical_end(next, false);
    if (!last || !first)
        return;
    const uint32_t before = laid_out(rows, last), after = laid_out(rows, first);
    if (before == '-' || before == '/' ||
        after == '-') /* an option, an address: by what is around (linebreak.c) */
        return;
    const bool is_dash =
        (after == 0x2014 || after == 0x2026) && kinsoku != KINSOKU_STRICT; /* when doubled */
    const bool is_good =
        kinsoku_may_end(before, kinsoku) && (is_dash || kinsoku_may_start(after, kinsoku));
    CHECK(rows, is_good || !has_better_cut(rows, row->start, row->end),
          "break at %u: U+%04X U+%04X %.*s | %.*s", row->end, before, after,
          STR_ARGS(str_slice(document->text, row->start, row->end)),
          STR_ARGS(str_slice(document->text, next->start, next->end)));
}

static void walk_down(struct rows *rows)
{
    struct row row = {0}, last = {0};
    struct row_cursor cursor;
    uint32_t place = 0;
    rows->count = 0;
    for (bool is_there = layout_first(rows->layout, &cursor); is_there;
         is_there = layout_next(rows->layout, &cursor)) {
        CHECK(rows, rows->count < ROW_COUNT_MAX, "no end");
        const size_t index = rows->count++;
        rows->cursors[index] = cursor;
        const uint32_t here = layout_place(rows->layout, cursor);
        CHECK(rows, here >= place, "row %zu: place %u after %u", index, here, place);
        place = here;
        layout_row(rows->layout, cursor, &row);
        check_glyphs(rows, &row, index);
        if (index && row.kind == ROW_TEXT && last.kind == ROW_TEXT)
            check_break(rows, &last, &row);
        const struct row swap = last;
        last = row;
        row = swap;
    }
    row_release(&row);
    row_release(&last);
}

static void check_steps(struct rows *rows)
{
    struct row_cursor cursor, at;
    CHECK(rows, layout_last(rows->layout, &cursor) == (rows->count > 0), "last row");
    for (size_t i = rows->count; i-- > 0;) {
        CHECK(rows, cursor_equal(cursor, rows->cursors[i]),
              "row %zu comes back as block %u start %u kind %u for block %u start %u kind %u", i,
              cursor.block, cursor.start, cursor.kind, rows->cursors[i].block,
              rows->cursors[i].start, rows->cursors[i].kind);
        if (cursor.kind == ROW_TEXT) {
            CHECK(rows, layout_at(rows->layout, layout_place(rows->layout, cursor), &at),
                  "no row at a place");
            CHECK(rows, cursor_equal(at, cursor),
                  "row %zu: place %u gives block %u start %u line %u", i,
                  layout_place(rows->layout, cursor), at.block, at.start, at.line);
        }
        CHECK(rows, layout_previous(rows->layout, &cursor) == (i > 0), "row above %zu", i);
    }
}

/* Every byte of a block with rows is drawn, but for blanks and what has no shape; and it is found
 * where it is drawn. */
static void check_coverage(struct rows *rows)
{
    const struct layout_options *options = layout_options(rows->layout);
    struct row_cursor at;
    for (size_t i = 0; i < rows->document->block_count; i++) {
        const struct block *block = &rows->document->blocks[i];
        if (block->aside && !options->shows_asides)
            continue;
        for (uint32_t byte = block->start; byte < block->end; byte++) {
            uint32_t code_point;
            utf8_decode(rows->document->text, grapheme_floor(rows->document->text, byte),
                        &code_point);
            const bool is_blank = code_point == ' ' || code_point == '\n' || code_point == 0x3000 ||
                                  code_point == '\t';
            CHECK(rows, rows->drawn[byte] || is_blank || is_invisible(rows, byte),
                  "byte %u (U+%04X) is not drawn", byte, code_point);
            if (!rows->drawn[byte])
                continue;
            CHECK(rows,
                  layout_at(rows->layout, byte, &at) &&
                      cursor_equal(at, rows->cursors[rows->drawn[byte] - 1]),
                  "byte %u is drawn by another row than layout_at says", byte);
        }
    }
}

static void check_all(struct rows *rows)
{
    memset(rows->drawn, 0, (rows->document->text.length + 1) * sizeof *rows->drawn);
    walk_down(rows);
    check_steps(rows);
    check_coverage(rows);
}

static void check_anchor(struct rows *rows, uint32_t place)
{
    struct row_cursor cursor;
    layout_set_anchor(rows->layout, place);
    check_all(rows);
    layout_at(rows->layout, layout_anchor(rows->layout), &cursor);
    const uint8_t kind = rows->document->blocks[cursor.block].kind;
    const bool is_shown = rows->document->blocks[cursor.block].start <= place &&
                          place < rows->document->blocks[cursor.block].end;
    if (is_shown && cursor.kind == ROW_TEXT && kind != BLOCK_TABLE_CELL &&
        layout_anchor(rows->layout) != UINT32_MAX &&
        rows->document->text.bytes[layout_anchor(rows->layout)] != '\n')
        CHECK(rows, cursor.start == layout_anchor(rows->layout), "anchor %u begins no row", place);
    layout_set_anchor(rows->layout, UINT32_MAX);
}

static void check_seed(uint64_t seed, unsigned first, unsigned step)
{
    struct rows *rows = memory_new(sizeof *rows);
    struct document *document = random_document(seed);
    rows->document = document;
    rows->seed = seed;
    rows->drawn = memory_new((document->text.length + 1) * sizeof *rows->drawn);
    uint64_t state = seed;
    for (unsigned columns = first; columns <= 200; columns += step) {
        const struct layout_options options = random_options(seed, columns);
        if (!rows->layout)
            rows->layout = layout_new(document, &options);
        else
            layout_set_options(rows->layout, &options);
        check_all(rows);
        if (columns % 16 == 0 && document->text.length)
            check_anchor(rows, next_random(&state) % (uint32_t)document->text.length);
        layout_toggle_fold(rows->layout, next_random(&state) % 16);
    }
    layout_free(rows->layout);
    document_free(document);
    free(rows->drawn);
    free(rows);
}

static void test_every_width(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < 6; seed++)
        check_seed(seed, 20, 1);
}

static void test_many_documents(void **state)
{
    (void)state;
    for (uint64_t seed = 100; seed < 400; seed++)
        check_seed(seed, 8 + (unsigned)(seed % 13), 37);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_width),
        cmocka_unit_test(test_many_documents),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
