/* Text that is shown in one line: titles, names. */
#ifndef TEXT_ONE_LINE_H
#define TEXT_ONE_LINE_H

#include "base/str.h"

/* Appends it in NFC, controls as pictures (C1 as U+FFFD), runs of blanks and line ends as one
 * space, none of them at the ends. */
void one_line_append(struct buffer *out, struct str text);

#endif
