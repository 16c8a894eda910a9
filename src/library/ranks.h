/* The order of a batch's terms (postings.h): by their first eight bytes, then by the rest. Inside
 * the library layer only. */
#ifndef LIBRARY_RANKS_H
#define LIBRARY_RANKS_H

#include <stddef.h>
#include <stdint.h>

struct rank {
    uint64_t head; /* the first eight bytes, the first of them the highest */
    uint32_t term, count;
};

/* compare tells two terms of the same head apart. *others is as large, and may be *ranks then. */
void ranks_sort(struct rank **ranks, struct rank **others, size_t count,
                int (*compare)(uint32_t a, uint32_t b, void *closure), void *closure);

#endif
