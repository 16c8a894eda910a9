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
 * passages follow. Of the item, which is that version, only what is of the document is looked at.
 */
MUST_CHECK enum status text_make_current(struct library *library, int64_t article, int64_t text,
                                         const struct store_item *item, struct error *error);
/* An article that was not there, with its first version, which is not written yet. Its id and the
 * text's are free. */
MUST_CHECK enum status text_make_article(struct library *library, int64_t article, int64_t text,
                                         int64_t leader, const struct store_item *item,
                                         struct error *error);
/* The same for a version that is only stored. */
MUST_CHECK enum status text_switch(struct library *library, int64_t article, int64_t text,
                                   struct error *error);
/* Row of the table likeness for a key. */
static inline int64_t text_likeness_key(const struct likeness *likeness, int index)
{
    return (int64_t)index << 32 | likeness->keys[index];
}

#endif
