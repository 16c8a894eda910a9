/* Columns on a terminal: the one width table, which ncurses uses too (src/wcwidth.c). */
#ifndef TEXT_WIDTH_H
#define TEXT_WIDTH_H

#include "base/str.h"

#include <stdint.h>

/* Columns of an East Asian Ambiguous code point: “ ” — … · → × and many more. */
enum ambiguous_width { AMBIGUOUS_NARROW = 1, AMBIGUOUS_WIDE = 2 };

/* 0, 1 or 2 columns; what is not shown as itself counts as what is shown for it (filter.h). */
unsigned code_point_width(uint32_t code_point, enum ambiguous_width ambiguous);
/* Columns of one cluster: the sum over its code points, since ZWJ sequences, flags and emoji
 * modifiers are drawn decomposed (no terminal can be trusted to join them). */
unsigned grapheme_width(struct str cluster, enum ambiguous_width ambiguous);
size_t text_width(struct str text, enum ambiguous_width ambiguous);
/* Longest prefix of whole clusters within columns; *ret_columns is what it takes. */
size_t text_fit(struct str text, size_t columns, enum ambiguous_width ambiguous,
                size_t *ret_columns);

#endif
