/* How long each article's text is: a byte each in memory, for ranking. */
#ifndef LIBRARY_INDEX_LENGTH_H
#define LIBRARY_INDEX_LENGTH_H

#include "library/library_private.h"

struct lengths {
    uint8_t *bytes; /* by id */
    size_t count;
    double average;               /* tokens */
    float norms[256];             /* the part of BM25 that a length decides, by byte */
    struct library_moment moment; /* when it was read */
};

uint8_t lengths_byte(size_t token_count);
void lengths_free(struct lengths *lengths); /* NULL is fine */
/* Inside a transaction: the article's text has so many tokens. */
MUST_CHECK enum status lengths_set(struct library *library, int64_t article, size_t token_count,
                                   struct error *error);
/* All, read again when the library has changed; the library's own. A millisecond for a million. */
MUST_CHECK enum status lengths_read(struct library *library, const struct lengths **ret_lengths,
                                    struct error *error);

#endif
