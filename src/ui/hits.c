/* Counting walks the text once, left to right, in slices. Counts are kept by stretches of the text,
 * so that the number of any match is a sum and a walk through one stretch, and a million matches
 * cost no memory. */
#include "ui/hits.h"

#include "base/memory.h"

enum { STRETCH = 1 << 16, SLICE = 1 << 21, SLICE_MATCHES = 20000 };

struct hits {
    struct buffer pattern;
    struct literal *literal;
    struct str text;
    struct match current;
    bool has_current;
    uint32_t *counts; /* matches that start in each stretch */
    size_t counted;   /* the text before this is done */
    size_t total;
};

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
    free(hits->counts);
    hits->text = text;
    hits->counts = memory_new((text.length / STRETCH + 1) * sizeof *hits->counts);
    hits->counted = hits->total = 0;
    hits->has_current = false;
}

bool hits_next(const struct hits *hits, size_t from, struct match *ret_match)
{
    return literal_next(hits->literal, hits->text, from, ret_match);
}

bool hits_previous(const struct hits *hits, size_t before, struct match *ret_match)
{
    return literal_previous(hits->literal, hits->text, before, ret_match);
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
        if (!literal_next(hits->literal, part, hits->counted, &match) || match.start >= slice_end) {
            hits->counted = slice_end;
            break;
        }
        hits->counts[match.start / STRETCH]++;
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
    size_t stretch = hits->current.start / STRETCH, index = 1;
    for (size_t i = 0; i < stretch; i++)
        index += hits->counts[i];
    struct match match;
    struct str part = str_slice(hits->text, 0, hits->current.end);
    for (size_t at = stretch * STRETCH;
         literal_next(hits->literal, part, at, &match) && match.start < hits->current.start;
         at = match.end)
        index++;
    return index;
}
