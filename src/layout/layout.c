#include "layout/layout.h"

#include "base/memory.h"
#include "layout/inner.h"
#include "text/language.h"

#include <stdio.h>

enum { PROLOGUE_BLOCK = UINT32_MAX, COLUMNS_MAX = 10000 };

/* ---- options ---- */

static void resolve_options(struct layout *layout)
{
    struct layout_options *options = &layout->options;
    const bool indents = language_indents(layout->document->metadata.language);
    if (options->columns < COLUMNS_MIN)
        options->columns = COLUMNS_MIN;
    if (options->columns > COLUMNS_MAX)
        options->columns = COLUMNS_MAX;
    if (options->ambiguous != AMBIGUOUS_WIDE)
        options->ambiguous = AMBIGUOUS_NARROW;
    const enum paragraph_style style = options->paragraph;
    layout->indents = style == PARAGRAPH_AUTO ? indents : style != PARAGRAPH_BLANK;
    layout->spaces = style == PARAGRAPH_AUTO ? !indents : style != PARAGRAPH_INDENT;
}

struct layout *layout_new(const struct document *document, const struct layout_options *options)
{
    struct layout *layout = memory_new(sizeof *layout);
    layout->document = document;
    layout->options = *options;
    layout->anchor = UINT32_MAX;
    layout->line_block = UINT32_MAX;
    for (size_t i = 0; i < document->span_count && !layout->has_ruby; i++)
        layout->has_ruby = document->spans[i].kind == SPAN_RUBY;
    folds_find(layout);
    tables_find(layout);
    tables_forget(layout);
    resolve_options(layout);
    return layout;
}

void layout_free(struct layout *layout)
{
    if (!layout)
        return;
    segments_release(layout);
    tables_release(layout);
    free(layout->scratch.rows);
    free(layout->folds);
    buffer_release(&layout->prologue.text);
    free(layout->prologue.lines);
    free(layout->prologue.rows);
    free(layout->groups);
    free(layout->spare);
    if (layout->bidi)
        bidi_free(layout->bidi);
    free(layout);
}

void layout_set_options(struct layout *layout, const struct layout_options *options)
{
    if (options->kinsoku != layout->options.kinsoku)
        segments_release(layout);
    segments_forget(layout);
    tables_forget(layout);
    layout->options = *options;
    resolve_options(layout);
    prologue_fill(layout);
}

const struct layout_options *layout_options(const struct layout *layout)
{
    return &layout->options;
}

void layout_set_fold_label(struct layout *layout, fold_label *label, void *closure)
{
    layout->label = label;
    layout->label_closure = closure;
}

void layout_toggle_fold(struct layout *layout, uint32_t block)
{
    struct fold *fold = block < layout->document->block_count ? fold_of(layout, block) : NULL;
    if (fold)
        fold->is_unfolded = !fold->is_unfolded;
}

void layout_set_anchor(struct layout *layout, uint32_t place)
{
    const struct document *document = layout->document;
    if (place != UINT32_MAX && document->block_count > 0 && place < document->text.length) {
        const struct block *block = &document->blocks[document_block_at(document, place)];
        if (place > block->start && place < block->end)
            place = cluster_floor(document->text, block->start, place);
    }
    if (place == layout->anchor)
        return;
    layout->anchor = place;
    segments_forget(layout);
}

uint32_t layout_anchor(const struct layout *layout)
{
    return layout->anchor;
}

/* ---- cursors ---- */

bool cursor_equal(struct row_cursor a, struct row_cursor b)
{
    return a.block == b.block && a.start == b.start && a.line == b.line && a.kind == b.kind;
}

static struct row_cursor cursor_of(const struct layout *layout, uint32_t block, enum row_kind kind)
{
    return (struct row_cursor){block, layout->document->blocks[block].start, 0, (uint8_t)kind};
}

static bool is_empty_rule(const struct layout *layout, uint32_t block)
{
    const struct block *b = &layout->document->blocks[block];
    return b->kind == BLOCK_RULE && b->start == b->end;
}

