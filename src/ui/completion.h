/* The words that TAB offers at a prompt. */
#ifndef UI_COMPLETION_H
#define UI_COMPLETION_H

#include "base/str.h"

struct completions {
    size_t start; /* byte of the prompt's text from which each word replaces what was typed */
    struct buffer *words;
    size_t count, capacity;
};

void completions_release(struct completions *completions);
void completions_add(struct completions *completions, struct str word);

/* What all of them begin with, whole characters; borrowed. */
struct str completions_common(const struct completions *completions);
/* Their names, of paths the last part, two blanks between. */
void completions_append_names(const struct completions *completions, struct buffer *out);

/* Names of files that begin with what was typed from start on, folders with a / behind them; ~ is
 * the home. Hidden ones only when asked for by a dot. */
void complete_path(struct str typed, struct completions *out);
/* What the shell makes of a path: ~ and what follows it expanded, appended. */
void path_expand(struct str typed, struct buffer *out);

#endif
