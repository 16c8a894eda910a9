/* Words, as a reader would point at one: UAX #29, with ICU's dictionaries for Han, kana, Thai,
 * Khmer and others that write no blanks. */
#ifndef TEXT_WORDS_H
#define TEXT_WORDS_H

#include "base/str.h"
#include "text/match.h"

/* The words of text that hold a letter, an ideograph, a kana or a digit, in order; to free(). text
 * may be ill-formed; only its first megabyte is looked at. */
size_t words_find(struct str text, struct match **ret_words);

#endif
