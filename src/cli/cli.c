#include "cli/cli.h"

#include "base/memory.h"
#include "cli/add.h"
#include "cli/backup.h"
#include "cli/check.h"
#include "cli/demo.h"
#include "cli/list.h"
#include "cli/read.h"
#include "cli/refresh.h"
#include "cli/search.h"
#include "cli/set.h"
#include "cli/show.h"
#include "cli/tag.h"
#include "cli/trash.h"
#include "cli/undo.h"
#include "text/charset.h"
#include "text/filter.h"

#include <errno.h>
#include <getopt.h>
#include <sys/ioctl.h>
#include <unistd.h>

enum { DEFAULT_WIDTH = 80 };

const char cli_help_text[] = N_("print this help");
const char cli_json_text[] = N_("one JSON object a line");

static const struct cli_option global_options[] = {
    {"library", "FILE", NULL,
     N_("use this library ($ZHAI_LIBRARY, ~/.local/share/zhai/library.db)"), OPTION_LIBRARY},
    {"config", "FILE", NULL, N_("read the options from FILE"), 'c'},
    {"charset", "NAME", NULL, N_("the files are in this charset (gb18030, big5, shift_jis …)"),
     'C'},
    CLI_OPTION_HELP,
    {"version", NULL, NULL, N_("print the version"), 'V'},
};

static const struct cli_command *const commands[] = {
    &add_command,     &read_command,  &list_command,   &search_command,  &show_command,
    &tag_command,     &set_command,   &remove_command, &restore_command, &undo_command,
    &refresh_command, &check_command, &backup_command, &demo_command,
};

const struct cli_option *cli_global_options(size_t *ret_count)
{
    *ret_count = ARRAY_LENGTH(global_options);
    return global_options;
}

const struct cli_command *const *cli_commands(size_t *ret_count)
{
    *ret_count = ARRAY_LENGTH(commands);
    return commands;
}

const struct cli_command *cli_find(const char *name)
{
    for (size_t i = 0; i < ARRAY_LENGTH(commands); i++)
        if (strcmp(commands[i]->name, name) == 0)
            return commands[i];
    return NULL;
}

void cli_complain(const struct cli_context *context, const char *message)
{
    CLEANUP_BUFFER struct buffer line = {0};
    buffer_append_c(&line, "zhai: ");
    filter_append(&line, str_from(message), false);
    fprintf(context->err, "%.*s\n", STR_ARGS(buffer_str(&line)));
}

enum exit_code cli_fail(const struct cli_context *context, enum status status,
                        const struct error *error)
{
    cli_complain(context, error->message);
    switch (status) {
    case STATUS_USAGE:
        return EXIT_USAGE;
    case STATUS_NOT_FOUND:
    case STATUS_CANCELLED:
        return EXIT_SOME_FAILED;
    default:
        return EXIT_NO_LIBRARY;
    }
}

/* A pipe whose reader has gone is how a pager ends, and no failure. */
static void complain_of_output(const struct cli_context *context)
{
    CLEANUP_BUFFER struct buffer message = {0};
    int number = errno;
    buffer_append_format(&message, _("cannot write the output: %s"), strerror(number));
    if (number != EPIPE)
        cli_complain(context, message.bytes);
    errno = number;
}

bool cli_print_filtered(const struct cli_context *context, struct str text)
{
    if (fwrite(text.bytes, 1, text.length, context->out) == text.length)
        return true;
    complain_of_output(context);
    return false;
}

bool cli_print(const struct cli_context *context, struct str text)
{
    CLEANUP_BUFFER struct buffer filtered = {0};
    if (!isatty(fileno(context->out)))
        return cli_print_filtered(context, text);
    filter_append(&filtered, text, true);
    return cli_print_filtered(context, buffer_str(&filtered));
}

enum exit_code cli_finish(const struct cli_context *context, enum exit_code result)
{
    bool was_told = ferror(context->out);
    if (fflush(context->out) == 0 && !was_told)
        return result;
    if (!was_told)
        complain_of_output(context);
    return result == EXIT_DONE && errno != EPIPE ? EXIT_SOME_FAILED : result;
}

unsigned cli_terminal_width(FILE *file)
{
    struct winsize size;
    int descriptor = fileno(file);
    if (!isatty(descriptor))
        return 0;
    bool is_known = ioctl(descriptor, TIOCGWINSZ, &size) == 0 && size.ws_col > 0;
    return is_known ? size.ws_col : DEFAULT_WIDTH;
}

enum { OPTIONS_LIMIT = 32 };

