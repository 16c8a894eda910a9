/* One line typed at the bottom of the screen. */
#ifndef UI_PROMPT_H
#define UI_PROMPT_H

#include "base/str.h"

struct session;

/* Called after each change of the text, e.g. to find as one types; may be NULL. */
typedef void prompt_changed(struct session *session, struct str text, void *closure);

/* Shows label and what is typed over the view that is on the screen. True with *text on ENTER;
 * false when it was given up (ESC, ^C, ^G, BACKSPACE on nothing, the end of the session). */
bool prompt_run(struct session *session, const char *label, prompt_changed *changed, void *closure,
                struct buffer *text);
/* Shows question over the bottom rows, as many as it needs; true on ENTER or y. */
bool prompt_confirm(struct session *session, const char *question);

#endif
