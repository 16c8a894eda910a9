/* Counting walks the text once, left to right, in slices. Counts are kept by pages of the text, so
 * that the number of any match is a sum and a walk through one page, and a million matches cost no
 * memory. */
#include "ui/hits.h"

#include "base/memory.h"

enum { PAGE = 1 << 16, SLICE = 1 << 21, SLICE_MATCHES = 20000 };

struct hits {
    struct buffer pattern;
    struct literal *literal;
    struct str text;
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

/* The next match of text, which begins as the text does, outside what is left out. */
static bool next_within(const struct hits *hits, struct str text, size_t from,
                        struct match *ret_match)
{
    struct match match;
    while (literal_next(hits->literal, text, from, &match)) {
        const struct stretch *stretch = left_out_at(hits, match.start);
        if (!stretch) {
            *ret_match = match;
            return true;
        }
        from = stretch->end;
    }
    return false;
}

struct hits *hits_new(struct str pattern, struct str text)
{
    struct hits *hits = memory_new(sizeof *hits);
    buffer_append(&hits->pattern, pattern);
    hits->literal = literal_new(pattern);
    hits_set_text(hits, text);
    return hits;
}

void hits_free(struct hits *hits)
{
    if (!hits)
        return;
    buffer_release(&hits->pattern);
    literal_free(hits->literal);
    free(hits->left_out);
    free(hits->counts);
    free(hits);
}

struct str hits_pattern(const struct hits *hits)
{
    return buffer_str(&hits->pattern);
}

const struct literal *hits_literal(const struct hits *hits)
{
    return hits->literal;
}

void hits_set_text(struct hits *hits, struct str text)
{
    hits->text = text;
    hits->has_current = false;
    hits_leave_out(hits, NULL, 0);
}

void hits_leave_out(struct hits *hits, struct stretch *stretches, size_t count)
{
    free(hits->left_out);
    hits->left_out = stretches;
    hits->left_out_count = count;
    free(hits->counts);
    hits->counts = memory_new((hits->text.length / PAGE + 1) * sizeof *hits->counts);
    hits->counted = hits->total = 0;
    if (hits->has_current && left_out_at(hits, hits->current.start))
        hits->has_current = false;
}

bool hits_next(const struct hits *hits, size_t from, struct match *ret_match)
{
    return next_within(hits, hits->text, from, ret_match);
}

bool hits_previous(const struct hits *hits, size_t before, struct match *ret_match)
{
    struct match match;
    while (literal_previous(hits->literal, hits->text, before, &match)) {
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

bool hits_count_some(struct hits *hits)
{
    size_t slice_end =
        hits->text.length - hits->counted > SLICE ? hits->counted + SLICE : hits->text.length;
    /* A match may reach over the slice's end: look a little further, count what starts before it.
     */
    size_t reach = hits->pattern.length * 4;
    size_t look_end = hits->text.length - slice_end > reach ? slice_end + reach : hits->text.length;
    struct str part = str_slice(hits->text, 0, look_end);
    struct match match;
    size_t found = 0;
    while (hits->counted < slice_end && found < SLICE_MATCHES) {
        if (!next_within(hits, part, hits->counted, &match) || match.start >= slice_end) {
            hits->counted = slice_end;
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
    return hits->counted >= hits->text.length;
}

size_t hits_total(const struct hits *hits)
{
    return hits->total;
}

size_t hits_index(const struct hits *hits)
{
    if (!hits->has_current || hits->counted <= hits->current.start)
        return 0;
    size_t page = hits->current.start / PAGE, index = 1;
    for (size_t i = 0; i < page; i++)
        index += hits->counts[i];
    struct match match;
    struct str part = str_slice(hits->text, 0, hits->current.end);
    for (size_t at = page * PAGE;
         next_within(hits, part, at, &match) && match.start < hits->current.start; at = match.end)
        index++;
    return index;
}
