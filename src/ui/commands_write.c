/* The commands and their keys as documents show them. */
#include "ui/commands.h"

#include "base/intl.h"
#include "base/memory.h"
#include "ui/keymap.h"

void man_append_text(const char *text, struct buffer *out)
{
    if (*text == '.' || *text == '\'')
        buffer_append_c(out, "\\&");
    for (; *text; text++) {
        if (*text == '\\')
            buffer_append_c(out, "\\e");
        else if (*text == '-')
            buffer_append_c(out, "\\-");
        else if (*text == '\'')
            buffer_append_c(out, "\\(aq");
        else if (*text == '`')
            buffer_append_c(out, "\\(ga");
        else if (*text == '^')
            buffer_append_c(out, "\\(ha");
        else
            buffer_append_byte(out, *text);
    }
}

static void write_man_keys(const char *keys, struct buffer *out)
{
    buffer_append_c(out, ".TP\n\\fB");
    man_append_text(keys, out);
    buffer_append_c(out, "\\fR");
}

static void write_man_help(const char *help, struct buffer *out)
{
    buffer_append_byte(out, '\n');
    man_append_text(_(help), out);
    buffer_append_byte(out, '\n');
}

static void write_man_row(const struct command *command, const char *keys, struct buffer *out)
{
    write_man_keys(keys ? keys : command->name, out);
    buffer_append_c(out, " (");
    man_append_text(command->name, out);
    buffer_append_c(out, ")");
    write_man_help(command->help, out);
}

static void write_man_notes(struct buffer *out)
{
    size_t count;
    const struct key_note *notes = commands_notes(&count);
    for (size_t i = 0; i < count; i++) {
        if (notes[i].group)
            buffer_append_format(out, ".SS \"%s\"\n", _(notes[i].group));
        write_man_keys(notes[i].keys, out);
        write_man_help(notes[i].help, out);
    }
}

static void write_man_context(const char *heading, enum key_context context, struct buffer *out)
{
    size_t count;
    const struct command *commands = commands_all(&count);
    buffer_append_format(out, ".SS \"%s\"\n", heading);
    for (size_t i = 0; i < count; i++)
        if (commands[i].in[context].run)
            write_man_row(&commands[i], commands[i].in[context].keys, out);
}

void commands_write_man(struct buffer *out)
{
    size_t count;
    const struct command *commands = commands_all(&count);
    for (size_t i = 0; i < count; i++) {
        if (commands[i].group)
            buffer_append_format(out, ".SS \"%s\"\n", _(commands[i].group));
        if (commands[i].in[KEY_CONTEXT_TEXT].run)
            write_man_row(&commands[i], commands[i].in[KEY_CONTEXT_TEXT].keys, out);
    }
    write_man_notes(out);
    write_man_context(_("In the shelf"), KEY_CONTEXT_SHELF, out);
    write_man_context(_("In the hits of a search"), KEY_CONTEXT_HITS, out);
    write_man_context(_("In lists"), KEY_CONTEXT_LIST, out);
}

/* In the first context that has any. */
static const char *first_keys(const struct command *command)
{
    for (enum key_context context = 0; context < KEY_CONTEXT_COUNT; context++)
        if (command->in[context].keys)
            return command->in[context].keys;
    return "KEY";
}

void commands_write_bindings(struct buffer *out)
{
    size_t count;
    const struct command *commands = commands_all(&count);
    buffer_append_c(
        out,
        "\n# Keys: bind KEY COMMAND; the command none frees a key. Keys are written j, ^D, M-v,\n"
        "# SPACE, ENTER, TAB, ESC, BACKSPACE, UP, PGDN, HOME, F1. Each command's first key:\n");
    for (size_t i = 0; i < count; i++) {
        const char *key = first_keys(&commands[i]);
        buffer_append_format(out, "# bind %.*s %s\n", (int)strcspn(key, " "), key,
                             commands[i].name);
    }
}