static const struct table *grid_of(struct layout *layout, uint32_t block)
{
    const struct table *table = table_of(layout, block);
    return table && table->is_grid ? table : NULL;
}

static struct item item_of(struct layout *layout, struct row_cursor cursor)
{
    const struct table *table = cursor.kind == ROW_FOLD ? NULL : grid_of(layout, cursor.block);
    return (struct item){table ? table->first : cursor.block, cursor.kind == ROW_FOLD};
}

static struct row_cursor first_row_of(struct layout *layout, struct item item)
{
    const enum row_kind kind = item.is_fold                        ? ROW_FOLD
                               : is_empty_rule(layout, item.block) ? ROW_RULE
                                                                   : ROW_TEXT;
    return cursor_of(layout, item.block, kind);
}

static struct row_cursor last_row_of_segment(struct layout *layout, struct segment *segment)
{
    while (fill_extend(layout, segment))
        continue;
    return (struct row_cursor){segment->block, segment->rows[segment->row_count - 1], 0, ROW_TEXT};
}

static struct row_cursor last_row_of(struct layout *layout, struct item item)
{
    if (item.is_fold || is_empty_rule(layout, item.block))
        return first_row_of(layout, item);
    const struct table *table = grid_of(layout, item.block);
    if (table) {
        const struct grid_row *grid = grid_row_at(layout, table, table->end - 1);
        return grid_cursor(layout, grid, grid->height - 1);
    }
    return last_row_of_segment(
        layout, segment_at(layout, item.block, layout->document->blocks[item.block].end));
}

static struct row_cursor prologue_cursor(size_t index)
{
    return (struct row_cursor){PROLOGUE_BLOCK, 0, (uint32_t)index, ROW_PROLOGUE};
}

/* A blank parts the prologue from the text, unless it ends with one. */
static bool has_blank_below_prologue(const struct layout *layout)
{
    const struct prologue *prologue = &layout->prologue;
    if (prologue->row_count == 0)
        return false;
    const struct prologue_row *last = &prologue->rows[prologue->row_count - 1];
    return last->start < last->end;
}

bool layout_first(struct layout *layout, struct row_cursor *ret_cursor)
{
    struct item item;
    if (layout->prologue.row_count > 0) {
        *ret_cursor = prologue_cursor(0);
        return true;
    }
    if (!item_first(layout, &item))
        return false;
    *ret_cursor = first_row_of(layout, item);
    return true;
}

bool layout_last(struct layout *layout, struct row_cursor *ret_cursor)
{
    struct item item;
    if (item_last(layout, &item)) {
        *ret_cursor = last_row_of(layout, item);
        return true;
    }
    if (layout->prologue.row_count == 0)
        return false;
    *ret_cursor = prologue_cursor(layout->prologue.row_count - 1);
    return true;
}

/* ---- stepping ---- */

static bool enter_below(struct layout *layout, struct item below, bool has_blank,
                        struct row_cursor *cursor)
{
    *cursor = has_blank ? cursor_of(layout, below.block, ROW_BLANK) : first_row_of(layout, below);
    if (has_blank && below.is_fold)
        cursor->line = 1; /* the blank above a fold's row, not above its first block */
    return true;
}

static bool next_in_grid(struct layout *layout, const struct table *table,
                         struct row_cursor *cursor)
{
    const struct grid_row *grid = grid_row_at(layout, table, cursor->block);
    if (cursor->line + 1 < grid->height + grid->has_rule)
        *cursor = grid_cursor(layout, grid, cursor->line + 1);
    else if (grid->end < table->end)
        *cursor = grid_cursor(layout, grid_row_at(layout, table, grid->end), 0);
    else
        return false;
    return true;
}

