#include "ingest/plain_page.h"

#include "base/memory.h"
#include "ingest/plain_front.h"
#include "text/utf8.h"

/* A page of which the rules know enough: the article is the stretch of lines with the most prose,
 * below its headline; all else is the page's. What the rules do not know is told by its place, its
 * length and its likeness to other lines.
 *
 *   menus, breadcrumb │ headline │ byline, counts │ prose … prose │ what ends it │ lists, footer
 *        aside        │          │ front or aside │      body     │     body     │    aside      */

enum {
    META_REACH = 12,
    POST_COLUMNS = 28,
    POST_HEAD_LINES = 12,
    LIST_HEAD_COLUMNS = 24,
    WORD_LINES = 3,
    GAP_LINES = 40,
    BOX_LINES = 20
};

#define PAGE_EVIDENCE 1.5 /* of the sum of known lines */
#define PAGE_LEAST 0.8    /* of it without notices, which licences have too */
#define META_FACTOR 2.5
#define SURE_HEADLINE 1.5
#define AGAIN_GAIN 3.0     /* 240 columns of prose */
#define AGAIN_SHARE 0.3    /* of the body's */
#define PARAGRAPH_GAIN 0.6 /* by line, with those between */
#define BODY_LEAST 1.2     /* gain of the article: 96 columns of prose */

/* What opens a section of other things than the article; "分享" does not. */
static bool is_head(const struct page_line *row)
{
    return row->reading.head_strength >= PAGE_STRONG && row->reading.head != ASIDE_SHARE &&
           !row->is_prose;
}

/* What speaks for a page outside the stretch that may be its article. */
struct evidence {
    double sum, notices;
    unsigned kinds;                 /* of asides but notices, as bits */
    size_t line_count, known_count; /* known: no notices */
};

/* Posts of a thread speak for a page as its words do. */
static double evidence_of(const struct page_line *row)
{
    double strength = page_line_known(row);
    return strength > 0 ? strength : row->is_post && !row->is_prose ? PAGE_KNOWN : 0;
}

/* The words of a page stand together; one between sentences is what the text is about. */
static void weigh_run(const struct page_part *part, size_t from, size_t to,
                      struct evidence *evidence)
{
    size_t count = 0;
    bool is_edge = from == 0 || to == part->count;
    for (size_t i = from; i < to; i++)
        count += evidence_of(&part->lines[i]) > 0;
    if (count == 0 || (count == 1 && to - from < 3 && !is_edge))
        return;
    for (size_t i = from; i < to; i++) {
        double strength = evidence_of(&part->lines[i]);
        enum aside aside =
            part->lines[i].is_post ? ASIDE_COMMENTS : page_line_aside(&part->lines[i]);
        if (strength > 0 && aside == ASIDE_NOTICE) {
            evidence->notices += strength;
        } else if (strength > 0) {
            evidence->sum += strength < 0.9 ? strength : 0.9;
            evidence->kinds |= 1u << aside;
            evidence->known_count++;
        }
    }
}

static void weigh(const struct page_part *part, size_t from, size_t to, struct evidence *evidence)
{
    for (size_t i = from, end; i < to; i = end + 1) {
        for (end = i; end < to; end++)
            if (part->lines[end].is_sentence && page_line_known(&part->lines[end]) == 0)
                break;
        weigh_run(part, i, end, evidence);
    }
    evidence->line_count += to - from;
}

/* Enough known lines, of two kinds. */
static bool is_enough(const struct evidence *evidence)
{
    double sum = evidence->sum + (evidence->notices < 1 ? evidence->notices : 1);
    int kinds = __builtin_popcount(evidence->kinds) + (evidence->notices > 0);
    return sum >= PAGE_EVIDENCE && evidence->sum >= PAGE_LEAST && kinds >= 2;
}

static bool may_be_page(const struct page_part *part)
{
    struct evidence evidence = {0};
    weigh(part, 0, part->count, &evidence);
    return is_enough(&evidence);
}

