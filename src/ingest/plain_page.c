#include "ingest/plain_private.h"

#include "base/memory.h"

/* Reads a text's lines by the rules: all of them, or of a long text its head and its tail. */

enum {
    HEAD_LINES = 4000,
    HEAD_BYTES = 256 * 1024,
    TAIL_LINES = 400,
    TAIL_BYTES = 64 * 1024,
    DATED_COLUMNS = 110,
    SENTENCE_COLUMNS = 16,
    PROSE_COLUMNS = 44,
    LONG_COLUMNS = 110,
    WRAPPED_COLUMNS = 56,
    SURE_COLUMNS = 120
};

void page_part_free(struct page_part *part)
{
    free(part->lines);
    *part = (struct page_part){0};
}

static struct rule_reading read_line(struct str s, const struct line *line,
                                     const struct rules *rules)
{
    struct rule_reading reading = {ASIDE_NONE, ASIDE_NONE, 0, 0};
    struct date_place date;
    size_t open = str_find(s, STR("<"), 0);
    if (open < s.length && str_find(s, STR(">"), open) < s.length)
        return reading; /* markup */
    /* A line with a date is rather the article's own. */
    if (line->columns <= DATED_COLUMNS && plain_date_find(s, &date))
        return rules_read(rules, s);
    reading = rules_read_row(rules, s);
    double strength = shape_strength(s);
    if (strength > reading.strength) {
        reading.aside = ASIDE_NAVIGATION;
        reading.strength = strength;
    }
    return reading;
}

static void part_add(struct page_part *part, struct str text, const struct line *line,
                     bool is_apart, const struct rules *rules)
{
    struct str s = line_text(text, line);
    bool is_ordered, is_terminal = line_ending(s) == END_TERMINAL;
    size_t marker = list_marker(s, &is_ordered), marks = sentence_marks(s);
    marker = is_ordered && marker < 32 ? marker : 0;
    struct str core = str_slice(s, marker, s.length);
    ARRAY_RESERVE(part->lines, part->count, part->capacity);
    part->lines[part->count++] = (struct page_line){
        .line = *line,
        .reading = read_line(core, line, rules),
        .marker = (uint8_t)marker,
        .marks = (uint8_t)(marks < UINT8_MAX ? marks : UINT8_MAX),
        .is_prose = (is_terminal && line->columns >= PROSE_COLUMNS) || line->columns > LONG_COLUMNS,
        .is_sentence = is_terminal && line->columns >= SENTENCE_COLUMNS,
        .is_post = rules_line_is(rules, WORD_POST, core) || shape_is_floor(s),
        .is_apart = is_apart,
    };
}

/* Wrapped prose: a wide line goes on in a wide line, or in one that ends a sentence. */
static void find_wrapped_prose(struct page_part *part, struct str text)
{
    for (size_t i = 0; i + 1 < part->count; i++) {
        struct page_line *row = &part->lines[i], *next = row + 1;
        if (row->line.columns < WRAPPED_COLUMNS || next->is_apart ||
            row->reading.strength >= PAGE_STRONG || next->reading.strength >= PAGE_STRONG ||
            row->marker || next->marker)
            continue;
        if (next->line.columns >= WRAPPED_COLUMNS ||
            line_ending(line_text(text, &next->line)) == END_TERMINAL)
            row->is_prose = next->is_prose = true;
    }
}

static void part_read(struct page_part *part, struct str text, size_t start, size_t limit,
                      const struct rules *rules)
{
    bool is_apart = true;
    size_t at = start, lines = 0;
    part->byte_start = start;
    while (at < text.length && (limit == 0 || (at - start < limit && lines < HEAD_LINES))) {
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
    size_t least = text.length - from > TAIL_BYTES ? text.length - TAIL_BYTES : from;
    while (at > least && lines < TAIL_LINES) {
        const char *newline = memrchr(text.bytes + least, '\n', at - 1 - least);
        if (!newline)
            return least == from ? from
                                 : at; /* a line that begins before the bound is not looked at */
        at = (size_t)(newline - text.bytes);
        lines++;
    }
    return at < text.length && text.bytes[at] == '\n' ? at + 1 : at;
}

/* "1、… 2、… 3、…" of which most read as notices, or that stand below the head of such, are one
 * list of them. */
static void strengthen_lists(struct page_part *part)
{
    for (size_t i = 0; i < part->count;) {
        size_t end = i;
        bool has_head = i > 0 && part->lines[i - 1].reading.head == ASIDE_NOTICE;
        double sum = 0;
        while (end < part->count && part->lines[end].marker) {
            const struct rule_reading *reading = &part->lines[end].reading;
            sum += reading->aside == ASIDE_NOTICE ? reading->strength : 0;
            end++;
        }
        if (end - i >= 2 && (has_head || sum >= 0.5 * (double)(end - i)))
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

enum aside page_line_aside(const struct page_line *row)
{
    return row->reading.head_strength > row->reading.strength ? row->reading.head
                                                              : row->reading.aside;
}

double page_line_known(const struct page_line *row)
{
    const struct rule_reading *reading = &row->reading;
    double strength =
        reading->strength > reading->head_strength ? reading->strength : reading->head_strength;
    bool is_sure = reading->strength >= 0.75 && row->line.columns <= SURE_COLUMNS;
    if (row->is_prose && reading->aside != ASIDE_NOTICE && !is_sure)
        strength *= 0.3;
    return strength >= PAGE_KNOWN ? strength : 0;
}

void page_find(struct str text, const struct form *form, const struct rules *rules,
               struct page_part *ret_head, struct page_part *ret_tail)
{
    struct page_part head = {.headline = SIZE_MAX}, tail = {.headline = SIZE_MAX};
    part_read(&head, text, 0, HEAD_BYTES, rules);
    bool is_whole = head.byte_end == text.length;
    if (!is_whole)
        part_read(&tail, text, tail_start(text, head.byte_end), 0, rules);
    bool is_legal = is_legal_text(text, &head, rules);
    if (is_legal) {
        disarm_notices(&head);
        disarm_notices(&tail);
    }
    strengthen_lists(&head);
    strengthen_lists(&tail);
    shape_find_repeated(text, &head);
    bool may_be_page = is_whole && !is_legal && !form->is_markdown;
    if (!may_be_page || !body_mark_around(text, &head, rules))
        edges_mark(text, form, &head, &tail);
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
