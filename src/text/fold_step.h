/* What fold.c and fold_step.c share. */
#ifndef TEXT_FOLD_STEP_H
#define TEXT_FOLD_STEP_H

#include "text/fold.h"
#include "text/fold_table.h"
#include "text/utf8_inline.h"

/* The folded form of one code point (<= U+10FFFF) that nothing joins; returns how many. */
unsigned fold_points(uint32_t code_point, uint32_t *ret_points);

/* Whether what decoded to U+FFFD from [offset, end) does not spell it. */
static inline bool is_ill_formed(struct str text, size_t offset, size_t end)
{
    return end - offset != 3 || (unsigned char)text.bytes[offset] != 0xEF ||
           (unsigned char)text.bytes[offset + 2] != 0xBD;
}

#endif
