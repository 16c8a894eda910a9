/* The reader: files on the terminal, one after the other, or one article of a library. */
#ifndef UI_READER_H
#define UI_READER_H

#include "library/library.h"
#include "ui/start.h"

/* Returns when the user leaves; "-" among the paths is standard input. An error when the terminal
 * is not fit or no file could be opened (the first one's reason); a file that fails beside others
 * is a message on the screen. */
MUST_CHECK enum status reader_run(const struct ui_options *options, const char *const *paths,
                                  size_t path_count, struct error *error);
/* The same for an article, its place kept in the library. */
MUST_CHECK enum status reader_run_article(const struct ui_options *options, struct library *library,
                                          int64_t article, struct error *error);

#endif
