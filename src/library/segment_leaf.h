/* A leaf page of a segment (segment.h): where its terms and rows are. Inside the library layer
 * only. */
#ifndef LIBRARY_SEGMENT_LEAF_H
#define LIBRARY_SEGMENT_LEAF_H

#include "base/str.h"

enum { SEGMENT_LEAF_HEADER_BYTES = 4 };

struct segment_leaf {
    struct str page;
    size_t first_row_at; /* a row that is whole: the others go on from the one before */
    size_t end;          /* of terms and rows */
    size_t next_term_at; /* end when there is none */
    size_t footer_at;
    bool is_in_terms; /* its first was read */
};

/* False for bytes that are no leaf, here and below. The page is borrowed. */
bool segment_leaf_init(struct segment_leaf *leaf, struct str page);
/* Reads the next term; term is the one before, unless it is the leaf's first. *ret_at: behind it.
 */
bool segment_leaf_read_term(struct segment_leaf *leaf, struct buffer *term, size_t *ret_at);

#endif
