#include "ui/shelf.h"

#include "base/clock.h"
#include "base/intl.h"
#include "base/memory.h"
#include "ui/search_view.h"
#include "ui/shelf_commands.h"
#include "ui/shelf_view.h"

enum { POLL_MS = 1000 };

int shelf_wait_ms(const struct shelf_view *view)
{
    if (view->is_stale || view->adding)
        return 0;
    if (view->session->article)
        return -1;
    int64_t left = view->polled_ms + POLL_MS - clock_monotonic_ms();
    return left > 0 ? (int)left : 0;
}

static bool poll(struct shelf_view *view)
{
    view->polled_ms = clock_monotonic_ms();
    if (!library_has_changed(view->library))
        return false;
    shelf_refresh(view);
    if (view->session->search)
        search_look_again(view->session->search);
    indexing_look(view->session);
    return true;
}

bool shelf_work(struct shelf_view *view)
{
    if (view->is_stale) {
        shelf_evaluate(view, KEEP_TOP, true);
        return !view->is_stale;
    }
    if (view->adding)
        return shelf_go_on_adding(view);
    if (view->session->article)
        return false;
    return clock_monotonic_ms() >= view->polled_ms + POLL_MS && poll(view);
}

void shelf_toggle_preview(struct session *session)
{
    struct shelf_view *view = session->shelf;
    view->has_preview = !view->has_preview;
    if (view->has_preview && shelf_frame_of(view).preview_columns == 0)
        session_say(session, "%s", _("the preview needs a terminal of 120 columns"));
}

void shelf_quit(struct session *session)
{
    if (session->shelf->is_side_focused)
        shelf_side_close(session->shelf);
    else
        session->is_leaving = true;
}

static void take_key(struct session *session, const struct event *event)
{
    session_take_key(session, KEY_CONTEXT_SHELF, event);
    if (session->article) /* by :e */
        shelf_read_on(session->shelf);
}

/* A second click on a row opens it. */
static void click(struct shelf_view *view, unsigned row, unsigned column)
{
    const struct shelf_frame frame = shelf_frame_of(view);
    if (row < frame.list_top || row >= frame.list_top + frame.list_rows)
        return;
    size_t line = row - frame.list_top;
    if (column < frame.side_columns) {
        view->is_side_focused = true;
        if (line < shelf_side_count(view))
            shelf_side_move(view, (long)line - (long)view->side_selected);
        return;
    }
    view->is_side_focused = false;
    size_t index = view->top + line;
    if (index < view->count && index == view->selected)
        shelf_read(view->session);
    else if (index < view->count)
        shelf_select_row(view, index);
}

/* The list moves under the selected row until that would leave the screen. */
static void scroll(struct shelf_view *view, long rows)
{
    size_t height = view->list_rows, last = view->count > height ? view->count - height : 0;
    long top = (long)view->top + rows;
    view->top = top < 0 ? 0 : (size_t)top > last ? last : (size_t)top;
    if (view->selected < view->top)
        shelf_select_row(view, view->top);
    else if (view->selected >= view->top + height)
        shelf_select_row(view, view->top + height - 1);
}

static void take_event(struct session *session, const struct event *event)
{
    long wheel = config_number(session->config, OPTION_WHEEL);
    switch (event->kind) {
    case EVENT_KEY:
        take_key(session, event);
        break;
    case EVENT_WHEEL_UP:
    case EVENT_WHEEL_DOWN:
        session->message.length = 0;
        scroll(session->shelf, event->kind == EVENT_WHEEL_UP ? -wheel : wheel);
        break;
    case EVENT_CLICK:
        session->message.length = 0;
        click(session->shelf, event->row, event->column);
        break;
    default:
        break;
    }
}

static void release(struct shelf_view *view)
{
    adding_end(view->adding);
    shelf_forget_rows(view);
    buffer_release(&view->filter);
    buffer_release(&view->fault);
    buffer_release(&view->today);
    lights_free(view->lights);
    selection_free(view->selection);
    id_set_release(&view->marked);
    arena_free(view->side_arena);
    free(view->shelves);
}

static void run(struct shelf_view *view)
{
    struct session *session = view->session;
    session->draw = shelf_paint;
    session->draw_closure = view;
    CLEANUP_BUFFER struct buffer warning = {0};
    library_append_warning(library_path(view->library), &warning);
    session_say_problems(session, buffer_str(&warning));
    while (!session->is_leaving) {
        struct event event;
        session_wait(session, &event);
        take_event(session, &event);
    }
}

/* At the article read last, with what comes before it above. */
static void begin(struct shelf_view *view)
{
    view->list_rows = shelf_frame_of(view).list_rows;
    shelf_reload(view);
    shelf_take_option(view, OPTION_PREVIEW);
    shelf_take_option(view, OPTION_SORT);
    if (view->last_read)
        shelf_continue(view->session);
    view->top = view->selected > view->list_rows / 2 ? view->selected - view->list_rows / 2 : 0;
    view->polled_ms = clock_monotonic_ms();
    indexing_look(view->session);
}

enum status shelf_run(const struct ui_options *options, struct library *library,
                      struct error *error)
{
    struct session session = {.library = library};
    struct shelf_view view = {.session = &session, .library = library};
    session.shelf = &view;
    enum status status = session_start(&session, options, error);
    if (!status) {
        begin(&view);
        run(&view);
        status = writing_finish(&session, error);
    }
    release(&view);
    session_release(&session);
    return status;
}
