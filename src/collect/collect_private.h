/* The parts of collect: collect.c steps, feed.c finds and asks, keep.c stores. */
#ifndef COLLECT_COLLECT_PRIVATE_H
#define COLLECT_COLLECT_PRIVATE_H

#include "base/arena.h"
#include "collect/collect.h"
#include "collect/walk.h"

/* One that a worker has, or that is ready to be stored. */
struct input {
    uint64_t id;
    char *path, *absolute_path;
    struct file_identity file; /* its path is absolute_path */
    int64_t article;           /* that is refreshed, or 0 */
    struct buffer charset;     /* that the bytes are said to be in */
    int64_t byte_count;
    unsigned char digest[HASH_DIGEST_BYTES];
    struct page page;
    bool is_answered; /* there is a page, or why there is none */
    bool is_ready;    /* to be stored */
    bool is_known;    /* its bytes are in the library: there is no page */
};

struct collect {
    struct library *library;
    struct arena *arena;
    struct collect_options options;
    struct pool *pool;
    struct walk *walk, *counter; /* NULL when articles are refreshed */
    size_t next_article;
    struct input **inputs; /* in the order of their ids, which is that of asking and storing */
    size_t input_count, input_capacity;
    size_t ready_count, ready_bytes; /* of inputs */
    uint64_t last_id;
    int64_t batch_deadline_ms; /* when the first that is ready has waited long enough */
    int64_t page_us;           /* what storing one took of late */
    int64_t history_entry; /* of this run; 0: none yet */
    int64_t *there;        /* articles that were there before, to be tagged at the end */
    size_t there_count, there_capacity;
    int64_t deadline_ms; /* of the step */
    bool is_stopped, is_exhausted;
    bool was_listening;           /* there may be answers that were not looked at */
    enum status listening_status; /* of collect_listen, told by the next step */
    struct error listening_error;
    struct collect_progress progress;
};

/* Takes the next input: to the pool, or done with at once. Sets is_exhausted at the end. */
MUST_CHECK enum status collect_feed(struct collect *collect, struct error *error);
/* Stores what is ready in one transaction, then reports it. */
MUST_CHECK enum status collect_store(struct collect *collect, struct error *error);

/* Tags what was there before, as one change that can be undone. */
MUST_CHECK enum status collect_tag_there(struct collect *collect, struct error *error);

void collect_report(struct collect *collect, const struct collect_item *item);
void collect_fail(struct collect *collect, const char *path, const char *reason);
/* Takes answers while a batch is stored, so that no worker waits to be heard; a library_meanwhile. */
void collect_listen(void *collect);
/* It can be stored. */
void collect_set_ready(struct collect *collect, struct input *input);
/* Zeroed, with an id; valid until it is dropped. */
struct input *collect_take_input(struct collect *collect);
void collect_drop_input(struct collect *collect, struct input *input);
/* Those that were stored. */
void collect_drop_ready(struct collect *collect);

#endif
