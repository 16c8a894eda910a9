/* Whether the index holds what the texts say, and making it so. */
#ifndef LIBRARY_INDEX_STATE_H
#define LIBRARY_INDEX_STATE_H

#include "library/library.h"

/* The index of ids from 1 to done and over total is right; between them it is empty, and search
 * looks into the texts. */
struct index_state {
    int64_t done, total;
    bool is_ready;   /* nothing is missing */
    bool is_damaged; /* what is there cannot be used, until it is begun anew */
};
MUST_CHECK enum status index_state_read(struct library *library, struct index_state *ret_state,
                                        struct error *error);
/* Of what a query came to: *ret_is_damaged and STATUS_OK when the index turns out to be damaged; it
 * is as none from now on, and the query is to be asked again. A query that found nothing has the
 * index asked, once for each connection, whether it answers at all. */
MUST_CHECK enum status index_doubt(struct library *library, enum status status, bool is_empty,
                                   bool *ret_is_damaged, struct error *error);
/* Goes on building for about so long, or merges what many small additions left apart when nothing
 * is missing. *ret_is_done: there is nothing left to do. */
MUST_CHECK enum status index_build_some(struct library *library, unsigned milliseconds,
                                        bool *ret_is_done, struct error *error);
/* After much was added: a search has less to go through then. */
MUST_CHECK enum status index_settle(struct library *library, struct error *error);
/* Inside a transaction in which all articles are added again: empties the index, complete from now
 * on. */
MUST_CHECK enum status index_empty(struct library *library, struct error *error);
/* Empties the index, to be built again from the texts. */
MUST_CHECK enum status index_restart(struct library *library, struct error *error);

#endif
