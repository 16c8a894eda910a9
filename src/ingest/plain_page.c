#include "ingest/plain_private.h"

#include "base/memory.h"

/* A dump of a page: boilerplate lines stand in its unbroken head and tail. Each line adds to or
 * takes from a sum; the head is the prefix, the tail the suffix, whose sum is greatest, and only
 * counts when that is enough. Prose costs more than any one line can give, so it is never
 * swallowed. */

enum { PART_LINES = 400, PART_BYTES = 64 * 1024, SHORT_COLUMNS = 34, MEDIUM_COLUMNS = 80 };

#define STRONG 0.5  /* from here a line may begin or end a head or tail */
#define WEAK 0.3    /* from here it counts beside others */
#define ENOUGH 0.75 /* the sum that makes a head or tail */
#define ENOUGH_MARKDOWN 1.6
#define ENOUGH_VERSE 2.4 /* where no line is as long as a sentence of prose */
#define PROSE_COST 1.5
#define MENU_EVIDENCE 1.2

void page_part_free(struct page_part *part)
{
    free(part->lines);
    *part = (struct page_part){0};
}

/* "股票 | 基金 | 期货", "首页 新闻 体育 财经": short words in a row, nothing between them but
 * blanks or bars. Bars tell more than blanks, which verse has too. */
static double link_list_strength(struct str s)
{
    size_t words = 0, bars = 0, at = 0;
    if (s.length > 400 || line_ending(s) == END_TERMINAL)
        return 0;
    while (at < s.length) {
        size_t start = at, blank = 0;
        while (at < s.length && !(blank = blank_length(s, at)) && s.bytes[at] != '|')
            at++;
        size_t columns = rough_columns(str_slice(s, start, at));
        if (columns > 14)
            return 0;
        words += columns > 0;
        bars += at < s.length && s.bytes[at] == '|';
        at += blank ? blank : 1;
    }
    return words < 4 ? 0 : bars >= 3 ? 0.55 : 0.45;
}

static void part_add(struct page_part *part, struct str text, const struct line *line,
                     bool is_apart, const struct rules *rules)
{
    struct str s = line_text(text, line);
    struct page_line row = {.line = *line, .is_apart = is_apart};
    bool is_ordered;
    size_t marker = list_marker(s, &is_ordered);
    row.marker = (uint8_t)(is_ordered && marker < 32 ? marker : 0);
    struct date_place date;
    struct str core = str_slice(s, row.marker, s.length);
    /* A line with a date is rather the article's own. */
    bool has_date = line->columns <= MEDIUM_COLUMNS + 30 && plain_date_find(s, &date);
    row.reading = has_date ? rules_read(rules, core) : rules_read_row(rules, core);
    double list = !has_date && line_is_cjk(s) ? link_list_strength(s) : 0;
    if (list > row.reading.strength) {
        row.reading.aside = ASIDE_NAVIGATION;
        row.reading.strength = list;
    }
    bool is_sentence = line->columns >= 44 && line_ending(s) == END_TERMINAL;
    row.is_prose = is_sentence || line->columns > 110;
    ARRAY_RESERVE(part->lines, part->count, part->capacity);
    part->lines[part->count++] = row;
}

/* Wrapped prose: a wide line goes on in a wide line, or in one that ends a sentence. */
static void find_wrapped_prose(struct page_part *part, struct str text)
{
    for (size_t i = 0; i + 1 < part->count; i++) {
        struct page_line *row = &part->lines[i], *next = row + 1;
        if (row->line.columns < 56 || next->is_apart || row->reading.strength >= STRONG ||
            next->reading.strength >= STRONG || row->marker || next->marker)
            continue;
        if (next->line.columns >= 56 || line_ending(line_text(text, &next->line)) == END_TERMINAL)
            row->is_prose = next->is_prose = true;
    }
}

