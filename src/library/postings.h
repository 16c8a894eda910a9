/* Where each term of a batch of rows stands: what a segment of an index is written from
 * (segment.h). Terms are as FTS5 keys them: '0' and the token, and '1', '2' … with its first
 * characters, for each index of prefixes. */
#ifndef LIBRARY_POSTINGS_H
#define LIBRARY_POSTINGS_H

#include "base/str.h"

#include <stdint.h>

enum { POSTINGS_PREFIXES_MAX = 4 };

struct postings_options {
    unsigned prefixes[POSTINGS_PREFIXES_MAX]; /* in characters, up to the first 0 */
    char mark; /* what begins with it begins with mark_count of them, which are kept as one */
    unsigned mark_count;
    bool has_places; /* false: only which rows hold the term (detail=none) */
};

struct postings;
struct postings *postings_new(const struct postings_options *options);
void postings_free(struct postings *postings);
void postings_clear(struct postings *postings); /* keeps the memory */
/* What is added from now on stands in this column. Each comes once, in any order. */
void postings_begin_column(struct postings *postings, int64_t row, unsigned column);
/* place: which token of the column, in ascending order. */
void postings_add(struct postings *postings, struct str token, uint32_t place);
/* Calls take for each term, in the order of their bytes, with its doclist as FTS5 stores it. What
 * it returns ends the walk unless it is STATUS_OK. Nothing can be added after this. */
typedef enum status postings_sink(struct str term, struct str doclist, void *closure);
enum status postings_walk(struct postings *postings, postings_sink *take, void *closure);

#endif