/* The same around what may be the article, and not lost among thousands of other lines. */
static bool is_page_around(const struct page_part *part, size_t begin, size_t end)
{
    struct evidence evidence = {0};
    weigh(part, 0, begin, &evidence);
    weigh(part, end, part->count, &evidence);
    return is_enough(&evidence) && evidence.known_count * 100 >= evidence.line_count;
}

/* What the line adds to an article that holds it. */
double body_gain(const struct page_line *row)
{
    double strength = page_line_known(row);
    unsigned columns = row->line.columns < 320 ? row->line.columns : 320;
    if (is_head(row))
        return -4;
    if (strength >= PAGE_STRONG)
        return row->is_prose ? -1 : -0.5;
    /* A headline may be as long, but seldom has marks inside. */
    if ((row->is_prose || row->is_sentence) && row->marks > 0)
        return columns / 80.0 * (row->marks * 120u >= columns ? 1 : 0.3);
    if (strength > 0 || row->is_repeated)
        return -0.3;
    return columns <= 34 ? -0.15 : -0.2;
}

static void find_meta(struct str text, struct page_part *part, const struct rules *rules)
{
    for (size_t i = 0; i < part->count; i++) {
        struct page_line *row = &part->lines[i];
        struct header header = {0};
        row->is_meta = header_read_line(&header, line_text(text, &row->line), rules);
        buffer_release(&header.names);
    }
}

static bool has_meta_above(const struct page_part *part, size_t begin)
{
    for (size_t i = begin > META_REACH ? begin - META_REACH : 0; i < begin; i++)
        if (page_line_known(&part->lines[i]) < PAGE_STRONG && !part->lines[i].is_repeated &&
            part->lines[i].is_meta)
            return true;
    return false;
}

/* Lines [begin, end) and what they are worth as the article. */
struct stretch {
    size_t begin, end;
    double gain;
};

/* The next stretch from row `from` on whose gain grows to a greatest before it is used up; it
 * begins and ends with prose. */
static void next_stretch(const struct page_part *part, size_t from, struct stretch *ret_stretch)
{
    double sum = 0;
    size_t row = from;
    while (row < part->count && body_gain(&part->lines[row]) <= 0)
        row++;
    *ret_stretch = (struct stretch){row, row, 0};
    for (; row < part->count; row++) {
        sum += body_gain(&part->lines[row]);
        if (sum <= 0)
            break;
        if (sum > ret_stretch->gain) {
            ret_stretch->gain = sum;
            ret_stretch->end = row + 1;
        }
    }
}

/* Whether what stands between two stretches begins another post of a thread, rather than the
 * article itself or a list of others. */
static bool joins_posts(struct str text, const struct page_part *part, size_t from, size_t to,
                        const struct rules *rules)
{
    bool has_post = false;
    for (size_t i = from; i < to; i++) {
        has_post = has_post || part->lines[i].is_post;
        if (is_head(&part->lines[i]))
            return false;
    }
    if (!has_post || to - from > GAP_LINES)
        return false;
    for (size_t i = from; i < to; i++)
        if (headline_score(text, part, i, to, rules) >= SURE_HEADLINE)
            return false;
    return true;
}

/* Long paragraphs soon behind the body are its own: a box of links stood between. */
static void extend_body(const struct page_part *part, struct stretch *body)
{
    struct stretch next;
    for (next_stretch(part, body->end, &next);
         next.gain >= AGAIN_GAIN && next.gain >= AGAIN_SHARE * body->gain &&
         next.begin - body->end <= BOX_LINES &&
         next.gain >= PARAGRAPH_GAIN * (double)(next.end - next.begin);
         next_stretch(part, body->end, &next)) {
        body->end = next.end;
        body->gain += next.gain;
    }
}

/* The best stretch, with the posts before it in the same thread; one below a date or byline is
 * rather the article than a longer one. */
