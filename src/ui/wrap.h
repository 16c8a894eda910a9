/* Words of the program's own (messages, help) cut into rows. */
#ifndef UI_WRAP_H
#define UI_WRAP_H

#include "text/width.h"

/* The rows of text at columns: broken at blanks and \n and, by kinsoku, beside wide characters. At
 * most limit are stored; returns how many there are. */
size_t wrap_text(struct str text, unsigned columns, enum ambiguous_width ambiguous,
                 struct str rows[], size_t limit);

#endif
