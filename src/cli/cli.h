/* The subcommands: a row each in cli.c; --help, the man page and the completions are written from
 * it. */
#ifndef CLI_CLI_H
#define CLI_CLI_H

#include "base/str.h"

#include <stdio.h>

struct config;
struct rules;

enum exit_code { EXIT_DONE = 0, EXIT_SOME_FAILED = 1, EXIT_USAGE = 2, EXIT_NO_LIBRARY = 3 };

struct cli_option {
    const char *name;     /* without -- */
    const char *argument; /* what stands for its value in the help, or NULL */
    const char *choices;  /* "text|markdown|…" when only these are right, or NULL */
    const char *help;     /* msgid */
    int letter;           /* what getopt gives: its short form, or a number over 255 */
};

/* What main found before the subcommand. */
struct cli_context {
    const struct config *config;
    const struct rules *rules; /* for pages, with the user's own; NULL: the built-in ones */
    FILE *out, *err;
};

struct cli_command {
    const char *name;
    const char *operands; /* "FILE|-" */
    const char *summary;  /* msgid */
    const char *example;
    const struct cli_option *options;
    size_t option_count;
    enum exit_code (*run)(const struct cli_context *context, int argument_count, char **arguments);
};

const struct cli_command *const *cli_commands(size_t *ret_count);
const struct cli_command *cli_find(const char *name); /* NULL when there is none */
/* The options of zhai itself, before a subcommand or file. */
const struct cli_option *cli_global_options(size_t *ret_count);

/* The next option's letter as getopt_long gives it, -1 at the end; '?' after a message on err. */
int cli_next_option(const struct cli_context *context, const char *command_name,
                    const struct cli_option *options, size_t option_count, int argument_count,
                    char **arguments);
/* "zhai: message" on err, filtered. */
void cli_complain(const struct cli_context *context, const char *message);
/* Sends text to out, filtered when that is a terminal; false, and said on err, when it cannot be written. */
bool cli_print(const struct cli_context *context, struct str text);
/* Flushes out, and gives result, or EXIT_SOME_FAILED when something could not be written. */
enum exit_code cli_finish(const struct cli_context *context, enum exit_code result);

void cli_write_help(struct buffer *out);
void cli_write_command_help(const struct cli_command *command, struct buffer *out);

#endif
