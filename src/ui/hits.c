/* Counting walks the text once, left to right, in slices. The first matches are kept. Of all,
 * counts are kept by pages of the text, so that the number of any match is a sum and a walk through
 * one page: a million matches cost no memory, and a few that are far apart no walk. */
#include "ui/hits.h"

#include "base/clock.h"
#include "base/memory.h"

enum { PAGE = 1 << 16, SLICE = 1 << 21, SLICE_MS = 20, KEPT_MAX = 4096 };

struct page {
    uint32_t count; /* matches that start in it */
    uint32_t from;  /* where a match from before ends in it or behind it, or 0 */
};

struct hits {
    enum finder_kind kind;
    struct buffer pattern;
    struct terms *terms; /* NULL: the pattern is wrong, and nothing is found */
    struct error problem;
    bool has_problem;
    bool is_dark; /* hits_in took too long */
    hits_question *should_stop;
    void *closure;
    bool was_stopped;
    struct haystack haystack;
    struct match current;
    bool has_current;
    struct stretch *left_out;
    size_t left_out_count;
    struct match *kept; /* the first of those counted, KEPT_MAX at most */
    size_t kept_count, kept_capacity;
    struct page *pages;
    size_t counted;   /* the text before this is done */
    bool is_given_up; /* and more will not be */
    size_t total;
};

/* The stretch left out that place is in, or NULL. */
static const struct stretch *left_out_at(const struct hits *hits, uint32_t place)
{
    size_t low = 0, high = hits->left_out_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (hits->left_out[middle].end <= place)
            low = middle + 1;
        else
            high = middle;
    }
    bool is_in = low < hits->left_out_count && hits->left_out[low].start <= place;
    return is_in ? &hits->left_out[low] : NULL;
}

/* Whether status is STATUS_OK; why it is neither that nor STATUS_NOT_FOUND is kept. */
static bool is_found(struct hits *hits, enum status status)
{
    hits->has_problem |= status != STATUS_OK && status != STATUS_NOT_FOUND;
    return status == STATUS_OK;
}

/* A walk in stretches that are not left out. */
struct walk {
    struct terms_scan scan;
    size_t limit;
};

static void walk_begin(const struct hits *hits, struct walk *walk, size_t from, size_t limit)
{
    walk->limit = limit;
    terms_scan_begin(&walk->scan, hits->terms, hits->haystack, from, limit);
}

static bool walk_next(struct hits *hits, struct walk *walk, struct match *ret_match)
{
    struct snippet_match found;
    while (is_found(hits, terms_scan_next(&walk->scan, &found, &hits->problem))) {
        const struct stretch *stretch = left_out_at(hits, found.match.start);
        if (!stretch) {
            *ret_match = found.match;
            return true;
        }
        walk_begin(hits, walk, stretch->end, walk->limit);
    }
    return false;
}

struct hits *hits_new(enum finder_kind kind, struct str pattern, struct haystack haystack)
{
    struct hits *hits = memory_new(sizeof *hits);
    struct finder *finder;
    hits->kind = kind;
    buffer_append(&hits->pattern, pattern);
    if (is_found(hits, finder_new(kind, pattern, &finder, &hits->problem)))
        hits->terms = terms_of_finder(finder);
    hits_set_text(hits, haystack);
    return hits;
}

struct hits *hits_new_query(struct terms *terms, struct str source, struct haystack haystack)
{
    struct hits *hits = memory_new(sizeof *hits);
    hits->terms = terms;
    buffer_append(&hits->pattern, source);
    hits_set_text(hits, haystack);
    return hits;
}

void hits_free(struct hits *hits)
{
    if (!hits)
        return;
    buffer_release(&hits->pattern);
    terms_free(hits->terms);
    free(hits->left_out);
    free(hits->kept);
    free(hits->pages);
    free(hits);
}

struct str hits_pattern(const struct hits *hits)
{
    return buffer_str(&hits->pattern);
}

enum finder_kind hits_kind(const struct hits *hits)
{
    return hits->kind;
}

