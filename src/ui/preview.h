/* The beginning of an article, beside a list. */
#ifndef UI_PREVIEW_H
#define UI_PREVIEW_H

#include "layout/layout.h"
#include "library/library.h"

struct session;

/* {0} shows nothing. */
struct preview {
    int64_t id;
    struct document *document;
    struct layout *layout;
    unsigned columns;
};

void preview_release(struct preview *preview);
/* Draws the article from top on; it is read when it is not the one drawn before. */
void preview_paint(struct preview *preview, struct session *session, int64_t article, unsigned top,
                   unsigned rows, unsigned left, unsigned columns);

#endif
