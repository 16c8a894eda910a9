/* Recording a change, for the files of the library that change something. */
#ifndef LIBRARY_CHANGE_PRIVATE_H
#define LIBRARY_CHANGE_PRIVATE_H

#include "library/change.h"
#include "library/library_private.h"

struct change_scope {
    struct library *library;
    sqlite3_session *session;
};

/* A transaction in which every changed row is recorded. */
MUST_CHECK enum status change_begin(struct library *library, struct change_scope *ret_scope,
                                    struct error *error);
/* Ends it: with STATUS_OK it is committed with an entry of the history (none when no row changed),
 * else rolled back and the status handed on. */
MUST_CHECK enum status change_end(struct change_scope *scope, enum status status,
                                  enum change_kind kind, struct str subject, size_t article_count,
                                  struct error *error);
/* The bare entry; its id is sqlite3_last_insert_rowid. */
MUST_CHECK enum status change_insert(struct library *library, enum change_kind kind,
                                     struct str subject, size_t article_count, struct str changeset,
                                     struct error *error);
/* store.c: the articles listed for the entry go back to the text they had before (those that had
 * none to the trash), or forth again. */
MUST_CHECK enum status change_apply_texts(struct library *library, int64_t change, bool is_undo,
                                          struct error *error);

#endif
