/* What the files of the layout share.
 *
 *   document ─▶ items (flow.c): a block, a whole table, or the row of a fold
 *   block ─▶ lines between \n ─▶ segments of about 256 KiB, cut once more at the anchor (segment.c)
 *   segment ─▶ starts of its rows, filled as far as asked for, the last few segments kept
 *   row ─▶ atoms (shape.c) ─▶ glyphs (draw.c), put into visual order and justified (order.c)
 *   table ─▶ columns measured on a sample (table.c); one table row laid out at a time (grid.c) */
#ifndef LAYOUT_INNER_H
#define LAYOUT_INNER_H

#include "layout/layout.h"
#include "layout/shape.h"
#include "text/bidi.h"

enum {
    COLUMNS_MIN = 8,
    SEGMENT_LENGTH = 256 * 1024, /* a line is cut at the first sentence end past each multiple */
    SEGMENT_COUNT = 8,           /* kept */
    ROOM_MIN = 4,                /* columns that indents always leave */
    MARKER_LENGTH_MAX = 24,
};

/* Where the rows of a block stand. */
struct frame {
    uint16_t first_left,
        rest_left;      /* columns before the text of the block's first row, and of others */
    uint16_t edge;      /* column behind the bars, or a cell's first */
    uint16_t right;     /* column that ends the rows */
    uint16_t style;     /* enum text_style of all its text */
    uint16_t bar_count; /* quote bars at the left edge */
    uint16_t marker_column;
    uint8_t marker_length;
    char marker[MARKER_LENGTH_MAX]; /* shown before the block's first row */
    uint32_t label_start,
        label_end; /* text of the header cell shown before the first row, of a stacked cell */
    bool is_code, is_centered, hangs, justifies;
};

/* Rows of text[start, end), which is all of a line or a part of it. */
struct segment {
    struct str text;
    const struct document *document; /* of its spans; NULL: the prologue */
    uint32_t block, first;           /* block's start, where the first row's indent is */
    uint32_t line_start, line_end;
    uint32_t base_start, base_end; /* the segment as it is without the anchor */
    uint32_t start, end;
    struct frame frame;
    bool needs_bidi, is_complete, is_used;
    struct line_breaker *breaker; /* borrowed or own_breaker */
    struct line_breaker *own_breaker;
    uint32_t opportunity; /* the next place a row may end */
    size_t next_span;     /* the first that may part a ruby's base at the next opportunity */
    uint32_t *rows;       /* where rows start; the first is start */
    size_t row_count, row_capacity;
    uint64_t last_use;
};

/* Consecutive blocks that are asides. */
struct fold {
    uint32_t first, end;
    bool is_unfolded;
};

struct table {
    uint32_t first, end; /* blocks */
    bool is_measured, is_grid;
    bool is_ruled; /* a line between rows, since cells wrap */
    uint16_t column_count;
    uint16_t *lefts, *rights; /* columns of the measure */
};

/* One row of a grid table. */
struct cell_line {
    uint32_t start, end, line_start, line_end;
};
struct cell_lines {
    uint32_t block;
    size_t first, count; /* in lines[] */
};
struct grid_row {
    uint32_t first, end; /* blocks; first UINT32_MAX: nothing kept */
    struct cell_lines *cells;
    size_t cell_count, cell_capacity;
    struct cell_line *lines;
    size_t line_count, line_capacity;
    unsigned height; /* without rule */
    bool has_rule, is_header;
};

struct prologue_row {
    uint32_t line_start, line_end, start, end;
    uint16_t style;
};
struct prologue {
    struct buffer text;
    struct prologue_row *lines; /* start, end unused */
    size_t line_count, line_capacity;
    struct prologue_row *rows;
    size_t row_count, row_capacity;
};

/* Glyphs of one atom, while a row is put in order. */
struct group {
    uint32_t start;
    uint32_t first;
    uint16_t count;
    uint16_t columns; /* reading included */
    uint8_t class, gap;
};

struct layout {
    const struct document *document;
    struct layout_options options;
    bool indents, spaces; /* paragraph style, resolved */
    bool has_ruby;
    uint32_t anchor;
    struct fold *folds;
    size_t fold_count, fold_capacity;
    struct table *tables;
    size_t table_count, table_capacity;
    struct prologue prologue;
    fold_label *label;
    void *label_closure;
    struct segment segments[SEGMENT_COUNT];
    struct segment *current;
    size_t row_hint;
    struct segment scratch; /* cells, the prologue */
    uint64_t use_count;
    uint32_t line_block, line_start, line_end; /* the long line last met */
    struct line_breaker *breaker;
    struct shaper shaper;
    struct grid_row grid;
    struct bidi *bidi;
    const struct segment *bidi_segment;
    uint32_t bidi_start;
    bool bidi_is_right_to_left;
    struct group *groups;
    size_t group_count, group_capacity;
    struct glyph *spare; /* glyphs being reordered */
    size_t spare_capacity;
};

