#include "ui/shelf_view.h"

#include "base/clock.h"
#include "base/intl.h"
#include "base/memory.h"

enum {
    HEADER_ROWS = 2,
    FOOTER_ROWS = 3, /* rule, status, hints */
    FULL_ROWS_MIN = 9,
    STATUS_ROWS_MIN = 3,
    SIDE_COLUMNS = 26,
    SIDE_BESIDE_MIN = 72, /* below, the side list has the screen for itself */
    PREVIEW_MIN = 120,
    PREVIEW_GAP = 3
};

static void divide_columns(const struct shelf_view *view, struct shelf_frame *frame)
{
    frame->list_columns = frame->columns;
    if (view->has_side) {
        bool is_beside = frame->columns >= SIDE_BESIDE_MIN;
        frame->side_columns = is_beside ? SIDE_COLUMNS : frame->columns;
        frame->list_left = frame->side_columns;
        frame->list_columns = frame->columns - frame->side_columns;
    }
    if (view->has_preview && frame->list_columns >= PREVIEW_MIN - SIDE_COLUMNS &&
        frame->columns >= PREVIEW_MIN) {
        unsigned list = frame->list_columns * 3 / 5;
        frame->preview_left = frame->list_left + list + PREVIEW_GAP;
        frame->preview_columns = frame->list_columns - list - PREVIEW_GAP - 1;
        frame->list_columns = list;
    }
}

struct shelf_frame shelf_frame_of(const struct shelf_view *view)
{
    struct shelf_frame frame = {.rows = canvas_rows(view->session->canvas),
                                .columns = canvas_columns(view->session->canvas)};
    unsigned used = 0;
    if (frame.rows >= FULL_ROWS_MIN) {
        frame.has_header = frame.has_hints = true;
        frame.list_top = HEADER_ROWS;
        used = HEADER_ROWS + FOOTER_ROWS;
    }
    frame.has_status = frame.rows >= STATUS_ROWS_MIN;
    if (frame.has_status && used == 0)
        used = 1;
    frame.list_rows = frame.rows - used;
    divide_columns(view, &frame);
    return frame;
}

bool shelf_is_empty(const struct shelf_view *view)
{
    return view->counts.articles + view->counts.trashed == 0 && view->filter.length == 0;
}

static void paint_nothing(struct shelf_view *view, const struct shelf_frame *frame)
{
    bool is_shelf = shelf_side_current(view) != SIZE_MAX;
    const char *words = is_shelf ? _("there is nothing on this shelf")
                                 : _("nothing passes the filter; ESC ends it");
    if (shelf_is_empty(view))
        shelf_paint_welcome(view, frame);
    else
        canvas_text(view->session->canvas, frame->list_top, frame->list_left + 3,
                    frame->list_columns - 3, str_from(words), (struct style){ROLE_DIM, 0});
}

static void paint_list(struct shelf_view *view, const struct shelf_frame *frame)
{
    if (frame->list_columns == 0)
        return;
    view->today.length = 0;
    clock_append_local(view->session->options->now(), &view->today);
    shelf_scroll_to_selected(view);
    for (unsigned i = 0; i < frame->list_rows && view->top + i < view->count; i++)
        shelf_paint_row(view, frame, view->top + i, frame->list_top + i);
    if (view->count == 0)
        paint_nothing(view, frame);
}

void shelf_paint(struct session *session, void *closure)
{
    struct shelf_view *view = closure;
    const struct shelf_frame frame = shelf_frame_of(view);
    (void)session;
    view->list_rows = frame.list_rows;
    paint_list(view, &frame);
    if (frame.side_columns)
        shelf_paint_side(view, &frame);
    if (frame.preview_columns)
        preview_paint(&view->preview, view->session, view->selected_id, frame.list_top,
                      frame.list_rows, frame.preview_left, frame.preview_columns);
    shelf_paint_header(view, &frame);
    shelf_paint_footer(view, &frame);
}
