/* The ranking function's request and answer; bound as a pointer. Inside the library layer only. */
#ifndef LIBRARY_RANK_H
#define LIBRARY_RANK_H

#include "library/id_set.h"
#include "library/index_length.h"
#include "library/search.h"

enum { RANK_COLUMNS = 3, RANK_PHRASES = 64 };

struct ranking {
    const struct lengths *lengths;
    double weights[RANK_COLUMNS];        /* body, title, byline */
    double idf[RANK_PHRASES];            /* by phrase of the query */
    double recency;                      /* what an article's id is worth */
    const struct id_set *only, *without; /* NULL: all, none */
    size_t best_count;       /* so many of the best are kept, or somewhat more; 0: all */
    struct search_hit *hits; /* all of them in the order of ids, the best in none; free() it */
    size_t hit_count, hit_capacity;
    float least;                   /* what is worth less is not among the best */
    size_t article_count;          /* hits, kept or not */
    size_t match_count;            /* occurrences in them */
    const struct library *library; /* whom to ask whether to stop; set by search_gather */
    bool is_phrase_cheap; /* begun once more it costs little; set by search_gather */
};

/* Inverse document frequency as BM25 has it, never negative. */
double rank_idf(size_t article_count, size_t document_frequency);

#endif