static void part_read(struct page_part *part, struct str text, size_t start, size_t limit,
                      const struct rules *rules)
{
    bool is_apart = true;
    size_t at = start, lines = 0;
    part->byte_start = start;
    while (at < text.length && (limit == 0 || (at - start < limit && lines < PART_LINES))) {
        struct line line;
        line_read(text, at, &line);
        if (line_is_blank(&line)) {
            is_apart = true;
        } else {
            part_add(part, text, &line, is_apart, rules);
            is_apart = false;
        }
        lines++;
        at = line.raw_end + (size_t)1;
    }
    part->byte_end = at < text.length ? at : text.length;
    find_wrapped_prose(part, text);
}

/* Where the bounded tail begins: at a line start, not before `from`. */
static size_t tail_start(struct str text, size_t from)
{
    size_t at = text.length, lines = 0;
    size_t least = text.length - from > PART_BYTES ? text.length - PART_BYTES : from;
    while (at > least && lines < PART_LINES) {
        const char *newline = memrchr(text.bytes + least, '\n', at - 1 - least);
        if (!newline)
            return least == from ? from
                                 : at; /* a line that begins before the bound is not looked at */
        at = (size_t)(newline - text.bytes);
        lines++;
    }
    return at < text.length && text.bytes[at] == '\n' ? at + 1 : at;
}

static bool is_strong(const struct page_line *row)
{
    return row->reading.strength >= STRONG || row->reading.head_strength >= STRONG;
}

static double line_value(const struct page_line *row, bool in_section)
{
    double strength = row->reading.strength > row->reading.head_strength
                          ? row->reading.strength
                          : row->reading.head_strength;
    if (row->is_prose && row->reading.aside != ASIDE_NOTICE && row->line.columns > 60)
        strength *= 0.3;
    if (strength >= STRONG)
        return strength;
    if (row->is_prose)
        return strength >= WEAK && row->reading.aside == ASIDE_NOTICE ? 0 : -PROSE_COST;
    if (strength >= WEAK)
        return strength * 0.4;
    if (row->line.columns <= SHORT_COLUMNS)
        return in_section ? 0.01 : -0.08;
    return row->line.columns <= MEDIUM_COLUMNS ? (in_section ? 0 : -0.3)
                                               : (in_section ? -0.3 : -0.8);
}

/* "1、… 2、… 3、…" of which most read as notices are one list of them. */
static void strengthen_lists(struct page_part *part)
{
    for (size_t i = 0; i < part->count;) {
        size_t end = i;
        double sum = 0;
        while (end < part->count && part->lines[end].marker) {
            const struct rule_reading *reading = &part->lines[end].reading;
            sum += reading->aside == ASIDE_NOTICE ? reading->strength : 0;
            end++;
        }
        if (end - i >= 2 && sum >= 0.5 * (double)(end - i))
            for (size_t k = i; k < end; k++) {
                part->lines[k].reading.aside = ASIDE_NOTICE;
                if (part->lines[k].reading.strength < 0.6)
                    part->lines[k].reading.strength = 0.6;
            }
        i = end > i ? end : i + 1;
    }
}

/* A text about terms and disclaimers is made of such lines. */
static void disarm_notices(struct page_part *part)
{
    for (size_t i = 0; i < part->count; i++)
        if (part->lines[i].reading.aside == ASIDE_NOTICE) {
            part->lines[i].reading.aside = ASIDE_NONE;
            part->lines[i].reading.strength = 0;
        }
}

/* Its title says so, or its lines speak of licences throughout. */
static bool is_legal_text(struct str text, const struct page_part *part, const struct rules *rules)
{
    size_t legal = 0, looked = part->count < 120 ? part->count : 120;
    if (!part->count)
        return false;
    const struct line *first = &part->lines[0].line;
    if (first->columns <= 60 && line_ending(line_text(text, first)) == END_OPEN &&
        rules_word_in(rules, WORD_LEGAL, line_text(text, first)))
        return true;
    for (size_t i = 0; i < looked; i++) {
        struct str s = line_text(text, &part->lines[i].line);
        legal += (unsigned char)s.bytes[0] < 0x80 && !line_is_cjk(s) &&
                 rules_word_in(rules, WORD_LEGAL, s);
    }
    return legal >= 4 && legal * 100 >= looked * 12;
}

static enum aside line_aside(const struct page_line *row)
{
    return row->reading.head_strength > row->reading.strength ? row->reading.head
                                                              : row->reading.aside;
}

