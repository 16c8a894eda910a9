/* The parts of search. Inside the library layer only. */
#ifndef LIBRARY_SEARCH_PRIVATE_H
#define LIBRARY_SEARCH_PRIVATE_H

#include "library/search_hits.h"
#include "library/search_plan.h"

/* Adds the rows of text_index that match to the ranking's hits. */
MUST_CHECK enum status search_gather(struct library *library, struct str match,
                                     struct ranking *ranking, struct error *error);
/* The same for a leaf of a query, as far as the index knows it. */
MUST_CHECK enum status search_rank_leaf(struct library *library, const struct query_node *leaf,
                                        struct ranking *ranking, struct error *error);
MUST_CHECK enum status search_document_frequency(struct library *library, struct str match,
                                                 int64_t *ret_frequency, struct error *error);

/* search_loose.c: the articles that hold many of a question's words, into a released result. */
MUST_CHECK enum status search_loosely(struct library *library, const struct query *query,
                                      size_t limit, struct search_result *result,
                                      struct error *error);
/* search_rerank.c: adds to the scores of these hits what single characters of the question say. */
MUST_CHECK enum status search_rerank(struct library *library, struct str content,
                                     struct search_hit *hits, size_t count, struct error *error);

#endif
