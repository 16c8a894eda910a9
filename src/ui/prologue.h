/* What stands above the text: title, who wrote it, how long it takes, and what is wrong with it. */
#ifndef UI_PROLOGUE_H
#define UI_PROLOGUE_H

#include "layout/layout.h"

enum { PROLOGUE_LINES_MAX = 12 };

struct prologue {
    struct prologue_line lines[PROLOGUE_LINES_MAX];
    size_t count;
    struct buffer texts[4]; /* what lines point into */
};

/* screen_rows decides how many blank rows begin it. Release it with prologue_release. */
void prologue_make(const struct document *document, unsigned screen_rows,
                   struct prologue *ret_prologue);
void prologue_release(struct prologue *prologue);

/* The text of a folded run of asides; a fold_label. */
void prologue_fold_label(void *closure, enum aside aside, size_t block_count, struct buffer *out);

#endif
