/* Case, for what compares single code points and knows no language; search has text/fold.h. */
#ifndef TEXT_CASE_H
#define TEXT_CASE_H

#include <stdint.h>

/* Simple case folding (CaseFolding.txt C+S), full-width ASCII (FF01..FF5E) and U+3000 as ASCII. */
uint32_t case_fold(uint32_t code_point);

#endif
