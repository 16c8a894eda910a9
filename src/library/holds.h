/* Whether an article's own words hold a term: where the index only knows that they may. Inside the
 * library layer only. */
#ifndef LIBRARY_HOLDS_H
#define LIBRARY_HOLDS_H

#include "find/finder.h"
#include "find/query.h"
#include "library/library_private.h"
#include "text/tokens.h"

/* A leaf of a query, to look for. */
struct term {
    struct matcher *matcher; /* of words */
    struct finder *finder;   /* of a regular expression */
};

MUST_CHECK enum status term_init(struct term *term, const struct query_node *node,
                                 struct error *error);
void term_release(struct term *term);
bool term_is_in(const struct term *term, struct haystack haystack);

/* In title, byline or text of the current version; in the columns of the list that field names. */
MUST_CHECK enum status text_holds(struct library *library, int64_t article, const struct term *term,
                                  bool *ret_holds, struct error *error);
MUST_CHECK enum status row_holds(struct library *library, int64_t article, const struct term *term,
                                 enum query_field field, bool *ret_holds, struct error *error);

/* The phrase in FTS5's language, in these columns, or in all with NULL. */
void phrase_append_match(const struct token_phrase *phrase, const char *columns,
                         struct buffer *out);

#endif