/* The sum of what is strong before the first prose: with much of it, the short lines between are
 * the menus of a page. */
static double head_evidence(const struct page_part *part)
{
    double sum = 0;
    for (size_t i = 0; i < part->count; i++) {
        const struct page_line *row = &part->lines[i];
        if (row->is_prose && !is_strong(row))
            break;
        sum += is_strong(row) ? line_value(row, false) : 0;
    }
    return sum;
}

/* Length of the head: the prefix with the greatest sum. */
static size_t head_length(const struct page_part *part, double enough)
{
    double sum = 0, best = 0;
    size_t length = 0;
    bool has_menus = head_evidence(part) >= MENU_EVIDENCE;
    for (size_t i = 0; i < part->count && sum > best - 2; i++) {
        if (has_menus && part->lines[i].is_prose && !is_strong(&part->lines[i]))
            break;
        /* The first line is the title's place; in a page's head, short lines cost nothing. */
        double value = i == 0 && !is_strong(&part->lines[i]) && !part->lines[i].is_prose
                           ? 0
                           : line_value(&part->lines[i], has_menus);
        sum += value;
        if (is_strong(&part->lines[i]) && value > 0 && sum >= best && sum >= enough) {
            best = sum;
            length = i + 1;
        }
    }
    return length;
}

/* Start of the tail: the suffix with the greatest sum, sections being judged by their heads. */
static size_t tail_begin(const struct page_part *part, size_t from, double enough)
{
    double best = 0;
    size_t begin = part->count;
    for (size_t start = part->count; start-- > from;) {
        if (!is_strong(&part->lines[start]))
            continue;
        double sum = 0;
        bool in_section = false;
        for (size_t i = start; i < part->count && sum > -4; i++) {
            in_section = in_section || part->lines[i].reading.head_strength >= STRONG;
            sum += line_value(&part->lines[i], in_section);
        }
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
                                   ? line_aside(row)
                                   : section);
    }
}

static bool is_known(const struct page_line *row)
{
    return (row->reading.strength >= WEAK || row->reading.head_strength >= STRONG) &&
           !(row->is_prose && line_value(row, false) < 0);
}

static bool may_be_headline(struct str text, const struct page_line *row)
{
    struct date_place date;
    struct str s = line_text(text, &row->line);
    bool ignored;
    return !is_known(row) && row->line.columns >= 14 && row->line.columns <= 84 &&
           !plain_date_find(s, &date) && !list_marker(s, &ignored) && s.bytes[0] != '[';
}

/* A headline of a few letters. */
static size_t longest_unknown(const struct page_part *part, size_t length)
{
    size_t longest = length;
    unsigned columns = 5;
    for (size_t i = 0; i < length; i++)
        if (!is_known(&part->lines[i]) && part->lines[i].line.columns > columns) {
            columns = part->lines[i].line.columns;
            longest = i;
        }
    return longest;
}

/* The unknown line above the first date, or the last one, that is long enough for a headline. */
static size_t headline_row(struct str text, const struct page_part *part, size_t length)
{
    size_t last = length;
    for (size_t i = 0; i < part->count && i < length + 3; i++) {
        struct date_place date;
        const struct page_line *row = &part->lines[i];
        if (i < length && may_be_headline(text, row))
            last = i;
        if (last < i && i - last <= 5 && row->line.columns <= 84 &&
            plain_date_find(line_text(text, &row->line), &date))
            return last;
    }
    return last < length ? last : longest_unknown(part, length);
}

/* In the head an unknown line may be the title: it is boilerplate only as one of a row of short
 * ones, or before the headline of a page with menus. */
