/* Versions of an article's text. Inside the library layer only. */
#ifndef LIBRARY_TEXT_PRIVATE_H
#define LIBRARY_TEXT_PRIVATE_H

#include "library/library_private.h"
#include "library/store.h"

/* The text of an article's version, 0 being the current one. STATUS_NOT_FOUND with a sentence. */
MUST_CHECK enum status text_find(struct library *library, int64_t article, int64_t version,
                                 int64_t *ret_text, struct error *error);
/* The version as a document to free. */
MUST_CHECK enum status text_document(struct library *library, int64_t text,
                                     struct document **ret_document, struct error *error);
/* Whether the item is what the article's current version is. */
MUST_CHECK enum status text_is_same(struct library *library, int64_t article,
                                    const struct store_item *item, bool *ret_is_same,
                                    struct error *error);
/* The version becomes what lists, search and reading show: the article's columns, the index and its
 * passages follow. document is that version, or NULL to have it read. */
MUST_CHECK enum status text_make_current(struct library *library, int64_t article, int64_t text,
                                         const struct document *document, struct error *error);

#endif
