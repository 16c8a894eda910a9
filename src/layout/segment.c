#include "base/memory.h"
#include "layout/inner.h"
#include "text/properties.h"
#include "text/utf8.h"

/* SMALL segments are filled at once by the shared breaker; larger ones keep a breaker of their own,
 * so that only rows that are asked for are filled. */
enum { SENTENCE_WINDOW = 4096, SMALL_SEGMENT_LENGTH = 16 * 1024, LONG_LINE_LENGTH = 4096 };

static void find_line(struct layout *layout, uint32_t block, uint32_t place, uint32_t *ret_start,
                      uint32_t *ret_end)
{
    if (layout->line_block == block && layout->line_start <= place && place <= layout->line_end) {
        *ret_start = layout->line_start;
        *ret_end = layout->line_end;
        return;
    }
    const struct block *b = &layout->document->blocks[block];
    const char *bytes = layout->document->text.bytes;
    const char *before = memrchr(bytes + b->start, '\n', place - b->start);
    const char *after = memchr(bytes + place, '\n', b->end - place);
    *ret_start = before ? (uint32_t)(before + 1 - bytes) : b->start;
    *ret_end = after ? (uint32_t)(after - bytes) : b->end;
    if (*ret_end - *ret_start < LONG_LINE_LENGTH)
        return;
    layout->line_block = block;
    layout->line_start = *ret_start;
    layout->line_end = *ret_end;
}

static bool ends_sentence(uint32_t code_point)
{
    return code_point == 0x3002 || code_point == 0xFF01 || code_point == 0xFF1F ||
           code_point == 0xFF0E || code_point == '.' || code_point == '!' || code_point == '?' ||
           code_point == 0x061F || code_point == 0x06D4;
}

static bool closes_sentence(uint32_t code_point)
{
    return code_point == '"' || code_point == '\'' ||
           code_point_properties(code_point).is_closing || ends_sentence(code_point);
}

/* Behind the closing marks and blanks that follow a sentence end at offset; 0 when it is none after
 * all. */
static uint32_t behind_sentence(const struct layout *layout, uint32_t offset, uint32_t stop)
{
    const struct str text = layout->document->text;
    uint32_t code_point;
    uint32_t next = offset + (uint32_t)utf8_decode(text, offset, &code_point);
    const bool is_ascii = code_point < 0x80;
    bool has_blank = false;
    for (; next < stop; next += (uint32_t)utf8_decode(text, next, &code_point)) {
        utf8_decode(text, next, &code_point);
        const bool is_blank = code_point == ' ' || code_point == 0x3000;
        if (!is_blank && (has_blank || !closes_sentence(code_point)))
            break;
        has_blank |= is_blank;
    }
    if (next >= stop || (is_ascii && !has_blank))
        return 0;
    return kinsoku_may_start(code_point, layout->options.kinsoku) ? next : 0;
}

/* The first sentence end past target; without one nearby, any blank, then any cluster boundary. */
static uint32_t cut_near(const struct layout *layout, uint32_t line_start, uint32_t line_end,
                         uint32_t target)
{
    const struct str text = layout->document->text;
    const uint32_t stop = line_end - target > SENTENCE_WINDOW ? target + SENTENCE_WINDOW : line_end;
    uint32_t blank = 0, code_point;
    while (target < line_end && ((unsigned char)text.bytes[target] & 0xC0) == 0x80)
        target++;
    for (uint32_t i = target, next; i < stop; i = next) {
        next = i + (uint32_t)utf8_decode(text, i, &code_point);
        if (code_point == ' ' && !blank && next < stop && text.bytes[next] != ' ')
            blank = next;
        if (!ends_sentence(code_point))
            continue;
        const uint32_t cut = behind_sentence(layout, i, stop);
        if (cut && cluster_floor(text, line_start, cut) == cut)
            return cut;
    }
    if (blank && cluster_floor(text, line_start, blank) == blank)
        return blank;
    const uint32_t floor = cluster_floor(text, line_start, target);
    return floor > target - SENTENCE_WINDOW ? floor : target;
}

/* Start of the nth segment of a line, without regard to the anchor. */
static uint32_t base_start(const struct layout *layout, uint32_t line_start, uint32_t line_end,
                           uint32_t n)
{
    const uint64_t target = (uint64_t)line_start + (uint64_t)n * SEGMENT_LENGTH;
    if (n == 0)
        return line_start;
    return target >= line_end ? line_end : cut_near(layout, line_start, line_end, (uint32_t)target);
}

/* place is in the line or at its end. */
static void find_segment(const struct layout *layout, struct segment *segment, uint32_t place)
{
    const uint32_t start = segment->line_start, end = segment->line_end;
    uint32_t n = (place - start) / SEGMENT_LENGTH;
    segment->base_start = base_start(layout, start, end, n);
    if (n > 0 && (segment->base_start > place || segment->base_start == end)) {
        n--;
        segment->base_start = base_start(layout, start, end, n);
    }
    segment->base_end = base_start(layout, start, end, n + 1);
    if (place >= segment->base_end &&
        segment->base_end < end) { /* a cut may fall short of its multiple */
        segment->base_start = segment->base_end;
        segment->base_end = base_start(layout, start, end, n + 2);
    }
    segment->start = segment->base_start;
    segment->end = segment->base_end;
    if (layout->anchor <= segment->start || layout->anchor >= segment->end)
        return;
    if (place < layout->anchor)
        segment->end = layout->anchor;
    else
        segment->start = layout->anchor;
}

