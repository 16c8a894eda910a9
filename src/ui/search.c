#include "ui/search_commands.h"
#include "ui/search_view.h"

#include "base/intl.h"
#include "base/memory.h"
#include "find/query.h"
#include "library/shelf.h"
#include "ui/prompt.h"
#include "ui/shelf_view.h"

void search_again(struct session *session)
{
    session->search->asks_again = true;
}

void search_cancel(struct session *session)
{
    if (id_set_count(&session->search->marked))
        id_set_release(&session->search->marked);
    else
        search_again(session);
}

void search_quit(struct session *session)
{
    session->search->is_closed = true;
}

void search_mark(struct session *session)
{
    struct search_view *view = session->search;
    if (view->selected_id == 0)
        return;
    if (id_set_has(&view->marked, view->selected_id))
        id_set_remove(&view->marked, view->selected_id);
    else
        id_set_add(&view->marked, view->selected_id);
    search_select(view, view->selected + 1);
}

void search_mark_all(struct session *session)
{
    struct search_view *view = session->search;
    search_gather_all(view);
    for (size_t i = 0; i < view->row_count; i++)
        id_set_add(&view->marked, view->rows[i].article);
}

void search_save(struct session *session)
{
    struct search_view *view = session->search;
    CLEANUP_BUFFER struct buffer name = {0};
    const struct prompt_request request = {.label = _(" save the search as: "),
                                           .hint = _("ENTER saves   ESC gives up")};
    if (!view->query || view->fault.length) {
        session_complain(session, _("there is no search to save: / begins one"));
        return;
    }
    buffer_append(&name, buffer_str(&view->text));
    if (!prompt_run(session, &request, &name))
        return;
    shelf_keep_query(session, buffer_str(&name), buffer_str(&view->text), true);
}

static void click(struct search_view *view, unsigned screen_row)
{
    size_t row = search_row_at(view, screen_row);
    if (row == SIZE_MAX)
        return;
    if (row == view->selected)
        search_read(view->session);
    else
        search_select(view, row);
}

static void take_event(struct search_view *view, const struct event *event)
{
    struct session *session = view->session;
    switch (event->kind) {
    case EVENT_KEY:
        session_take_key(session, KEY_CONTEXT_HITS, event);
        break;
    case EVENT_WHEEL_UP:
    case EVENT_WHEEL_DOWN:
        session->message.length = 0;
        search_move(view, event->kind == EVENT_WHEEL_UP ? -1 : 1);
        break;
    case EVENT_CLICK:
        session->message.length = 0;
        click(view, event->row);
        break;
    default:
        break;
    }
    if (session->article) /* by :e */
        search_read_on(view);
}

static void run(struct search_view *view)
{
    struct session *session = view->session;
    bool is_open = search_type(view, true);
    while (is_open && !session->is_leaving && !view->is_closed) {
        struct event event;
        session_wait(session, &event);
        take_event(view, &event);
        if (view->asks_again && !session->is_leaving) {
            view->asks_again = false;
            search_type(view, false);
        }
    }
}

static void release(struct search_view *view)
{
    search_forget(view);
    buffer_release(&view->text);
    buffer_release(&view->fault);
    buffer_release(&view->today);
    recall_release(&view->recall);
    query_free(view->query);
    search_result_release(&view->result);
    terms_free(view->terms);
    free(view->rows);
    free(view->followers.items);
    id_set_release(&view->marked);
    free(view);
}

/* One that a file is read beside; whoever reads a file is not asked to have one. */
static bool open_library(struct session *session)
{
    const struct ui_options *options = session->options;
    struct error error = {""};
    if (session->library)
        return true;
    const struct library_options library_options = {.path = options->library_path,
                                                    .now = options->now};
    enum status status = options->library_path
                             ? library_open(&library_options, &session->library, &error)
                             : STATUS_NOT_FOUND;
    if (status) {
        session_complain(session, status == STATUS_NOT_FOUND
                                      ? _("there is no library yet to search; zhai add makes one")
                                      : error.message);
        return false;
    }
    writing_prepare(session->library);
    session->owns_library = true;
    return true;
}

/* What the session shows while nothing is searched for. */
struct below {
    struct article *article, *of_library;
    struct hits *hits;
    size_t current;
    bool last_is_query;
    void (*draw)(struct session *session, void *closure);
    void *closure;
};

static void put_aside(struct session *session, struct below *below)
{
    *below = (struct below){.article = session->article,
                            .of_library = session->of_library,
                            .hits = session->hits,
                            .current = session->current,
                            .last_is_query = session->last_is_query,
                            .draw = session->draw,
                            .closure = session->draw_closure};
    session_save_place(session);
    session->article = session->of_library = NULL;
    session->hits = NULL;
}

static void put_back(struct session *session, const struct below *below)
{
    session->article = below->article;
    session->of_library = below->of_library;
    session->hits = below->hits;
    session->current = below->current;
    session->last_is_query = below->last_is_query;
    session->draw = below->draw;
    session->draw_closure = below->closure;
    session_arrange(session);
}

/* A shelf that is a saved search is searched again. */
static void begin_with_shelf(struct search_view *view)
{
    const struct shelf_view *shelf = view->session->shelf;
    size_t current = shelf ? shelf_side_current(shelf) : SIZE_MAX;
    if (current == SIZE_MAX || !shelf_side_at(shelf, current).is_search)
        return;
    search_set_text(view, shelf_side_at(shelf, current).query);
    (void)search_ask(view);
}

void search_library(struct session *session)
{
    struct below below;
    if (session->search) { /* the article is one of its hits */
        search_again(session);
        session->is_closing = true;
        return;
    }
    if (!open_library(session))
        return;
    struct search_view *view = memory_new(sizeof *view);
    view->session = session;
    view->library = session->library;
    put_aside(session, &below);
    if (!session->shelf)
        indexing_look(session);
    session->search = view;
    session->draw = search_paint;
    session->draw_closure = view;
    search_read_followers(view);
    begin_with_shelf(view);
    run(view);
    session_save_histories(session);
    session->search = NULL;
    put_back(session, &below);
    release(view);
    session->message.length = 0;
    if (session->shelf)
        shelf_refresh(session->shelf);
}
