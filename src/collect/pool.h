/* Workers that turn saved bytes into pages, several at a time, each in a process that has given up
 * every right. A page that kills its worker fails alone. */
#ifndef COLLECT_POOL_H
#define COLLECT_POOL_H

#include "collect/page.h"

struct pool;

struct pool_options {
    const char *program;   /* answers to WORKER_ARGUMENT; NULL: this program */
    size_t worker_count;   /* 0: one for each processor */
    unsigned cpu_seconds;  /* that a page may take; 0: 10. Large ones may take more, as they are */
    unsigned wall_seconds; /* 0: 30 */
    size_t memory_bytes;   /* 0: 1 GiB */
    const struct rules_file *rules_files; /* the user's; copied by pool_new */
    size_t rules_file_count;
};

/* Starts nothing yet. */
struct pool *pool_new(const struct pool_options *options);
/* Ends every worker; what was not answered is forgotten. NULL is fine. */
void pool_free(struct pool *pool);

/* Whether another page keeps workers busy; past that they only take memory. */
bool pool_has_room(const struct pool *pool);
size_t pool_unanswered(const struct pool *pool);
/* Empties *content; the options are copied. digest is hash_digest of the content. */
void pool_submit(struct pool *pool, uint64_t id, const struct ingest_options *options,
                 struct buffer *content, const unsigned char digest[HASH_DIGEST_BYTES]);

struct pool_result {
    uint64_t id;
    struct page page; /* page_release; a failed one says why in page.error, with the name */
};

/* One answer, in any order. STATUS_NOT_FOUND without a word: none in that time, by a signal, or
 * there is nothing to answer; STATUS_SYSTEM: workers cannot be started. */
MUST_CHECK enum status pool_wait(struct pool *pool, int timeout_ms, struct pool_result *ret_result,
                                 struct error *error);
/* What a worker of this program has given up, found out by starting one. */
MUST_CHECK enum status pool_probe(const struct pool_options *options,
                                  struct sandbox_report *ret_report, struct error *error);

#endif
