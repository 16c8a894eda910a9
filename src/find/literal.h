/* Literal search in a text: folded by code point, smart case, overlapping nothing. */
#ifndef FIND_LITERAL_H
#define FIND_LITERAL_H

#include "base/str.h"

#include <stdint.h>

struct match {
    uint32_t start, end; /* bytes, at grapheme boundaries */
};

struct literal;

/* Case counts when the pattern holds an upper-case letter (smart case). Full-width ASCII equals ASCII. The
 * pattern is copied; ill-formed bytes in it match nothing. */
struct literal *literal_new(struct str pattern);
void literal_free(struct literal *literal);
/* The first match that starts at or after from / the last that starts before before. */
bool literal_next(const struct literal *literal, struct str text, size_t from, struct match *ret_match);
bool literal_previous(const struct literal *literal, struct str text, size_t before,
                      struct match *ret_match);
/* All matches from left to right, to free(); returns how many. */
size_t literal_all(const struct literal *literal, struct str text, struct match **ret_matches);

#endif