static void take_head(struct str text, struct page_part *part, size_t length)
{
    size_t unknown = 0;
    for (size_t i = 0; i < length; i++) {
        if (is_known(&part->lines[i]))
            part->lines[i].aside = (uint8_t)line_aside(&part->lines[i]);
        else
            unknown++;
    }
    if (unknown < 3)
        return;
    bool has_menus = unknown >= 8 && head_evidence(part) >= MENU_EVIDENCE;
    size_t headline = headline_row(text, part, length);
    for (size_t i = 0; i < length; i++) {
        struct page_line *row = &part->lines[i];
        bool is_beside =
            (i > 0 && part->lines[i - 1].aside && part->lines[i - 1].line.columns <= 16) ||
            (i + 1 < length && part->lines[i + 1].line.columns <= 16);
        bool is_menu = has_menus && i < headline && row->line.columns <= SHORT_COLUMNS + 10;
        bool is_word = row->line.columns <= 16 && is_beside && i < headline;
        if (!row->aside && !row->is_prose && (is_word || is_menu))
            row->aside = ASIDE_NAVIGATION;
    }
}

/* A notice that the page repeats is one wherever it stands. */
static void take_repeated(struct str text, struct page_part *part)
{
    for (size_t i = 0; i < part->count; i++) {
        size_t same = 0;
        if (part->lines[i].reading.strength < STRONG || part->lines[i].aside)
            continue;
        struct str s = line_text(text, &part->lines[i].line);
        for (size_t k = 0; k < part->count && same < 3; k++)
            same += part->lines[k].reading.strength >= STRONG &&
                    str_equal(s, line_text(text, &part->lines[k].line));
        if (same >= 3)
            part->lines[i].aside = (uint8_t)part->lines[i].reading.aside;
    }
}

/* Nothing but boilerplate is no page: then it is what the text is about. */
static bool leaves_body(const struct page_part *head, const struct page_part *tail, struct str text)
{
    size_t body = 0, lines = 0;
    if (tail->count && tail->byte_start > head->byte_end)
        return true;
    for (size_t part = 0; part < 2; part++) {
        const struct page_part *side = part ? tail : head;
        for (size_t i = 0; i < side->count; i++)
            if (!side->lines[i].aside) {
                body += side->lines[i].line.end - side->lines[i].line.start;
                lines++;
            }
    }
    return body >= 48 && lines >= 1 && body * 40 >= text.length;
}

static void clear_asides(struct page_part *part)
{
    for (size_t i = 0; i < part->count; i++)
        part->lines[i].aside = ASIDE_NONE;
}

static bool has_prose(const struct page_part *part)
{
    for (size_t i = 0; i < part->count; i++)
        if (part->lines[i].line.columns >= 44 && !is_strong(&part->lines[i]))
            return true;
    return part->count >= PART_LINES;
}

void page_find(struct str text, const struct form *form, const struct rules *rules,
               struct page_part *ret_head, struct page_part *ret_tail)
{
    struct page_part head = {0}, tail = {0};
    part_read(&head, text, 0, PART_BYTES, rules);
    if (head.byte_end < text.length)
        part_read(&tail, text, tail_start(text, head.byte_end), 0, rules);
    double enough = form->is_markdown ? ENOUGH_MARKDOWN : has_prose(&head) ? ENOUGH : ENOUGH_VERSE;
    bool is_legal = is_legal_text(text, &head, rules);
    if (is_legal) {
        disarm_notices(&head);
        disarm_notices(&tail);
    }
    strengthen_lists(&head);
    strengthen_lists(&tail);
    size_t length = head_length(&head, enough);
    take_head(text, &head, length);
    if (tail.count)
        take_tail(&tail, tail_begin(&tail, 0, enough));
    else if (head.byte_end == text.length)
        take_tail(&head, tail_begin(&head, length, enough));
    take_repeated(text, &head);
    take_repeated(text, &tail);
    if (!leaves_body(&head, &tail, text)) {
        clear_asides(&head);
        clear_asides(&tail);
    }
    *ret_head = head;
    *ret_tail = tail;
}

void page_mark(const struct page_part *part, struct marks *marks)
{
    for (size_t i = 0; i < part->count; i++) {
        const struct page_line *row = &part->lines[i];
        if (!row->aside)
            continue;
        struct block block = {.kind = BLOCK_PARAGRAPH, .aside = row->aside};
        if (row->marker) {
            block.kind = BLOCK_LIST_ITEM;
            block.flags = BLOCK_MARKER_IN_TEXT | BLOCK_ORDERED;
            block.value = row->marker;
            block.level = 1;
        }
        marks_add(marks, (struct mark){row->line.start, row->line.end, block});
    }
}
