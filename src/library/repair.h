/* What can be made good in a library that is damaged. */
#ifndef LIBRARY_REPAIR_H
#define LIBRARY_REPAIR_H

#include "library/check.h"

struct repair_report {
    struct check_report
        losses;              /* what could not be saved, or is not as it was, article by article */
    bool is_salvaged;        /* rows were copied, as far as they can be read, into a new file */
    struct str damaged_path; /* where the damaged file is kept then; in the arena of losses */
};
void repair_report_release(struct repair_report *report);

/* Makes the indexes again from the texts, and mends what refers to nothing, in one transaction.
 * When that cannot be done because pages are damaged, copies every row that can be read into a new
 * library beside it, which takes its place; the damaged file is kept under another name. No other
 * program may have it open then. On failure nothing is changed. */
MUST_CHECK enum status repair_library(const struct library_options *options,
                                      const struct check_options *check_options,
                                      struct repair_report *ret_report, struct error *error);

#endif
