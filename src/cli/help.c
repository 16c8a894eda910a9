/* --help, out of the command and option tables. */
#include "cli/cli.h"

#include "find/query.h"
#include "text/linebreak.h"
#include "text/width.h"

#include <stdint.h>

/* Column in which the explanations of a help text begin, and where its rows end. */
enum { HELP_COLUMN = 26, HELP_WIDTH = 80 };

/* Appends text in rows that end before HELP_WIDTH and begin at indent, where the first stands. */
static void append_wrapped(struct buffer *out, const char *text, unsigned indent)
{
    struct str rest = str_from(text);
    struct line_breaker *breaker = line_breaker_new(STR_NONE, KINSOKU_BASIC);
    line_breaker_begin(breaker, rest);
    unsigned column = indent;
    size_t end;
    for (size_t start = 0; (end = line_breaker_next(breaker)) != SIZE_MAX; start = end) {
        struct str piece = str_slice(rest, start, end);
        unsigned columns = (unsigned)text_width(piece, AMBIGUOUS_NARROW);
        unsigned shown = columns - (piece.length && piece.bytes[piece.length - 1] == ' ');
        if (column > indent && column + shown > HELP_WIDTH) {
            while (out->bytes[out->length - 1] == ' ')
                out->length--;
            buffer_append_format(out, "\n%*s", (int)indent, "");
            column = indent;
        }
        buffer_append(out, piece);
        column += columns;
    }
    line_breaker_free(breaker);
    buffer_append_byte(out, '\n');
}

static void append_row(struct buffer *out, const char *left, const char *right)
{
    size_t start = out->length;
    buffer_append_format(out, "  %s", left);
    size_t taken = text_width(str_slice(buffer_str(out), start, out->length), AMBIGUOUS_NARROW);
    if (taken < HELP_COLUMN)
        buffer_append_format(out, "%*s", (int)(HELP_COLUMN - taken), "");
    else
        buffer_append_format(out, "\n%*s", HELP_COLUMN, "");
    append_wrapped(out, right, HELP_COLUMN);
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
    size_t command_count, option_count;
    const struct cli_command *const *commands = cli_commands(&command_count);
    const struct cli_option *options = cli_global_options(&option_count);
    buffer_append_c(out, _("zhai: reads archived articles in a terminal\n\n"
                           "usage:\n"));
    append_row(out, "zhai", _("open the library"));
    append_row(out, "zhai FILE…", _("read files: text or HTML, in any charset"));
    append_row(out, "zhai -", _("read standard input"));
    for (size_t i = 0; i < command_count; i++) {
        CLEANUP_BUFFER struct buffer left = {0};
        buffer_append_format(&left, "zhai %s %s", commands[i]->name, commands[i]->operands);
        append_row(out, left.bytes, _(commands[i]->summary));
    }
    buffer_append_c(out, _("\noptions:\n"));
    for (size_t i = 0; i < option_count; i++)
        append_option(out, &options[i]);
    buffer_append_c(out,
                    _("\nInside, h shows the keys. zhai COMMAND --help explains a command.\n"));
}

static void append_query_rows(struct buffer *out)
{
    size_t count;
    const struct query_row *rows = query_rows(&count);
    buffer_append_c(out, _("\nqueries:\n"));
    for (size_t i = 0; i < count; i++) {
        CLEANUP_BUFFER struct buffer left = {0};
        buffer_append_c(&left, rows[i].name);
        if (rows[i].argument)
            buffer_append_format(&left, ":%s", _(rows[i].argument));
        append_row(out, left.bytes, _(rows[i].help));
    }
}

void cli_write_command_help(const struct cli_command *command, struct buffer *out)
{
    buffer_append_format(out, _("usage: zhai %s [OPTION]…%s%s\n"), command->name,
                         *command->operands ? " " : "", command->operands);
    append_wrapped(out, _(command->summary), 0);
    if (command->details) {
        buffer_append_byte(out, '\n');
        append_wrapped(out, _(command->details), 0);
    }
    buffer_append_byte(out, '\n');
    for (size_t i = 0; i < command->option_count; i++)
        append_option(out, &command->options[i]);
    if (command->takes_query)
        append_query_rows(out);
    buffer_append_format(out, _("\nexample: %s\n"), command->example);
}
