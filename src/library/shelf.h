/* Saved queries. */
#ifndef LIBRARY_SHELF_H
#define LIBRARY_SHELF_H

#include "base/arena.h"
#include "library/library.h"

struct shelf {
    struct str name, query; /* in the arena given */
    bool is_search;         /* it looks at whole texts (SELECT_TEXT) */
};

/* In the order of saving; to free(). */
MUST_CHECK enum status shelf_list(struct library *library, struct arena *arena,
                                  struct shelf **ret_shelves, size_t *ret_count,
                                  struct error *error);
/* Saves or replaces; undoable. STATUS_USAGE for a name that is empty, too long or has controls. */
MUST_CHECK enum status shelf_save(struct library *library, struct str name, struct str query,
                                  bool is_search, struct error *error);
MUST_CHECK enum status shelf_remove(struct library *library, struct str name, struct error *error);

#endif
