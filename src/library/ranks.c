#include "library/ranks.h"

#include <stdbool.h>
#include <stdlib.h>

/* By one byte of the heads, keeping the order of equal ones; false when all have the same. */
static bool sort_byte(const struct rank *from, struct rank *into, size_t count, unsigned shift)
{
    size_t starts[256] = {0}, sum = 0;
    for (size_t i = 0; i < count; i++)
        starts[from[i].head >> shift & 0xFF]++;
    if (starts[from[0].head >> shift & 0xFF] == count)
        return false;
    for (size_t i = 0; i < 256; i++) {
        size_t share = starts[i];
        starts[i] = sum;
        sum += share;
    }
    for (size_t i = 0; i < count; i++)
        into[starts[from[i].head >> shift & 0xFF]++] = from[i];
    return true;
}

struct comparison {
    int (*compare)(uint32_t a, uint32_t b, void *closure);
    void *closure;
};

static int compare_ranks(const void *a, const void *b, void *closure)
{
    const struct rank *left = a, *right = b;
    const struct comparison *comparison = closure;
    return comparison->compare(left->term, right->term, comparison->closure);
}

void ranks_sort(struct rank **ranks, struct rank **others, size_t count,
                int (*compare)(uint32_t a, uint32_t b, void *closure), void *closure)
{
    struct rank *from = *ranks, *into = *others;
    struct comparison comparison = {compare, closure};
    for (unsigned shift = 0; shift < 64 && count; shift += 8) {
        if (!sort_byte(from, into, count, shift))
            continue;
        struct rank *sorted = into;
        into = from;
        from = sorted;
    }
    for (size_t i = 0, end; i < count; i = end) {
        for (end = i + 1; end < count && from[end].head == from[i].head;)
            end++;
        if (end > i + 1)
            qsort_r(from + i, end - i, sizeof *from, compare_ranks, &comparison);
    }
    *ranks = from;
    *others = into;
}