/* frame.c */
struct frame frame_of_block(struct layout *layout, uint32_t block);
/* Columns of at most count glyphs of a bar, a space included. */
unsigned bar_columns(const struct layout *layout);
const char *bar_mark(const struct layout *layout);
static inline unsigned frame_left(const struct frame *frame, bool is_first)
{
    return is_first ? frame->first_left : frame->rest_left;
}

/* segment.c: borrowed until the next call */
struct segment *segment_at(struct layout *layout, uint32_t block, uint32_t place);
struct segment *segment_after(struct layout *layout,
                              const struct segment *segment); /* NULL: block's end */
struct segment *segment_before(struct layout *layout, const struct segment *segment);
/* Index of the row that shows place. */
size_t segment_row_at(struct layout *layout, struct segment *segment, uint32_t place);
/* Whether there is a row of that index. */
bool segment_has_row(struct layout *layout, struct segment *segment, size_t index);
uint32_t segment_row_end(struct layout *layout, struct segment *segment, size_t index);
void segments_forget(struct layout *layout);
void segments_release(struct layout *layout);

/* fill.c */
void fill_begin(struct layout *layout, struct segment *segment);
/* Adds one row start, or completes the segment and returns false. */
bool fill_extend(struct layout *layout, struct segment *segment);
void shaper_open(const struct layout *layout, const struct segment *segment,
                 struct shaper *shaper);

/* draw.c */
void draw_text(struct layout *layout, struct segment *segment, uint32_t start, uint32_t end,
               struct row *row);
/* Adds glyphs that are not in the text, cut at right with an ellipsis; returns the column after
 * them. */
unsigned draw_label(struct layout *layout, struct row *row, struct str text, unsigned column,
                    unsigned right, uint16_t style);
void draw_bars(struct layout *layout, struct row *row, unsigned count);

/* order.c: glyphs from prefix_first on stand before the text, those from first_glyph on are it */
void order_row(struct layout *layout, struct segment *segment, uint32_t start, uint32_t end,
               struct row *row, size_t prefix_first, size_t first_glyph);
void justify_row(struct layout *layout, struct row *row, unsigned room);
void shift_glyphs(struct row *row, size_t first_glyph, unsigned columns);

/* table.c */
struct table *table_of(struct layout *layout, uint32_t block);
void tables_find(struct layout *layout);
void tables_forget(struct layout *layout);
void tables_release(struct layout *layout);
const struct cell *cell_of(const struct layout *layout, uint32_t block);
/* Block of the header cell over a cell, or UINT32_MAX. */
uint32_t header_of(const struct layout *layout, const struct table *table, uint32_t block);

/* grid.c: rows of a measured grid table */
uint32_t grid_row_first(const struct layout *layout, const struct table *table, uint32_t block);
uint32_t grid_row_end(const struct layout *layout, const struct table *table, uint32_t block);
struct grid_row *grid_row_at(struct layout *layout, const struct table *table, uint32_t block);
struct row_cursor grid_cursor(const struct layout *layout, const struct grid_row *grid,
                              uint32_t line);
uint32_t grid_place(const struct grid_row *grid, const struct layout *layout, uint32_t line);
uint32_t grid_line_at(const struct grid_row *grid, uint32_t block, uint32_t place);
void grid_draw(struct layout *layout, const struct table *table, struct row_cursor cursor,
               struct row *row);

/* prologue.c */
void prologue_fill(struct layout *layout);
void prologue_draw(struct layout *layout, uint32_t index, struct row *row);

/* flow.c */
struct item {
    uint32_t block;
    bool is_fold;
};
struct fold *fold_of(const struct layout *layout, uint32_t block);
void folds_find(struct layout *layout);
bool item_first(struct layout *layout, struct item *ret_item);
bool item_last(struct layout *layout, struct item *ret_item);
bool item_next(struct layout *layout, struct item *item);
bool item_previous(struct layout *layout, struct item *item);
/* The item that shows a block, or false when nothing does. */
bool item_at(struct layout *layout, uint32_t block, struct item *ret_item);
bool item_blank_between(struct layout *layout, struct item above, struct item below);
bool block_is_shown(struct layout *layout, uint32_t block);

#endif
