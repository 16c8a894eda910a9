/* Which code points a row may not begin or end with, and which pairs are never cut. */
#ifndef TEXT_KINSOKU_H
#define TEXT_KINSOKU_H

#include "text/linebreak.h"

/* Two of one kind that are drawn as one line: —— …… ⋯⋯ ‥‥ ―― (CLREQ §3.1.3, JLREQ cl-08). */
bool kinsoku_is_doubled(uint32_t code_point);
/* Em dashes, of which two together may begin a row below KINSOKU_STRICT while one may not. */
bool kinsoku_is_dash(uint32_t code_point);

#endif
