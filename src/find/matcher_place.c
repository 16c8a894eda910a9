/* Walking a text by folded code points. */
#include "find/matcher_private.h"

static bool is_border(struct haystack haystack, size_t offset)
{
    const struct document *document = haystack.document;
    if (!document || document->block_count == 0)
        return false;
    const struct block *block = &document->blocks[document_block_at(document, offset)];
    return offset < block->start || offset >= block->end;
}

bool place_is_blank(struct haystack haystack, const struct place *place)
{
    uint32_t point = place_point(place);
    return point == ' ' || (point == '\n' && !is_border(haystack, place->start));
}

static bool is_of_run(uint32_t point)
{
    return fold_kind(point) == FOLD_SUBSTRING;
}

/* The first step at or after offset that gives anything; false at the end. */
static bool read_step(struct str text, size_t offset, struct place *place)
{
    place->index = 0;
    for (place->start = offset; place->start < text.length; place->start = place->step.end) {
        fold_step(text, place->start, &place->step);
        if (place->step.count)
            return true;
    }
    return false;
}

static bool is_line_break(const struct place *place)
{
    return place->step.count == 1 && place->step.points[0] == '\n';
}

bool place_forward(struct haystack haystack, struct place *place)
{
    if (place->index + 1 < place->step.count) {
        place->index++;
        return true;
    }
    bool was_of_run = is_of_run(place_point(place));
    if (!read_step(haystack.text, place->step.end, place))
        return false;
    struct place after;
    if (was_of_run && is_line_break(place) && !is_border(haystack, place->start) &&
        read_step(haystack.text, place->step.end, &after) && is_of_run(place_point(&after)))
        *place = after;
    return true;
}

static bool read_step_before(struct str text, size_t offset, struct place *place)
{
    place->start = fold_step_before(text, offset, 0, &place->step);
    if (place->start == SIZE_MAX)
        return false;
    place->index = place->step.count - 1;
    return true;
}

bool place_backward(struct haystack haystack, struct place *place)
{
    if (place->index > 0) {
        place->index--;
        return true;
    }
    bool was_of_run = is_of_run(place_point(place));
    if (!read_step_before(haystack.text, place->start, place))
        return false;
    struct place before;
    if (was_of_run && is_line_break(place) && !is_border(haystack, place->start) &&
        read_step_before(haystack.text, place->start, &before) && is_of_run(place_point(&before)))
        *place = before;
    return true;
}
