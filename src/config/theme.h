/* Themes: files of lines "role = #foreground [#background] [attributes]". */
#ifndef CONFIG_THEME_H
#define CONFIG_THEME_H

#include "base/str.h"
#include "screen/style.h"

/* Reads a theme's text; roles it does not name are the terminal's own. Errors name the line, the
 * value and what is allowed. */
MUST_CHECK enum status theme_parse(struct str text, const char *name, struct theme *ret_theme,
                                   struct error *error);
/* The theme of that name: the user's file in themes/, or a built-in one. "auto" looks at COLORFGBG.
 */
MUST_CHECK enum status theme_find(struct str name, struct theme *ret_theme, struct error *error);

#endif
