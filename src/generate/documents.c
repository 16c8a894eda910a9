/* Writes the man page, the default configuration and the shell completions from the program's own
 * tables: documents man|config|bash|zsh|fish > FILE. */
#include "base/memory.h"
#include "cli/cli.h"
#include "config/options.h"
#include "document/document.h"
#include "find/query.h"
#include "ui/commands.h"
#include "version.h"

#include <stdio.h>

static void append_section(struct buffer *out, const char *title, const char *text)
{
    buffer_append_format(out, ".SH %s\n", title);
    man_append_text(text, out);
    buffer_append_byte(out, '\n');
}

static void append_man_options(struct buffer *out, const struct cli_option *options, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        buffer_append_c(out, ".TP\n\\fB");
        if (options[i].letter < 256)
            buffer_append_format(out, "\\-%c\\fR, \\fB", options[i].letter);
        buffer_append_format(out, "\\-\\-%s\\fR", options[i].name);
        if (options[i].argument)
            buffer_append_format(out, " \\fI%s\\fR", options[i].argument);
        buffer_append_byte(out, '\n');
        man_append_text(options[i].help, out);
        buffer_append_byte(out, '\n');
    }
}

static void append_man_command(struct buffer *out, const struct cli_command *command)
{
    buffer_append_format(out, ".SS zhai %s [\\fIOPTION\\fR]... %s\n", command->name,
                         command->operands);
    man_append_text(command->summary, out);
    buffer_append_c(out, ".\n");
    if (command->details) {
        buffer_append_c(out, ".PP\n");
        man_append_text(command->details, out);
        buffer_append_byte(out, '\n');
    }
    append_man_options(out, command->options, command->option_count);
    buffer_append_c(out, ".PP\nExample: ");
    man_append_text(command->example, out);
    buffer_append_byte(out, '\n');
}

static void append_man_queries(struct buffer *out)
{
    size_t count;
    const struct query_row *rows = query_rows(&count);
    append_section(
        out, "QUERIES",
        "What zhai list and zhai search take, and the shelf's filter. Words side by side "
        "must all match.");
    for (size_t i = 0; i < count; i++) {
        buffer_append_c(out, ".TP\n\\fB");
        man_append_text(rows[i].name, out);
        buffer_append_c(out, "\\fR");
        if (rows[i].argument)
            buffer_append_format(out, ":\\fI%s\\fR", rows[i].argument);
        buffer_append_byte(out, '\n');
        man_append_text(rows[i].help, out);
        buffer_append_c(out, " Example: ");
        man_append_text(rows[i].example, out);
        buffer_append_byte(out, '\n');
    }
}

static void append_man_rule(struct buffer *out, const char *form, const char *meaning)
{
    buffer_append_format(out, ".TP\n\\fB%s\\fR\n", form);
    man_append_text(meaning, out);
    buffer_append_byte(out, '\n');
}

static void append_man_rules(struct buffer *out)
{
    CLEANUP_BUFFER struct buffer kinds = {0};
    for (int i = ASIDE_NONE + 1; i < ASIDE_COUNT; i++)
        buffer_append_format(&kinds, "%s%s", kinds.length ? ", " : "", aside_name((enum aside)i));
    append_section(
        out, "RULES",
        "What the lines around an article look like is data: one rule a line, # begins a "
        "comment. Files named *.rules in $XDG_CONFIG_HOME/zhai/rules add to the built-in "
        "ones, which lie with the documentation in the folder rules; a file with the name "
        "of one of those takes its place. A wrong line is said and skipped.");
    append_man_rule(
        out, "line KIND STRENGTH MATCH[/MAX] PATTERN",
        "A line that is the page's and not the article's. STRENGTH is 0.01 to 1: 1 is "
        "enough alone, below 0.5 it only counts beside others. MATCH is equals, prefix, "
        "suffix, contains or like, where * is any text and # a number; MAX is the longest "
        "line in characters.");
    append_man_rule(out, "head KIND STRENGTH MATCH[/MAX] PATTERN",
                    "A line that opens a section of such lines.");
    append_man_rule(out, "word CLASS PATTERN",
                    "A word that title, author, site and date are recognised by; 10-format.rules "
                    "explains the classes.");
    buffer_append_c(out, ".PP\nKIND is one of ");
    man_append_text(kinds.bytes, out);
    buffer_append_c(out, ".\nExample: line share 0.9 equals Join our reading circle\n");
}

