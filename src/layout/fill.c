#include "layout/inner.h"

#include "base/memory.h"
#include "text/properties.h"
#include "text/utf8.h"

enum { TAB_COLUMNS = 8, HANG_COLUMNS = 2, LABEL_COLUMNS = 12, LETTERS_MIN = 3 };

/* A row being filled: columns with and without the blanks at its end, and what stands last. */
struct fill {
    unsigned room;
    unsigned columns, ink;
    unsigned last_columns;
    uint32_t last_shown;
    uint8_t last_class, class_before;
};

/* A few characters of one word and one name: 终卷END, Linux内核, 第3. */
static bool is_label(const struct layout *layout, struct str line)
{
    unsigned changes = 0, previous = 0;
    uint32_t code_point;
    if (line.length > 2 * LABEL_COLUMNS)
        return false;
    for (size_t i = 0; i < line.length; previous = code_point) {
        i += utf8_decode(line, i, &code_point);
        if (code_point_properties(code_point).is_punctuation)
            return false;
        changes += previous && (previous < 0x80) != (code_point < 0x80);
    }
    return changes < 2 && text_width(line, layout->options.ambiguous) <= LABEL_COLUMNS;
}

/* Gaps belong to running text: titles, headings and labels are set tight (第1章, 1月13日). */
static bool is_running_text(const struct layout *layout, const struct segment *segment)
{
    if (!segment->document || layout->document->blocks[segment->block].kind == BLOCK_HEADING)
        return false;
    return !is_label(layout, str_slice(segment->text, segment->line_start, segment->line_end));
}

