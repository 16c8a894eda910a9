/* A query asked while it is typed. */
#include "ui/search_view.h"

#include "base/clock.h"
#include "base/memory.h"

enum {
    AT_ONCE_MS = 12, /* all of it, before anything is shown */
    GLANCE_MS = 8,
    PATIENCE_MS = 1000,
    FIRST_LIMIT = 200,
    GLANCE_LIMIT = 50,
};

static bool has_key(const struct search_view *view)
{
    return terminal_has_pending(view->session->terminal);
}

static bool should_stop(void *closure)
{
    const struct search_view *view = closure;
    int64_t now = clock_monotonic_ms();
    return (now >= view->patience_ms && has_key(view)) ||
           (view->give_up_ms && now >= view->give_up_ms);
}

void search_set_text(struct search_view *view, struct str text)
{
    CLEANUP_BUFFER struct buffer copy = {0}; /* it may be a part of the text */
    buffer_append(&copy, text);
    view->text.length = 0;
    buffer_append(&view->text, buffer_str(&copy));
}

struct terms *search_terms(const struct search_view *view)
{
    return view->result.is_loose ? terms_new_loose(view->query) : terms_new(view->query);
}

void search_read_followers(struct search_view *view)
{
    struct error ignored;
    free(view->followers.items);
    view->followers = (struct followers){0};
    if (article_followers(view->library, &view->followers.items, &view->followers.count, &ignored))
        view->followers = (struct followers){0};
}

static void make_rows(struct search_view *view)
{
    free(view->rows);
    view->rows = memory_new((view->result.hit_count + 1) * sizeof *view->rows);
    view->row_count = search_fold(&view->result, view->followers, view->rows);
}

/* The article that was selected, where it stands now; else the same row. */
static void keep_selected(struct search_view *view)
{
    size_t offset = view->selected > view->top ? view->selected - view->top : 0;
    for (size_t i = 0; i < view->row_count; i++)
        if (view->rows[i].article == view->selected_id) {
            view->selected = i;
            view->top = i > offset ? i - offset : 0;
            return;
        }
    search_select(view, view->selected);
}

enum keep { KEEP_NOTHING, KEEP_SELECTED };

static void take(struct search_view *view, struct query *query, struct search_result result,
                 enum keep keep)
{
    query_free(view->query);
    search_result_release(&view->result);
    terms_free(view->terms);
    view->query = query;
    view->result = result;
    view->terms = search_terms(view);
    search_forget(view);
    make_rows(view);
    if (keep == KEEP_SELECTED) {
        keep_selected(view);
    } else {
        view->top = 0;
        search_select(view, 0);
    }
}

/* An empty query asks for nothing. */
static enum status parse(struct search_view *view, struct query **ret_query)
{
    struct query_fault fault;
    const struct ui_options *options = view->session->options;
    const struct query_options query_options = {
        .is_partial = view->is_typing, .now_ms = options->now(), .midnight = options->midnight};
    struct query *query;
    enum status status = query_parse(buffer_str(&view->text), &query_options, &query, &fault);
    view->fault.length = 0;
    if (status) {
        buffer_append_c(&view->fault, fault.error.message);
        return status;
    }
    if (query->root->kind == QUERY_EVERYTHING && !query->has_sort) {
        query_free(query);
        return STATUS_NOT_FOUND;
    }
    *ret_query = query;
    return STATUS_OK;
}

static enum status ask_for(struct search_view *view, const struct query *query, size_t limit,
                           int64_t milliseconds, struct search_result *ret_result,
                           struct error *error)
{
    int64_t begun = clock_monotonic_ms();
    view->give_up_ms = milliseconds ? begun + milliseconds : 0;
    library_set_stop(view->library, should_stop, view);
    enum status status = search_run(view->library, query, limit, ret_result, error);
    library_set_stop(view->library, NULL, NULL);
    if (!status) {
        view->took_ms = clock_monotonic_ms() - begun;
        view->is_all = limit == 0 || ret_result->hit_count == ret_result->article_count;
    }
    return status;
}

