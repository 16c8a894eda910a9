/* A segment of an FTS5 index, of the format that FTS5 describes in its source (fts5_index.c;
 * version 4 of the tables): leaf pages of terms and doclists, the first term of each leaf, and for
 * long doclists an index of the rows that their leaves begin with. Byte for byte what FTS5 would
 * write. */
#ifndef LIBRARY_SEGMENT_H
#define LIBRARY_SEGMENT_H

#include "base/str.h"

#include <stdint.h>

enum { SEGMENT_PAGE_BYTES = 4050 }; /* FTS5's setting pgsz, which zhai leaves alone */

/* Where it goes. A page's id is that within the segment: FTS5_SEGMENT_ROWID less the segment. */
struct segment_output {
    enum status (*page)(int64_t id, struct str bytes, void *closure);
    enum status (*entry)(struct str term, int64_t value, void *closure); /* of the table _idx */
    void *closure;
};

struct segment;
struct segment *segment_new(const struct segment_output *output, bool has_places);
/* Terms in ascending order, each with its doclist: rows, and the places of each when it has any. */
enum status segment_add(struct segment *segment, struct str term, struct str doclist);
/* Writes what is left. Its leaves are numbered from 1 to *ret_leaf_count. */
enum status segment_end(struct segment *segment, int64_t *ret_leaf_count);
void segment_free(struct segment *segment);

#endif
