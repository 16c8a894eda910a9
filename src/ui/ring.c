/* What can be read: the files of the command line, a ring, each opened when it is first come to,
 * and one article of the library at a time. */
#include "ui/session.h"

#include "base/intl.h"
#include "base/memory.h"
#include "ui/search_view.h"
#include "ui/shelf_view.h"

/* Bounds what one wrong file after another can cost. */
enum { RETRY_LIMIT = 1000 };

void session_add_file(struct session *session, const char *path)
{
    ARRAY_RESERVE(session->files, session->file_count, session->file_capacity);
    session->files[session->file_count++] = (struct file){str_to_c(str_from(path)), NULL};
}

static void show(struct session *session, struct article *article)
{
    session->article = article;
    session->minutes_article = NULL;
    if (session->hits)
        hits_set_text(session->hits, article_haystack(article));
    session_recall(session);
    session_arrange(session);
    find_refresh(session);
}

void session_show_stored(struct session *session, struct article *article)
{
    struct article *before = session->of_library;
    session_save_place(session);
    session->of_library = article;
    show(session, article);
    article_free(before);
}

void session_close_article(struct session *session)
{
    hits_free(session->hits);
    session->hits = NULL;
    session->article = NULL;
    article_free(session->of_library);
    session->of_library = NULL;
}

bool session_open(struct session *session, size_t index, struct error *error)
{
    struct file *file = &session->files[index];
    if (!file->article && article_open(file->path, session->options, &file->article, error))
        return false;
    session_save_place(session);
    session->current = index;
    show(session, file->article);
    return true;
}

/* The failure stays readable: it is the message of the file that could be opened instead. */
void session_step(struct session *session, long step)
{
    struct error error = {""}, first = {""};
    long count = (long)session->file_count;
    long index = (long)session->current;
    if (session->search && session->article->id) {
        search_step(session->search, step);
        return;
    }
    if (session->shelf && session->article->id) {
        shelf_step(session, step);
        return;
    }
    if (count < 2) {
        session_complain(session, _("there is no other file"));
        return;
    }
    session->message.length = 0;
    for (int tries = 0; tries < RETRY_LIMIT && tries < count; tries++) {
        index = ((index + step) % count + count) % count;
        step = step < 0 ? -1 : 1;
        if (session_open(session, (size_t)index, &error))
            break;
        if (!first.message[0])
            first = error;
    }
    if (first.message[0])
        session_complain(session, first.message);
    else if (session->message.length == 0)
        session_say(session, "%zu/%zu  %.*s", session->current + 1, session->file_count,
                    STR_ARGS(session->article->title));
}
