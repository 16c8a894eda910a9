/* A guess of the language from the letters alone, for typography when nothing is declared. */
#ifndef TEXT_LANGUAGE_H
#define TEXT_LANGUAGE_H

#include "base/str.h"

/* "zh", "ja", "ko", "ar", "he", "ru", "el", "th", "en", or "" when there is nothing to go by.
 * Looks at no more than 64 KB spread over the text. Static storage. */
const char *language_guess(struct str text);
bool language_is_cjk(struct str language); /* zh*, ja*, ko*, yue*, also zh_CN style */
bool language_indents(struct str language); /* zh*, ja*, yue*: two-em first-line indent */

#endif
