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

struct anchor_text {
    struct anchor_stream old_stream, new_stream;
    struct anchor_index index; /* of new_stream */
    struct anchor_match *matches;
    size_t match_count;
    bool is_too_large;
};

/* A range of the new stream. */
struct anchor_range {
    size_t start, end;
};

/* The folded anchor: before, quote and after in one row of points. */
struct anchor_folded {
    struct anchor_stream before, quote, after;
    uint32_t *points;
    size_t before_count, quote_count, after_count;
};

/* Where a passage may be. */
struct anchor_attempt {
    struct anchor_range range; /* points of the new stream */
    double score;
    bool is_sure;
};

void anchor_folded_make(const struct anchor *anchor, struct anchor_folded *ret_folded);
void anchor_folded_release(struct anchor_folded *folded);
/* Points [start, end) of the row, with what stands beside them in it. */
struct anchor_piece anchor_piece_of(const struct anchor_folded *folded, size_t start, size_t end);

/* anchor_align with the demands on a quote of that length. */
bool anchor_find_piece(const struct anchor_space *space, const struct anchor_piece *piece,
                       struct anchor_range window, size_t hint, struct anchor_hit *ret_hit);
/* What stood on one side, at most ANCHOR_PIECE points, where it is alone and nearly unchanged. */
bool anchor_find_side(const struct anchor_space *space, const uint32_t *points, size_t count,
                      size_t hint, struct anchor_hit *ret_hit);
/* Both sides speak for it. */
bool anchor_is_supported(const struct anchor_hit *hit);
bool anchor_attempt_make(const struct anchor_text *text, const struct anchor *anchor,
                         const struct anchor_folded *folded, struct anchor_attempt *ret_attempt);

/* The points of the old stream that the anchor was made on. */
bool anchor_find_old(const struct anchor_text *text, const struct anchor *anchor,
                     struct anchor_range *ret_old);
/* The first match that ends behind an old point, or match_count. */
size_t anchor_match_behind(const struct anchor_text *text, size_t old_point);
size_t anchor_old_end_before(const struct anchor_text *text, size_t match);
size_t anchor_new_end_before(const struct anchor_text *text, size_t match);
size_t anchor_new_start_of(const struct anchor_text *text, size_t match);

bool anchor_stands_at(struct str text, size_t start, struct str part);
/* Nothing has changed where the anchor was made. */
bool anchor_is_unchanged(struct str text, const struct anchor *anchor);
/* Byte for byte, with what stands around it or without, if that is there only once. */
struct anchor_found anchor_find_unchanged(struct str text, const struct anchor *anchor);
/* The marks at the borders of a quote are in no stream: back over those of inner's start that stand
 * before text[start). */
size_t anchor_extend_start(struct str text, size_t start, struct str inner);

#endif
