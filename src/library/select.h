/* The articles that a query names, in an order: what a list shows.
 *
 * A selection is what was true when it was made. It holds a bit for each article, and ids in order
 * only as far as they were asked for, so that a million articles cost what is on the screen. */
#ifndef LIBRARY_SELECT_H
#define LIBRARY_SELECT_H

#include "find/query.h"
#include "library/id_set.h"
#include "library/library.h"

enum select_scope {
    SELECT_ROWS, /* words are looked for in title, byline, site, tags and address */
    SELECT_TEXT, /* and in the whole text, passages and notes */
};

struct selection;

/* query is borrowed for the call. Articles in the trash only when it asks for the trash; of those
 * with nearly the same text one, when folds_variants. STATUS_CANCELLED: library_set_stop. */
MUST_CHECK enum status selection_make(struct library *library, const struct query *query,
                                      enum select_scope scope, bool folds_variants,
                                      struct selection **ret_selection, struct error *error);
void selection_free(struct selection *selection); /* NULL is fine */

size_t selection_count(const struct selection *selection);
bool selection_has(const struct selection *selection, int64_t article);
/* All of it, added to a set. */
void selection_gather(const struct selection *selection, struct id_set *set);
/* The article at index (< count) in the query's order, newest first when it names none. */
MUST_CHECK enum status selection_article(struct library *library, struct selection *selection,
                                         size_t index, int64_t *ret_article, struct error *error);
/* Where the article stands; STATUS_NOT_FOUND without a word when it is not there. */
MUST_CHECK enum status selection_index(struct library *library, struct selection *selection,
                                       int64_t article, size_t *ret_index, struct error *error);

#endif
