#include "ingest/plain_page.h"

/* A text that need not be a page: boilerplate in its unbroken head and tail. Each line adds to or
 * takes from a sum; the head is the prefix, the tail the suffix, whose sum is greatest, and only
 * counts when that is enough. Prose costs more than any one line can give, so it is never
 * swallowed. */

enum {
    TAIL_LINES = 400,
    SECTION_LINES = 12,
    HEAD_GAP = 5,
    SURE_LINES = 3,
    SURE_COLUMNS = 12,
    SHORT_COLUMNS = 34,
    MEDIUM_COLUMNS = 80
};

#define WEAK 0.3    /* from here a line counts beside others */
#define ENOUGH 0.75 /* the sum that makes a head or tail */
#define ENOUGH_MARKDOWN 1.6
#define ENOUGH_VERSE 2.4         /* where no line is as long as a sentence of prose */
#define ENOUGH_PAGE_OF_VERSE 1.6 /* there with lines that are no words of verse */
#define SURE 0.6
#define PROSE_COST 1.5

static bool is_strong(const struct page_line *row)
{
    return row->reading.strength >= PAGE_STRONG || row->reading.head_strength >= PAGE_STRONG;
}

static double line_value(const struct page_line *row, bool in_section)
{
    double strength = row->reading.strength > row->reading.head_strength
                          ? row->reading.strength
                          : row->reading.head_strength;
    if (row->is_prose && row->reading.aside != ASIDE_NOTICE && row->line.columns > 60)
        strength *= 0.3;
    if (strength >= PAGE_STRONG)
        return strength;
    if (row->is_prose)
        return strength >= WEAK && row->reading.aside == ASIDE_NOTICE ? 0 : -PROSE_COST;
    if (row->is_sentence && row->marks > 0)
        return -PROSE_COST / 2;
    if (strength >= WEAK)
        return strength * 0.4;
    if (row->line.columns <= SHORT_COLUMNS)
        return in_section ? 0.01 : -0.08;
    return row->line.columns <= MEDIUM_COLUMNS ? (in_section ? 0 : -0.3)
                                               : (in_section ? -0.3 : -0.8);
}

/* Length of the head: the prefix with the greatest sum. */
static size_t head_length(const struct page_part *part, double enough)
{
    double sum = 0, best = 0;
    size_t length = 0, unknown = 0; /* lines since the last strong one */
    for (size_t i = 0; i < part->count && sum > best - 2 && unknown <= HEAD_GAP; i++) {
        const struct page_line *row = &part->lines[i];
        unknown = is_strong(row) ? 0 : unknown + 1;
        /* The first line is the title's place. */
        double value = i == 0 && !is_strong(row) && !row->is_prose ? 0 : line_value(row, false);
        sum += value;
        if (is_strong(row) && value > 0 && sum >= best && sum >= enough) {
            best = sum;
            length = i + 1;
        }
    }
    /* Above a sentence, a first line is what the text is called. */
    bool is_title =
        length == 1 && part->count > 1 && (part->lines[1].is_sentence || part->lines[1].is_prose);
    return is_title ? 0 : length;
}

/* The sum from row start on; sections are judged by their heads, as far as a list is long. */
static double tail_sum(const struct page_part *part, size_t start)
{
    double sum = 0;
    size_t section = SIZE_MAX; /* unknown lines since its last strong one */
    for (size_t i = start; i < part->count && sum > -4; i++) {
        const struct page_line *row = &part->lines[i];
        if (row->reading.head_strength >= PAGE_STRONG || (section != SIZE_MAX && is_strong(row)))
            section = 0;
        else if (section != SIZE_MAX)
            section++;
        sum += line_value(row, section <= SECTION_LINES);
    }
    return sum;
}

static size_t tail_begin(const struct page_part *part, size_t from, double enough)
{
    double best = 0;
    size_t begin = part->count;
    size_t least = part->count > TAIL_LINES ? part->count - TAIL_LINES : 0;
    for (size_t start = part->count; start-- > (from > least ? from : least);) {
        if (!is_strong(&part->lines[start]))
            continue;
        double sum = tail_sum(part, start);
        if (sum >= enough && sum >= best) {
            best = sum;
            begin = start;
        }
    }
    return begin;
}

