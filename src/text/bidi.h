/* Visual order of one row (UAX #9 through ICU). */
#ifndef TEXT_BIDI_H
#define TEXT_BIDI_H

#include "base/str.h"

#include <stdint.h>

/* Whether any code point is right-to-left: paragraphs without one never come here. */
bool bidi_is_needed(struct str paragraph);

struct bidi;
struct bidi *bidi_new(void);
void bidi_free(struct bidi *bidi);
/* Resolves levels of a paragraph (borrowed until the next call). Bidi controls in it are not obeyed:
 * they count as neutrals. Returns whether the paragraph's base direction is right to left (P2, P3). */
bool bidi_begin(struct bidi *bidi, struct str paragraph);
/* One run of a row, in visual order from left to right. */
struct bidi_run {
    uint32_t start, end; /* bytes in the paragraph */
    bool is_right_to_left; /* its clusters are drawn last to first, brackets mirrored */
};
/* Runs of the row [start, end) by rules L1 and L2; at most capacity; returns how many. */
size_t bidi_row(struct bidi *bidi, size_t start, size_t end, struct bidi_run *ret_runs,
                size_t capacity);
uint32_t bidi_mirror(uint32_t code_point); /* Bidi_Mirroring_Glyph, or itself */

#endif
