/* A stretch of a text that something was found in. */
#ifndef TEXT_MATCH_H
#define TEXT_MATCH_H

#include <stdint.h>

struct match {
    uint32_t start, end; /* bytes, at grapheme boundaries */
};

#endif
