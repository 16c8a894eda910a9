/* The terms of a segment, one after the other, with their doclists as segment_add takes them. */
#ifndef LIBRARY_SEGMENT_READER_H
#define LIBRARY_SEGMENT_READER_H

#include "library/segment_leaf.h"

#include <stdint.h>

/* Appends a leaf's bytes. */
struct segment_input {
    enum status (*leaf)(int64_t leaf, struct buffer *ret_page, void *closure);
    void *closure;
};

struct segment_reader {
    struct segment_input input;
    bool has_places;
    int64_t next_leaf, last_leaf;
    struct buffer page; /* the leaf read last */
    struct segment_leaf leaf;
    size_t at;
    /* what was read */
    bool has_term;
    struct buffer term, doclist;
    uint64_t head; /* the term's first eight bytes, in the order of terms */
    int64_t first_row, last_row;
    bool has_deletions; /* rows that are taken out of older segments */
};

void segment_reader_init(struct segment_reader *reader, const struct segment_input *input,
                         bool has_places, int64_t first_leaf, int64_t last_leaf);
void segment_reader_release(struct segment_reader *reader);
/* The next term, or has_term is false. STATUS_MALFORMED for bytes that are no segment. */
enum status segment_reader_next(struct segment_reader *reader);

#endif
