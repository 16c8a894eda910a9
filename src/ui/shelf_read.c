/* From the shelf into an article, and back to its row. */
#include "ui/shelf_commands.h"
#include "ui/shelf_view.h"

#include "base/intl.h"
#include "base/memory.h"

static bool show(struct shelf_view *view, int64_t id, int64_t version)
{
    struct article *article;
    struct error error;
    if (article_load(view->library, id, version, &article, &error)) {
        session_complain(view->session, error.message);
        return false;
    }
    session_show_stored(view->session, article);
    return true;
}

/* The selection stays as it was made, so that the row stays although the article's state may have
 * changed; a change by another process is another matter. */
void shelf_read_on(struct shelf_view *view)
{
    reader_loop(view->session);
    session_close_article(view->session);
    if (library_has_changed(view->library) || view->has_news)
        shelf_refresh(view);
    else
        shelf_reload(view);
}

void shelf_open_article(struct shelf_view *view, int64_t article, int64_t version)
{
    if (show(view, article, version))
        shelf_read_on(view);
}

int64_t shelf_readable(const struct shelf_view *view)
{
    return view->selected_id == view->last_read_leader ? view->last_read : view->selected_id;
}

void shelf_read(struct session *session)
{
    struct shelf_view *view = session->shelf;
    if (view->is_side_focused)
        shelf_side_leave(view);
    else if (view->selected_id)
        shelf_open_article(view, shelf_readable(view), 0);
}

bool shelf_step(struct session *session, long step)
{
    struct shelf_view *view = session->shelf;
    long target = (long)view->selected + step;
    if (target < 0 || target >= (long)view->count) {
        session_complain(session, step < 0 ? _("this is the first article of the list")
                                           : _("this is the last article of the list"));
        return false;
    }
    size_t before = view->selected;
    shelf_select_row(view, (size_t)target);
    if (!show(view, view->selected_id, 0)) {
        shelf_select_row(view, before);
        return false;
    }
    if (session->message.length == 0)
        session_say(session, "%zu/%zu  %.*s", view->selected + 1, view->count,
                    STR_ARGS(session->article->title));
    return true;
}
