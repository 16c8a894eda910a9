/* The code-point-to-code-point part of search folding; the find issue adds the rest. */
#ifndef TEXT_FOLD_H
#define TEXT_FOLD_H

#include <stdbool.h>
#include <stdint.h>

/* Simple case folding (CaseFolding.txt C+S) when ignore_case, and always full-width ASCII (FF01..
 * FF5E) and U+3000 to ASCII, since the reader shows some ASCII marks full-width. */
uint32_t fold_code_point(uint32_t code_point, bool ignore_case);

#endif
