/* The words of a query in one text: what is lit, counted and quoted of a hit. */
#ifndef FIND_TERMS_H
#define FIND_TERMS_H

#include "find/finder.h"
#include "find/query.h"
#include "find/snippet.h"

struct terms;

/* The terms that a hit of the query may hold, as the library matches them. */
struct terms *terms_new(const struct query *query);
/* For a question, whose hits hold only parts of it: its words and pairs of characters. */
struct terms *terms_new_loose(const struct query *query);
void terms_free(struct terms *terms); /* NULL is fine */
size_t terms_count(const struct terms *terms);

/* The first match of any of them that starts in [from, limit), the longest of those that start
 * there. */
bool terms_next(const struct terms *terms, struct haystack haystack, size_t from, size_t limit,
                struct snippet_match *ret_match);
/* All of them in text order, none reaching into the next; to free(). */
size_t terms_all(const struct terms *terms, struct haystack haystack,
                 struct snippet_match **ret_matches);

#endif
