#include "base/memory.h"
#include "layout/inner.h"
#include "text/bidi.h"
#include "text/properties.h"
#include "text/utf8.h"

#include <stdio.h>

enum {
    INDENT_COLUMNS = 4, /* two em */
    CODE_COLUMNS = 2,
    LEVEL_COLUMNS = 2,
    OWN_MARK_COLUMNS = 2,    /* "> ", that the rest of its line hangs by */
    SIBLING_COUNT_MAX = 100, /* looked at on both sides for the width of a list's numbers */
    HANG_LENGTH_MAX = 64,
    /* bytes of an author's marker that rows hang by */
};

const char *bar_mark(const struct layout *layout)
{
    return layout->options.ambiguous == AMBIGUOUS_NARROW ? "│" : "|";
}

unsigned bar_columns(const struct layout *layout)
{
    (void)layout;
    return 2;
}

static unsigned mark_columns(const struct layout *layout, const char *mark)
{
    return (unsigned)text_width(str_from(mark), layout->options.ambiguous);
}

static bool is_list_sibling(const struct block *block, const struct block *other)
{
    return other->kind == BLOCK_LIST_ITEM && other->level >= block->level &&
           other->quote_depth == block->quote_depth;
}

/* The widest number of the list around block, so that numbers stand right-aligned. */
static unsigned widest_value(const struct layout *layout, uint32_t block)
{
    const struct block *blocks = layout->document->blocks;
    uint32_t widest = blocks[block].value;
    for (uint32_t i = block;
         i-- > 0 && block - i < SIBLING_COUNT_MAX && is_list_sibling(&blocks[block], &blocks[i]);)
        if (blocks[i].level == blocks[block].level && (blocks[i].flags & BLOCK_ORDERED) &&
            blocks[i].value > widest)
            widest = blocks[i].value;
    for (uint32_t i = block + 1;
         i < layout->document->block_count && i - block < SIBLING_COUNT_MAX &&
         is_list_sibling(&blocks[block], &blocks[i]);
         i++)
        if (blocks[i].level == blocks[block].level && (blocks[i].flags & BLOCK_ORDERED) &&
            blocks[i].value > widest)
            widest = blocks[i].value;
    return widest;
}

static unsigned digit_count(unsigned value)
{
    unsigned count = 1;
    for (; value >= 10; value /= 10)
        count++;
    return count;
}

/* Writes the marker of a list item or the like; returns the columns it and the space behind it
 * take. */
static unsigned write_marker(const struct layout *layout, uint32_t block, struct frame *frame)
{
    static const char *const bullets[] = {"•", "◦", "▪"};
    const struct block *b = &layout->document->blocks[block];
    const char *mark = NULL;
    int length;
    if (b->kind == BLOCK_FIGURE)
        mark = "▨";
    else if (b->kind == BLOCK_LIST_ITEM && !(b->flags & BLOCK_ORDERED))
        mark = bullets[(b->level ? b->level - 1u : 0) % ARRAY_LENGTH(bullets)];
    else if (b->kind == BLOCK_FOOTNOTE && b->value == 0)
        mark = "*";
    if (mark)
        length = snprintf(frame->marker, sizeof frame->marker, "%s", mark);
    else if (b->kind == BLOCK_FOOTNOTE)
        length = snprintf(frame->marker, sizeof frame->marker, "[%u]", (unsigned)b->value);
    else
        length = snprintf(frame->marker, sizeof frame->marker, "%*u.",
                          (int)digit_count(widest_value(layout, block)), (unsigned)b->value);
    frame->marker_length = (uint8_t)length;
    return mark_columns(layout, frame->marker) + 1;
}

/* Columns of the author's own marker, to its last blank. */
static unsigned own_marker_columns(const struct layout *layout, const struct block *block)
{
    const uint32_t length =
        block->value < block->end - block->start ? block->value : block->end - block->start;
    if (length > HANG_LENGTH_MAX)
        return LEVEL_COLUMNS;
    return (unsigned)text_width(
        str_slice(layout->document->text, block->start, block->start + length),
        layout->options.ambiguous);
}

/* A further paragraph hangs where its item's text does. */
static uint32_t head_of(const struct layout *layout, uint32_t block)
{
    const struct block *blocks = layout->document->blocks;
    uint32_t head = block;
    while (head > 0 && (blocks[head].flags & BLOCK_CONTINUES) && block - head < SIBLING_COUNT_MAX &&
           blocks[head - 1].kind == blocks[block].kind)
        head--;
    return head;
}

static bool has_marker(const struct block *block)
{
    return block->kind == BLOCK_LIST_ITEM || block->kind == BLOCK_FOOTNOTE ||
           block->kind == BLOCK_FIGURE;
}

/* Left edges of a block whose later rows hang behind its marker. */
static void hang(const struct layout *layout, uint32_t block, struct frame *frame)
{
    const struct block *blocks = layout->document->blocks;
    const struct block *b = &blocks[block];
    const uint32_t head = b->flags & BLOCK_CONTINUES ? head_of(layout, block) : block;
    if (blocks[head].flags & BLOCK_MARKER_IN_TEXT) {
        frame->rest_left = (uint16_t)(frame->rest_left + own_marker_columns(layout, &blocks[head]));
    } else if (has_marker(b)) {
        frame->marker_column = frame->rest_left;
        const unsigned columns = write_marker(layout, head, frame);
        frame->first_left = frame->rest_left = (uint16_t)(frame->rest_left + columns);
    }
    if (!(b->flags & BLOCK_CONTINUES))
        return;
    frame->marker_length = 0;
    frame->first_left = frame->rest_left;
}

