/* A document and a width → rows, computed only for what is asked for.
 *
 * A row is named by a cursor, which stays valid until the options, the prologue or the folds
 * change; a reading place is a byte offset, which stays valid always. Rows of a paragraph are a
 * function of its start, so that every way to a row gives the same row. In a line over 256 KiB a
 * row also begins after the first sentence end past every 256 KiB, which bounds what one jump
 * costs. */
#ifndef LAYOUT_LAYOUT_H
#define LAYOUT_LAYOUT_H

#include "document/document.h"
#include "text/filter.h"
#include "text/linebreak.h"
#include "text/width.h"

enum paragraph_style {
    PARAGRAPH_AUTO,   /* indent for Chinese and Japanese, blank for others */
    PARAGRAPH_INDENT, /* two-em first-line indent, no blank row */
    PARAGRAPH_BLANK,  /* blank row between */
    PARAGRAPH_BOTH,
};

struct layout_options {
    unsigned columns; /* the measure, 8.. ; narrower is treated as 8 */
    enum ambiguous_width ambiguous;
    enum kinsoku kinsoku;
    enum paragraph_style paragraph;
    bool hangs;           /* 、，。 may stand in the two columns right of the measure */
    bool gaps;            /* one column shown between Han and Latin */
    bool fullwidth_marks; /* ASCII , . : ; ! ? ( ) shown full-width between Han */
    bool justifies;
    bool shows_asides;   /* false: a run of asides is one folded row, unless unfolded */
    bool shows_front;    /* BLOCK_FRONT blocks are rows (show); false: the prologue replaces them */
    bool folds_are_rows; /* false: folded asides give no row at all (show --format text) */
};

enum text_style {
    TEXT_STRONG = 1,
    TEXT_EMPHASIS = 2,
    TEXT_CODE = 4,
    TEXT_LINK = 8,
    TEXT_STRIKE = 16,
    TEXT_MARK = 32,
    TEXT_HEADING = 64,
    TEXT_TITLE = 128,
    TEXT_DIM = 256, /* markers, fold rows, ruby readings, table lines, metadata */
    TEXT_QUOTE = 512,
    TEXT_RAISED = 1024, /* sup, sub, footnote references */
};

struct glyph {
    struct display_piece piece;
    uint32_t start, end; /* the cluster's bytes in the text; start == end: it is only shown */
    uint16_t column;     /* from the left edge of the measure */
    uint16_t style;      /* enum text_style */
};

enum row_kind { ROW_TEXT, ROW_BLANK, ROW_FOLD, ROW_RULE, ROW_PROLOGUE };

struct row {
    struct glyph *glyphs; /* in visual order, columns increasing; reused by the next layout_row */
    size_t glyph_count, glyph_capacity;
    uint32_t start,
        end; /* bytes shown, half-open; blanks at the row's end included; start == end when none */
    uint32_t block;
    unsigned columns; /* occupied, hanging marks included */
    enum row_kind kind;
};
void row_release(struct row *row);

/* Names a row. Compare with cursor_equal; the fields are the layout's. */
struct row_cursor {
    uint32_t block; /* UINT32_MAX: the prologue */
    uint32_t start;
    uint32_t line; /* within prologue, table or fold */
    uint8_t kind;  /* enum row_kind */
};
bool cursor_equal(struct row_cursor a, struct row_cursor b);

struct prologue_line {
    struct str text; /* copied; shown filtered, wrapped to the measure; empty gives a blank row */
    uint16_t style;  /* enum text_style */
};

struct layout;

/* document is borrowed and must outlive the layout. */
struct layout *layout_new(const struct document *document, const struct layout_options *options);
void layout_free(struct layout *layout);
void layout_set_options(struct layout *layout, const struct layout_options *options);
const struct layout_options *layout_options(const struct layout *layout);
/* Rows before the first block: title, byline, minutes. Unfolding labels come from here too, since
 * layout knows no languages: label(closure, aside, block_count, out) writes the text of a folded
 * row. */
void layout_set_prologue(struct layout *layout, const struct prologue_line *lines, size_t count);
typedef void fold_label(void *closure, enum aside aside, size_t block_count, struct buffer *out);
void layout_set_fold_label(struct layout *layout, fold_label *label, void *closure);
/* Shows or hides the run of asides that block is in. */
void layout_toggle_fold(struct layout *layout, uint32_t block);

/* Forces a row to begin at place, so that the top row keeps its first character at every width: the
 * rows of its line are laid out from the line's start as always, the last one before place ends
 * there, and greedy filling starts over at place. It stays through option changes; UINT32_MAX is
 * none. Cursors become invalid. */
void layout_set_anchor(struct layout *layout, uint32_t place);
uint32_t layout_anchor(const struct layout *layout);

/* False, and the cursor untouched, when there is no such row (an empty document has none). */
bool layout_first(struct layout *layout, struct row_cursor *ret_cursor);
bool layout_last(struct layout *layout, struct row_cursor *ret_cursor);
bool layout_next(struct layout *layout, struct row_cursor *cursor);
bool layout_previous(struct layout *layout, struct row_cursor *cursor);
/* The row that shows the byte at place (its fold row when folded; the prologue's first row for
 * front blocks that the prologue replaces). layout_first, not layout_at(0), is the top of the
 * document. */
bool layout_at(struct layout *layout, uint32_t place, struct row_cursor *ret_cursor);
/* The place that brings this row back by layout_at at any width: its first byte in the text. */
uint32_t layout_place(struct layout *layout, struct row_cursor cursor);
/* Fills *row, which the caller zeroed once and releases at last. */
void layout_row(struct layout *layout, struct row_cursor cursor, struct row *row);

#endif
