/* Files on their way into the library while the shelf stays in use. */
#ifndef UI_ADDING_H
#define UI_ADDING_H

#include "library/library.h"
#include "ui/start.h"

struct adding;

/* A file or folder, as typed. STATUS_USAGE: it cannot be added at all. */
MUST_CHECK enum status adding_begin(struct library *library, const struct ui_options *options,
                                    struct str path, struct adding **ret_adding,
                                    struct error *error);
/* The manual in the user's language. */
MUST_CHECK enum status adding_begin_manual(struct library *library,
                                           const struct ui_options *options,
                                           struct adding **ret_adding, struct error *error);
/* What workers have is stored, the rest forgotten. NULL is fine. */
void adding_end(struct adding *adding);
/* Goes on for some milliseconds, with which a key may wait. *ret_is_done: at the end, or after an
 * error. *ret_has_news: articles are there that were not. */
MUST_CHECK enum status adding_step(struct adding *adding, bool *ret_is_done, bool *ret_has_news,
                                   struct error *error);
/* Takes nothing new. */
void adding_stop(struct adding *adding);
/* "adding 12/345": while it goes on. */
void adding_append_progress(const struct adding *adding, struct buffer *out);
/* "12 added, 3 there already": at the end, with the reasons why others failed. The error that ended
 * it, or NULL, stands before what is in the library all the same. */
void adding_append_result(const struct adding *adding, const struct error *error,
                          struct buffer *out);
/* The article to go to at the end: what a single file became or is, the manual's first chapter;
 * else 0. */
int64_t adding_article(const struct adding *adding);

#endif
