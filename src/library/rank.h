/* The ranking function's request and answer; bound as a pointer. Inside the library layer only. */
#ifndef LIBRARY_RANK_H
#define LIBRARY_RANK_H

#include "library/id_set.h"
#include "library/index_length.h"
#include "library/search.h"

enum { RANK_COLUMNS = 3, RANK_PHRASES = 64 };

struct ranking {
    const struct lengths *lengths;
    double weights[RANK_COLUMNS];       /* title, byline, body */
    double idf[RANK_PHRASES];           /* by phrase of the query */
    const struct id_set *only, *without; /* NULL: all, none */
    struct search_hit *hits;            /* in the order of ids; free() it */
    size_t hit_count, hit_capacity;
    size_t match_count; /* occurrences in them */
    size_t hits_most;   /* the row after so many is handed out; 0: no bound */
};

/* Inverse document frequency as BM25 has it, never negative. */
double rank_idf(size_t article_count, size_t document_frequency);

#endif
