/* The library: one SQLite file of saved pages, their texts and what the reader did with them.
 *
 * Everything that changes it is one transaction; whoever reads sees all of it or nothing. Several
 * processes may have it open. Strings handed out are borrowed until the next call unless a header
 * says otherwise. One thread at a time. */
#ifndef LIBRARY_LIBRARY_H
#define LIBRARY_LIBRARY_H

#include "base/str.h"

#include <stdint.h>

struct library;

struct library_options {
    const char *path;
    bool creates;         /* makes the file and its folder when there is none */
    int64_t (*now)(void); /* milliseconds since 1970 */
};

/* STATUS_NOT_FOUND: there is none (and creates is false). A file that is no library, one of a newer
 * zhai, a damaged or an altered one is refused and left untouched; one of an older zhai is brought
 * up to date. A file that cannot be written is opened for reading. */
MUST_CHECK enum status library_open(const struct library_options *options,
                                    struct library **ret_library, struct error *error);
void library_close(struct library *library); /* NULL is fine */

const char *library_path(const struct library *library);
bool library_is_read_only(const struct library *library);
/* Appends a sentence when the file lies where SQLite's locks or its two companion files are not
 * safe: a network file system, a folder that another program synchronises. */
bool library_append_warning(const char *path, struct buffer *out);

/* Whether another process has changed the library since the last call. Microseconds. */
bool library_has_changed(struct library *library);
/* Asked every millisecond or so while a statement runs: true ends it with STATUS_CANCELLED. NULL
 * for none. */
typedef bool library_should_stop(void *closure);
void library_set_stop(struct library *library, library_should_stop *should_stop, void *closure);

/* Called every few milliseconds while a commit fills the index, for what must not stand still
 * meanwhile; it must not use the library. NULL for none. */
typedef void library_meanwhile(void *closure);
void library_set_meanwhile(struct library *library, library_meanwhile *meanwhile, void *closure);

/* What is done until the commit is one step for every other process and for a crash. They nest: the
 * outermost counts. A failed or abandoned transaction leaves the library as it was. */
MUST_CHECK enum status library_begin(struct library *library, struct error *error);
MUST_CHECK enum status library_commit(struct library *library, struct error *error);
void library_rollback(struct library *library);

/* How long the beginning of a change waits for one of another program until it is STATUS_BUSY: five
 * seconds, or what is said here. */
void library_set_patience(struct library *library, int milliseconds);

/* Everything read until the end is of one moment, and cheaper. They nest, in transactions too. */
MUST_CHECK enum status library_begin_reading(struct library *library, struct error *error);
void library_end_reading(struct library *library);

struct library_counts {
    int64_t articles; /* without those in the trash */
    int64_t unread, reading, finished, starred, trashed;
};
MUST_CHECK enum status library_count(struct library *library, struct library_counts *ret_counts,
                                     struct error *error);

#endif
