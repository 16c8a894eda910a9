/* The filter as one types it, and the order. */
#include "ui/shelf_commands.h"
#include "ui/shelf_view.h"

#include "base/intl.h"
#include "base/memory.h"
#include "library/title_order.h"
#include "ui/prompt.h"

static bool typed(struct session *session, struct str text, void *closure)
{
    struct shelf_view *view = closure;
    (void)session;
    shelf_set_filter(view, text);
    shelf_evaluate(view, KEEP_TOP, true);
    return !view->is_stale;
}

static bool append_found(struct session *session, void *closure, struct buffer *out)
{
    struct shelf_view *view = closure;
    (void)session;
    if (view->fault.length)
        buffer_append(out, buffer_str(&view->fault));
    else if (view->is_stale)
        buffer_append_c(out, "…");
    else
        shelf_append_found(view, out);
    return view->fault.length > 0;
}

static void move(struct session *session, void *closure, uint32_t key)
{
    (void)closure;
    session->has_count = false;
    if (key == KEY_CODE_UP)
        shelf_up(session);
    else if (key == KEY_CODE_DOWN)
        shelf_down(session);
    else if (key == KEY_CODE_PAGE_UP)
        shelf_page_up(session);
    else
        shelf_page_down(session);
}

/* What stood before the prompt. */
struct before {
    struct buffer filter;
    int64_t article;
    size_t selected, top;
};

static void restore(struct shelf_view *view, const struct before *before)
{
    shelf_set_filter(view, buffer_str(&before->filter));
    view->selected_id = before->article;
    view->selected = before->selected;
    view->top = before->top;
    shelf_evaluate(view, KEEP_ARTICLE, false);
}

/* One that is none is asked for again, with what is wrong said beside it. */
static bool ask(struct shelf_view *view, struct buffer *text)
{
    const struct prompt_request request = {
        .label = " / ",
        .hint = _("words, pinyin, tag:… site:… is:unread … or -not   ENTER keeps   ESC gives up"),
        .changed = typed,
        .note = append_found,
        .move = move,
        .closure = view};
    for (;;) {
        view->is_typing = true;
        bool is_taken = prompt_run(view->session, &request, text);
        view->is_typing = false;
        if (!is_taken)
            return false;
        shelf_set_filter(view, str_trim_ascii(buffer_str(text)));
        int64_t chosen = view->selected_id;
        shelf_evaluate(view, KEEP_ARTICLE, false);
        if (view->fault.length == 0)
            return true;
        view->selected_id = chosen;
    }
}

void shelf_filter(struct session *session)
{
    struct shelf_view *view = session->shelf;
    CLEANUP_BUFFER struct buffer text = {0};
    struct before before = {
        .article = view->selected_id, .selected = view->selected, .top = view->top};
    buffer_append(&before.filter, buffer_str(&view->filter));
    view->is_side_focused = false;
    if (view->filter.length)
        buffer_append_format(&text, "%.*s ", STR_ARGS(buffer_str(&view->filter)));
    if (!ask(view, &text))
        restore(view, &before);
    buffer_release(&before.filter);
}

void shelf_clear(struct session *session)
{
    struct shelf_view *view = session->shelf;
    if (view->is_side_focused) {
        shelf_side_close(view);
    } else if (view->filter.length) {
        shelf_set_filter(view, STR_NONE);
        shelf_evaluate(view, KEEP_ARTICLE, false);
    } else if (id_set_count(&view->marked)) {
        id_set_release(&view->marked);
    } else if (view->adding) {
        adding_stop(view->adding);
    }
}

/* In the order of the option's choices. */
static const struct {
    char key;
    enum query_sort sort;
    bool is_descending; /* which way round it begins */
} sorts[] = {
    [SORT_ADDED] = {'a', QUERY_SORT_ADDED, true},
    [SORT_PUBLISHED] = {'p', QUERY_SORT_PUBLISHED, true},
    [SORT_READ] = {'r', QUERY_SORT_READ, true},
    [SORT_TITLE] = {'t', QUERY_SORT_TITLE, false},
    [SORT_LENGTH] = {'l', QUERY_SORT_LENGTH, true},
    [SORT_PROGRESS] = {'g', QUERY_SORT_PROGRESS, true},
    [SORT_SITE] = {'s', QUERY_SORT_SITE, false},
};

static void keep_nothing(void *request)
{
    (void)request;
}

static enum status write_title_order(struct session *session, void *request, struct error *error)
{
    int order = config_number(session->config, OPTION_TITLE_ORDER);
    (void)request;
    return library_set_title_order(session->library, (enum collation_order)order, error);
}

/* When it had to wait for another program, that one's change makes the list anew. */
static void set_title_order(struct session *session)
{
    if (!library_is_read_only(session->library))
        writing_do(session, &(struct writing){.name = N_("order of the titles"),
                                              .write = write_title_order,
                                              .release = keep_nothing});
}

static void set_sort(struct shelf_view *view, enum query_sort sort, bool is_descending)
{
    if (sort == QUERY_SORT_TITLE)
        set_title_order(view->session);
    view->sort = sort;
    view->is_descending = is_descending;
    shelf_evaluate(view, KEEP_ARTICLE, false);
}

void shelf_take_option(struct shelf_view *view, enum option option)
{
    int value = config_number(view->session->config, option);
    view->preview.columns = 0; /* to be laid out anew */
    if (option == OPTION_PREVIEW)
        view->has_preview = value;
    else if (option == OPTION_SORT)
        set_sort(view, sorts[value].sort, sorts[value].is_descending);
    else if (option == OPTION_TITLE_ORDER)
        set_sort(view, view->sort, view->is_descending);
}

void shelf_sort(struct session *session)
{
    char keys[ARRAY_LENGTH(sorts) + 1] = "";
    for (size_t i = 0; i < ARRAY_LENGTH(sorts); i++)
        keys[i] = sorts[i].key;
    size_t chosen = prompt_choose(
        session,
        _("sort: a added  p published  r read  t title  l length  g progress  s site"),
        keys);
    if (chosen != SIZE_MAX)
        set_sort(session->shelf, sorts[chosen].sort, sorts[chosen].is_descending);
}

void shelf_reverse(struct session *session)
{
    set_sort(session->shelf, session->shelf->sort, !session->shelf->is_descending);
}