static bool segment_has(const struct segment *segment, uint32_t block, uint32_t place)
{
    return segment->is_used && segment->block == block && place >= segment->start &&
           (place < segment->end || (place == segment->end && place == segment->line_end));
}

static struct segment *oldest(struct layout *layout)
{
    struct segment *found = &layout->segments[0];
    for (unsigned i = 0; i < SEGMENT_COUNT; i++) {
        struct segment *segment = &layout->segments[i];
        if (!segment->is_used)
            return segment;
        if (segment->last_use < found->last_use)
            found = segment;
    }
    return found;
}

static void choose_breaker(struct layout *layout, struct segment *segment)
{
    const struct str language = layout->document->metadata.language;
    struct line_breaker **breaker = segment->end - segment->start > SMALL_SEGMENT_LENGTH
                                        ? &segment->own_breaker
                                        : &layout->breaker;
    if (!*breaker)
        *breaker = line_breaker_new(language, layout->options.kinsoku);
    segment->breaker = *breaker;
}

static void segment_open(struct layout *layout, struct segment *segment, uint32_t block,
                         uint32_t place)
{
    const bool is_same_block = segment->is_used && segment->block == block && !segment->needs_bidi;
    segment->text = layout->document->text;
    segment->document = layout->document;
    segment->block = block;
    segment->first = layout->document->blocks[block].start;
    find_line(layout, block, place, &segment->line_start, &segment->line_end);
    find_segment(layout, segment, place);
    if (!is_same_block || segment->start == segment->first) /* there the indent may yield */
        segment->frame = frame_of_block(layout, block);
    segment->needs_bidi =
        bidi_is_needed(str_slice(segment->text, segment->base_start, segment->base_end)) &&
        !segment->frame.is_code;
    segment->frame.hangs &=
        !segment->needs_bidi; /* the marks that hang are of left-to-right scripts */
    segment->is_used = true;
    if (layout->bidi_segment == segment)
        layout->bidi_segment = NULL;
    choose_breaker(layout, segment);
    fill_begin(layout, segment);
    if (segment->breaker == layout->breaker)
        while (fill_extend(layout, segment))
            continue;
}

struct segment *segment_at(struct layout *layout, uint32_t block, uint32_t place)
{
    const struct block *b = &layout->document->blocks[block];
    if (place < b->start)
        place = b->start;
    if (place > b->end)
        place = b->end;
    struct segment *segment = layout->current;
    if (!segment || !segment_has(segment, block, place)) {
        segment = NULL;
        for (unsigned i = 0; i < SEGMENT_COUNT && !segment; i++)
            if (segment_has(&layout->segments[i], block, place))
                segment = &layout->segments[i];
        if (!segment) {
            segment = oldest(layout);
            segment_open(layout, segment, block, place);
        }
        layout->current = segment;
        layout->row_hint = 0;
    }
    segment->last_use = ++layout->use_count;
    return segment;
}

struct segment *segment_after(struct layout *layout, const struct segment *segment)
{
    if (segment->end < segment->line_end)
        return segment_at(layout, segment->block, segment->end);
    if (segment->line_end < layout->document->blocks[segment->block].end)
        return segment_at(layout, segment->block, segment->line_end + 1);
    return NULL;
}

struct segment *segment_before(struct layout *layout, const struct segment *segment)
{
    if (segment->start > segment->first)
        return segment_at(layout, segment->block, segment->start - 1);
    return NULL;
}

bool segment_has_row(struct layout *layout, struct segment *segment, size_t index)
{
    while (index >= segment->row_count)
        if (!fill_extend(layout, segment))
            return false;
    return true;
}

uint32_t segment_row_end(struct layout *layout, struct segment *segment, size_t index)
{
    return segment_has_row(layout, segment, index + 1) ? segment->rows[index + 1] : segment->end;
}

size_t segment_row_at(struct layout *layout, struct segment *segment, uint32_t place)
{
    while (segment->rows[segment->row_count - 1] <= place && fill_extend(layout, segment))
        continue;
    size_t hint = layout->row_hint;
    for (unsigned i = 0; i < 2; i++, hint++) { /* the same row again, or the next */
        if (hint >= segment->row_count || segment->rows[hint] > place)
            break;
        if (hint + 1 == segment->row_count || segment->rows[hint + 1] > place)
            return layout->row_hint = hint;
    }
    size_t low = 0, high = segment->row_count;
    while (high - low > 1) {
        const size_t middle = low + (high - low) / 2;
        if (segment->rows[middle] <= place)
            low = middle;
        else
            high = middle;
    }
    return layout->row_hint = low;
}

void segments_forget(struct layout *layout)
{
    for (unsigned i = 0; i < SEGMENT_COUNT; i++)
        layout->segments[i].is_used = false;
    layout->current = NULL;
    layout->bidi_segment = NULL;
}

void segments_release(struct layout *layout)
{
    segments_forget(layout);
    for (unsigned i = 0; i < SEGMENT_COUNT; i++) {
        free(layout->segments[i].rows);
        line_breaker_free(layout->segments[i].own_breaker);
        layout->segments[i].rows = NULL;
        layout->segments[i].row_capacity = 0;
        layout->segments[i].own_breaker = NULL;
    }
    line_breaker_free(layout->breaker);
    layout->breaker = NULL;
}
