/* What an index can look for before a regular expression decides. */
#ifndef FIND_REGEX_WORDS_H
#define FIND_REGEX_WORDS_H

#include "base/str.h"

/* Appends, apart by blanks, words that stand in every text in which the pattern matches: runs of
 * Han characters, and beginnings of English words. Lines are alternatives, one of which holds.
 * Nothing when it may match without any of these. */
void regex_append_words(struct str pattern, struct buffer *out);

#endif
