/* Hits of which several have nearly the same text, as a list shows them. */
#ifndef LIBRARY_SEARCH_FOLD_H
#define LIBRARY_SEARCH_FOLD_H

#include "library/article.h"
#include "library/search.h"

/* The articles that follow another (article_followers). */
struct followers {
    struct article_follower *items;
    size_t count;
};

struct search_row {
    int64_t article;
    float score;
    uint32_t folded_count; /* others among the hits with nearly its text */
};

/* Of the hits with nearly one text the best has a row, in the order of the hits. Writes at most as
 * many rows as there are hits; returns how many. */
size_t search_fold(const struct search_result *result, struct followers followers,
                   struct search_row *ret_rows);

#endif
