#include "base/memory.h"
#include "layout/inner.h"

void folds_find(struct layout *layout)
{
    const struct document *document = layout->document;
    for (uint32_t i = 0; i < document->block_count; i++) {
        if (!document->blocks[i].aside)
            continue;
        const uint32_t first = i;
        while (i < document->block_count && document->blocks[i].aside)
            i++;
        ARRAY_RESERVE(layout->folds, layout->fold_count, layout->fold_capacity);
        layout->folds[layout->fold_count++] = (struct fold){first, i, false};
    }
}

struct fold *fold_of(const struct layout *layout, uint32_t block)
{
    if (!layout->document->blocks[block].aside)
        return NULL;
    size_t low = 0, high = layout->fold_count;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (layout->folds[middle].end <= block)
            low = middle + 1;
        else
            high = middle;
    }
    return &layout->folds[low];
}

static bool is_folded(const struct layout *layout, const struct fold *fold)
{
    return fold && !layout->options.shows_asides && !fold->is_unfolded;
}

static bool has_fold_row(const struct layout *layout, const struct fold *fold)
{
    return fold && !layout->options.shows_asides && layout->options.folds_are_rows;
}

static bool is_replaced_front(const struct layout *layout, uint32_t block)
{
    return !layout->options.shows_front && (layout->document->blocks[block].flags & BLOCK_FRONT);
}

/* Whether the block has rows of its own. An empty cell of a stacked table has none. */
bool block_is_shown(struct layout *layout, uint32_t block)
{
    const struct block *b = &layout->document->blocks[block];
    if (is_folded(layout, fold_of(layout, block)))
        return false;
    if (b->kind != BLOCK_TABLE_CELL)
        return !is_replaced_front(layout, block);
    const struct table *table = table_of(layout, block);
    return (table && table->is_grid) || b->start < b->end;
}

/* The first block that the item at block goes back to: a grid table is one item. */
static uint32_t item_head(struct layout *layout, uint32_t block)
{
    const struct table *table = table_of(layout, block);
    return table && table->is_grid ? table->first : block;
}

static uint32_t item_end(struct layout *layout, struct item item)
{
    const struct fold *fold = fold_of(layout, item.block);
    if (item.is_fold)
        return is_folded(layout, fold) ? fold->end : item.block;
    const struct table *table = table_of(layout, item.block);
    return table && table->is_grid ? table->end : item.block + 1;
}

/* The first item from block on; before_fold: the row of a fold that begins at block is still to
 * come. */
static bool item_from(struct layout *layout, uint32_t block, bool before_fold,
                      struct item *ret_item)
{
    while (block < layout->document->block_count) {
        const struct fold *fold = fold_of(layout, block);
        if (before_fold && has_fold_row(layout, fold) && fold->first == block) {
            *ret_item = (struct item){block, true};
            return true;
        }
        before_fold = true;
        if (is_folded(layout, fold)) {
            block = fold->end;
            continue;
        }
        if (block_is_shown(layout, block)) {
            *ret_item = (struct item){block, false};
            return true;
        }
        block++;
    }
    return false;
}

/* The last item of blocks before end. */
static bool item_until(struct layout *layout, uint32_t end, struct item *ret_item)
{
    while (end > 0) {
        const uint32_t block = end - 1;
        const struct fold *fold = fold_of(layout, block);
        if (is_folded(layout, fold)) {
            *ret_item = (struct item){fold->first, true};
            if (has_fold_row(layout, fold))
                return true;
            end = fold->first;
            continue;
        }
        if (block_is_shown(layout, block)) {
            *ret_item = (struct item){item_head(layout, block), false};
            return true;
        }
        if (has_fold_row(layout, fold) && fold->first == block) {
            *ret_item = (struct item){block, true};
            return true;
        }
        end = block;
    }
    return false;
}

bool item_first(struct layout *layout, struct item *ret_item)
{
    return item_from(layout, 0, true, ret_item);
}

bool item_last(struct layout *layout, struct item *ret_item)
{
    return item_until(layout, (uint32_t)layout->document->block_count, ret_item);
}

bool item_next(struct layout *layout, struct item *item)
{
    const uint32_t end = item_end(layout, *item);
    return item_from(layout, end, !(item->is_fold && end == item->block), item);
}

bool item_previous(struct layout *layout, struct item *item)
{
    const struct fold *fold = fold_of(layout, item->block);
    if (!item->is_fold && has_fold_row(layout, fold) && fold->first == item->block) {
        item->is_fold = true;
        return true;
    }
    return item_until(layout, item->block, item);
}

bool item_at(struct layout *layout, uint32_t block, struct item *ret_item)
{
    const struct fold *fold = fold_of(layout, block);
    if (is_folded(layout, fold) && has_fold_row(layout, fold)) {
        *ret_item = (struct item){fold->first, true};
        return true;
    }
    if (block_is_shown(layout, block)) {
        *ret_item = (struct item){item_head(layout, block), false};
        return true;
    }
    return item_from(layout, block, true, ret_item) || item_until(layout, block, ret_item);
}

/* Paragraphs of the same sort that follow each other are parted by the paragraph style, all else by
 * a blank. */
static bool are_alike(const struct block *above, const struct block *below)
{
    return above->kind == below->kind && above->quote_depth == below->quote_depth &&
           !((above->flags | below->flags) & BLOCK_VERSE);
}

static bool is_next_table_row(const struct layout *layout, uint32_t above, uint32_t below)
{
    const struct cell *a = cell_of(layout, above), *b = cell_of(layout, below);
    return !a || !b || a->table != b->table || a->row != b->row;
}

bool item_blank_between(struct layout *layout, struct item above, struct item below)
{
    const struct block *a = &layout->document->blocks[above.block],
                       *b = &layout->document->blocks[below.block];
    if (above.is_fold && !below.is_fold && above.block == below.block)
        return false;
    if (above.is_fold || below.is_fold || !are_alike(a, b) || (a->aside != 0) != (b->aside != 0))
        return true;
    switch (b->kind) {
    case BLOCK_PARAGRAPH:
    case BLOCK_QUOTE:
        return layout->spaces || ((a->flags ^ b->flags) & BLOCK_FRONT);
    case BLOCK_LIST_ITEM:
    case BLOCK_FOOTNOTE:
        return layout->spaces && (b->flags & BLOCK_CONTINUES);
    case BLOCK_TABLE_CELL:
        return is_next_table_row(layout, above.block, below.block);
    default:
        return true;
    }
}