static struct stretch find_body(struct str text, const struct page_part *part,
                                const struct rules *rules)
{
    struct stretch best = {0, 0, 0}, stretch;
    double best_value = 0;
    size_t thread = 0, before = 0; /* where the posts joined so far begin, and the last ends */
    for (size_t row = 0; row < part->count; row = stretch.end) {
        next_stretch(part, row, &stretch);
        if (stretch.gain <= 0)
            break;
        if (before == 0 || !joins_posts(text, part, before, stretch.begin, rules))
            thread = stretch.begin;
        before = stretch.end;
        double value = stretch.gain;
        if (has_meta_above(part, stretch.begin))
            value *= META_FACTOR;
        if (value > best_value) {
            best_value = value;
            best = (struct stretch){thread, stretch.end, stretch.gain};
        }
    }
    if (best.gain > 0)
        extend_body(part, &best);
    return best;
}

static void set_aside(struct page_line *row, enum aside otherwise)
{
    row->aside = (uint8_t)(page_line_known(row) > 0 ? page_line_aside(row) : otherwise);
}

static bool is_pages_own(const struct page_line *row)
{
    return page_line_known(row) >= PAGE_STRONG || (row->is_repeated && !row->is_prose) ||
           (page_line_known(row) > 0 && row->line.columns <= 40) ||
           (row->is_post && !row->is_prose);
}

static void mark_above(struct str text, struct page_part *part, size_t headline,
                       const struct rules *rules)
{
    for (size_t i = 0; i < headline; i++) {
        struct page_line *row = &part->lines[i];
        bool is_near = i + 3 >= headline && !row->is_repeated && page_line_known(row) < PAGE_STRONG;
        if (header_file_stem(line_text(text, &row->line), rules) || (is_near && row->is_meta))
            continue;
        /* Without a headline a long line may be the article's. */
        if (part->headline != SIZE_MAX || is_pages_own(row) || row->line.columns <= POST_COLUMNS)
            set_aside(row, ASIDE_NAVIGATION);
    }
}

/* Names and counts around the line that begins another post; links below the head of a box. */
static void mark_between(struct page_part *part, size_t from, size_t to)
{
    bool has_post = false;
    enum aside section = ASIDE_NONE;
    for (size_t i = from; i < to; i++)
        has_post = has_post || part->lines[i].is_post;
    for (size_t i = from; i < to; i++) {
        struct page_line *row = &part->lines[i];
        if (is_head(row))
            section = row->reading.head;
        if (row->aside || row->is_sentence)
            continue;
        if (section)
            set_aside(row, section);
        else if (has_post && row->line.columns <= POST_COLUMNS)
            set_aside(row, ASIDE_OTHER);
    }
}

/* A mark or number alone between two paragraphs divides the text. */
static bool is_divider(const struct page_part *part, size_t row)
{
    return page_line_known(&part->lines[row]) == 0 && !part->lines[row].is_post && row > 0 &&
           row + 1 < part->count && body_gain(&part->lines[row - 1]) > 0 &&
           body_gain(&part->lines[row + 1]) > 0;
}

/* Buttons, counts, advertisements in the body; above it, where a byline may be, what is known. */
static void mark_inside(struct page_part *part, size_t from, size_t begin, size_t end)
{
    size_t gap = begin;
    for (size_t i = from; i < end; i++) {
        struct page_line *row = &part->lines[i];
        bool may_be_meta = i < begin && page_line_known(row) < PAGE_STRONG;
        if (is_pages_own(row) && !is_divider(part, i) && !(may_be_meta && row->is_meta))
            set_aside(row, ASIDE_OTHER);
        if (i >= begin && body_gain(row) > 0) {
            mark_between(part, gap, i);
            gap = i + 1;
        }
    }
}

/* The posts of a thread behind the first: from the line that begins one to the page's next words.
 * Returns the end of the last; what is between them is marked. */