const char *hits_problem(const struct hits *hits)
{
    return hits->has_problem ? hits->problem.message : NULL;
}

void hits_set_stop(struct hits *hits, hits_question *should_stop, void *closure)
{
    hits->should_stop = should_stop;
    hits->closure = closure;
}

bool hits_was_stopped(const struct hits *hits)
{
    return hits->was_stopped;
}

static bool should_stop(struct hits *hits)
{
    hits->was_stopped = hits->should_stop && hits->should_stop(hits->closure);
    return hits->was_stopped;
}

bool hits_in(struct hits *hits, struct haystack haystack, size_t from, size_t limit,
             struct match *ret_match)
{
    struct snippet_match found;
    struct error error;
    bool is_hopeless = !hits->terms || hits->is_dark || (hits->has_problem && !hits->has_current);
    if (is_hopeless)
        return false;
    enum status status = terms_next(hits->terms, haystack, from, limit, &found, &error);
    hits->is_dark = status != STATUS_OK && status != STATUS_NOT_FOUND;
    if (status == STATUS_OK)
        *ret_match = found.match;
    return status == STATUS_OK;
}

void hits_set_text(struct hits *hits, struct haystack haystack)
{
    hits->haystack = haystack;
    hits->has_current = hits->is_dark = false;
    hits->has_problem = !hits->terms;
    hits_leave_out(hits, NULL, 0);
}

void hits_leave_out(struct hits *hits, struct stretch *stretches, size_t count)
{
    free(hits->left_out);
    hits->left_out = stretches;
    hits->left_out_count = count;
    free(hits->pages);
    hits->pages = memory_new((hits->haystack.text.length / PAGE + 1) * sizeof *hits->pages);
    hits->counted = hits->total = hits->kept_count = 0;
    hits->is_given_up = false;
    if (hits->has_current && left_out_at(hits, hits->current.start))
        hits->has_current = false;
}

bool hits_next(struct hits *hits, size_t from, struct match *ret_match)
{
    struct walk walk;
    size_t length = hits->haystack.text.length;
    bool is_all = from == 0;
    hits->was_stopped = false;
    for (size_t limit; hits->terms && from < length; from = limit) {
        limit = length - from > SLICE ? from + SLICE : length;
        walk_begin(hits, &walk, from, limit);
        if (walk_next(hits, &walk, ret_match))
            return true;
        if (hits->has_problem || (limit < length && should_stop(hits)))
            return false;
    }
    if (is_all) /* there is nothing to count */
        hits->counted = length;
    return false;
}

/* The last match in [from, before) that is outside what is left out. */
static bool previous_within(struct hits *hits, size_t from, size_t before, struct match *ret_match)
{
    struct snippet_match found;
    while (is_found(
        hits, terms_previous(hits->terms, hits->haystack, from, before, &found, &hits->problem))) {
        const struct stretch *stretch = left_out_at(hits, found.match.start);
        if (!stretch) {
            *ret_match = found.match;
            return true;
        }
        before = stretch->start;
    }
    return false;
}

bool hits_previous(struct hits *hits, size_t before, struct match *ret_match)
{
    size_t length = hits->haystack.text.length;
    hits->was_stopped = false;
    before = before < length ? before : length;
    for (size_t from; hits->terms && before > 0; before = from) {
        from = before > SLICE ? before - SLICE : 0;
        if (previous_within(hits, from, before, ret_match))
            return true;
        if (hits->has_problem || (from > 0 && should_stop(hits)))
            break;
    }
    return false;
}

void hits_set_current(struct hits *hits, struct match match)
{
    hits->current = match;
    hits->has_current = true;
}

void hits_clear_current(struct hits *hits)
{
    hits->has_current = false;
}

bool hits_current(const struct hits *hits, struct match *ret_match)
{
    if (hits->has_current)
        *ret_match = hits->current;
    return hits->has_current;
}

