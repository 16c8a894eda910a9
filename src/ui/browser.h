/* Opens an address in the user's browser, by argv, never through a shell (hostile-inputs R5). */
#ifndef UI_BROWSER_H
#define UI_BROWSER_H

#include "screen/terminal.h"

/* url is safe (url_append_safe). $BROWSER is a list separated by ':', each a program and words, %s
 * alone standing for the address; else xdg-open. Entries with quotes, other placeholders or a shell
 * are refused. */
MUST_CHECK enum status browser_open(struct terminal *terminal, const char *url,
                                    struct error *error);

enum { BROWSER_WORDS_MAX = 16 };
struct browser_command {
    char *words; /* what argv points into; free() it */
    char *argv[BROWSER_WORDS_MAX + 2];
    bool needs_terminal;
};
MUST_CHECK enum status browser_parse(struct str entry, const char *url,
                                     struct browser_command *ret_command, struct error *error);

#endif