static size_t mark_posts(struct page_part *part, size_t from)
{
    enum { CLOSED, OPENED, INSIDE } state = CLOSED;
    size_t end = from, opened = 0;
    for (size_t i = from; i < part->count; i++) {
        struct page_line *row = &part->lines[i];
        bool is_text = body_gain(row) > 0;
        if (row->is_post && !row->is_prose) {
            state = OPENED;
            opened = i;
        } else if (is_head(row) || (state == INSIDE && is_pages_own(row)) ||
                   (state == OPENED && i - opened > POST_HEAD_LINES)) {
            state = CLOSED;
        } else if (state == OPENED && is_text) {
            state = INSIDE;
        }
        if (state == INSIDE && (is_text || row->line.columns > POST_COLUMNS))
            end = i + 1;
        if (state != INSIDE)
            set_aside(row, ASIDE_OTHER);
    }
    for (size_t i = end; i < part->count; i++)
        part->lines[i].aside = ASIDE_NONE;
    return end;
}

/* An unknown short line above lines like headlines, as lists of other articles begin. */
static bool is_list_head(const struct page_part *part, size_t row)
{
    const struct page_line *line = &part->lines[row];
    if (line->line.columns > LIST_HEAD_COLUMNS || line->is_sentence || row + 2 >= part->count)
        return false;
    for (size_t i = row + 1; i <= row + 4 && i < part->count; i++) {
        const struct page_line *item = &part->lines[i];
        if (i <= row + 2 &&
            (item->is_sentence || item->line.columns < 12 || page_line_known(item) > 0))
            return false;
        if (item->line.columns > 84)
            return false;
    }
    return true;
}

/* "--", "= = =": nothing but marks. */
static bool is_rule(struct str s)
{
    for (size_t i = 0; i < s.length; i++)
        if (!strchr("-=_*~ ", s.bytes[i]))
            return false;
    return true;
}

/* "2017-05-19 09:10": a day alone may end a letter, a time is the page's. */
static bool is_time(struct str s)
{
    struct date_place date;
    return s.length <= 60 && plain_date_find(s, &date) && date.has_time &&
           s.length - (date.end - date.start) <= 12;
}

/* Below the body: the first line that is the page's. */
static bool ends_article(struct str text, const struct page_part *part, size_t row)
{
    const struct page_line *line = &part->lines[row];
    struct str s = line_text(text, &line->line);
    return is_pages_own(line) || page_line_known(line) > 0 || is_list_head(part, row) ||
           shape_is_address(s) || is_rule(s) || is_time(s);
}

/* A few short words right above the page's own: buttons, tags, credits. A day or a sentence among
 * them is how a letter or an article ends. */
static bool are_words(struct str text, const struct page_part *part, size_t from, size_t to)
{
    for (size_t i = from; i < to; i++) {
        struct date_place date;
        struct str s = line_text(text, &part->lines[i].line);
        if (rough_columns(s) > POST_COLUMNS || line_ending(s) != END_OPEN ||
            plain_date_find(s, &date))
            return false;
    }
    return to - from <= WORD_LINES && to < part->count;
}

static void mark_below(struct str text, struct page_part *part, size_t end)
{
    enum aside section = ASIDE_OTHER;
    size_t first = end;
    while (first < part->count && !ends_article(text, part, first))
        first++;
    if (are_words(text, part, end, first))
        first = end;
    for (size_t i = first; i < part->count; i++) {
        struct page_line *row = &part->lines[i];
        if (row->reading.head_strength >= 0.3)
            section = row->reading.head;
        set_aside(row, section);
    }
}

bool body_mark_around(struct str text, struct page_part *part, const struct rules *rules)
{
    if (!may_be_page(part))
        return false;
    find_meta(text, part, rules);
    struct stretch body = find_body(text, part, rules);
    if (body.gain < BODY_LEAST || !is_page_around(part, body.begin, body.end))
        return false;
    part->headline = headline_find(text, part, body.begin, rules);
    bool has_headline = part->headline != SIZE_MAX;
    size_t top = has_headline ? part->headline : body.begin;
    mark_above(text, part, top, rules);
    size_t from = has_headline ? top + 1 : top;
    size_t begin = body.begin;
    while (begin < from || body_gain(&part->lines[begin]) <= 0)
        begin++; /* past a headline that is a sentence */
    part->body = begin;
    mark_inside(part, from, begin, body.end);
    mark_below(text, part, mark_posts(part, body.end));
    return true;
}
