/* What was typed before comes again by UP and DOWN in a prompt. */
#ifndef UI_RECALL_H
#define UI_RECALL_H

#include "ui/history.h"

struct recall {
    size_t index;        /* in the history, or SIZE_MAX: the draft */
    struct buffer draft; /* what was typed before anything was recalled */
    enum finder_kind draft_kind;
};
#define RECALL_NONE ((struct recall){.index = SIZE_MAX})
void recall_release(struct recall *recall);

/* Keeps what is typed as the draft, unless something is recalled already. */
void recall_begin(struct recall *recall, struct str text, enum finder_kind kind);
/* Puts the next older or newer one that begins with prefix in text and *kind, or the draft after
 * the newest; nothing when there is none. */
void recall_step(struct recall *recall, const struct history *history, bool is_older,
                 struct str prefix, struct buffer *text, enum finder_kind *kind);

#endif
