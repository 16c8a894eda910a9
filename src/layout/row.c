#include "base/memory.h"
#include "layout/inner.h"

#include <stdlib.h>

void row_release(struct row *row)
{
    free(row->glyphs);
    *row = (struct row){0};
}

/* ---- place to row ---- */

static struct row_cursor cursor_in_block(struct layout *layout, uint32_t block, uint32_t place)
{
    const struct block *b = &layout->document->blocks[block];
    const struct table *table = table_of(layout, block);
    if (table && table->is_grid) {
        const struct grid_row *grid = grid_row_at(layout, table, block);
        return grid_cursor(layout, grid, grid_line_at(grid, block, place));
    }
    if (b->kind == BLOCK_RULE && b->start == b->end)
        return (struct row_cursor){block, b->start, 0, ROW_RULE};
    struct segment *segment = segment_at(layout, block, place);
    place = place < segment->start ? segment->start : place > segment->end ? segment->end : place;
    const size_t index = segment_row_at(layout, segment, place);
    return (struct row_cursor){block, segment->rows[index], 0, ROW_TEXT};
}

bool layout_at(struct layout *layout, uint32_t place, struct row_cursor *ret_cursor)
{
    const struct document *document = layout->document;
    struct item item;
    if (document->block_count == 0)
        return layout_first(layout, ret_cursor);
    const uint32_t block = (uint32_t)document_block_at(document, place);
    const bool is_replaced =
        !layout->options.shows_front && (document->blocks[block].flags & BLOCK_FRONT);
    if (is_replaced && layout->prologue.row_count > 0 && !block_is_shown(layout, block))
        return layout_first(layout, ret_cursor);
    if (!item_at(layout, block, &item))
        return layout_last(layout, ret_cursor);
    const bool is_inside = !item.is_fold && block_is_shown(layout, block);
    if (item.is_fold)
        *ret_cursor =
            (struct row_cursor){item.block, document->blocks[item.block].start, 0, ROW_FOLD};
    else if (is_inside)
        *ret_cursor = cursor_in_block(layout, block, place);
    else
        *ret_cursor = cursor_in_block(layout, item.block,
                                      item.block > block ? document->blocks[item.block].start
                                                         : document->blocks[item.block].end);
    return true;
}

uint32_t layout_place(struct layout *layout, struct row_cursor cursor)
{
    if (cursor.block == UINT32_MAX)
        return 0;
    const struct table *table =
        cursor.kind == ROW_TEXT || cursor.kind == ROW_RULE ? table_of(layout, cursor.block) : NULL;
    if (table && table->is_grid)
        return grid_place(grid_row_at(layout, table, cursor.block), layout, cursor.line);
    return cursor.start;
}

/* ---- drawing ---- */

/* What most of the folded blocks are, and how many they are. */
static enum aside commonest_aside(const struct layout *layout, const struct fold *fold)
{
    size_t counts[ASIDE_COUNT] = {0};
    enum aside commonest = ASIDE_OTHER;
    for (uint32_t i = fold->first; i < fold->end; i++)
        counts[layout->document->blocks[i].aside % ASIDE_COUNT]++;
    for (enum aside aside = ASIDE_NOTICE; aside < ASIDE_COUNT; aside++)
        if (counts[aside] > counts[commonest] || counts[commonest] == 0)
            commonest = aside;
    return commonest;
}

static void draw_fold(struct layout *layout, struct row_cursor cursor, struct row *row)
{
    const struct fold *fold = fold_of(layout, cursor.block);
    const size_t count = fold->end - fold->first;
    const enum aside aside = commonest_aside(layout, fold);
    CLEANUP_BUFFER struct buffer label = {0};
    if (layout->label)
        layout->label(layout->label_closure, aside, count, &label);
    if (label.length == 0)
        buffer_append_format(&label, "%s (%zu)", aside_name(aside), count);
    const unsigned right = layout->options.columns;
    const unsigned column =
        draw_label(layout, row, str_from(fold->is_unfolded ? "▾" : "▸"), 0, right, TEXT_DIM) + 1;
    row->columns = draw_label(layout, row, buffer_str(&label), column, right, TEXT_DIM);
}

static void draw_empty_rule(struct layout *layout, struct row *row)
{
    const struct str mark = layout->indents ? STR("＊　＊　＊") : STR("* * *");
    const unsigned columns = (unsigned)text_width(mark, layout->options.ambiguous);
    const unsigned right = layout->options.columns;
    row->columns =
        draw_label(layout, row, mark, right > columns ? (right - columns) / 2 : 0, right, TEXT_DIM);
}

static unsigned bars_of(struct layout *layout, uint32_t block)
{
    return layout->document->blocks[block].quote_depth ? frame_of_block(layout, block).bar_count
                                                       : 0;
}

/* Bars run on through the blank between two paragraphs of a quotation. */
static void draw_blank(struct layout *layout, struct row_cursor cursor, struct row *row)
{
    struct item above = {cursor.block, cursor.line == 1};
    if (above.is_fold || !item_previous(layout, &above) || above.is_fold)
        return;
    const unsigned one = bars_of(layout, above.block), other = bars_of(layout, cursor.block);
    const unsigned count = one < other ? one : other;
    draw_bars(layout, row, count);
    if (count)
        row->columns = count * bar_columns(layout) - 1;
}

static void draw_flow(struct layout *layout, struct row_cursor cursor, struct row *row)
{
    struct segment *segment = segment_at(layout, cursor.block, cursor.start);
    const size_t index = segment_row_at(layout, segment, cursor.start);
    row->start = segment->rows[index];
    row->end = segment_row_end(layout, segment, index);
    draw_text(layout, segment, row->start, row->end, row);
}

void layout_row(struct layout *layout, struct row_cursor cursor, struct row *row)
{
    row->glyph_count = 0;
    row->block = cursor.block;
    row->kind = (enum row_kind)cursor.kind;
    row->columns = 0;
    row->start = row->end = layout_place(layout, cursor);
    const struct table *table =
        cursor.kind == ROW_TEXT || cursor.kind == ROW_RULE ? table_of(layout, cursor.block) : NULL;
    if (table && table->is_grid)
        grid_draw(layout, table, cursor, row);
    else if (row->kind == ROW_TEXT)
        draw_flow(layout, cursor, row);
    else if (row->kind == ROW_PROLOGUE)
        prologue_draw(layout, cursor.line, row);
    else if (row->kind == ROW_FOLD)
        draw_fold(layout, cursor, row);
    else if (row->kind == ROW_RULE)
        draw_empty_rule(layout, row);
    else
        draw_blank(layout, cursor, row);
}
