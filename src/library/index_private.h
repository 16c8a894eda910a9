/* What the index tables hold of an article, for whoever writes them and whoever checks them. Inside
 * the library layer only. */
#ifndef LIBRARY_INDEX_PRIVATE_H
#define LIBRARY_INDEX_PRIVATE_H

#include "document/document.h"
#include "library/library_private.h"

struct index_pending {
    int64_t article;
    struct buffer title, byline, body; /* the columns of text_index */
    struct buffer all;                 /* of single_index */
};

/* document is the article's current version. */
MUST_CHECK enum status index_gather(struct library *library, int64_t article,
                                    const struct document *document,
                                    struct index_pending *ret_pending, struct error *error);
void index_pending_release(struct index_pending *pending);

/* index_shelf.c: the columns of shelf_index, each to buffer_release. */
enum { SHELF_COLUMNS = 5 };
MUST_CHECK enum status index_shelf_gather(struct library *library, int64_t article,
                                          struct buffer ret_columns[SHELF_COLUMNS],
                                          struct error *error);

#endif
