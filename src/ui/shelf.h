/* The shelf: the library on the terminal, its articles read from it. */
#ifndef UI_SHELF_H
#define UI_SHELF_H

#include "library/library.h"
#include "ui/start.h"

/* Returns when the user leaves. An error when the terminal is not fit or the library cannot be
 * read. The library stays open. */
MUST_CHECK enum status shelf_run(const struct ui_options *options, struct library *library,
                                 struct error *error);

#endif