int cli_next_option(const struct cli_context *context, const char *command_name,
                    const struct cli_option *options, size_t option_count, int argument_count,
                    char **arguments)
{
    struct option long_options[OPTIONS_LIMIT + 1] = {0};
    CLEANUP_BUFFER struct buffer letters = {0};
    /* '+': options end at the first operand, so that a file's name is never taken for one. */
    buffer_append_c(&letters, strcmp(command_name, "") == 0 ? "+:" : ":");
    for (size_t i = 0; i < option_count && i < OPTIONS_LIMIT; i++) {
        long_options[i] =
            (struct option){options[i].name, options[i].argument ? 1 : 0, NULL, options[i].letter};
        if (options[i].letter < 256)
            buffer_append_format(&letters, "%c%s", options[i].letter,
                                 options[i].argument ? ":" : "");
    }
    int position = optind;
    int letter = getopt_long(argument_count, arguments, letters.bytes, long_options, NULL);
    if (letter != '?' && letter != ':')
        return letter;
    CLEANUP_BUFFER struct buffer message = {0};
    const char *word =
        position < argument_count ? arguments[position] : arguments[argument_count - 1];
    buffer_append_format(&message,
                         letter == ':' ? _("%s needs a value; see zhai %s%s--help")
                                       : _("there is no option %s; see zhai %s%s--help"),
                         word, command_name, *command_name ? " " : "");
    cli_complain(context, message.bytes);
    return '?';
}

/* Only --words are options, wherever they stand: what begins with one dash is an operand. */
static int next_long_option(const struct cli_context *context, const struct cli_command *command,
                            int argument_count, char **arguments, size_t *operand_count)
{
    if (optind == 0)
        optind = 1;
    for (; optind < argument_count; optind++) {
        char *word = arguments[optind];
        if (strcmp(word, "--") == 0)
            break;
        if (strncmp(word, "--", 2) == 0)
            return cli_next_option(context, command->name, command->options, command->option_count,
                                   argument_count, arguments);
        arguments[1 + (*operand_count)++] = word;
    }
    for (optind++; optind < argument_count; optind++)
        arguments[1 + (*operand_count)++] = arguments[optind];
    return -1;
}

static enum exit_code print_help(const struct cli_context *context,
                                 const struct cli_command *command)
{
    CLEANUP_BUFFER struct buffer help = {0};
    cli_write_command_help(command, &help);
    cli_print(context, buffer_str(&help));
    return cli_finish(context, EXIT_DONE);
}

static int next_of(const struct cli_context *context, const struct cli_command *command,
                   int argument_count, char **arguments, struct cli_operands *operands)
{
    if (command->has_dashed_operands)
        return argument_count == 2 && strcmp(arguments[1], "-h") == 0
                   ? 'h'
                   : next_long_option(context, command, argument_count, arguments,
                                      &operands->count);
    int letter = cli_next_option(context, command->name, command->options, command->option_count,
                                 argument_count, arguments);
    if (letter == -1)
        *operands = (struct cli_operands){arguments + optind, (size_t)(argument_count - optind)};
    return letter;
}

bool cli_parse(const struct cli_context *context, const struct cli_command *command,
               int argument_count, char **arguments, cli_take_option *take, void *request,
               struct cli_operands *ret_operands, enum exit_code *ret_exit)
{
    struct cli_operands operands = {arguments + 1, 0};
    struct error error;
    int letter;
    while ((letter = next_of(context, command, argument_count, arguments, &operands)) != -1) {
        enum status status = STATUS_OK;
        if (letter != '?' && letter != 'h')
            status = take(request, letter, optarg, &error);
        if (!status && letter != '?' && letter != 'h')
            continue;
        *ret_exit = letter == 'h'   ? print_help(context, command)
                    : letter == '?' ? EXIT_USAGE
                                    : cli_fail(context, status, &error);
        return false;
    }
    *ret_operands = operands;
    return true;
}

enum status cli_parse_number(const char *option, const char *value, long low, long high,
                             long *ret_number, struct error *error)
{
    char *end;
    errno = 0;
    long number = strtol(value, &end, 10);
    if (errno || end == value || *end || number < low || number > high)
        return error_set(error, STATUS_USAGE, _("--%s %s: is no number from %ld to %ld"), option,
                         value, low, high);
    *ret_number = number;
    return STATUS_OK;
}

enum status cli_parse_charset(const char *value, struct str *ret_label, struct error *error)
{
    const struct charset_hints hints = {.user = str_from(value)};
    struct charset_decision ignored;
    enum status status = charset_decide(STR_NONE, &hints, &ignored, error);
    if (!status)
        *ret_label = hints.user;
    return status;
}
