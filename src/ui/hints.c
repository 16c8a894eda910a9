#include "ui/hints.h"

#include "base/intl.h"
#include "base/memory.h"
#include "ui/session.h"

enum { GAP = 3 };

void hints_append_key(const struct session *session, enum key_context context,
                      const struct command *command, struct buffer *out)
{
    CLEANUP_BUFFER struct buffer keys = {0};
    keymap_append_keys(session->keymap, context, command, &keys);
    size_t first = str_find(buffer_str(&keys), STR(" "), 0);
    buffer_append(out, str_slice(buffer_str(&keys), 0, first == SIZE_MAX ? keys.length : first));
}

static void append_hint(const struct session *session, enum key_context context,
                        const struct command *command, const char *word, struct buffer *out)
{
    hints_append_key(session, context, command, out);
    if (out->length)
        buffer_append_format(out, " %s", _(word));
}

void hints_paint(struct session *session, enum key_context context, hint_word *word, unsigned row)
{
    size_t count;
    const struct command *commands = commands_all(&count),
                         *help_command = command_find(STR("help"));
    struct canvas *canvas = session->canvas;
    unsigned columns = canvas_columns(canvas);
    CLEANUP_BUFFER struct buffer help = {0};
    struct style style = {ROLE_DIM, 0};
    append_hint(session, context, help_command, help_command->hint, &help);
    unsigned width = (unsigned)text_width(buffer_str(&help), canvas_ambiguous(canvas));
    unsigned end = columns > width + GAP ? columns - 1 - width : columns, left = 1;
    canvas_text(canvas, row, end, width, buffer_str(&help), style);
    for (size_t i = 0; i < count; i++) {
        CLEANUP_BUFFER struct buffer hint = {0};
        const char *said = word(session, &commands[i]);
        if (!said || &commands[i] == help_command)
            continue;
        append_hint(session, context, &commands[i], said, &hint);
        unsigned needed = (unsigned)text_width(buffer_str(&hint), canvas_ambiguous(canvas));
        if (left + needed + GAP > end)
            break;
        if (needed == 0)
            continue;
        left += canvas_text(canvas, row, left, needed, buffer_str(&hint), style) + 2;
    }
}
