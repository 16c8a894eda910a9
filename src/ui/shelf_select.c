/* Which articles are shown, and which of them is selected. */
#include "ui/shelf_view.h"

#include "base/memory.h"

static bool has_key(void *closure)
{
    return terminal_has_pending(closure);
}

/* The order that the view is in, when the query names none. */
static struct query with_order(const struct shelf_view *view, const struct query *query)
{
    struct query ordered = *query;
    if (!query->has_sort) {
        ordered.has_sort = true;
        ordered.sort = view->sort;
        ordered.sort_is_descending = view->is_descending;
    }
    return ordered;
}

/* Not so for one that was saved when it looked at whole texts. */
static enum select_scope scope_of(const struct shelf_view *view)
{
    size_t index = shelf_side_current(view);
    bool is_search = index != SIZE_MAX && shelf_side_at(view, index).is_search;
    return is_search ? SELECT_TEXT : SELECT_ROWS;
}

static enum status make_selection(struct shelf_view *view, const struct query *query, bool may_stop,
                                  struct selection **ret_selection, struct error *error)
{
    const struct query ordered = with_order(view, query);
    if (may_stop)
        library_set_stop(view->library, has_key, view->session->terminal);
    enum status status =
        selection_make(view->library, &ordered, scope_of(view), true, ret_selection, error);
    library_set_stop(view->library, NULL, NULL);
    return status;
}

static enum status parse(struct shelf_view *view, struct query **ret_query)
{
    struct query_fault fault;
    const struct ui_options *options = view->session->options;
    const struct query_options query_options = {
        .is_partial = view->is_typing, .now_ms = options->now(), .midnight = options->midnight};
    enum status status = query_parse(buffer_str(&view->filter), &query_options, ret_query, &fault);
    view->fault.length = 0;
    if (status)
        buffer_append_c(&view->fault, fault.error.message);
    return status;
}

/* Where the selected article stands now; false when it does no more. */
static bool find_selected(struct shelf_view *view, size_t *ret_index)
{
    struct error ignored;
    return view->selected_id && selection_index(view->library, view->selection, view->selected_id,
                                                ret_index, &ignored) == STATUS_OK;
}

/* At the top of the list what is new is seen to come; elsewhere nothing on the screen moves. */
static void keep_article(struct shelf_view *view)
{
    size_t offset = view->selected - view->top, index;
    if (!find_selected(view, &index)) {
        shelf_select_row(view, view->selected);
        return;
    }
    if (view->top > 0 || index >= view->list_rows)
        view->top = index > offset ? index - offset : 0;
    view->selected = index;
}

static void take_selection(struct shelf_view *view, struct selection *selection,
                           const struct query *query, enum shelf_keep keep)
{
    selection_free(view->selection);
    lights_free(view->lights);
    view->selection = selection;
    view->lights = lights_new(query);
    view->count = selection_count(selection);
    if (keep == KEEP_TOP) {
        view->top = 0;
        shelf_select_row(view, 0);
    } else {
        keep_article(view);
    }
}

void shelf_evaluate(struct shelf_view *view, enum shelf_keep keep, bool may_stop)
{
    struct query *query;
    struct selection *selection;
    struct error error;
    view->is_stale = false;
    if (parse(view, &query))
        return;
    enum status status = make_selection(view, query, may_stop, &selection, &error);
    if (status == STATUS_CANCELLED)
        view->is_stale = true;
    else if (status)
        buffer_append_c(&view->fault, error.message);
    else
        take_selection(view, selection, query, keep);
    query_free(query);
}

void shelf_set_filter(struct shelf_view *view, struct str filter)
{
    CLEANUP_BUFFER struct buffer copy = {0}; /* it may be a part of the filter */
    buffer_append(&copy, filter);
    view->filter.length = 0;
    buffer_append(&view->filter, buffer_str(&copy));
}

void shelf_select_row(struct shelf_view *view, size_t index)
{
    struct error error;
    view->selected_id = 0;
    view->selected = index < view->count ? index : view->count ? view->count - 1 : 0;
    if (view->count == 0)
        return;
    enum status status = selection_article(view->library, view->selection, view->selected,
                                           &view->selected_id, &error);
    if (status && status != STATUS_NOT_FOUND)
        session_complain(view->session, error.message);
}

bool shelf_select_article(struct shelf_view *view, int64_t article)
{
    size_t index;
    struct error ignored;
    if (!article || selection_index(view->library, view->selection, article, &index, &ignored))
        return false;
    view->selected = index;
    view->selected_id = article;
    return true;
}

void shelf_scroll_to_selected(struct shelf_view *view)
{
    size_t rows = view->list_rows ? view->list_rows : 1;
    if (view->selected < view->top)
        view->top = view->selected;
    if (view->selected >= view->top + rows)
        view->top = view->selected - rows + 1;
    size_t last_top = view->count > rows ? view->count - rows : 0;
    if (view->top > last_top)
        view->top = last_top;
}

const struct article_record *shelf_record(struct shelf_view *view, int64_t article)
{
    struct error ignored;
    struct article_record *row = &view->rows[article % SHELF_ROWS_KEPT];
    if (row->id == article)
        return row;
    article_record_release(row);
    return article_read(view->library, article, row, &ignored) ? NULL : row;
}

const struct article_record *shelf_row(struct shelf_view *view, size_t index)
{
    struct error ignored;
    int64_t id;
    if (index >= view->count ||
        selection_article(view->library, view->selection, index, &id, &ignored))
        return NULL;
    return shelf_record(view, id);
}

void shelf_forget_rows(struct shelf_view *view)
{
    for (size_t i = 0; i < SHELF_ROWS_KEPT; i++)
        article_record_release(&view->rows[i]);
    preview_release(&view->preview);
}

static enum status find_last_read(struct shelf_view *view, struct error *error)
{
    struct article_record record;
    enum status status = article_last_opened(view->library, &view->last_read, error);
    view->last_read_leader = view->last_read;
    if (status || !view->last_read)
        return status;
    status = article_read(view->library, view->last_read, &record, error);
    if (status)
        return status;
    view->last_read_leader = record.leader;
    article_record_release(&record);
    return STATUS_OK;
}

void shelf_reload(struct shelf_view *view)
{
    struct error error;
    shelf_forget_rows(view);
    if (library_count(view->library, &view->counts, &error) || find_last_read(view, &error))
        session_complain(view->session, error.message);
    shelf_read_shelves(view);
}

void shelf_refresh(struct shelf_view *view)
{
    shelf_reload(view);
    shelf_evaluate(view, KEEP_ARTICLE, false);
}
