/* Adding files from the shelf. */
#include "ui/shelf_commands.h"
#include "ui/shelf_view.h"

#include "base/clock.h"
#include "base/intl.h"
#include "base/memory.h"
#include "ui/prompt.h"

/* How often what was added meanwhile is shown. */
enum { SHOW_MS = 250 };

static void complete(struct session *session, void *closure, struct str text, size_t caret,
                     struct completions *out)
{
    (void)session;
    (void)closure;
    complete_path(str_slice(text, 0, caret), out);
}

void shelf_add(struct session *session)
{
    struct shelf_view *view = session->shelf;
    CLEANUP_BUFFER struct buffer text = {0};
    struct error error;
    const struct prompt_request request = {
        .label = _(" add: "),
        .hint = _("a file or folder   TAB completes   ENTER adds it   ESC gives up"),
        .complete = complete};
    if (view->adding) {
        session_complain(session, _("files are being added; ESC stops that"));
        return;
    }
    if (!prompt_run(session, &request, &text))
        return;
    struct str path = str_trim_ascii(buffer_str(&text));
    if (path.length && adding_begin(view->library, session->options, path, &view->adding, &error))
        session_complain(session, error.message);
}

void shelf_add_manual(struct session *session)
{
    struct shelf_view *view = session->shelf;
    struct error error;
    if (view->adding)
        session_complain(session, _("files are being added; ESC stops that"));
    else if (adding_begin_manual(view->library, session->options, &view->adding, &error))
        session_complain(session, error.message);
}

/* What is new is shown where the list is on the screen; after reading otherwise. */
static void show_news(struct shelf_view *view)
{
    view->has_news = true;
    bool is_due = clock_monotonic_ms() >= view->shown_ms + SHOW_MS || !view->adding;
    if (view->session->article || !is_due)
        return;
    view->shown_ms = clock_monotonic_ms();
    view->has_news = false;
    shelf_refresh(view);
}

static void end(struct shelf_view *view, const struct error *error)
{
    CLEANUP_BUFFER struct buffer result = {0};
    struct session *session = view->session;
    int64_t article = adding_article(view->adding);
    adding_append_result(view->adding, error, &result);
    adding_end(view->adding);
    view->adding = NULL;
    if (!error)
        indexing_begin(session);
    show_news(view);
    if (!session->article)
        shelf_select_article(view, article);
    session_say(session, "%s", result.bytes);
    session->message_is_error = error != NULL;
}

bool shelf_go_on_adding(struct shelf_view *view)
{
    struct error error;
    bool is_done, has_news;
    enum status status = adding_step(view->adding, &is_done, &has_news, &error);
    if (has_news)
        show_news(view);
    if (is_done)
        end(view, status ? &error : NULL);
    return is_done || !view->session->article;
}
