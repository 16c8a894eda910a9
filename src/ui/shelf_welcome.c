/* What an empty library says. */
#include "ui/shelf_view.h"

#include "base/intl.h"
#include "base/memory.h"
#include "ui/hints.h"
#include "ui/wrap.h"

enum { MARGIN = 3, KEY_COLUMNS = 8, WORDS_ROWS_MAX = 8 };

static unsigned paint_words(struct canvas *canvas, const struct shelf_frame *frame, unsigned row,
                            const char *words)
{
    struct str rows[WORDS_ROWS_MAX];
    unsigned columns = frame->list_columns > 2 * MARGIN ? frame->list_columns - 2 * MARGIN : 1;
    unsigned end = frame->list_top + frame->list_rows;
    size_t count =
        wrap_text(str_from(words), columns, canvas_ambiguous(canvas), rows, WORDS_ROWS_MAX);
    for (size_t i = 0; i < count && i < WORDS_ROWS_MAX && row < end; i++, row++)
        canvas_text(canvas, row, frame->list_left + MARGIN, columns, rows[i],
                    (struct style){ROLE_TEXT, 0});
    return row;
}

static void paint_key(const struct shelf_view *view, const struct shelf_frame *frame, unsigned row,
                      const struct command *command)
{
    struct canvas *canvas = view->session->canvas;
    CLEANUP_BUFFER struct buffer keys = {0};
    hints_append_key(view->session, KEY_CONTEXT_SHELF, command, &keys);
    if (keys.length == 0 || row >= frame->list_top + frame->list_rows)
        return;
    unsigned left = frame->list_left + MARGIN;
    canvas_text(canvas, row, left, KEY_COLUMNS, buffer_str(&keys), (struct style){ROLE_HEADING, 0});
    left += KEY_COLUMNS;
    canvas_text(canvas, row, left, frame->columns > left ? frame->columns - left : 0,
                str_from(_(command->help)), (struct style){ROLE_TEXT, 0});
}

void shelf_paint_welcome(struct shelf_view *view, const struct shelf_frame *frame)
{
    static const char *const names[] = {"add", "manual", "help", "quit"};
    struct canvas *canvas = view->session->canvas;
    unsigned row = frame->list_top + (frame->list_rows > 10);
    row = paint_words(canvas, frame, row,
                      _("zhai keeps the pages you saved and opens each one where you left it. "
                        "Nothing is here yet."));
    row += frame->list_rows > 8;
    for (size_t i = 0; i < ARRAY_LENGTH(names); i++)
        paint_key(view, frame, row++, command_find(str_from(names[i])));
    row += frame->list_rows > 8;
    paint_words(canvas, frame, row, _("From the shell: zhai add FOLDER"));
}