/* Whether there was time for it, and anything to see. */
static bool glance(struct search_view *view, struct query *query)
{
    struct search_result result;
    struct error ignored;
    view->give_up_ms = clock_monotonic_ms() + GLANCE_MS;
    library_set_stop(view->library, should_stop, view);
    enum status status = search_glance(view->library, query, GLANCE_LIMIT, &result, &ignored);
    library_set_stop(view->library, NULL, NULL);
    if (status || result.hit_count == 0) {
        if (!status)
            search_result_release(&result);
        return false;
    }
    view->is_all = false;
    take(view, query, result, KEEP_NOTHING);
    return true;
}

static void fail(struct search_view *view, struct query *query, const struct error *error)
{
    view->fault.length = 0;
    buffer_append_c(&view->fault, error->message);
    view->is_pending = false;
    query_free(query);
}

static void clear(struct search_view *view)
{
    query_free(view->query);
    view->query = NULL;
    search_result_release(&view->result);
    view->row_count = view->selected = view->top = 0;
    view->selected_id = 0;
}

/* A look into texts, of which one may take longer than a key has: only with the screen drawn. */
static bool reads_texts(const struct query_node *node)
{
    bool reads = node->kind == QUERY_REGEX || node->is_exact;
    for (size_t i = 0; i < node->child_count && !reads; i++)
        reads = reads_texts(node->children[i]);
    return reads;
}

bool search_ask(struct search_view *view)
{
    struct query *query;
    struct search_result result;
    struct error error;
    view->is_pending = false;
    view->patience_ms = 0;
    enum status status = parse(view, &query);
    if (status) {
        if (status == STATUS_NOT_FOUND)
            clear(view);
        return true;
    }
    status = reads_texts(query->root)
                 ? STATUS_CANCELLED
                 : ask_for(view, query, FIRST_LIMIT, AT_ONCE_MS, &result, &error);
    if (!status) {
        take(view, query, result, KEEP_NOTHING);
    } else if (status != STATUS_CANCELLED) {
        fail(view, query, &error);
    } else {
        view->is_pending = true;
        view->is_all = false;
        if (has_key(view) || !glance(view, query))
            query_free(query);
        return !has_key(view);
    }
    return true;
}

/* All of the text's query, however long that takes; false when a key stopped it, one that came
 * after so many milliseconds. */
static bool ask_to_the_end(struct search_view *view, size_t limit, int64_t patience)
{
    struct query *query;
    struct search_result result;
    struct error error;
    enum status status = parse(view, &query);
    if (status == STATUS_NOT_FOUND)
        clear(view);
    if (status) {
        view->is_pending = false;
        return true;
    }
    view->patience_ms = patience ? clock_monotonic_ms() + patience : 0;
    status = ask_for(view, query, limit, 0, &result, &error);
    if (status == STATUS_CANCELLED) {
        query_free(query);
        return false;
    }
    view->is_pending = false;
    if (status)
        fail(view, query, &error);
    else
        take(view, query, result, view->selected ? KEEP_SELECTED : KEEP_NOTHING);
    if (!view->session->indexing.is_going) /* what was asked may have met with damage */
        indexing_look(view->session);
    return true;
}

void search_refresh(struct search_view *view)
{
    search_read_followers(view);
    view->is_pending = !ask_to_the_end(view, view->is_all ? 0 : FIRST_LIMIT, PATIENCE_MS);
}

void search_look_again(struct search_view *view)
{
    search_read_followers(view);
    view->is_pending = true;
}

void search_gather_all(struct search_view *view)
{
    if (!view->is_all && !view->is_pending && view->query)
        (void)ask_to_the_end(view, 0, PATIENCE_MS);
}

int search_wait_ms(const struct search_view *view)
{
    enum { BOOK_AFTER_MS = 150 }; /* a book takes as long as several keys */
    if (view->session->article)
        return -1;
    if (view->is_pending || view->lacks_pieces)
        return 0;
    if (!view->lacks_books)
        return -1;
    int64_t left = view->session->event_ms + BOOK_AFTER_MS - clock_monotonic_ms();
    return left > 0 ? (int)left : 0;
}

bool search_work(struct search_view *view)
{
    return view->is_pending ? ask_to_the_end(view, view->is_all ? 0 : FIRST_LIMIT, 0)
                            : search_make_visible(view, true);
}