static bool has_own_indent(const struct layout *layout, const struct block *block)
{
    const struct str text = str_slice(layout->document->text, block->start, block->end);
    return str_starts(text, STR("\xE3\x80\x80")) || str_starts(text, STR("  "));
}

static bool is_indented(const struct layout *layout, const struct block *block)
{
    return layout->indents && (block->kind == BLOCK_PARAGRAPH || block->kind == BLOCK_QUOTE) &&
           !(block->flags & (BLOCK_VERSE | BLOCK_CENTERED | BLOCK_MARKER_IN_TEXT | BLOCK_FRONT)) &&
           !has_own_indent(layout, block);
}

static uint16_t style_of_block(const struct block *block)
{
    unsigned style = 0;
    if (block->kind == BLOCK_HEADING)
        style |= block->flags & BLOCK_FRONT && block->level <= 1 ? TEXT_TITLE | TEXT_HEADING
                                                                 : TEXT_HEADING;
    else if (block->kind == BLOCK_CODE)
        style |= TEXT_CODE;
    else if (block->kind == BLOCK_FIGURE || block->kind == BLOCK_FOOTNOTE ||
             (block->flags & BLOCK_FRONT))
        style |= TEXT_DIM;
    if (block->quote_depth)
        style |= TEXT_QUOTE;
    if (block->aside)
        style |= TEXT_DIM;
    return (uint16_t)style;
}

/* A cell of a table that does not fit: "header: " stands before its text. */
static void stack(struct layout *layout, uint32_t block, struct frame *frame)
{
    const struct table *table = table_of(layout, block);
    const uint32_t header = table ? header_of(layout, table, block) : UINT32_MAX;
    const struct cell *cell = cell_of(layout, block);
    if (cell && cell->is_header)
        frame->style |= TEXT_STRONG;
    frame->rest_left = (uint16_t)(frame->rest_left + LEVEL_COLUMNS);
    if (header == UINT32_MAX)
        return;
    const struct block *b = &layout->document->blocks[header];
    frame->label_start = b->start;
    frame->label_end =
        b->end - b->start > HANG_LENGTH_MAX
            ? cluster_floor(layout->document->text, b->start, b->start + HANG_LENGTH_MAX)
            : b->end;
    const unsigned most = (unsigned)(frame->right - frame->first_left) / 2;
    const unsigned columns =
        2 + (unsigned)text_width(
                str_slice(layout->document->text, frame->label_start, frame->label_end),
                layout->options.ambiguous);
    frame->marker_column = frame->first_left;
    frame->first_left = (uint16_t)(frame->first_left + (columns < most ? columns : most));
}

static uint16_t leaving_room(unsigned left, unsigned right)
{
    return (uint16_t)(left + ROOM_MIN <= right ? left : right - ROOM_MIN);
}

/* In plain text a quotation keeps its author's marks, and needs no bars beside them. */
static bool has_own_quote_mark(const struct layout *layout, const struct block *b)
{
    return b->kind == BLOCK_QUOTE && b->end > b->start &&
           layout->document->text.bytes[b->start] == '>';
}

struct frame frame_of_block(struct layout *layout, uint32_t block)
{
    const struct block *b = &layout->document->blocks[block];
    const unsigned columns = layout->options.columns;
    struct frame frame = {.right = (uint16_t)columns, .style = style_of_block(b)};
    const unsigned bar_most = columns / 4 / bar_columns(layout);
    if (!has_own_quote_mark(layout, b))
        frame.bar_count = (uint16_t)(b->quote_depth < bar_most ? b->quote_depth : bar_most);
    unsigned left = frame.bar_count * bar_columns(layout);
    frame.edge = (uint16_t)left;
    if (b->kind == BLOCK_LIST_ITEM && b->level > 1) {
        const unsigned deeper = (b->level - 1u) * LEVEL_COLUMNS;
        left += deeper < columns / 3 ? deeper : columns / 3;
    }
    frame.is_code = b->kind == BLOCK_CODE;
    left += frame.is_code ? CODE_COLUMNS : 0;
    frame.first_left = frame.rest_left = (uint16_t)left;
    if (b->kind == BLOCK_TABLE_CELL)
        stack(layout, block, &frame);
    else if (has_marker(b) || (b->flags & (BLOCK_MARKER_IN_TEXT | BLOCK_CONTINUES)))
        hang(layout, block, &frame);
    if (is_indented(layout, b))
        frame.first_left = (uint16_t)(frame.first_left + INDENT_COLUMNS);
    frame.first_left = leaving_room(frame.first_left, columns);
    frame.rest_left = leaving_room(frame.rest_left, columns);
    frame.is_centered = (b->flags & BLOCK_CENTERED) || b->kind == BLOCK_RULE;
    frame.hangs = layout->options.hangs && !frame.is_centered && !frame.is_code &&
                  b->kind != BLOCK_TABLE_CELL;
    frame.justifies =
        layout->options.justifies && !frame.is_centered && !(b->flags & BLOCK_VERSE) &&
        (b->kind == BLOCK_PARAGRAPH || b->kind == BLOCK_QUOTE || b->kind == BLOCK_LIST_ITEM);
    return frame;
}