/* "查看更多" right below the body, with one line the rules do not know behind it. */
static size_t tail_from_button(const struct page_part *part, size_t begin)
{
    unsigned columns = 0;
    for (size_t i = begin; begin < part->count && i-- > 0 && begin - i <= 3;) {
        columns += part->lines[i].line.columns;
        if (part->lines[i].reading.strength >= 0.85 && part->lines[i].line.columns <= 16)
            return columns <= 100 ? i : begin;
    }
    return begin;
}

static void take_tail(struct page_part *part, size_t begin)
{
    enum aside section = ASIDE_OTHER;
    begin = tail_from_button(part, begin);
    for (size_t i = begin; i < part->count; i++) {
        struct page_line *row = &part->lines[i];
        if (row->reading.head_strength >= WEAK)
            section = row->reading.head;
        row->aside = (uint8_t)(row->reading.strength >= WEAK || row->reading.head_strength >= WEAK
                                   ? page_line_aside(row)
                                   : section);
    }
}

/* In the head an unknown line may be the title. */
static void take_head(struct page_part *part, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        struct page_line *row = &part->lines[i];
        bool is_known = row->reading.strength >= WEAK || row->reading.head_strength >= PAGE_STRONG;
        if (is_known && !(row->is_prose && line_value(row, false) < 0))
            row->aside = (uint8_t)page_line_aside(row);
    }
}

/* A notice that the page repeats is one wherever it stands. */
static void take_repeated(struct page_part *part)
{
    for (size_t i = 0; i < part->count; i++) {
        struct page_line *row = &part->lines[i];
        if (row->is_repeated && row->reading.strength >= PAGE_STRONG &&
            row->reading.aside == ASIDE_NOTICE && !row->aside)
            row->aside = (uint8_t)row->reading.aside;
    }
}

/* Nothing but boilerplate is no page: then it is what the text is about. */
static bool leaves_body(const struct page_part *head, const struct page_part *tail)
{
    size_t body = 0, all = 0;
    if (tail->count && tail->byte_start > head->byte_end)
        return true;
    for (size_t part = 0; part < 2; part++) {
        const struct page_part *side = part ? tail : head;
        for (size_t i = 0; i < side->count; i++) {
            size_t length = side->lines[i].line.end - side->lines[i].line.start;
            all += length;
            body += side->lines[i].aside ? 0 : length;
        }
    }
    return body >= 48 && body * 40 >= all;
}

static void clear_asides(struct page_part *part)
{
    for (size_t i = 0; i < part->count; i++)
        part->lines[i].aside = ASIDE_NONE;
}

/* The sum that makes a head or tail of this text; below 0 it can have none: verse of page's words.
 */
static double sum_needed(const struct form *form, const struct page_part *head)
{
    bool has_marks = false;
    size_t sure = 0;
    if (form->is_markdown)
        return ENOUGH_MARKDOWN;
    for (size_t i = 0; i < head->count; i++) {
        const struct page_line *row = &head->lines[i];
        if (row->line.columns >= 44 && !is_strong(row))
            return ENOUGH;
        has_marks = has_marks || row->marks > 0;
        sure += row->reading.strength >= SURE && row->line.columns >= SURE_COLUMNS;
    }
    if (head->count >= TAIL_LINES)
        return ENOUGH;
    return sure >= SURE_LINES ? ENOUGH_PAGE_OF_VERSE : has_marks ? ENOUGH_VERSE : -1;
}

void edges_mark(struct str text, const struct form *form, struct page_part *head,
                struct page_part *tail)
{
    double enough = sum_needed(form, head);
    if (enough < 0)
        return;
    size_t length = head_length(head, enough);
    bool is_whole = head->byte_end == text.length;
    struct page_part *end_part = tail->count ? tail : head;
    size_t begin = tail->count || is_whole ? tail_begin(end_part, tail->count ? 0 : length, enough)
                                           : end_part->count;
    take_head(head, length);
    if (begin < end_part->count)
        take_tail(end_part, begin);
    if (length > 0 || begin < end_part->count) {
        take_repeated(head);
        take_repeated(tail);
    }
    if (!leaves_body(head, tail)) {
        clear_asides(head);
        clear_asides(tail);
    }
}
