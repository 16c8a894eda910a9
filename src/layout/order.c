#include "base/memory.h"
#include "layout/inner.h"
#include "text/utf8.h"

enum { RUN_COUNT_MAX = 512 };

void shift_glyphs(struct row *row, size_t first_glyph, unsigned columns)
{
    for (size_t i = first_glyph; i < row->glyph_count; i++)
        row->glyphs[i].column = (uint16_t)(row->glyphs[i].column + columns);
}

/* Levels of the segment that the row is in, resolved once for all its rows. */
static void resolve(struct layout *layout, const struct segment *segment)
{
    if (!layout->bidi)
        layout->bidi = bidi_new();
    if (layout->bidi_segment == segment && segment != &layout->scratch &&
        layout->bidi_start == segment->base_start)
        return;
    layout->bidi_is_right_to_left =
        bidi_begin(layout->bidi, str_slice(segment->text, segment->base_start, segment->base_end));
    layout->bidi_segment = segment;
    layout->bidi_start = segment->base_start;
}

static void mirror(struct glyph *glyph)
{
    uint32_t code_point;
    const struct str bytes = {glyph->piece.bytes, glyph->piece.length};
    if (glyph->start == glyph->end || utf8_decode(bytes, 0, &code_point) != bytes.length)
        return;
    const uint32_t mirrored = bidi_mirror(code_point);
    if (mirrored == code_point)
        return;
    glyph->piece.length = (uint8_t)utf8_encode(mirrored, glyph->piece.bytes);
    glyph->piece.bytes[glyph->piece.length] = '\0';
}

/* Copies the glyphs of one atom to where its run has it; returns how many. */
static size_t place_group(const struct layout *layout, const struct group *group,
                          const struct row *row, unsigned column, bool is_mirrored,
                          struct glyph *ret_glyphs)
{
    for (unsigned i = 0; i < group->count; i++) {
        ret_glyphs[i] = row->glyphs[group->first + i];
        ret_glyphs[i].column = (uint16_t)column;
        column += ret_glyphs[i].piece.width;
        if (is_mirrored)
            mirror(&ret_glyphs[i]);
    }
    (void)layout;
    return group->count;
}

