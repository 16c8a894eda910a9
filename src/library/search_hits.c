#include "library/search_hits.h"

#include <stdlib.h>

/* The better first; of equals the newer. */
static int compare_hits(const void *a, const void *b)
{
    const struct search_hit *left = a, *right = b;
    if (left->score != right->score)
        return left->score < right->score ? 1 : -1;
    return (left->article < right->article) - (left->article > right->article);
}

/* Moves the count best to the front (Hoare's selection), so that only they are sorted. */
static void select_best(struct search_hit *hits, size_t length, size_t count)
{
    while (length > count && length > 1) {
        struct search_hit pivot = hits[length / 2];
        size_t low = 0, high = length - 1;
        while (low <= high) {
            while (compare_hits(&hits[low], &pivot) < 0)
                low++;
            while (compare_hits(&hits[high], &pivot) > 0)
                high--;
            if (low > high)
                break;
            struct search_hit swapped = hits[low];
            hits[low++] = hits[high];
            hits[high] = swapped;
            if (high-- == 0)
                break;
        }
        /* [0, low) are no worse than the rest. */
        if (count <= low && low < length) {
            length = low;
        } else if (low < length && low > 0) {
            hits += low;
            length -= low;
            count -= low;
        } else {
            return;
        }
    }
}

float search_select_best(struct search_hit *hits, size_t length, size_t count)
{
    select_best(hits, length, count);
    float least = hits[0].score;
    for (size_t i = 1; i < count; i++)
        least = hits[i].score < least ? hits[i].score : least;
    return least;
}

void search_sort_hits(struct search_hit *hits, size_t count, size_t limit)
{
    if (limit == 0 || limit > count)
        limit = count;
    if (count == 0) /* there is no array then */
        return;
    select_best(hits, count, limit);
    qsort(hits, limit, sizeof *hits, compare_hits);
}
