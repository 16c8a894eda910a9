/* The inside of a block for writers: text and spans in order, properly nested. */
#ifndef DOCUMENT_INLINE_H
#define DOCUMENT_INLINE_H

#include "document/document.h"

/* Each call's offset never decreases. text is cut only at span borders. */
struct inline_events {
    void (*open)(void *context, size_t span);
    void (*text)(void *context, struct str text);
    void (*close)(void *context, size_t span);
};

/* The spans of a block are [*ret_first, *ret_end). */
void inline_spans(const struct document *document, size_t block, size_t *ret_first,
                  size_t *ret_end);
/* From the given offset of the text (the block's start, or behind a marker) to the block's end. */
void inline_walk(const struct document *document, size_t block, size_t from,
                 const struct inline_events *events, void *context);

/* The author's marker at the block's start: its length when it is in the text, else 0. */
size_t inline_marker(const struct document *document, size_t block);

#endif
