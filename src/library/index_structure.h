/* Which segments an FTS5 index has, level by level: its structure record (fts5_index.c). Inside the
 * library layer only. */
#ifndef LIBRARY_INDEX_STRUCTURE_H
#define LIBRARY_INDEX_STRUCTURE_H

#include "base/str.h"

#include <stdint.h>

/* Rows of the table _data: the structure's record, and from a segment's id times two to the power
 * of SEGMENT_ID_BITS on its leaves. */
enum { STRUCTURE_ID = 10, SEGMENT_ID_BITS = 37 };
enum { STRUCTURE_SEGMENTS_MAX = 2000, STRUCTURE_LEVELS_MAX = 64, STRUCTURE_COOKIE_BYTES = 4 };

struct segment_range {
    uint64_t id, first_leaf, last_leaf;
};

struct level {
    uint64_t
        merging_count; /* the oldest so many are being merged by FTS5, a few leaves at a time */
    struct segment_range *segments; /* the newest last */
    size_t segment_count, segment_capacity;
};

struct structure {
    char cookie[STRUCTURE_COOKIE_BYTES]; /* of the settings */
    uint64_t written_leaves;             /* of first segments, ever */
    struct level levels[STRUCTURE_LEVELS_MAX];
    size_t level_count, segment_count;
};

/* False for a record that is not of this format. To structure_free. */
bool structure_parse(struct str record, struct structure **ret_structure);
void structure_append(const struct structure *structure, struct buffer *out);
void structure_free(struct structure *structure);
/* False when there are as many as can be. */
bool structure_free_id(const struct structure *structure, uint64_t *ret_id);
void structure_add(struct structure *structure, size_t level, struct segment_range segment);
void structure_cut(struct structure *structure, size_t level,
                   size_t from); /* the newest, from that one on */
uint64_t level_leaf_count(const struct level *level,
                          size_t from); /* of the newest, from that one on */

#endif
