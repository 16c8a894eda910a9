/* Regular expressions: PCRE2's, case ignored unless (?-i), Unicode classes, compiled to machine
 * code. They see one block of the text at a time; ^ and $ are its lines' ends too, and . is not \n.
 */
#ifndef FIND_REGEX_H
#define FIND_REGEX_H

#include "find/matcher.h"

enum { REGEX_PATTERN_MAX = 4096 }; /* bytes */

struct regex;

/* STATUS_USAGE with the column, in code points from 1, and what PCRE2 has against it. */
MUST_CHECK enum status regex_new(struct str pattern, struct regex **ret_regex, struct error *error);
void regex_free(struct regex *regex); /* NULL is fine */

/* The first match, never empty, that starts in [from, limit); STATUS_NOT_FOUND; or, after some 100
 * ms in which it got nearly nowhere, STATUS_TOO_LARGE. Ill-formed text is looked at up to there. */
MUST_CHECK enum status regex_next(const struct regex *regex, struct haystack haystack, size_t from,
                                  size_t limit, struct match *ret_match, struct error *error);

#endif
