/* A set of article ids, a bit each: a million articles are 125 KB. */
#ifndef LIBRARY_ID_SET_H
#define LIBRARY_ID_SET_H

#include "base/memory.h"

#include <stdbool.h>
#include <stdint.h>

struct id_set {
    uint64_t *words;
    size_t word_count; /* ids beyond are not in the set */
};

void id_set_release(struct id_set *set);
#define CLEANUP_ID_SET CLEANUP(id_set_release)

void id_set_add(struct id_set *set, int64_t id); /* id >= 0 */
void id_set_remove(struct id_set *set, int64_t id);
bool id_set_has(const struct id_set *set, int64_t id);
/* All ids of [1, last]. */
void id_set_add_all(struct id_set *set, int64_t last);
void id_set_copy(const struct id_set *set, struct id_set *ret_copy); /* into a released or zeroed set */

void id_set_unite(struct id_set *set, const struct id_set *other);
void id_set_intersect(struct id_set *set, const struct id_set *other);
void id_set_subtract(struct id_set *set, const struct id_set *other);

size_t id_set_count(const struct id_set *set);
/* The least id over, the greatest below the given one; -1 when there is none. */
int64_t id_set_next(const struct id_set *set, int64_t id);
int64_t id_set_previous(const struct id_set *set, int64_t id);
/* How many ids are below id; the index-th one from 0, or -1. */
size_t id_set_rank(const struct id_set *set, int64_t id);
int64_t id_set_at(const struct id_set *set, size_t index);

#endif
