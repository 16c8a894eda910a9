/* The one way for untrusted text to the terminal (hostile-inputs R1, R9). */
#ifndef TEXT_FILTER_H
#define TEXT_FILTER_H

#include "base/str.h"

#include <stdint.h>

#include <stdint.h>

/* What is shown for a code point: itself, 0 for nothing, a control picture U+2400.. for C0 and DEL,
 * or U+FFFD. \n and \t are the caller's to handle and give pictures here. */
uint32_t filter_code_point(uint32_t code_point);
/* One piece of a cluster that is drawn at one place: a base of 1 or 2 columns and at most 4 marks. */
struct display_piece {
    char bytes[5 * 4 + 1]; /* terminated UTF-8 */
    uint8_t length;
    uint8_t width; /* columns, 1 or 2 */
};
/* Splits a cluster into what is drawn, e.g. flags and ZWJ sequences into their parts; VS16 after a
 * one-column base is dropped; a mark without base stands on U+25CC. Writes at most capacity pieces,
 * returns how many (0 for an invisible cluster). ambiguous as in width.h. */
size_t filter_pieces(struct str cluster, int ambiguous, struct display_piece *ret_pieces,
                     size_t capacity);
/* Appends the filtered text, for stdout and messages. keep_lines leaves \n and \t as they are. */
void filter_append(struct buffer *out, struct str untrusted, bool keep_lines);

#endif