static void write_man(struct buffer *out)
{
    size_t count;
    buffer_append_c(out, ".TH ZHAI 1 \"\" \"zhai " ZHAI_VERSION "\" \"User Commands\"\n");
    append_section(out, "NAME", "zhai - read archived articles in a terminal");
    buffer_append_c(out,
                    ".SH SYNOPSIS\n\\fBzhai\\fR [\\fIOPTION\\fR]...\n.br\n"
                    "\\fBzhai\\fR [\\fIOPTION\\fR]... \\fIFILE\\fR...\n.br\n"
                    "\\fBzhai\\fR [\\fIOPTION\\fR]... \\fB\\-\\fR\n.br\n"
                    "\\fBzhai\\fR [\\fIOPTION\\fR]... \\fICOMMAND\\fR [\\fIARGUMENT\\fR]...\n");
    append_section(
        out, "DESCRIPTION",
        "Opens saved web pages and text dumps in any charset and shows them like printed articles: "
        "the main text set to a measure with correct line breaks, menus and notices folded away. "
        "Several files are a ring (:n, :p). Without a file it opens the library: the shelf, where "
        "saved articles are filtered as you type, tagged, read on from where reading stopped, and "
        "every change can be undone. Without a terminal on standard output the articles are "
        "printed, as by zhai show and zhai list.");
    buffer_append_c(out, ".SH OPTIONS\n");
    const struct cli_option *options = cli_global_options(&count);
    append_man_options(out, options, count);
    buffer_append_c(out, ".SH COMMANDS\n");
    const struct cli_command *const *commands = cli_commands(&count);
    for (size_t i = 0; i < count; i++)
        append_man_command(out, commands[i]);
    append_man_queries(out);
    buffer_append_c(out, ".SH KEYS\n");
    commands_write_man(out);
    buffer_append_c(
        out,
        ".SH CONFIGURATION\n"
        "Lines of the form \\fIname\\fR = \\fIvalue\\fR, or bind \\fIKEY\\fR \\fIcommand\\fR, in "
        "\\fI$XDG_CONFIG_HOME/zhai/config\\fR.\n");
    options_write_man(out);
    append_man_rules(out);
    append_section(out, "EXIT STATUS",
                   "0 done; 1 nothing was found or some inputs failed; 2 the command line or the "
                   "configuration is wrong; 3 the library cannot be used.");
    append_section(out, "ENVIRONMENT",
                   "LANG, LC_ALL, LANGUAGE: the words on the screen. TERM, COLORTERM, NO_COLOR: "
                   "the terminal. BROWSER: "
                   "what opens a link. ZHAI_LIBRARY: the library. XDG_DATA_HOME, XDG_CONFIG_HOME, "
                   "XDG_STATE_HOME: where library, configuration with the "
                   "rules, and reading places are without it.");
    append_section(out, "FILES",
                   "$XDG_DATA_HOME/zhai/library.db, else ~/.local/share/zhai/library.db: the "
                   "library, one SQLite file; while it is open library.db-wal and library.db-shm "
                   "belong to it. Copy it with zhai backup.");
    append_section(out, "SEE ALSO", "less(1), w3m(1)");
}

static void write_config(struct buffer *out)
{
    options_write_default(out);
    commands_write_bindings(out);
}

static void append_words(struct buffer *out, const struct cli_option *options, size_t count)
{
    for (size_t i = 0; i < count; i++)
        buffer_append_format(out, "--%s ", options[i].name);
}

static void write_bash(struct buffer *out)
{
    size_t command_count, global_count;
    const struct cli_command *const *commands = cli_commands(&command_count);
    const struct cli_option *globals = cli_global_options(&global_count);
    buffer_append_c(out,
                    "_zhai() {\n    local word=${COMP_WORDS[COMP_CWORD]} command=${COMP_WORDS[1]}\n"
                    "    local previous=${COMP_WORDS[COMP_CWORD-1]} words=\n"
                    "    case $command in\n");
    for (size_t i = 0; i < command_count; i++) {
        buffer_append_format(out, "    %s) case $previous in\n", commands[i]->name);
        for (size_t k = 0; k < commands[i]->option_count; k++)
            if (commands[i]->options[k].choices)
                buffer_append_format(
                    out,
                    "        --%s) COMPREPLY=($(compgen -W \"$(tr '|' ' ' <<<'%s')\" -- "
                    "\"$word\")); return ;;\n",
                    commands[i]->options[k].name, commands[i]->options[k].choices);
        buffer_append_c(out, "        esac; words='");
        append_words(out, commands[i]->options, commands[i]->option_count);
        buffer_append_c(out, "' ;;\n");
    }
    buffer_append_c(out, "    *) words='");
    append_words(out, globals, global_count);
    buffer_append_c(out, "'; [ \"$COMP_CWORD\" -eq 1 ] && [[ $word != -* ]] && words='");
    for (size_t i = 0; i < command_count; i++)
        buffer_append_format(out, "%s ", commands[i]->name);
    buffer_append_c(out, "' ;;\n    esac\n"
                         "    COMPREPLY=($(compgen -W \"$words\" -- \"$word\"))\n"
                         "}\ncomplete -o default -o filenames -F _zhai zhai\n");
}

