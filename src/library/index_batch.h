/* Articles on their way into the index. Their tokens are gathered by a thread of its own while
 * their rows are stored, from the eighth article of a batch on. Inside the library layer only. */
#ifndef LIBRARY_INDEX_BATCH_H
#define LIBRARY_INDEX_BATCH_H

#include "library/index_private.h"
#include "library/postings.h"
#include "text/tokens.h"

/* As the tables were made (data/sql). */
struct index_options {
    enum tokens_purpose purpose;
    struct postings_options postings;
    unsigned column_count;
};
const struct index_options *index_options(enum index_table table);

struct index_batch;
struct index_batch *index_batch_new(void);
void index_batch_free(struct index_batch *batch);
/* Takes the source over. Each article once. */
void index_batch_put(struct index_batch *batch, struct index_source *source);
size_t index_batch_count(const struct index_batch *batch);
/* Waits until all are gathered, and calls meanwhile (or NULL) now and then. */
void index_batch_finish(struct index_batch *batch, library_meanwhile *meanwhile, void *closure);
void index_batch_clear(struct index_batch *batch);

/* Of a finished batch. */
int64_t index_batch_article(const struct index_batch *batch, size_t index, size_t *ret_token_count);
struct index_rows {
    struct postings *postings;
    unsigned column_count;
    uint64_t row_count, token_counts[INDEX_COLUMNS_MAX];
};
const struct index_rows *index_batch_rows(const struct index_batch *batch, enum index_table table);

#endif
