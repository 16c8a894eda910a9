/* Files into the library, and articles anew out of their saved pages: walked, parsed by workers,
 * stored in batches. One call does a little, so that a screen stays alive meanwhile. */
#ifndef COLLECT_COLLECTOR_H
#define COLLECT_COLLECTOR_H

#include "library/store.h"

enum collect_outcome {
    COLLECT_ADDED,
    COLLECT_DUPLICATE, /* or, of a refresh: nothing is different */
    COLLECT_UPDATED,
    COLLECT_KEPT, /* a version that is worse than the one that stays */
    COLLECT_FAILED,
    COLLECT_OUTCOME_COUNT,
};

/* Told once what it tells is in the library for good. Strings are borrowed for the call. */
struct collect_event {
    enum collect_outcome outcome;
    const char *path; /* as named, and the way below it; of a refresh: where it came from */
    struct store_result result;
    const char *reason; /* of a failure: a sentence that names the path */
};

struct collect_options {
    struct library *library;
    const char *const *paths; /* to be added: files, folders, "-"; borrowed */
    size_t path_count;
    struct id_list articles; /* to be refreshed, when there are no paths; borrowed */
    struct str charset;      /* that the bytes are in, or empty */
    const struct str *tags;  /* for everything named, also what was there already; borrowed */
    size_t tag_count;
    size_t worker_count; /* 0: one for each processor */
    const char *program; /* that answers to WORKER_ARGUMENT; NULL: this one */
    bool counts;         /* finds out beforehand how many there are */
    void (*tell)(void *closure, const struct collect_event *event);
    void *closure;
};

struct collector;

struct collector *collector_new(const struct collect_options *options);
void collector_free(
    struct collector *collector); /* NULL is fine; what was not told is not stored */

/* Works for about so long. On an error of the library or the workers nothing more can be done; what
 * was told stays. */
MUST_CHECK enum status collector_run(struct collector *collector, unsigned milliseconds,
                                     bool *ret_is_done, struct error *error);
/* Stores and tells what workers have answered, forgets the rest, and tags what was there before.
 * Called once, when all is done or to stop early. */
MUST_CHECK enum status collector_finish(struct collector *collector, struct error *error);

struct collect_progress {
    size_t done, total; /* total 0: not known yet */
    size_t counts[COLLECT_OUTCOME_COUNT];
    size_t left_out; /* files of folders that are no articles */
};
struct collect_progress collector_progress(const struct collector *collector);

#endif
