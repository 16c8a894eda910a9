/* Counting walks the text once, left to right, in slices. Counts are kept by pages of the text, so
 * that the number of any match is a sum and a walk through one page, and a million matches cost no
 * memory. */
#include "ui/hits.h"

#include "base/clock.h"
#include "base/memory.h"

enum { PAGE = 1 << 16, SLICE = 1 << 21, SLICE_MS = 20 };

struct hits {
    enum finder_kind kind;
    struct buffer pattern;
    struct finder *finder; /* NULL: the pattern is wrong, and nothing is found */
    struct error problem;
    bool has_problem;
    struct haystack haystack;
    struct match current;
    bool has_current;
    struct stretch *left_out;
    size_t left_out_count;
    uint32_t *counts; /* matches that start in each page */
    size_t counted;   /* the text before this is done */
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

/* The next match of the scan that is outside what is left out. */
static bool scan_next(struct hits *hits, struct finder_scan *scan, struct match *ret_match)
{
    struct match match;
    while (is_found(hits, finder_scan_next(scan, &match, &hits->problem))) {
        const struct stretch *stretch = left_out_at(hits, match.start);
        if (!stretch) {
            *ret_match = match;
            return true;
        }
        finder_scan_begin(scan, scan->finder, scan->haystack, stretch->end, scan->limit);
    }
    return false;
}

struct hits *hits_new(enum finder_kind kind, struct str pattern, struct haystack haystack)
{
    struct hits *hits = memory_new(sizeof *hits);
    hits->kind = kind;
    buffer_append(&hits->pattern, pattern);
    (void)is_found(hits, finder_new(kind, pattern, &hits->finder, &hits->problem));
    hits_set_text(hits, haystack);
    return hits;
}

void hits_free(struct hits *hits)
{
    if (!hits)
        return;
    buffer_release(&hits->pattern);
    finder_free(hits->finder);
    free(hits->left_out);
    free(hits->counts);
    free(hits);
}

struct str hits_pattern(const struct hits *hits)
{
    return buffer_str(&hits->pattern);
}

const char *hits_problem(const struct hits *hits)
{
    return hits->has_problem ? hits->problem.message : NULL;
}

bool hits_in(struct hits *hits, struct haystack haystack, size_t from, size_t limit,
             struct match *ret_match)
{
    struct error error;
    return hits->finder &&
           finder_next(hits->finder, haystack, from, limit, ret_match, &error) == STATUS_OK;
}

void hits_set_text(struct hits *hits, struct haystack haystack)
{
    hits->haystack = haystack;
    hits->has_current = false;
    hits_leave_out(hits, NULL, 0);
}

void hits_leave_out(struct hits *hits, struct stretch *stretches, size_t count)
{
    free(hits->left_out);
    hits->left_out = stretches;
    hits->left_out_count = count;
    free(hits->counts);
    hits->counts = memory_new((hits->haystack.text.length / PAGE + 1) * sizeof *hits->counts);
    hits->counted = hits->total = 0;
    if (hits->has_current && left_out_at(hits, hits->current.start))
        hits->has_current = false;
}

bool hits_next(struct hits *hits, size_t from, struct match *ret_match)
{
    struct finder_scan scan;
    if (!hits->finder)
        return false;
    finder_scan_begin(&scan, hits->finder, hits->haystack, from, SIZE_MAX);
    return scan_next(hits, &scan, ret_match);
}

bool hits_previous(struct hits *hits, size_t before, struct match *ret_match)
{
    struct match match;
    while (hits->finder && is_found(hits, finder_previous(hits->finder, hits->haystack, before,
                                                          &match, &hits->problem))) {
        const struct stretch *stretch = left_out_at(hits, match.start);
        if (!stretch) {
            *ret_match = match;
            return true;
        }
        before = stretch->start;
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

bool hits_count_some(struct hits *hits)
{
    size_t length = hits->haystack.text.length, found = 0;
    size_t slice_end = length - hits->counted > SLICE ? hits->counted + SLICE : length;
    struct match match;
    struct finder_scan scan;
    int64_t begun_ms = clock_monotonic_ms();
    if (hits->finder)
        finder_scan_begin(&scan, hits->finder, hits->haystack, hits->counted, slice_end);
    while (hits->counted < slice_end && !is_slice_over(hits, found, begun_ms)) {
        if (!hits->finder || !scan_next(hits, &scan, &match)) {
            hits->counted = hits->has_problem ? length : slice_end;
            break;
        }
        hits->counts[match.start / PAGE]++;
        hits->counted = match.end;
        found++;
    }
    hits->total += found;
    return !hits_is_counted(hits);
}

bool hits_is_counted(const struct hits *hits)
{
    return hits->counted >= hits->haystack.text.length;
}

size_t hits_total(const struct hits *hits)
{
    return hits->total;
}

size_t hits_index(struct hits *hits)
{
    if (!hits->has_current || hits->counted <= hits->current.start)
        return 0;
    size_t page = hits->current.start / PAGE, index = 1;
    for (size_t i = 0; i < page; i++)
        index += hits->counts[i];
    struct match match;
    struct finder_scan scan;
    finder_scan_begin(&scan, hits->finder, hits->haystack, page * PAGE, hits->current.start);
    while (scan_next(hits, &scan, &match))
        index++;
    return index;
}
