/* The words of a query, found again in the texts of a list. */
#ifndef UI_LIGHTS_H
#define UI_LIGHTS_H

#include "find/query.h"
#include "text/match.h"

struct lights;

/* query is not kept; NULL gives lights that find nothing. */
struct lights *lights_new(const struct query *query);
void lights_free(struct lights *lights); /* NULL is fine */
/* The first match in text that starts at or after from. is_title: pinyin is looked for too, where
 * the words themselves are not. *ret_is_spelling: it was found by its pinyin or romaji. */
bool lights_next(const struct lights *lights, struct str text, bool is_title, size_t from,
                 struct match *ret_match, bool *ret_is_spelling);

#endif
