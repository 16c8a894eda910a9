#include "ui/shelf_commands.h"
#include "ui/shelf_view.h"

#include "base/intl.h"

static void move(struct session *session, long rows)
{
    struct shelf_view *view = session->shelf;
    if (view->is_side_focused) {
        shelf_side_move(view, rows);
        return;
    }
    long target = (long)view->selected + rows;
    shelf_select_row(view, target < 0 ? 0 : (size_t)target);
}

static long repeat_count(const struct session *session)
{
    return session->has_count && session->count ? (long)session->count : 1;
}

void shelf_down(struct session *session)
{
    move(session, repeat_count(session));
}

void shelf_up(struct session *session)
{
    move(session, -repeat_count(session));
}

/* The screen goes along, so that the selected row stays where it is. */
static void move_page(struct session *session, long halves)
{
    struct shelf_view *view = session->shelf;
    long rows = (long)(view->list_rows ? view->list_rows : 1);
    long step = halves == 2 || halves == -2 ? rows : rows > 1 ? rows / 2 : 1;
    if (halves < 0)
        step = -step;
    step *= repeat_count(session);
    if (!view->is_side_focused) {
        long top = (long)view->top + step;
        view->top = top < 0 ? 0 : (size_t)top;
    }
    move(session, step);
}

void shelf_page_down(struct session *session)
{
    move_page(session, 2);
}

void shelf_page_up(struct session *session)
{
    move_page(session, -2);
}

void shelf_half_down(struct session *session)
{
    move_page(session, 1);
}

void shelf_half_up(struct session *session)
{
    move_page(session, -1);
}

static void go(struct session *session, size_t row)
{
    move(session, (long)row - (long)session->shelf->selected);
}

void shelf_top(struct session *session)
{
    if (session->shelf->is_side_focused)
        move(session, -(long)shelf_side_count(session->shelf));
    else
        go(session, session->has_count && session->count ? session->count - 1 : 0);
}

void shelf_end(struct session *session)
{
    struct shelf_view *view = session->shelf;
    if (view->is_side_focused)
        move(session, (long)shelf_side_count(view));
    else if (session->has_count && session->count)
        go(session, session->count - 1);
    else
        go(session, view->count ? view->count - 1 : 0);
}

static bool select_last_read(struct shelf_view *view)
{
    return shelf_select_article(view, view->last_read) ||
           shelf_select_article(view, view->last_read_leader);
}

void shelf_continue(struct session *session)
{
    struct shelf_view *view = session->shelf;
    if (view->last_read == 0) {
        session_complain(session, _("nothing was read yet"));
        return;
    }
    if (select_last_read(view))
        return;
    shelf_set_filter(view, STR_NONE);
    shelf_evaluate(view, KEEP_TOP, false);
    select_last_read(view);
}
