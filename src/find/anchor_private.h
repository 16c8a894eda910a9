/* What the parts of re-anchoring share: anchor_stream.c folds and indexes, anchor_diff.c compares
 * two streams, anchor_align.c finds one piece in one of them, anchor.c decides. */
#ifndef FIND_ANCHOR_PRIVATE_H
#define FIND_ANCHOR_PRIVATE_H

#include "find/anchor.h"

/* The folded letters and digits of a text. A point is an index into it. */
struct anchor_stream {
    struct str text;
    uint32_t *points;  /* code points */
    uint32_t *offsets; /* the byte of the text that each comes from */
    size_t count;
};

void anchor_stream_make(struct str text, struct anchor_stream *ret_stream);
void anchor_stream_release(struct anchor_stream *stream);
/* The first point at or after the byte. */
size_t anchor_stream_at(const struct anchor_stream *stream, size_t byte_offset);
/* The byte after what point - 1 comes from. point > 0. */
size_t anchor_stream_end(const struct anchor_stream *stream, size_t point);

/* Where each run of ANCHOR_GRAM points stands, by hash. */
enum { ANCHOR_GRAM = 4 };
struct anchor_index {
    unsigned bits;
    uint32_t *starts; /* of each hash in positions, and the end */
    uint32_t *positions;
};

void anchor_index_make(const struct anchor_stream *stream, struct anchor_index *ret_index);
void anchor_index_release(struct anchor_index *index);
/* Ascending points, borrowed, of which a few may hold another gram of the same hash. */
const uint32_t *anchor_index_find(const struct anchor_index *index, const uint32_t *gram,
                                  size_t *ret_count);
uint32_t anchor_hash(const uint32_t *points, size_t count, unsigned bits);

/* old[old_start ..] and new[new_start ..] are equal for count points. */
struct anchor_match {
    uint32_t old_start, new_start, count;
};

/* What two streams have in common, in the order of both, to free(). */
size_t anchor_diff(const struct anchor_stream *old_stream, const struct anchor_stream *new_stream,
                   struct anchor_match **ret_matches);

enum { ANCHOR_SIDE = 24, ANCHOR_PIECE = 64 };

/* What is looked for: at most ANCHOR_PIECE points, with at most ANCHOR_SIDE of what stands before
 * and after. points are borrowed: before, quote and after one behind the other. */
struct anchor_piece {
    const uint32_t *points;
    size_t before_count, quote_count, after_count;
};

struct anchor_hit {
    size_t start, end;    /* points of the stream */
    size_t edit_count;    /* of the quote */
    double better, worse; /* likeness of the two sides, 0 to 1 */
    double score;         /* of quote and sides together; negative: none */
    bool is_only;         /* nothing else comes near it */
};

/* Where pieces are looked for. What is taken is known to be another place of the old text. */
struct anchor_space {
    const struct anchor_stream *stream;
    const struct anchor_index *index;
    const struct anchor_match *taken;
    size_t taken_count;
};

/* The best place of the piece within [low, high); of equal ones the nearest to hint. */
struct anchor_hit anchor_align(const struct anchor_space *space, const struct anchor_piece *piece,
                               size_t low, size_t high, size_t hint);

#endif
