/* Tags, told apart folded (text/fold.h): 历史 and 歷史 are one. */
#ifndef LIBRARY_TAG_H
#define LIBRARY_TAG_H

#include "base/arena.h"
#include "library/library.h"

struct tag {
    struct str name, key; /* in the arena given */
    int64_t article_count;
};

/* All, in the order of their folded names; to free(). */
MUST_CHECK enum status tag_list(struct library *library, struct arena *arena,
                                struct tag **ret_tags, size_t *ret_count, struct error *error);
/* STATUS_NOT_FOUND without a word when there is none of that name. */
MUST_CHECK enum status tag_find(struct library *library, struct str name, int64_t *ret_id,
                                struct error *error);
/* The tag of that name, made when there is none. STATUS_USAGE for a name that cannot be typed in a
 * query: empty, over 100 code points, with blanks at its ends, quotes or controls. Inside a transaction. */
MUST_CHECK enum status tag_make(struct library *library, struct str name, int64_t *ret_id,
                                struct error *error);
/* STATUS_USAGE for a name that tag_make refuses. */
MUST_CHECK enum status tag_check(const struct str *names, size_t count, struct error *error);
/* The article has the tag from now on, without an entry in the history: for one just added. Inside a
 * transaction. */
MUST_CHECK enum status tag_assign(struct library *library, int64_t article, struct str name,
                                  struct error *error);

#endif