void shaper_open(const struct layout *layout, const struct segment *segment, struct shaper *shaper)
{
    const struct frame *frame = &segment->frame;
    const unsigned left =
        frame->first_left > frame->rest_left ? frame->first_left : frame->rest_left;
    shaper->text = segment->text;
    shaper->line_start = segment->line_start;
    shaper->line_end = segment->line_end;
    shaper->limit = frame->right - left;
    shaper->ambiguous = layout->options.ambiguous;
    shaper->is_code = frame->is_code;
    shaper->gaps = layout->options.gaps && !frame->is_code && is_running_text(layout, segment);
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

/* Two clusters with ink that follow each other. */
struct pair {
    uint32_t before, after; /* as shown; before is 0 at the start */
    uint8_t class_before, class_after;
};

static void pair_add(struct pair *pair, const struct shaper *shaper, const struct atom *atom)
{
    pair->before = pair->after;
    pair->class_before = pair->class_after;
    pair->after = shown_of(shaper, atom);
    pair->class_after = atom->class;
}

static bool may_part(const struct pair *pair, enum kinsoku kinsoku)
{
    return pair->before && kinsoku_may_end(pair->before, kinsoku) &&
           kinsoku_may_start(pair->after, kinsoku);
}

static bool is_inside_word(const struct pair *pair)
{
    return pair->class_before == ATOM_WORD && pair->class_after == ATOM_WORD;
}

/* Whether the text from start to where it may be parted outside a word fits a row of its own. */
static bool fits_alone(struct layout *layout, const struct segment *segment, uint32_t start)
{
    struct shaper *shaper = &layout->shaper;
    struct fill fill = {.room = segment->frame.right - segment->frame.rest_left};
    struct pair pair = {0};
    struct atom atom;
    shaper_seek(shaper, start);
    while (shaper->offset < segment->opportunity) {
        shaper_next(shaper, &atom);
        if (atom.columns == 0 || atom.class == ATOM_BLANK)
            continue;
        pair_add(&pair, shaper, &atom);
        if (!is_inside_word(&pair) && may_part(&pair, layout->options.kinsoku))
            return true;
        fill_add(&fill, &atom, atom.start == start);
        if (fill.ink > fill.room)
            return false;
    }
    return true;
}

static bool is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

static bool is_letter_or_digit(char byte)
{
    return ((byte | 0x20) >= 'a' && (byte | 0x20) <= 'z') || is_digit(byte);
}

/* A cut word leaves three letters on the next row, as hyphenation does, if as many stay; and
 * letters are parted from a number rather. */
static uint32_t leave_letters(const struct segment *segment, uint32_t start, uint32_t cut)
{
    const char *bytes = segment->text.bytes;
    uint32_t before = 0, after = 0;
    while (cut + after < segment->end && after < LETTERS_MIN &&
           is_letter_or_digit(bytes[cut + after]))
        after++;
    while (cut - before > start && before < 2 * LETTERS_MIN &&
           is_letter_or_digit(bytes[cut - before - 1]))
        before++;
    for (uint32_t back = 0; after > 0 && back <= LETTERS_MIN && back < before; back++)
        if (is_digit(bytes[cut - back]) != is_digit(bytes[cut - back - 1]))
            return cut - back;
    return after == 0 || before + after < 2 * LETTERS_MIN ? cut : cut - (LETTERS_MIN - after);
}

/* Where to cut a unit that is wider than the row: behind the last cluster that fits and may end a
 * row, before one that may start it, and not inside a word that the next row can hold; without
 * such, behind the last that fits. */
static uint32_t cut(struct layout *layout, const struct segment *segment, uint32_t start,
                    unsigned room)
{
    struct shaper *shaper = &layout->shaper;
    struct fill fill = {.room = room};
    struct pair pair = {0};
    struct atom atom;
    uint32_t beside_word = 0, best = 0, last = 0;
    const uint32_t unit_end = segment->opportunity;
    shaper_seek(shaper, start);
    while (shaper->offset < unit_end) {
        shaper_next(shaper, &atom);
        fill_add(&fill, &atom, atom.start == start);
        if (atom.columns == 0 || atom.class == ATOM_BLANK)
            continue;
        pair_add(&pair, shaper, &atom);
        if (!pair.before && fill.ink > room && atom.start > start)
            return atom.start; /* blanks alone fill the row */
        if (pair.before)
            last = atom.start;
        if (may_part(&pair, layout->options.kinsoku)) {
            best = last;
            beside_word = is_inside_word(&pair) ? beside_word : last;
        }
        if (fill.ink > room && last)
            break;
    }
    if (!last)
        return unit_end;
    if (!best)
        return last;
    if (beside_word == best || (beside_word && fits_alone(layout, segment, beside_word)))
        return beside_word;
    return leave_letters(segment, start, best);
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

/* A first unit that only the indent keeps off the row, a long word on a narrow page, is not cut:
 * the indent is, to as many whole ems as remain. */
static void yield_indent(struct layout *layout, struct segment *segment)
{
    struct shaper *shaper = &layout->shaper;
    struct frame *frame = &segment->frame;
    struct fill fill = {0};
    struct atom atom;
    const unsigned room = frame->right - frame->first_left, most = frame->right - frame->rest_left;
    const bool has_label = frame->label_start < frame->label_end;
    const bool may_be_wide = 3 * (segment->opportunity - segment->start) > room;
    if (segment->start != segment->first || room >= most || has_label || !may_be_wide)
        return;
    shaper_open(layout, segment, shaper);
    shaper_seek(shaper, segment->start);
    while (shaper->offset < segment->opportunity && fill.ink <= most) {
        shaper_next(shaper, &atom);
        fill_add(&fill, &atom, atom.start == segment->start);
    }
    if (fill.ink > room && fill.ink <= most)
        frame->first_left = (uint16_t)(frame->rest_left + ((most - fill.ink) & ~1u));
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
    yield_indent(layout, segment);
}

bool fill_extend(struct layout *layout, struct segment *segment)
{
    if (segment->is_complete)
        return false;
    const uint32_t start = segment->rows[segment->row_count - 1];
    const struct frame *frame = &segment->frame;
    const unsigned room = frame->right - frame_left(frame, start == segment->first);
    shaper_open(layout, segment, &layout->shaper);
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
