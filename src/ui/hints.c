#include "ui/hints.h"

#include "base/intl.h"
#include "base/memory.h"
#include "ui/session.h"

enum { GAP = 3 };

static void append_hint(const struct session *session, enum key_context context,
                        const struct command *command, struct buffer *out)
{
    CLEANUP_BUFFER struct buffer keys = {0};
    keymap_append_keys(session->keymap, context, command, &keys);
    if (keys.length == 0)
        return;
    size_t first = str_find(buffer_str(&keys), STR(" "), 0);
    buffer_append(out, str_slice(buffer_str(&keys), 0, first == SIZE_MAX ? keys.length : first));
    buffer_append_format(out, " %s", _(command->hint));
}

void hints_paint(struct session *session, enum key_context context, unsigned row)
{
    size_t count;
    const struct command *commands = commands_all(&count);
    struct canvas *canvas = session->canvas;
    unsigned columns = canvas_columns(canvas);
    CLEANUP_BUFFER struct buffer help = {0};
    struct style style = {ROLE_DIM, 0};
    append_hint(session, context, command_find(STR("help")), &help);
    unsigned width = (unsigned)text_width(buffer_str(&help), canvas_ambiguous(canvas));
    unsigned end = columns > width + GAP ? columns - 1 - width : columns, left = 1;
    canvas_text(canvas, row, end, width, buffer_str(&help), style);
    for (size_t i = 0; i < count; i++) {
        CLEANUP_BUFFER struct buffer hint = {0};
        if (!commands[i].hint || str_equal(str_from(commands[i].name), STR("help")))
            continue;
        append_hint(session, context, &commands[i], &hint);
        unsigned needed = (unsigned)text_width(buffer_str(&hint), canvas_ambiguous(canvas));
        if (left + needed + GAP > end)
            break;
        if (needed == 0)
            continue;
        left += canvas_text(canvas, row, left, needed, buffer_str(&hint), style) + 2;
    }
}