static size_t group_from(const struct layout *layout, uint32_t start)
{
    size_t low = 0, high = layout->group_count;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (layout->groups[middle].start < start)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

struct order {
    struct glyph *glyphs;
    size_t count;
    unsigned column;
};

static void place_run(struct layout *layout, const struct row *row, const struct bidi_run *run,
                      uint32_t base, struct order *order)
{
    const size_t first = group_from(layout, base + run->start),
                 end = group_from(layout, base + run->end);
    for (size_t i = first; i < end; i++) {
        const size_t index = run->is_right_to_left ? end - 1 - (i - first) : i;
        const struct group *group = &layout->groups[index];
        if (!run->is_right_to_left && i > first)
            order->column += group->gap;
        order->count += place_group(layout, group, row, order->column, run->is_right_to_left,
                                    order->glyphs + order->count);
        order->column += group->columns;
    }
}

static void reserve_spare(struct layout *layout, size_t count)
{
    if (layout->spare_capacity >= count)
        return;
    layout->spare_capacity = count;
    layout->spare = memory_resize(layout->spare, count * sizeof *layout->spare);
}

/* A row of a right-to-left paragraph begins at the right edge, and its marker stands right of it.
 * Bars stay. */
static void turn_row(struct layout *layout, const struct frame *frame, struct row *row,
                     size_t prefix_first, size_t first_glyph, unsigned left, unsigned end)
{
    const unsigned edge = frame->edge;
    const unsigned start = edge + frame->right - end;
    const size_t text_count = row->glyph_count - first_glyph;
    for (size_t i = first_glyph; i < row->glyph_count; i++)
        row->glyphs[i].column = (uint16_t)(row->glyphs[i].column - left + start);
    if (prefix_first >= first_glyph)
        return;
    const size_t prefix_count = first_glyph - prefix_first;
    struct glyph *prefix = row->glyphs + prefix_first;
    const unsigned prefix_end =
        (unsigned)prefix[prefix_count - 1].column + prefix[prefix_count - 1].piece.width;
    const unsigned prefix_start = edge + frame->right - prefix_end;
    reserve_spare(layout, prefix_count);
    memcpy(layout->spare, prefix, prefix_count * sizeof *prefix);
    memmove(prefix, prefix + prefix_count, text_count * sizeof *prefix);
    for (size_t i = prefix_count; i-- > 0;) {
        prefix[text_count + i] = layout->spare[i];
        prefix[text_count + i].column =
            (uint16_t)(layout->spare[i].column - layout->spare[0].column + prefix_start);
    }
}

void order_row(struct layout *layout, struct segment *segment, uint32_t start, uint32_t end,
               struct row *row, size_t prefix_first, size_t first_glyph)
{
    struct bidi_run runs[RUN_COUNT_MAX];
    const uint32_t base = segment->base_start;
    const size_t glyph_count = row->glyph_count - first_glyph;
    resolve(layout, segment);
    if (glyph_count == 0)
        return;
    const size_t run_count = bidi_row(layout->bidi, start - base, end - base, runs, RUN_COUNT_MAX);
    reserve_spare(layout, glyph_count);
    const unsigned left = row->glyphs[first_glyph].column;
    struct order order = {.glyphs = layout->spare, .column = left};
    for (size_t i = 0; i < run_count; i++)
        place_run(layout, row, &runs[i], base, &order);
    if (order.count != glyph_count) /* more runs than are kept: better in logical order than cut */
        return;
    memcpy(row->glyphs + first_glyph, layout->spare, glyph_count * sizeof *layout->spare);
    if (layout->bidi_is_right_to_left && !segment->frame.is_centered)
        turn_row(layout, &segment->frame, row, prefix_first, first_glyph, left, order.column);
}

/* The three kinds of places where CLREQ §3.2.3 lets a row grow, in the order they are used. */
enum slot { SLOT_BLANK, SLOT_GAP, SLOT_CJK, SLOT_COUNT };

/* Whether columns may be added before the group at index, which is not the first. */
static bool is_slot(const struct layout *layout, size_t index, size_t first, enum slot slot)
{
    const struct group *before = &layout->groups[index - 1], *group = &layout->groups[index];
    if (index <= first)
        return false;
    switch (slot) {
    case SLOT_BLANK:
        return before->class == ATOM_BLANK && group->class != ATOM_BLANK && index - 1 > first;
    case SLOT_GAP:
        return group->gap > 0;
    default:
        return before->class == ATOM_CJK && group->class == ATOM_CJK;
    }
}

static unsigned slot_count(const struct layout *layout, size_t first, enum slot slot)
{
    unsigned count = 0;
    for (size_t i = 1; i < layout->group_count; i++)
        count += is_slot(layout, i, first, slot);
    return count;
}

/* Adds extra columns, at most one a slot, spread evenly; glyphs behind a slot move right. */
static void spread(struct layout *layout, struct row *row, size_t first, enum slot slot,
                   unsigned count, unsigned extra)
{
    unsigned seen = 0, shift = 0;
    for (size_t i = 1; i < layout->group_count; i++) {
        if (is_slot(layout, i, first, slot)) {
            seen++;
            shift = seen * extra / count;
        }
        const struct group *group = &layout->groups[i];
        for (unsigned j = 0; j < group->count; j++)
            row->glyphs[group->first + j].column =
                (uint16_t)(row->glyphs[group->first + j].column + shift);
    }
}

void justify_row(struct layout *layout, struct row *row, unsigned room)
{
    if (layout->group_count < 2)
        return;
    const struct group *last = &layout->groups[layout->group_count - 1];
    const struct glyph *left = &row->glyphs[layout->groups[0].first];
    const struct glyph *right = &row->glyphs[last->first + last->count - 1];
    const unsigned columns = (unsigned)right->column + right->piece.width - left->column;
    if (columns >= room || room - columns > room / 4) /* a row this short stays ragged */
        return;
    unsigned extra = room - columns;
    size_t first = 0; /* blanks at a row's start are the author's indent */
    while (first < layout->group_count && layout->groups[first].class == ATOM_BLANK)
        first++;
    for (unsigned round = 0; round < 2; round++)
        for (enum slot slot = SLOT_BLANK; slot < SLOT_COUNT && extra; slot++) {
            const unsigned count = slot_count(layout, first, slot);
            const unsigned given = extra < count ? extra : count;
            if (given)
                spread(layout, row, first, slot, count, given);
            extra -= given;
        }
}
