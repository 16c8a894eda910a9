/* The parts of a check. Inside the library layer only. */
#ifndef LIBRARY_CHECK_PRIVATE_H
#define LIBRARY_CHECK_PRIVATE_H

#include "library/check.h"
#include "library/library_private.h"

struct check {
    struct library *library;
    const struct check_options *options;
    struct check_report *report;
    int64_t done, total; /* rows */
    int told;            /* the last progress */
};

void check_find(struct check *check, enum finding_kind kind, int64_t article, const char *format,
                ...) PRINTF_LIKE(4, 5);
/* One more row is done. */
void check_advance(struct check *check);
/* Ends a walk over rows: one that broke off at a damaged page is a finding, and no error. */
MUST_CHECK enum status check_end_walk(struct check *check, enum status status, const char *what,
                                      const struct error *error);

/* check_content.c */
MUST_CHECK enum status check_originals(struct check *check, struct error *error);
MUST_CHECK enum status check_texts(struct check *check, struct error *error);
MUST_CHECK enum status check_articles(struct check *check, struct error *error);
/* check_index.c. The first writes, in SQLite's eyes: outside a transaction, and not at all where
 * nothing can be written. */
MUST_CHECK enum status check_index_structure(struct check *check, struct error *error);
MUST_CHECK enum status check_index_agreement(struct check *check, struct error *error);

#endif
