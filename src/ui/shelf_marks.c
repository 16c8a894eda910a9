/* Marked rows: what the next commands act on. */
#include "ui/shelf_commands.h"
#include "ui/shelf_view.h"

#include "base/intl.h"

void shelf_mark(struct session *session)
{
    struct shelf_view *view = session->shelf;
    if (view->is_side_focused || view->selected_id == 0)
        return;
    if (id_set_has(&view->marked, view->selected_id))
        id_set_remove(&view->marked, view->selected_id);
    else
        id_set_add(&view->marked, view->selected_id);
    shelf_select_row(view, view->selected + 1);
}

void shelf_mark_all(struct session *session)
{
    struct shelf_view *view = session->shelf;
    struct id_set shown CLEANUP(id_set_release) = {0};
    selection_gather(view->selection, &shown);
    id_set_unite(&view->marked, &shown);
}

void shelf_invert_marks(struct session *session)
{
    struct shelf_view *view = session->shelf;
    struct id_set shown = {0};
    selection_gather(view->selection, &shown);
    id_set_subtract(&shown, &view->marked);
    id_set_release(&view->marked);
    view->marked = shown;
}
