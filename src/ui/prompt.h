/* One line typed at the bottom of the screen. */
#ifndef UI_PROMPT_H
#define UI_PROMPT_H

#include "base/str.h"
#include "ui/completion.h"

#include <stdint.h>

struct session;

/* What a prompt asks and does while one types. What is not needed is NULL; closure goes to all. */
struct prompt_request {
    const char *label;
    void (*append_label)(void *closure, struct buffer *out); /* instead, when it changes */
    const char *hint;                                        /* a row below the prompt */
    /* After changes of the text, e.g. to find as one types, when no other key waits. False: one
     * came and stopped it, so it is to be called again. */
    bool (*changed)(struct session *session, struct str text, void *closure);
    /* Appends what stands at the right; true when that is an error. */
    bool (*note)(struct session *session, void *closure, struct buffer *out);
    /* The words that TAB puts where one stands that ends at the caret, in turn. */
    void (*complete)(struct session *session, void *closure, struct str text, size_t caret,
                     struct completions *out);
    /* UP, DOWN and the page keys, which edit nothing. */
    void (*move)(struct session *session, void *closure, uint32_t key);
    /* Whether the key is its own, and not the editor's: then *text may be another one, and changed
     * is called in any case. */
    bool (*take_key)(struct session *session, uint32_t key, struct buffer *text, void *closure);
    void *closure;
};

/* Shows what is typed over the view that is on the screen. True with *text on ENTER; false when it
 * was given up (ESC, ^C, ^G, BACKSPACE on nothing, the end of the session). */
bool prompt_run(struct session *session, const struct prompt_request *request, struct buffer *text);
/* Shows question over the bottom rows, as many as it needs; true on ENTER or y. */
bool prompt_confirm(struct session *session, const char *question);
/* The same, answered by one key of choices, whose index it returns; SIZE_MAX by any other. */
size_t prompt_choose(struct session *session, const char *question, const char *choices);

#endif
