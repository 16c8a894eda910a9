/* Items on their way, and the batch that is stored next. Inside the collect layer only. */
#ifndef COLLECT_COLLECTOR_PRIVATE_H
#define COLLECT_COLLECTOR_PRIVATE_H

#include "collect/collector.h"
#include "collect/pool.h"
#include "collect/walk.h"

struct item {
    struct item *next;
    uint64_t id;
    char *path;
    struct buffer absolute; /* file.path */
    struct file_identity file;
    struct buffer charset;
    unsigned char digest[HASH_DIGEST_BYTES];
    int64_t byte_count;
    int64_t article; /* that is refreshed */
    bool is_known;   /* its bytes are in the library: no page was made */
    struct page page;
    struct store_result result;
};
void item_free(struct item *item);

struct collector {
    struct collect_options options;
    struct walk *walk, *counter; /* NULL: of a refresh; counted */
    size_t next_article;
    bool is_walked;
    struct pool *pool;
    struct item *waiting; /* for their pages */
    uint64_t last_id;
    struct item *batch, **batch_end;
    size_t batch_count, batch_bytes;
    int64_t batch_since_ms;
    int64_t entry;  /* of the history */
    int64_t *known; /* articles that were there, to be tagged at the end */
    size_t known_count, known_capacity;
    struct collect_progress progress;
};

/* Counts and tells; frees the item. */
void collector_tell(struct collector *collector, struct item *item, enum collect_outcome outcome,
                    const char *reason);
void collector_put(struct collector *collector, struct item *item); /* into the batch */
bool collector_is_batch_full(const struct collector *collector);
/* Stores the batch in one transaction and tells. An item that the library refuses fails alone. */
MUST_CHECK enum status collector_store(struct collector *collector, struct error *error);
MUST_CHECK enum status collector_tag_known(struct collector *collector, struct error *error);

#endif
