/* A copy of the library, made while others use it, and proved to be one. */
#ifndef LIBRARY_BACKUP_H
#define LIBRARY_BACKUP_H

#include "library/library.h"

struct backup_options {
    bool replaces; /* an older library of zhai that lies at the path; anything else stays */
    /* What share is done, in thousandths; NULL for none. */
    void (*progress)(void *closure, int thousandths);
    void *closure;
};

struct backup_report {
    int64_t byte_count, article_count;
};

/* One file, mode 0600, as the library was at one moment: copied aside, verified page by page and by
 * the number of its rows, then put in place. STATUS_USAGE: something is there. */
MUST_CHECK enum status backup_write(struct library *library, const char *path,
                                    const struct backup_options *options,
                                    struct backup_report *ret_report, struct error *error);

#endif
