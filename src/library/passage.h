/* Bookmarked passages: kept with the words they quote, and carried over to every new version. */
#ifndef LIBRARY_PASSAGE_H
#define LIBRARY_PASSAGE_H

#include "base/arena.h"
#include "document/document.h"
#include "library/library.h"

/* How surely it was found in the version it now belongs to. */
enum passage_fit { PASSAGE_EXACT, PASSAGE_MOVED, PASSAGE_FUZZY, PASSAGE_ORPHAN };

struct passage {
    int64_t id, article, text;
    uint32_t start, end; /* bytes of that version, half-open; of the last one that held an orphan */
    struct str uid, quote, note; /* in the arena given */
    int colour;
    int64_t created, updated;
    enum passage_fit fit;
};

/* Undoable. note may be empty; text is the version that document is. */
MUST_CHECK enum status passage_add(struct library *library, int64_t article, int64_t text,
                                   const struct document *document, uint32_t start, uint32_t end,
                                   struct str note, int colour, int64_t *ret_id,
                                   struct error *error);
MUST_CHECK enum status passage_edit(struct library *library, int64_t id, struct str note, int colour,
                                    struct error *error);
MUST_CHECK enum status passage_remove(struct library *library, int64_t id, struct error *error);
/* Of an article in text order, to free(). */
MUST_CHECK enum status passage_list(struct library *library, int64_t article, struct arena *arena,
                                    struct passage **ret_passages, size_t *ret_count,
                                    struct error *error);

#endif
