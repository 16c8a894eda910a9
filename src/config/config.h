/* What the user chose: options and key bindings, by one table, from one file. */
#ifndef CONFIG_CONFIG_H
#define CONFIG_CONFIG_H

#include "config/key.h"
#include "config/options.h"

struct config;

/* Reads path, or with NULL the user's own file, which may be missing. Wrong lines are skipped and
 * kept as problems; a file that cannot be read at all is an error when path was given, else a
 * problem. */
MUST_CHECK enum status config_load(const char *path, struct config **ret_config,
                                   struct error *error);
/* Only defaults and what text says; name is for messages. Never fails. */
struct config *config_parse(struct str text, const char *name);
struct config *config_copy(const struct config *config);
void config_free(struct config *config); /* NULL is fine */

/* Sentences about the file, each with name, line, value and what is allowed. */
size_t config_problem_count(const struct config *config);
const char *config_problem(const struct config *config, size_t index);

/* A number, 0 or 1 of a flag, the index of a choice (enum constants of options.h). */
int config_number(const struct config *config, enum option option);
bool config_flag(const struct config *config, enum option option);
struct str config_theme(const struct config *config);
/* As it would be written in the file. */
void config_append_value(const struct config *config, enum option option, struct buffer *out);
/* STATUS_USAGE and a sentence with what is allowed; the config is unchanged then. */
MUST_CHECK enum status config_set(struct config *config, struct str name, struct str value,
                                  struct error *error);
void config_set_number(struct config *config, enum option option, int number); /* clamped */

/* The file's bind lines in order; command is not checked here ("none" unbinds). */
struct binding {
    struct key_press key;
    struct str command;
    unsigned line;
};
size_t config_bindings(const struct config *config, const struct binding **ret_bindings);
const char *config_name(const struct config *config); /* the file, for messages; "" when none */

#endif
