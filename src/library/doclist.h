/* The articles that hold one term, straight from the segments of its index (segment.h). FTS5 hands
 * out row after row; where a term has a million of them this takes a tenth of the time. Inside the
 * library layer only. */
#ifndef LIBRARY_DOCLIST_H
#define LIBRARY_DOCLIST_H

#include "library/id_set.h"
#include "library/index_private.h"

struct doclist_term {
    enum index_table table;
    struct str token; /* as token_phrase_init gives it */
    bool is_prefix;   /* and what begins so */
    unsigned columns; /* where, a bit each as the table has them; 0: anywhere */
};

/* Adds them to the set. *ret_is_answered false, and nothing added, when only FTS5 can tell: no list
 * holds all that begins so, or something of this transaction may not be written yet.
 * STATUS_MALFORMED for a damaged index. */
MUST_CHECK enum status doclist_gather(struct library *library, const struct doclist_term *term,
                                      struct id_set *set, bool *ret_is_answered,
                                      struct error *error);

#endif
