#include "layout/inner.h"

#include "base/memory.h"
#include "text/properties.h"
#include "text/utf8.h"

enum { TAB_COLUMNS = 8, HANG_COLUMNS = 2 };

/* A row being filled: columns with and without the blanks at its end, and what stands last. */
struct fill {
    unsigned room;
    unsigned columns, ink;
    unsigned last_columns;
    uint32_t last_shown;
    uint8_t last_class, class_before;
};

void shaper_open(struct layout *layout, const struct segment *segment)
{
    struct shaper *shaper = &layout->shaper;
    const struct frame *frame = &segment->frame;
    const unsigned left =
        frame->first_left > frame->rest_left ? frame->first_left : frame->rest_left;
    shaper->text = segment->text;
    shaper->line_start = segment->line_start;
    shaper->line_end = segment->line_end;
    shaper->limit = frame->right - left;
    shaper->ambiguous = layout->options.ambiguous;
    shaper->is_code = frame->is_code;
    shaper->gaps = layout->options.gaps && !frame->is_code;
    shaper->fullwidth_marks = layout->options.fullwidth_marks && !frame->is_code;
    shaper->spans.document = segment->document;
}

/* A break inside a ruby's base would part it from its reading. Opportunities only increase, so that
 * spans are passed once. */
static bool is_inside_ruby(const struct layout *layout, struct segment *segment, uint32_t offset)
{
    const struct document *document = layout->document;
    for (; segment->next_span < document->span_count; segment->next_span++) {
        const struct span *span = &document->spans[segment->next_span];
        if (span->start >= offset)
            return false;
        if (span->kind == SPAN_RUBY && span->end > offset)
            return true;
    }
    return false;
}

static void next_opportunity(const struct layout *layout, struct segment *segment)
{
    do {
        const size_t offset = line_breaker_next(segment->breaker);
        segment->opportunity =
            offset == SIZE_MAX ? segment->end : segment->start + (uint32_t)offset;
    } while (segment->opportunity < segment->end && layout->has_ruby && segment->document &&
             is_inside_ruby(layout, segment, segment->opportunity));
}

static inline void fill_add(struct fill *fill, const struct atom *atom, bool is_first)
{
    if (atom->class == ATOM_BLANK) {
        fill->columns += atom->columns;
        return;
    }
    if (atom->columns == 0)
        return;
    if (!is_first)
        fill->columns += atom->gap;
    fill->columns += atom->columns + atom->reading_columns;
    fill->ink = fill->columns;
    fill->class_before = fill->last_class;
    fill->last_class = atom->class;
    fill->last_shown = atom->shown;
    fill->last_columns = atom->columns + atom->reading_columns;
}

static bool starts_with_mark(const struct segment *segment, uint32_t offset)
{
    uint32_t code_point;
    if (offset >= segment->end)
        return false;
    utf8_decode(segment->text, offset, &code_point);
    return code_point_properties(code_point).is_punctuation;
}

/* CLREQ, line-end hanging: one of 、，。, not one of a run of marks. */
static bool may_hang(const struct fill *fill, const struct segment *segment, uint32_t unit_end)
{
    if (!segment->frame.hangs || fill->last_columns != 2 || fill->ink > fill->room + HANG_COLUMNS)
        return false;
    if (fill->last_shown != 0x3001 && fill->last_shown != 0x3002 && fill->last_shown != 0xFF0C)
        return false;
    return fill->class_before != ATOM_MARK && !starts_with_mark(segment, unit_end);
}

static uint32_t shown_of(const struct shaper *shaper, const struct atom *atom)
{
    uint32_t code_point = atom->shown;
    if (!code_point)
        utf8_decode(shaper->text, atom->start, &code_point);
    return code_point;
}

/* Where to cut a unit that is wider than the row: behind the last cluster that fits and may end a
 * row, before one that may start it; without such, behind the last that fits. */
