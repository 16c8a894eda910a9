/* The order of titles: ICU's for Chinese, by pinyin or by strokes, in a table made when zhai is
 * built, so that no collator is opened at run time. */
#ifndef TEXT_COLLATION_H
#define TEXT_COLLATION_H

#include "base/str.h"

enum collation_order { COLLATION_PINYIN, COLLATION_STROKE, COLLATION_ORDER_COUNT };

/* Appends bytes that compare (memcmp) as the texts do: by the primary weights of each letter or
 * digit; case, accents, width, marks and blanks do not count. At most 32 letters are looked at. */
void collation_append_key(struct str text, enum collation_order order, struct buffer *out);

#endif
