#include "cli/cli.h"

#include "base/intl.h"
#include "base/memory.h"
#include "cli/show.h"
#include "text/filter.h"
#include "text/width.h"

#include <errno.h>
#include <getopt.h>
#include <unistd.h>

static const struct cli_option global_options[] = {
    {"config", "FILE", NULL, N_("read the options from FILE"), 'c'},
    {"charset", "NAME", NULL, N_("the files are in this charset (gb18030, big5, shift_jis …)"),
     'C'},
    {"help", NULL, NULL, N_("print this help"), 'h'},
    {"version", NULL, NULL, N_("print the version"), 'V'},
};

static const struct cli_command *const commands[] = {&show_command};

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

bool cli_print(const struct cli_context *context, struct str text)
{
    CLEANUP_BUFFER struct buffer filtered = {0};
    if (isatty(fileno(context->out))) {
        filter_append(&filtered, text, true);
        text = buffer_str(&filtered);
    }
    if (fwrite(text.bytes, 1, text.length, context->out) == text.length)
        return true;
    complain_of_output(context);
    return false;
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

/* Column in which the explanations of a help text begin. */
enum { HELP_COLUMN = 26 };

static void append_row(struct buffer *out, const char *left, const char *right)
{
    size_t start = out->length;
    buffer_append_format(out, "  %s", left);
    size_t taken = text_width(str_slice(buffer_str(out), start, out->length), AMBIGUOUS_NARROW);
    buffer_append_format(out, "%*s%s\n", taken < HELP_COLUMN ? (int)(HELP_COLUMN - taken) : 1, "",
                         right);
}

static void append_option(struct buffer *out, const struct cli_option *option)
{
    CLEANUP_BUFFER struct buffer left = {0};
    if (option->letter < 256)
        buffer_append_format(&left, "-%c, ", option->letter);
    buffer_append_format(&left, "--%s", option->name);
    if (option->argument)
        buffer_append_format(&left, " %s", option->argument);
    append_row(out, left.bytes, _(option->help));
}

void cli_write_help(struct buffer *out)
{
    buffer_append_c(out, _("zhai: reads archived articles in a terminal\n\n"
                           "usage:\n"));
    append_row(out, "zhai FILE…", _("read files: text or HTML, in any charset"));
    append_row(out, "zhai -", _("read standard input"));
    for (size_t i = 0; i < ARRAY_LENGTH(commands); i++) {
        CLEANUP_BUFFER struct buffer left = {0};
        buffer_append_format(&left, "zhai %s %s", commands[i]->name, commands[i]->operands);
        append_row(out, left.bytes, _(commands[i]->summary));
    }
    buffer_append_c(out, _("\noptions:\n"));
    for (size_t i = 0; i < ARRAY_LENGTH(global_options); i++)
        append_option(out, &global_options[i]);
    buffer_append_c(out,
                    _("\nInside, h shows the keys. zhai COMMAND --help explains a command.\n"));
}

void cli_write_command_help(const struct cli_command *command, struct buffer *out)
{
    buffer_append_format(out, _("usage: zhai %s [OPTION]… %s\n"), command->name, command->operands);
    buffer_append_format(out, "%s\n\n", _(command->summary));
    for (size_t i = 0; i < command->option_count; i++)
        append_option(out, &command->options[i]);
    buffer_append_format(out, _("\nexample: %s\n"), command->example);
}
