/* The reader's commands: one row each in commands.c, from which keys, help and man page are made.
 */
#ifndef UI_COMMANDS_H
#define UI_COMMANDS_H

#include "base/str.h"

/* The section KEYS of the man page (man macros), and a list of the commands for `bind`. */
void commands_write_man(struct buffer *out);
/* Text in which backslashes, hyphens, quotes and a leading dot mean nothing to man. */
void man_append_text(const char *text, struct buffer *out);
/* bind lines for the default config, commented out. */
void commands_write_bindings(struct buffer *out);

#endif
