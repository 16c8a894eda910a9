/* Saved pages into the library: found, parsed by workers, stored in batches. Also pages that are
 * there once more out of their originals. Goes on step by step, so that a screen stays alive. */
#ifndef COLLECT_COLLECT_H
#define COLLECT_COLLECT_H

#include "collect/pool.h"
#include "library/store.h"

enum collect_outcome {
    COLLECT_ADDED,
    COLLECT_DUPLICATE, /* nothing about it is new */
    COLLECT_UPDATED,   /* a new version of what was there */
    COLLECT_KEPT,      /* a new version, worse than the one that stays current */
    COLLECT_FAILED,
    COLLECT_NO_ARTICLE, /* a file in a folder that was not tried */
    COLLECT_PASSED_BY,  /* a link, pipe, socket or device in a folder */
    COLLECT_OUTCOME_COUNT,
};

/* One input and what became of it, said once that cannot be lost any more. */
struct collect_item {
    const char *path; /* as named, any bytes; the article's source when it is refreshed */
    enum collect_outcome outcome;
    struct store_result result; /* unless there is a reason */
    const char *reason; /* from COLLECT_FAILED on: a sentence with the path, why it is not there */
};

struct collect_options {
    const char *const *paths; /* files, folders, "-"; borrowed until collect_free */
    size_t path_count;
    struct id_list articles; /* instead of paths: refresh these; borrowed likewise */
    struct str charset;      /* what the bytes are in, or empty; copied */
    const struct str *tags;  /* each article gets them; copied */
    size_t tag_count;
    struct pool_options pool;
    unsigned batch_ms; /* that the first of a batch waits to be stored, and that storing it takes,
                          about; 0: 300 */
    void (*observe)(void *closure, const struct collect_item *item); /* may be NULL */
    void *closure;
};

struct collect_progress {
    size_t counts[COLLECT_OUTCOME_COUNT];
    size_t done;     /* their sum, without what was not tried */
    size_t total;    /* found so far */
    bool is_counted; /* total is all there is */
};

struct collect;

/* STATUS_USAGE for a tag or charset that cannot be. */
MUST_CHECK enum status collect_new(struct library *library, const struct collect_options *options,
                                   struct collect **ret_collect, struct error *error);
/* What was not stored yet is forgotten. NULL is fine. */
void collect_free(struct collect *collect);
/* Goes on for about so long; *ret_is_done when nothing is left. An error ends it: the library cannot
 * be written. */
MUST_CHECK enum status collect_step(struct collect *collect, int milliseconds, bool *ret_is_done,
                                    struct error *error);
/* Takes nothing new: the next steps only store what workers have. */
void collect_stop(struct collect *collect);
struct collect_progress collect_progress(const struct collect *collect);

#endif
