/* Which key does what: the default keys of the command table, then the user's bind lines. */
#ifndef UI_KEYMAP_H
#define UI_KEYMAP_H

#include "config/config.h"

enum key_context {
    KEY_CONTEXT_TEXT,
    KEY_CONTEXT_LIST,
    KEY_CONTEXT_SHELF,
    KEY_CONTEXT_HITS,
    KEY_CONTEXT_COUNT,
};

struct session;
struct command {
    const char *name;
    const char *group; /* msgid: the heading it stands under in the help; NULL: as the one before */
    const char *help;  /* msgid */
    struct {
        const char *keys;                     /* separated by blanks; NULL: none */
        void (*run)(struct session *session); /* NULL: it has no meaning there */
    } in[KEY_CONTEXT_COUNT];
    const char *hint; /* msgid: a word for it on the last row of shelf and hits; NULL: none */
};

/* Keys that are no command's, for the help and the man page. */
struct key_note {
    const char *group; /* msgid, as in struct command */
    const char *keys;
    const char *help; /* msgid */
};

const struct key_note *commands_notes(size_t *ret_count);
const struct command *commands_all(size_t *ret_count);
const struct command *command_find(struct str name); /* NULL when there is none */

struct keymap;

/* Appends a sentence for each bind line that names no command to problems. */
struct keymap *keymap_new(const struct config *config, struct buffer *problems);
void keymap_free(struct keymap *keymap);
const struct command *keymap_command(const struct keymap *keymap, enum key_context context,
                                     struct key_press key);
/* The keys of a command as they are now, in their order, separated by two blanks. */
void keymap_append_keys(const struct keymap *keymap, enum key_context context,
                        const struct command *command, struct buffer *out);

#endif
