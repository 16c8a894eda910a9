/* The subcommands: a row each in cli.c; --help, the man page and the completions are written from
 * it. */
#ifndef CLI_CLI_H
#define CLI_CLI_H

#include "base/intl.h"
#include "base/str.h"

#include <stdint.h>
#include <stdio.h>

struct config;
struct library;
struct rules;
struct rules_file;

enum exit_code { EXIT_DONE = 0, EXIT_SOME_FAILED = 1, EXIT_USAGE = 2, EXIT_NO_LIBRARY = 3 };

struct cli_option {
    const char *name;     /* without -- */
    const char *argument; /* what stands for its value in the help, or NULL */
    const char *choices;  /* "text|markdown|…" when only these are right, or NULL */
    const char *help;     /* msgid */
    int letter;           /* what getopt gives: its short form, or a number over 255 */
};

/* Numbers of options without a short form; a command's own begin at OPTION_OWN. */
enum { OPTION_JSON = 256, OPTION_LIBRARY, OPTION_OWN };
#define CLI_OPTION_HELP                                                                            \
    {                                                                                              \
        "help", NULL, NULL, N_("print this help"), 'h'                                             \
    }
#define CLI_OPTION_JSON                                                                            \
    {                                                                                              \
        "json", NULL, NULL, N_("one JSON object a line"), OPTION_JSON                              \
    }

struct library;

/* What main found before the subcommand. */
struct cli_context {
    const struct config *config;
    const struct rules *rules; /* for pages, with the user's own; NULL: the built-in ones */
    const struct rules_file *rules_files; /* the user's own, for workers */
    size_t rules_file_count;
    const char *library_path; /* NULL: nothing says where it is */
    FILE *in, *out, *err;
    /* Shows the shelf of a library, or one article of it (not 0), on the terminal until the user
     * leaves; where there is none, prints it. Set by main: cli knows no ui. */
    enum exit_code (*open)(const struct cli_context *context, struct library *library,
                           int64_t article);
};

struct cli_command {
    const char *name;
    const char *operands; /* "FILE|-" */
    const char *summary;  /* msgid */
    const char *details;  /* msgid of further sentences, or NULL */
    const char *example;
    const struct cli_option *options;
    size_t option_count;
    bool has_dashed_operands; /* -x is one; then only --options are options */
    bool takes_query;         /* the help tells the language of queries */
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

struct cli_operands {
    char **words;
    size_t count;
};
/* Takes one option of a command; value is NULL for one without. STATUS_USAGE: it is wrong. */
typedef enum status cli_take_option(void *request, int letter, const char *value,
                                    struct error *error);
/* Gives every option but --help to take, and the rest, which are moved to the front of arguments.
 * False when the command is to end with *ret_exit, everything said. */
bool cli_parse(const struct cli_context *context, const struct cli_command *command,
               int argument_count, char **arguments, cli_take_option *take, void *request,
               struct cli_operands *ret_operands, enum exit_code *ret_exit);
/* The value of an option as a number of [low, high]; STATUS_USAGE names both. */
MUST_CHECK enum status cli_parse_number(const char *option, const char *value, long low, long high,
                                        long *ret_number, struct error *error);

/* A label as --charset takes it. */
MUST_CHECK enum status cli_parse_charset(const char *value, struct str *ret_label,
                                         struct error *error);

/* "zhai: message" on err, filtered. */
void cli_complain(const struct cli_context *context, const char *message);
/* The same, and what the command ends with. */
enum exit_code cli_fail(const struct cli_context *context, enum status status,
                        const struct error *error);
/* Sends text to out, filtered when that is a terminal; false, and said on err, when it cannot be
 * written. */
bool cli_print(const struct cli_context *context, struct str text);
/* The same for text that was filtered while it was made, so that its own escapes are obeyed. */
bool cli_print_filtered(const struct cli_context *context, struct str text);
/* Flushes out, and gives result, or EXIT_SOME_FAILED when something could not be written. */
enum exit_code cli_finish(const struct cli_context *context, enum exit_code result);
/* Columns of the terminal that file is, or 0 when it is none. */
unsigned cli_terminal_width(FILE *file);

void cli_write_help(struct buffer *out);
void cli_write_command_help(const struct cli_command *command, struct buffer *out);

#endif
