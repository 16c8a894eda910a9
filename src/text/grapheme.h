/* Extended grapheme clusters (UAX #29 §3), in well-formed or ill-formed UTF-8. */
#ifndef TEXT_GRAPHEME_H
#define TEXT_GRAPHEME_H

#include "base/str.h"

/* End, in bytes, of the cluster that starts at offset (a boundary, < text.length). */
size_t grapheme_end(struct str text, size_t offset);
/* Start of the cluster that ends at offset (a boundary, > 0). */
size_t grapheme_start_before(struct str text, size_t offset);
/* The greatest boundary <= offset. */
size_t grapheme_floor(struct str text, size_t offset);

#endif
