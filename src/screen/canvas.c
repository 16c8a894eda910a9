/* cells[row * columns + column], row by row. Invariants: a cell whose piece is two columns wide is
 * followed, in its row, by a cell of length 0 (its right half); no other cell has length 0. All
 * bytes behind a piece's end are zero, so that equal cells are equal memory (terminal_present
 * compares so). */
#include "screen/canvas.h"

#include "base/memory.h"
#include "text/grapheme.h"

#include <assert.h>

/* A cluster of wide_limit pieces fills a row of any terminal; the rest of it could not be seen. */
enum { PIECES_PER_CLUSTER = 64 };

struct canvas {
    struct canvas_cell *cells;
    unsigned rows, columns;
    enum ambiguous_width ambiguous;
    unsigned cursor_row, cursor_column;
};

static const struct display_piece blank_piece = {.bytes = " ", .length = 1, .width = 1};

struct canvas *canvas_new(unsigned rows, unsigned columns, enum ambiguous_width ambiguous)
{
    struct canvas *canvas = memory_new(sizeof *canvas);
    canvas->ambiguous = ambiguous;
    canvas_resize(canvas, rows, columns);
    return canvas;
}

void canvas_free(struct canvas *canvas)
{
    if (!canvas)
        return;
    free(canvas->cells);
    free(canvas);
}

void canvas_resize(struct canvas *canvas, unsigned rows, unsigned columns)
{
    free(canvas->cells);
    canvas->rows = rows ? rows : 1;
    canvas->columns = columns ? columns : 1;
    canvas->cells = memory_new((size_t)canvas->rows * canvas->columns * sizeof(struct canvas_cell));
    canvas_clear(canvas);
}

void canvas_set_ambiguous(struct canvas *canvas, enum ambiguous_width ambiguous)
{
    canvas->ambiguous = ambiguous;
}

unsigned canvas_rows(const struct canvas *canvas)
{
    return canvas->rows;
}

unsigned canvas_columns(const struct canvas *canvas)
{
    return canvas->columns;
}

enum ambiguous_width canvas_ambiguous(const struct canvas *canvas)
{
    return canvas->ambiguous;
}

void canvas_clear(struct canvas *canvas)
{
    const struct canvas_cell blank = {.piece = blank_piece, .style = {ROLE_TEXT, 0}};
    const size_t count = (size_t)canvas->rows * canvas->columns;
    for (size_t i = 0; i < count; i++)
        canvas->cells[i] = blank;
    canvas->cursor_row = 0;
    canvas->cursor_column = canvas->columns;
}

static struct canvas_cell *row_of(const struct canvas *canvas, unsigned row)
{
    return canvas->cells + (size_t)row * canvas->columns;
}

/* Blanks what would be left of a wide piece of which one half is about to be overwritten. */
static void break_wide(struct canvas *canvas, unsigned row, unsigned column)
{
    struct canvas_cell *cells = row_of(canvas, row);
    if (cells[column].piece.length == 0) {
        cells[column - 1].piece = blank_piece;
        cells[column].piece = blank_piece;
    } else if (cells[column].piece.width == 2) {
        cells[column].piece = blank_piece;
        cells[column + 1].piece = blank_piece;
    }
}

static void set_cell(struct canvas *canvas, unsigned row, unsigned column,
                     const struct display_piece *piece, struct style style)
{
    break_wide(canvas, row, column);
    struct canvas_cell *cell = &row_of(canvas, row)[column];
    struct canvas_cell fresh = {.style = style};
    memcpy(fresh.piece.bytes, piece->bytes, piece->length);
    fresh.piece.length = piece->length;
    fresh.piece.width = piece->width;
    *cell = fresh;
}

/* How many of count columns from column on lie in the row. */
static unsigned clip(const struct canvas *canvas, unsigned row, unsigned column, unsigned count)
{
    if (row >= canvas->rows || column >= canvas->columns)
        return 0;
    const unsigned room = canvas->columns - column;
    return count < room ? count : room;
}

void canvas_fill(struct canvas *canvas, unsigned row, unsigned column, unsigned count,
                 struct style style)
{
    const unsigned visible = clip(canvas, row, column, count);
    for (unsigned i = 0; i < visible; i++)
        set_cell(canvas, row, column + i, &blank_piece, style);
}