/* Whether the slice that began then has lasted long enough; asked seldom when matches come fast. */
static bool is_slice_over(const struct hits *hits, size_t found, int64_t begun_ms)
{
    enum { SELDOM = 256 };
    bool is_fast = hits->kind == FINDER_FOLDED || hits->kind == FINDER_EXACT;
    return (!is_fast || found % SELDOM == 0) && clock_monotonic_ms() - begun_ms >= SLICE_MS;
}

static void count_match(struct hits *hits, struct match match)
{
    size_t first = match.start / PAGE, last = (match.end - 1) / PAGE;
    hits->pages[first].count++;
    for (size_t page = first + 1; page <= last; page++)
        hits->pages[page].from = match.end;
    hits->counted = match.end;
    hits->total++;
    if (hits->kept_count == KEPT_MAX)
        return;
    ARRAY_RESERVE(hits->kept, hits->kept_count, hits->kept_capacity);
    hits->kept[hits->kept_count++] = match;
}

bool hits_count_some(struct hits *hits)
{
    size_t length = hits->haystack.text.length;
    size_t slice_end = length - hits->counted > SLICE ? hits->counted + SLICE : length;
    struct match match;
    struct walk walk;
    int64_t begun_ms = clock_monotonic_ms();
    bool is_hopeless = hits->has_problem && !hits->has_current;
    if (!hits->terms || is_hopeless)
        hits->is_given_up = true;
    else
        walk_begin(hits, &walk, hits->counted, slice_end);
    for (size_t found = 0; hits->counted < slice_end && !hits->is_given_up; found++) {
        if (is_slice_over(hits, found, begun_ms))
            break;
        if (walk_next(hits, &walk, &match))
            count_match(hits, match);
        else if (hits->has_problem)
            hits->is_given_up = true;
        else
            hits->counted = slice_end;
    }
    return !hits_is_counted(hits);
}

bool hits_is_counted(const struct hits *hits)
{
    return hits->is_given_up || hits->counted >= hits->haystack.text.length;
}

size_t hits_total(const struct hits *hits)
{
    return hits->total;
}

/* Begins where the walk that counted came into the page, so that it meets the same matches. */
static void walk_page(const struct hits *hits, struct walk *walk, size_t page, size_t limit)
{
    size_t from = hits->pages[page].from;
    walk_begin(hits, walk, from > page * PAGE ? from : page * PAGE, limit);
}

static size_t kept_before(const struct hits *hits, size_t place)
{
    size_t low = 0, high = hits->kept_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (hits->kept[middle].start < place)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

size_t hits_before(struct hits *hits, size_t place)
{
    size_t end = place < hits->counted ? place : hits->counted, page = end / PAGE;
    size_t count = kept_before(hits, end);
    struct match match;
    struct walk walk;
    if (count < hits->kept_count || hits->kept_count == hits->total)
        return count;
    count = 0;
    for (size_t i = 0; i < page; i++)
        count += hits->pages[i].count;
    walk_page(hits, &walk, page, end);
    while (walk_next(hits, &walk, &match))
        count++;
    return count;
}

size_t hits_index(struct hits *hits)
{
    bool is_known = hits->has_current && hits->counted > hits->current.start;
    return is_known ? hits_before(hits, hits->current.start) + 1 : 0;
}

size_t hits_take(struct hits *hits, size_t index, size_t limit, struct match *ret_matches)
{
    size_t page = 0, taken = 0;
    struct match match;
    struct walk walk;
    if (index >= hits->total)
        return 0;
    limit = limit < hits->total - index ? limit : hits->total - index;
    if (index + limit <= hits->kept_count) {
        memcpy(ret_matches, hits->kept + index, limit * sizeof *ret_matches);
        return limit;
    }
    for (; index >= hits->pages[page].count; page++)
        index -= hits->pages[page].count;
    walk_page(hits, &walk, page, hits->counted);
    while (taken < limit && walk_next(hits, &walk, &match))
        if (index > 0)
            index--;
        else
            ret_matches[taken++] = match;
    return taken;
}
