/* What the ranking function is told; bound as a pointer. Inside the library layer only. */
#ifndef LIBRARY_RANK_H
#define LIBRARY_RANK_H

#include "library/index_length.h"

enum { RANK_COLUMNS = 3, RANK_PHRASES = 64 };

struct ranking {
    const struct lengths *lengths;
    double weights[RANK_COLUMNS]; /* title, byline, body */
    double idf[RANK_PHRASES];     /* by phrase of the query */
    size_t match_count;           /* occurrences in the rows ranked so far */
};

#endif