void canvas_piece(struct canvas *canvas, unsigned row, unsigned column,
                  const struct display_piece *piece, struct style style)
{
    static const struct display_piece right_half = {.length = 0, .width = 0};
    const unsigned visible = clip(canvas, row, column, piece->width);
    if (visible == 0 || piece->length == 0)
        return;
    if (visible < piece->width) {
        canvas_fill(canvas, row, column, visible, style);
        return;
    }
    if (piece->width == 2) {
        /* The right half first: what stood there must not break the new left half. */
        set_cell(canvas, row, column + 1, &blank_piece, style);
        set_cell(canvas, row, column, piece, style);
        row_of(canvas, row)[column + 1] = (struct canvas_cell){.piece = right_half, .style = style};
        return;
    }
    set_cell(canvas, row, column, piece, style);
}

/* Draws the pieces of one cluster from column on; returns the columns they take. */
static unsigned draw_cluster(struct canvas *canvas, unsigned row, unsigned column,
                             struct str cluster, struct style style)
{
    struct display_piece pieces[PIECES_PER_CLUSTER];
    const size_t count = filter_pieces(cluster, (int)canvas->ambiguous, pieces, PIECES_PER_CLUSTER);
    unsigned columns = 0;
    for (size_t i = 0; i < count; i++) {
        canvas_piece(canvas, row, column + columns, &pieces[i], style);
        columns += pieces[i].width;
    }
    return columns;
}

unsigned canvas_text(struct canvas *canvas, unsigned row, unsigned column, unsigned max_columns,
                     struct str text, struct style style)
{
    const unsigned room = clip(canvas, row, column, max_columns);
    size_t columns;
    size_t end = text_fit(text, room, canvas->ambiguous, &columns);
    const bool is_cut = end < text.length;
    unsigned ellipsis = 0;
    if (is_cut) {
        ellipsis = code_point_width(0x2026, canvas->ambiguous);
        ellipsis = ellipsis <= room ? ellipsis : 0;
        end = text_fit(text, room - ellipsis, canvas->ambiguous, &columns);
    }
    unsigned taken = 0;
    for (size_t i = 0; i < end;) {
        const size_t next = grapheme_end(text, i);
        const unsigned wanted =
            draw_cluster(canvas, row, column + taken, str_slice(text, i, next), style);
        taken += wanted;
        i = next;
    }
    if (ellipsis)
        taken += draw_cluster(canvas, row, column + taken, STR("…"), style);
    return taken < room ? taken : room;
}

void canvas_rule(struct canvas *canvas, unsigned row, unsigned column, unsigned count,
                 struct style style)
{
    static const struct display_piece line = {.bytes = "─", .length = 3, .width = 1};
    static const struct display_piece dash = {.bytes = "-", .length = 1, .width = 1};
    const bool is_narrow = code_point_width(0x2500, canvas->ambiguous) == 1;
    const unsigned visible = clip(canvas, row, column, count);
    for (unsigned i = 0; i < visible; i++)
        set_cell(canvas, row, column + i, is_narrow ? &line : &dash, style);
}

void canvas_restyle(struct canvas *canvas, unsigned row, unsigned column, unsigned count,
                    struct style style)
{
    const unsigned visible = clip(canvas, row, column, count);
    for (unsigned i = 0; i < visible; i++)
        row_of(canvas, row)[column + i].style = style;
}

void canvas_set_cursor(struct canvas *canvas, unsigned row, unsigned column)
{
    canvas->cursor_row = row < canvas->rows ? row : canvas->rows - 1;
    canvas->cursor_column = column < canvas->columns ? column : canvas->columns;
}

bool canvas_cursor(const struct canvas *canvas, unsigned *ret_row, unsigned *ret_column)
{
    if (canvas->cursor_column >= canvas->columns)
        return false;
    *ret_row = canvas->cursor_row;
    *ret_column = canvas->cursor_column;
    return true;
}

const struct canvas_cell *canvas_cell(const struct canvas *canvas, unsigned row, unsigned column)
{
    assert(row < canvas->rows && column < canvas->columns);
    return &row_of(canvas, row)[column];
}
