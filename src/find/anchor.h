/* A passage or a reading place that survives a changed text: what was quoted, what stood around it,
 * and where.
 *
 * It is looked for in a stream of folded letters and digits (no blanks, no punctuation), so that
 * another typography or line breaking changes nothing: first where a comparison of the old with the
 * new text puts it, then by its quote with up to a quarter of it edited, judged by the better of
 * its two contexts, then between the two contexts. A passage that is found nowhere is an orphan: it
 * is never put on a guess. */
#ifndef FIND_ANCHOR_H
#define FIND_ANCHOR_H

#include "base/str.h"

#include <stdint.h>

enum { ANCHOR_CONTEXT = 32 }; /* code points on each side */

/* Strings are borrowed. */
struct anchor {
    size_t start, end; /* bytes of the text it was made in; equal for a reading place */
    struct str quote, prefix, suffix;
};

enum anchor_fit {
    ANCHOR_EXACT,  /* the same text at the same bytes */
    ANCHOR_MOVED,  /* the same words, surely the same passage */
    ANCHOR_FUZZY,  /* other words, or other surroundings: to be looked over */
    ANCHOR_ORPHAN, /* not found */
};

struct anchor_found {
    enum anchor_fit fit;
    size_t start, end; /* bytes of the new text, at grapheme boundaries; 0 for an orphan passage */
    double score;      /* 0 to 1 */
};

/* The anchor of text[start, end), its strings slices of text. Bounds past the end are clipped. */
struct anchor anchor_make(struct str text, size_t start, size_t end);

/* A new text made ready for any number of anchors, with the old text they were made in if there is
 * one (else empty). Both are borrowed until anchor_text_free. A text over ANCHOR_TEXT_LIMIT bytes
 * is only searched for unchanged passages. */
enum { ANCHOR_TEXT_LIMIT = 8 << 20 };
struct anchor_text;
struct anchor_text *anchor_text_new(struct str old_text, struct str new_text);
void anchor_text_free(struct anchor_text *text); /* NULL is fine */

struct anchor_found anchor_find(const struct anchor_text *text, const struct anchor *anchor);
/* Where reading goes on (start = end): at the nearest text that is still there. An orphan stands at
 * the same bytes as far as the new text reaches. */
struct anchor_found anchor_find_place(const struct anchor_text *text, const struct anchor *anchor);

#endif
