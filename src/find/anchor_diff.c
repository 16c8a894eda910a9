/* Runs of GRAM points that each text holds once are the same place in both; they are grown to
 * matches, of which the heaviest row in the order of both texts is kept. What was taken to another
 * place is thus no match. n log n in the number of matches, else linear. */
#include "find/anchor_private.h"

#include "base/memory.h"

enum { GRAM = 8, NONE = 0, MANY = UINT32_MAX };

/* By hash: 1 + the only point where such a run stands, NONE or MANY. */
static uint32_t *single_grams(const struct anchor_stream *stream, unsigned bits)
{
    uint32_t *table = memory_new(((size_t)1 << bits) * sizeof *table);
    for (size_t i = 0; i + GRAM <= stream->count; i++) {
        uint32_t *entry = &table[anchor_hash(stream->points + i, GRAM, bits)];
        *entry = *entry == NONE ? (uint32_t)i + 1 : MANY;
    }
    return table;
}

static size_t equal_count(const struct anchor_stream *a, size_t a_start,
                          const struct anchor_stream *b, size_t b_start)
{
    size_t count = 0;
    while (a_start + count < a->count && b_start + count < b->count &&
           a->points[a_start + count] == b->points[b_start + count])
        count++;
    return count;
}

/* In the order of the old text, where they do not overlap. */
static size_t collect_matches(const struct anchor_stream *old_stream,
                              const struct anchor_stream *new_stream,
                              struct anchor_match **ret_matches)
{
    struct anchor_match *matches = NULL;
    size_t count = 0, capacity = 0;
    const size_t longer =
        old_stream->count > new_stream->count ? old_stream->count : new_stream->count;
    unsigned bits = 10; /* two entries for each run, so that few runs are lost by sharing one */
    while ((size_t)1 << bits < 2 * longer)
        bits++;
    CLEANUP_FREE uint32_t *old_grams = single_grams(old_stream, bits);
    CLEANUP_FREE uint32_t *new_grams = single_grams(new_stream, bits);
    for (size_t i = 0; i + GRAM <= old_stream->count; i++) {
        const uint32_t hash = anchor_hash(old_stream->points + i, GRAM, bits);
        if (old_grams[hash] != i + 1 || new_grams[hash] == NONE || new_grams[hash] == MANY)
            continue;
        const size_t at = new_grams[hash] - 1;
        const size_t length = equal_count(old_stream, i, new_stream, at);
        if (length < GRAM)
            continue;
        ARRAY_RESERVE(matches, count, capacity);
        matches[count++] = (struct anchor_match){(uint32_t)i, (uint32_t)at, (uint32_t)length};
        i += length - 1;
    }
    *ret_matches = matches;
    return count;
}

struct rank {
    uint32_t new_start, match;
};

static int compare_ranks(const void *a, const void *b)
{
    const struct rank *x = a, *y = b;
    return (x->new_start > y->new_start) - (x->new_start < y->new_start);
}

/* The heaviest row that ends in a match of a lower rank: a Fenwick tree of the maximum. */
struct row_tree {
    uint32_t *last; /* 1 + the match it ends in, by rank; 0: none */
    size_t count;
};

static uint32_t row_before(const struct row_tree *tree, const uint64_t *weights, size_t rank)
{
    uint32_t best = 0;
    for (size_t i = rank; i > 0; i &= i - 1)
        if (tree->last[i] && (!best || weights[tree->last[i] - 1] > weights[best - 1]))
            best = tree->last[i];
    return best;
}

static void row_add(struct row_tree *tree, const uint64_t *weights, size_t rank, uint32_t match)
{
    for (size_t i = rank + 1; i <= tree->count; i += i & -i)
        if (!tree->last[i] || weights[match] > weights[tree->last[i] - 1])
            tree->last[i] = match + 1;
}

/* Keeps the matches of the heaviest row that ascends in the new text. Returns how many. */
static size_t keep_row(struct anchor_match *matches, size_t count)
{
    CLEANUP_FREE struct rank *order = memory_new(count * sizeof *order);
    CLEANUP_FREE uint32_t *ranks = memory_new(count * sizeof *ranks);
    CLEANUP_FREE uint32_t *previous = memory_new(count * sizeof *previous);
    CLEANUP_FREE uint64_t *weights = memory_new(count * sizeof *weights);
    CLEANUP_FREE uint32_t *last = memory_new((count + 1) * sizeof *last);
    struct row_tree tree = {last, count};
    for (size_t i = 0; i < count; i++)
        order[i] = (struct rank){matches[i].new_start, (uint32_t)i};
    qsort(order, count, sizeof *order, compare_ranks);
    for (size_t i = 0; i < count; i++)
        ranks[order[i].match] = (uint32_t)i;
    uint32_t best = 0;
    for (size_t i = 0; i < count; i++) {
        previous[i] = row_before(&tree, weights, ranks[i]);
        weights[i] = matches[i].count + (previous[i] ? weights[previous[i] - 1] : 0);
        row_add(&tree, weights, ranks[i], (uint32_t)i);
        if (!best || weights[i] > weights[best - 1])
            best = (uint32_t)i + 1;
    }
    size_t kept = 0;
    for (uint32_t i = best; i; i = previous[i - 1])
        last[kept++] = i - 1; /* the tree is done with */
    for (size_t i = 0; i < kept; i++)
        matches[i] = matches[last[kept - 1 - i]];
    return kept;
}

/* Grows each match back to the one before it, or cuts off what that one has already. */
static size_t settle(const struct anchor_stream *old_stream, const struct anchor_stream *new_stream,
                     struct anchor_match *matches, size_t count)
{
    size_t kept = 0, old_end = 0, new_end = 0;
    for (size_t i = 0; i < count; i++) {
        struct anchor_match match = matches[i];
        const size_t cut = new_end > match.new_start ? new_end - match.new_start : 0;
        if (cut >= match.count)
            continue;
        match = (struct anchor_match){match.old_start + (uint32_t)cut,
                                      match.new_start + (uint32_t)cut, match.count - (uint32_t)cut};
        while (match.old_start > old_end && match.new_start > new_end &&
               old_stream->points[match.old_start - 1] == new_stream->points[match.new_start - 1]) {
            match.old_start--;
            match.new_start--;
            match.count++;
        }
        old_end = match.old_start + match.count;
        new_end = match.new_start + match.count;
        matches[kept++] = match;
    }
    return kept;
}

size_t anchor_diff(const struct anchor_stream *old_stream, const struct anchor_stream *new_stream,
                   struct anchor_match **ret_matches)
{
    struct anchor_match *matches;
    size_t count = collect_matches(old_stream, new_stream, &matches);
    if (count)
        count = keep_row(matches, count);
    *ret_matches = matches;
    return settle(old_stream, new_stream, matches, count);
}
