/* Where reading stopped, article by article. */
#ifndef LIBRARY_PLACE_H
#define LIBRARY_PLACE_H

#include "document/document.h"
#include "find/anchor.h"
#include "library/library.h"

/* Places above the text, in what a reader sets there: the top, or PLACE_TOP - 1 - n for the row with
 * letter n of it. */
#define PLACE_TOP ((int64_t)-1)

struct reading {
    int64_t article, text; /* the version that is read */
    int64_t place;         /* byte offset, or above the text (PLACE_TOP) */
    struct anchor anchor;  /* of that place, or of the text's start */
    int progress;          /* thousandths */
    bool is_at_end;
};

/* Keeps the place with its anchor, the progress and when it was; an
 * unread article is being read from now on, one at its end is finished, which undo takes back. */
MUST_CHECK enum status place_save(struct library *library, const struct reading *reading,
                                  struct error *error);
/* The place in that version: as it was, or found again by its words when it was kept in another.
 * STATUS_NOT_FOUND without a word when none was kept. */
MUST_CHECK enum status place_find(struct library *library, int64_t article, int64_t text,
                                  const struct document *document, int64_t *ret_place,
                                  struct error *error);

#endif
