/* One line typed at the bottom of the screen. */
#ifndef UI_PROMPT_H
#define UI_PROMPT_H

#include "base/str.h"

#include <stdint.h>

struct session;

/* Called after changes of the text, e.g. to find as one types, when no other key waits; may be
 * NULL.
 */
typedef void prompt_changed(struct session *session, struct str text, void *closure);

/* Shows label and what is typed over the view that is on the screen. True with *text on ENTER;
 * false when it was given up (ESC, ^C, ^G, BACKSPACE on nothing, the end of the session). */
bool prompt_run(struct session *session, const char *label, prompt_changed *changed, void *closure,
                struct buffer *text);
/* What a prompt does beyond editing a line. */
struct prompt_actions {
    void (*append_label)(void *closure, struct buffer *out);
    prompt_changed *changed; /* or NULL */
    /* Whether the key is its own, and not the editor's: then *text may be another one, and changed
     * is called in any case. */
    bool (*take_key)(struct session *session, uint32_t key, struct buffer *text, void *closure);
};
bool prompt_run_actions(struct session *session, const struct prompt_actions *actions,
                        void *closure, struct buffer *text);
/* Shows question over the bottom rows, as many as it needs; true on ENTER or y. */
bool prompt_confirm(struct session *session, const char *question);

#endif
