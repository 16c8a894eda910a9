/* Search in whole texts: the articles that a query names, the best first. */
#ifndef LIBRARY_SEARCH_H
#define LIBRARY_SEARCH_H

#include "find/query.h"
#include "library/library.h"

struct search_hit {
    int64_t article;
    float score;
};

struct search_result {
    struct search_hit *hits; /* the first of them in order, as many as were asked for */
    size_t hit_count;
    size_t article_count; /* exact, hits or not */
    size_t match_count;   /* occurrences in all of them; 0 when that was not counted */
    bool is_loose;        /* none holds all the words: those that hold many of them */
};
void search_result_release(struct search_result *result);

/* Hits in the order of relevance, or in the query's own; limit 0: all. Articles in the trash only
 * when asked for. STATUS_CANCELLED: library_set_stop. */
MUST_CHECK enum status search_run(struct library *library, const struct query *query, size_t limit,
                                  struct search_result *ret_result, struct error *error);
/* What can be shown at once, within a millisecond: all hits, the newest first, when they are fewer
 * than limit; else the newest with the words in the title, then others. Nothing is counted; may be
 * empty although there are hits. */
MUST_CHECK enum status search_glance(struct library *library, const struct query *query,
                                     size_t limit, struct search_result *ret_result,
                                     struct error *error);

#endif
