/* What the tests of the library share: a library in a folder of its own, documents made of text. */
#ifndef LIBRARY_TEST_H
#define LIBRARY_TEST_H

#include "base/memory.h"
#include "base/str.h"
#include "document/builder.h"
#include "document/stored.h"
#include "find/query.h"
#include "library/store.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* xorshift, so that a failure can be repeated. */
static inline uint32_t random_next(uint64_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return (uint32_t)(*state >> 16);
}

#define assert_ok(call)                                                                            \
    do {                                                                                           \
        enum status got_status = (call);                                                           \
        if (got_status)                                                                            \
            fail_msg("%s: status %d: %s", #call, got_status, error.message);                       \
    } while (0)

/* A library in a new folder; the clock is the test's. */
struct fixture {
    char folder[64];
    char path[96];
    struct library *library;
};
int fixture_set_up(void **state);
int fixture_tear_down(void **state);
/* Closed and opened again. */
void fixture_reopen(struct fixture *fixture);
extern int64_t fixture_now;
int64_t fixture_clock(void);

/* What is told of an article to add; NULL and 0 are what is not known. */
struct sample {
    const char *title, *byline, *site, *url, *published, *language, *text, *path;
};
/* Adds it as zhai add would: text is paragraphs, a line each. */
struct store_result add_sample(struct library *library, const struct sample *sample);
struct document *sample_document(const struct sample *sample);
struct query *parse_query(const char *text); /* or fails */
/* The ids of a query's articles in its order, "3 1 2"; static storage. */
const char *ids_of(struct library *library, const char *query);

#endif
