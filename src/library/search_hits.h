/* Putting the best hits first. Inside the library layer only. */
#ifndef LIBRARY_SEARCH_HITS_H
#define LIBRARY_SEARCH_HITS_H

#include "library/search.h"

/* Moves the count best to the front; returns the score of the last of them. 0 < count <= length. */
float search_select_best(struct search_hit *hits, size_t length, size_t count);
/* Puts the limit best first, in order; 0: all. */
void search_sort_hits(struct search_hit *hits, size_t count, size_t limit);

#endif
