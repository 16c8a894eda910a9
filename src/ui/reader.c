#include "ui/reader.h"

#include "base/intl.h"
#include "base/memory.h"
#include "ui/session.h"

/* The first file that opens is shown; the reason why one before it did not is kept as the message.
 */
static enum status open_first(struct session *session, struct error *error)
{
    struct error failure = {""}, first = {""};
    for (size_t i = 0; i < session->file_count; i++) {
        struct file *file = &session->files[i];
        enum status status = article_open(file->path, session->options, &file->article, &failure);
        if (!status) {
            session->current = i;
            if (first.message[0])
                session_complain(session, first.message);
            return STATUS_OK;
        }
        if (!first.message[0])
            first = failure;
        if (i + 1 == session->file_count) {
            *error = first;
            return status;
        }
    }
    return error_set(error, STATUS_USAGE, _("there is no file to read"));
}

static void take_event(struct session *session, const struct event *event)
{
    long wheel = config_number(session->config, OPTION_WHEEL);
    switch (event->kind) {
    case EVENT_KEY:
        session_take_key(session, KEY_CONTEXT_TEXT, event);
        break;
    case EVENT_WHEEL_UP:
    case EVENT_WHEEL_DOWN:
        session->message.length = 0;
        if (article_scroll(session->article, event->kind == EVENT_WHEEL_UP ? -wheel : wheel))
            session_moved(session);
        break;
    case EVENT_CLICK:
        session->message.length = 0;
        links_click(session, event->row, event->column);
        break;
    default:
        break;
    }
}

void reader_loop(struct session *session)
{
    void (*draw_below)(struct session *, void *) = session->draw;
    void *closure_below = session->draw_closure;
    session->draw = paint_article;
    session->is_closing = false;
    while (!session->is_leaving && !session->is_closing) {
        struct event event;
        session_wait(session, &event);
        take_event(session, &event);
    }
    session_save(session);
    session->is_closing = false;
    session->draw = draw_below;
    session->draw_closure = closure_below;
}

static enum status read_files(struct session *session, const struct ui_options *options,
                              const char *const *paths, size_t path_count, struct error *error)
{
    session->options = options;
    for (size_t i = 0; i < path_count; i++)
        session_add_file(session, paths[i]);
    enum status status = open_first(session, error);
    if (!status)
        status = session_start(session, options, error);
    if (status)
        return status;
    struct error ignored;
    CLEANUP_BUFFER struct buffer failure = {0};
    buffer_append(&failure, buffer_str(&session->message));
    session->message.length = 0;
    session_open(session, session->current, &ignored);
    session_say_problems(session, buffer_str(&failure));
    reader_loop(session);
    return writing_finish(session, error);
}

enum status reader_run(const struct ui_options *options, const char *const *paths,
                       size_t path_count, struct error *error)
{
    struct session session = {0};
    enum status status = read_files(&session, options, paths, path_count, error);
    session_release(&session);
    return status;
}

enum status reader_run_article(const struct ui_options *options, struct library *library,
                               int64_t article, struct error *error)
{
    struct session session = {.library = library};
    struct article *loaded;
    enum status status = article_load(library, article, 0, &loaded, error);
    if (status)
        return status;
    status = session_start(&session, options, error);
    if (status) {
        article_free(loaded);
    } else {
        session_show_stored(&session, loaded);
        session_say_problems(&session, STR_NONE);
        reader_loop(&session);
        status = writing_finish(&session, error);
    }
    session_release(&session);
    return status;
}
