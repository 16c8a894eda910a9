/* The manual, as saved pages: a chapter a file in each of its languages, from data/welcome. */
#ifndef CONFIG_WELCOME_H
#define CONFIG_WELCOME_H

#include "base/arena.h"

struct welcome_page {
    const char *name; /* "zh-Hans-1-welcome.html": language, chapter, what it is about */
    const char *bytes;
    size_t byte_count;
};

size_t welcome_count(void);
/* How many there are in the language of a reader of locales; never 0. */
size_t welcome_own_count(const char *locales);
/* In the order to read them: those of welcome_own_count first. (Added from the last to the first,
 * the first is the newest.) Static storage; index < welcome_count(). */
const struct welcome_page *welcome_page(size_t index, const char *locales);
/* Writes the first count pages into a folder, which must be there; ret_paths are those of the
 * files, the last to read first, borrowed from the arena. */
MUST_CHECK enum status welcome_write(const char *folder, const char *locales, size_t count,
                                     struct arena *arena, const char **ret_paths,
                                     struct error *error);
/* The locales gettext goes by, a colon between them: LANGUAGE, or that of messages. Until the
 * environment or the locale changes. */
const char *welcome_locales(void);

#endif