static void append_zsh_options(struct buffer *out, const struct cli_option *options, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        buffer_append_format(out, " \\\n            '--%s%s[", options[i].name,
                             options[i].argument ? "=" : "");
        for (const char *c = options[i].help; *c; c++)
            buffer_append_format(out, strchr("[]:'", *c) ? "%.0s" : "%s", (char[2]){*c, 0});
        buffer_append_byte(out, ']');
        if (options[i].choices) {
            buffer_append_format(out, ":%s:(", options[i].argument);
            for (const char *c = options[i].choices; *c; c++)
                buffer_append_byte(out, *c == '|' ? ' ' : *c);
            buffer_append_byte(out, ')');
        } else if (options[i].argument) {
            buffer_append_format(out, ":%s:%s", options[i].argument,
                                 strcmp(options[i].argument, "FILE") == 0 ? "_files" : "");
        }
        buffer_append_byte(out, '\'');
    }
}

static void write_zsh(struct buffer *out)
{
    size_t command_count, global_count;
    const struct cli_command *const *commands = cli_commands(&command_count);
    const struct cli_option *globals = cli_global_options(&global_count);
    buffer_append_c(out, "#compdef zhai\n\n_zhai() {\n    case ${words[2]} in\n");
    for (size_t i = 0; i < command_count; i++) {
        buffer_append_format(out,
                             "    %s)\n        shift words; (( CURRENT-- ))\n        _arguments",
                             commands[i]->name);
        append_zsh_options(out, commands[i]->options, commands[i]->option_count);
        buffer_append_c(out, " \\\n            '*:file:_files' ;;\n");
    }
    buffer_append_c(out, "    *)\n        _arguments");
    append_zsh_options(out, globals, global_count);
    buffer_append_c(out, " \\\n            '*:file:_files' ;;\n    esac\n}\n\n_zhai \"$@\"\n");
}

static void append_fish_description(struct buffer *out, const char *text)
{
    buffer_append_c(out, " -d '");
    for (const char *c = text; *c; c++)
        buffer_append_format(out, strchr("'\\", *c) ? "\\%c" : "%c", *c);
    buffer_append_c(out, "'\n");
}

static void append_fish_options(struct buffer *out, const char *condition,
                                const struct cli_option *options, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        buffer_append_format(out, "complete -c zhai -n '%s' -l %s", condition, options[i].name);
        if (options[i].letter < 256)
            buffer_append_format(out, " -s %c", options[i].letter);
        if (options[i].argument)
            buffer_append_c(out, " -r");
        if (options[i].choices) {
            buffer_append_c(out, " -f -a '");
            for (const char *c = options[i].choices; *c; c++)
                buffer_append_byte(out, *c == '|' ? ' ' : *c);
            buffer_append_byte(out, '\'');
        }
        append_fish_description(out, options[i].help);
    }
}

static void write_fish(struct buffer *out)
{
    size_t command_count, global_count;
    const struct cli_command *const *commands = cli_commands(&command_count);
    const struct cli_option *globals = cli_global_options(&global_count);
    append_fish_options(out, "__fish_use_subcommand", globals, global_count);
    for (size_t i = 0; i < command_count; i++) {
        CLEANUP_BUFFER struct buffer condition = {0};
        buffer_append_format(&condition, "__fish_seen_subcommand_from %s", commands[i]->name);
        buffer_append_format(out, "complete -c zhai -n __fish_use_subcommand -a %s",
                             commands[i]->name);
        append_fish_description(out, commands[i]->summary);
        append_fish_options(out, condition.bytes, commands[i]->options, commands[i]->option_count);
    }
}

static const struct {
    const char *name;
    void (*write)(struct buffer *out);
} documents[] = {{"man", write_man},
                 {"config", write_config},
                 {"bash", write_bash},
                 {"zsh", write_zsh},
                 {"fish", write_fish}};

int main(int argument_count, char **arguments)
{
    CLEANUP_BUFFER struct buffer out = {0};
    for (size_t i = 0; argument_count == 2 && i < ARRAY_LENGTH(documents); i++)
        if (strcmp(arguments[1], documents[i].name) == 0)
            documents[i].write(&out);
    if (!out.length) {
        fprintf(stderr, "usage: documents man|config|bash|zsh|fish\n");
        return 2;
    }
    fwrite(out.bytes, 1, out.length, stdout);
    return fflush(stdout) != 0;
}
