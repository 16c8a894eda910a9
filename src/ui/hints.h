/* A row of what can be done here, with the keys. */
#ifndef UI_HINTS_H
#define UI_HINTS_H

#include "ui/keymap.h"

/* What a command is called in the hints of a view now, a msgid; NULL: it is not named there. */
typedef const char *hint_word(const struct session *session, const struct command *command);

/* The first of the keys that do it, or nothing. */
void hints_append_key(const struct session *session, enum key_context context,
                      const struct command *command, struct buffer *out);
/* As many of a context's commands as there is room for, help at the right. */
void hints_paint(struct session *session, enum key_context context, hint_word *word, unsigned row);

#endif