static uint32_t cut(struct layout *layout, const struct segment *segment, uint32_t start,
                    unsigned room)
{
    struct shaper *shaper = &layout->shaper;
    struct fill fill = {.room = room};
    struct atom atom;
    uint32_t best = 0, last = 0, before = 0;
    const uint32_t unit_end = segment->opportunity;
    shaper_seek(shaper, start);
    while (shaper->offset < unit_end) {
        shaper_next(shaper, &atom);
        fill_add(&fill, &atom, atom.start == start);
        if (atom.columns == 0 || atom.class == ATOM_BLANK)
            continue;
        const uint32_t shown = shown_of(shaper, &atom);
        if (before) {
            const enum kinsoku kinsoku = layout->options.kinsoku;
            last = atom.start;
            if (kinsoku_may_end(before, kinsoku) && kinsoku_may_start(shown, kinsoku))
                best = last;
        }
        if (!before && fill.ink > room && atom.start > start)
            return atom.start; /* blanks alone fill the row */
        before = shown;
        if (fill.ink > room && last)
            break;
    }
    if (!last)
        return unit_end;
    return best ? best : last;
}

/* Greedy: as many units as fit. Returns the end of the row that begins at start. */
static uint32_t fill_row(struct layout *layout, struct segment *segment, uint32_t start,
                         unsigned room)
{
    struct shaper *shaper = &layout->shaper;
    struct fill fill = {.room = room};
    struct atom atom;
    const unsigned most = room + (segment->frame.hangs ? HANG_COLUMNS : 0);
    uint32_t position = start;
    shaper_seek(shaper, start);
    for (;;) {
        const uint32_t unit_end = segment->opportunity;
        const unsigned ink = fill.ink;
        while (shaper->offset < unit_end && fill.ink <= most) {
            shaper_next(shaper, &atom);
            fill_add(&fill, &atom, atom.start == start);
        }
        const bool is_whole = shaper->offset >= unit_end;
        const bool fits =
            is_whole && (fill.ink <= room || fill.ink == ink || may_hang(&fill, segment, unit_end));
        if (!fits)
            return position > start ? position : cut(layout, segment, start, room);
        position = unit_end;
        if (position >= segment->end)
            return position;
        next_opportunity(layout, segment);
    }
}

/* Code breaks anywhere between clusters. */
static uint32_t fill_code_row(struct layout *layout, const struct segment *segment, uint32_t start,
                              unsigned room)
{
    struct shaper *shaper = &layout->shaper;
    struct atom atom;
    unsigned columns = 0;
    shaper_seek(shaper, start);
    while (shaper->offset < segment->end) {
        shaper_next(shaper, &atom);
        unsigned width = atom.columns;
        if (atom.class == ATOM_TAB && columns < room)
            width = TAB_COLUMNS - columns % TAB_COLUMNS < room - columns
                        ? TAB_COLUMNS - columns % TAB_COLUMNS
                        : room - columns;
        if (columns + width > room && atom.start > start)
            return atom.start;
        columns += width;
    }
    return segment->end;
}

void fill_begin(struct layout *layout, struct segment *segment)
{
    segment->row_count = 0;
    ARRAY_RESERVE(segment->rows, segment->row_count, segment->row_capacity);
    segment->rows[segment->row_count++] = segment->start;
    segment->is_complete = segment->start == segment->end;
    if (segment->is_complete || segment->frame.is_code)
        return;
    if (layout->has_ruby && segment->document)
        segment->next_span = document_span_from(layout->document, segment->start);
    line_breaker_begin(segment->breaker, str_slice(segment->text, segment->start, segment->end));
    next_opportunity(layout, segment);
}

bool fill_extend(struct layout *layout, struct segment *segment)
{
    if (segment->is_complete)
        return false;
    const uint32_t start = segment->rows[segment->row_count - 1];
    const struct frame *frame = &segment->frame;
    const unsigned room = frame->right - frame_left(frame, start == segment->first);
    shaper_open(layout, segment);
    const uint32_t end = frame->is_code ? fill_code_row(layout, segment, start, room)
                                        : fill_row(layout, segment, start, room);
    if (end >= segment->end) {
        segment->is_complete = true;
        return false;
    }
    ARRAY_RESERVE(segment->rows, segment->row_count, segment->row_capacity);
    segment->rows[segment->row_count++] = end;
    return true;
}
