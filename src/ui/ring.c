/* The files of the command line, a ring: each is opened when it is first come to. */
#include "ui/session.h"

#include "base/intl.h"
#include "base/memory.h"
#include "ui/places.h"

/* Bounds what one wrong file after another can cost. */
enum { RETRY_LIMIT = 1000 };

void session_add_file(struct session *session, const char *path)
{
    ARRAY_RESERVE(session->files, session->file_count, session->file_capacity);
    session->files[session->file_count++] = (struct file){str_to_c(str_from(path)), NULL};
}

/* A place of an earlier run: gone to, or offered under ''. */
static void recall(struct session *session)
{
    struct article *article = session->article;
    uint32_t place;
    int resume = config_number(session->config, OPTION_RESUME);
    if (article->is_remembered)
        return;
    article->is_remembered = true;
    if (resume == RESUME_NEVER ||
        !places_load((struct place_key){article->content_hash, article->path_hash},
                     article->document->text, &place))
        return;
    struct spot spot = {place, SPOT_IN_TEXT, 0};
    article->saved = spot;
    if (resume == RESUME_ALWAYS) {
        article->spot = spot;
        return;
    }
    article->previous = spot;
    article->has_previous = true;
    session_say(session, _("you were at %u%%: '' goes on from there"),
                article_percent_of(article, place));
}

static void show(struct session *session, size_t index)
{
    session->current = index;
    session->article = session->files[index].article;
    if (session->hits)
        hits_set_text(session->hits, article_haystack(session->article));
    recall(session);
    session_arrange(session);
    find_refresh(session);
}

bool session_open(struct session *session, size_t index, struct error *error)
{
    struct file *file = &session->files[index];
    if (!file->article &&
        article_open(file->path, session->charset, session->options->rules, &file->article, error))
        return false;
    session_save_place(session);
    show(session, index);
    return true;
}

/* The failure stays readable: it is the message of the file that could be opened instead. */
void session_step(struct session *session, long step)
{
    struct error error = {""}, first = {""};
    long count = (long)session->file_count;
    long index = (long)session->current;
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