static bool next_in_item(struct layout *layout, struct row_cursor *cursor)
{
    if (cursor->kind == ROW_FOLD)
        return false;
    const struct table *table = grid_of(layout, cursor->block);
    if (table)
        return next_in_grid(layout, table, cursor);
    if (cursor->kind != ROW_TEXT)
        return false;
    struct segment *segment = segment_at(layout, cursor->block, cursor->start);
    const size_t index = segment_row_at(layout, segment, cursor->start) + 1;
    if (segment_has_row(layout, segment, index)) {
        cursor->start = segment->rows[index];
        return true;
    }
    segment = segment_after(layout, segment);
    if (segment)
        cursor->start = segment->start;
    return segment != NULL;
}

static bool next_of_prologue(struct layout *layout, struct row_cursor *cursor)
{
    struct item item;
    if (cursor->line + 1 < layout->prologue.row_count) {
        cursor->line++;
        return true;
    }
    return item_first(layout, &item) &&
           enter_below(layout, item, has_blank_below_prologue(layout), cursor);
}

bool layout_next(struct layout *layout, struct row_cursor *cursor)
{
    if (cursor->block == PROLOGUE_BLOCK)
        return next_of_prologue(layout, cursor);
    if (cursor->kind == ROW_BLANK) {
        *cursor = first_row_of(layout, (struct item){cursor->block, cursor->line == 1});
        return true;
    }
    if (next_in_item(layout, cursor))
        return true;
    const struct item above = item_of(layout, *cursor);
    struct item below = above;
    if (!item_next(layout, &below))
        return false;
    return enter_below(layout, below, item_blank_between(layout, above, below), cursor);
}

static bool previous_in_grid(struct layout *layout, const struct table *table,
                             struct row_cursor *cursor)
{
    const struct grid_row *grid = grid_row_at(layout, table, cursor->block);
    if (cursor->line > 0) {
        *cursor = grid_cursor(layout, grid, cursor->line - 1);
        return true;
    }
    if (grid->first == table->first)
        return false;
    grid = grid_row_at(layout, table, grid->first - 1);
    *cursor = grid_cursor(layout, grid, grid->height + grid->has_rule - 1);
    return true;
}

static bool previous_in_item(struct layout *layout, struct row_cursor *cursor)
{
    if (cursor->kind == ROW_FOLD)
        return false;
    const struct table *table = grid_of(layout, cursor->block);
    if (table)
        return previous_in_grid(layout, table, cursor);
    if (cursor->kind != ROW_TEXT)
        return false;
    struct segment *segment = segment_at(layout, cursor->block, cursor->start);
    const size_t index = segment_row_at(layout, segment, cursor->start);
    if (index > 0) {
        cursor->start = segment->rows[index - 1];
        return true;
    }
    segment = segment_before(layout, segment);
    if (segment)
        *cursor = last_row_of_segment(layout, segment);
    return segment != NULL;
}

static bool previous_of_prologue(struct layout *layout, size_t row_count, struct row_cursor *cursor)
{
    (void)layout;
    if (row_count == 0)
        return false;
    *cursor = prologue_cursor(row_count - 1);
    return true;
}

bool layout_previous(struct layout *layout, struct row_cursor *cursor)
{
    if (cursor->block == PROLOGUE_BLOCK)
        return previous_of_prologue(layout, cursor->line, cursor);
    const bool was_blank = cursor->kind == ROW_BLANK;
    if (!was_blank && previous_in_item(layout, cursor))
        return true;
    const struct item below =
        was_blank ? (struct item){cursor->block, cursor->line == 1} : item_of(layout, *cursor);
    struct item above = below;
    const bool has_above = item_previous(layout, &above);
    const size_t prologue_count = layout->prologue.row_count;
    if (!has_above && prologue_count == 0)
        return false;
    const bool has_blank =
        has_above ? item_blank_between(layout, above, below) : has_blank_below_prologue(layout);
    if (has_blank && !was_blank)
        return enter_below(layout, below, true, cursor);
    if (!has_above)
        return previous_of_prologue(layout, prologue_count, cursor);
    *cursor = last_row_of(layout, above);
    return true;
}
