/* Ids of the rows of a full-text table that match. */
#ifndef LIBRARY_MATCH_H
#define LIBRARY_MATCH_H

#include "library/id_set.h"
#include "library/library.h"

#include <stddef.h>

/* Bound as a pointer to the function zhai_match(table, pointer), a condition of a statement that
 * is stepped once: the set has them all then. */
struct match_rows {
    const struct library *library; /* whom to ask whether to stop */
    struct id_set *set;
    bool is_cheap; /* to begin anew: no word of it is a beginning that no index has */
    size_t count;  /* of those taken */
};

#endif
