/* What was done to the library: undone, done again, listed. */
#include "ui/search_view.h"
#include "ui/shelf_commands.h"
#include "ui/shelf_view.h"

#include "base/clock.h"
#include "base/intl.h"
#include "base/memory.h"
#include "ui/list.h"

enum { LISTED_MAX = 500 };

/* What is on the screen is read again. */
static void show_change(struct session *session)
{
    struct article_record record = {0};
    struct error ignored;
    struct article *article = session->article;
    if (session->shelf)
        shelf_refresh(session->shelf);
    if (session->search)
        search_refresh(session->search);
    if (article && article->id && !article_read(session->library, article->id, &record, &ignored))
        article->state = record.state;
    article_record_release(&record);
}

/* Steps back or forth through what was done. */
struct steps {
    bool is_undo;
    size_t left;
    struct buffer said; /* of the last one that was done */
};

static void steps_release(void *request)
{
    struct steps *steps = request;
    buffer_release(&steps->said);
    free(steps);
}

static enum status step(struct session *session, struct steps *steps, struct error *error)
{
    struct arena *arena = arena_new();
    struct change change;
    CLEANUP_BUFFER struct buffer words = {0};
    enum status status = steps->is_undo ? change_undo(session->library, arena, &change, error)
                                        : change_redo(session->library, arena, &change, error);
    if (!status) {
        change_describe(&change, &words);
        steps->said.length = 0;
        buffer_append_format(&steps->said, steps->is_undo ? _("undone: %s") : _("done again: %s"),
                             words.bytes);
        steps->left--;
    }
    arena_free(arena);
    return status;
}

static enum status write_steps(struct session *session, void *request, struct error *error)
{
    struct steps *steps = request;
    enum status status = STATUS_OK;
    while (steps->left && !status)
        status = step(session, steps, error);
    if (steps->said.length) {
        show_change(session);
        session_say(session, "%s", steps->said.bytes);
    }
    return status;
}

static void go(struct session *session, bool is_undo, size_t count)
{
    struct steps *steps = memory_new(sizeof *steps);
    *steps = (struct steps){.is_undo = is_undo, .left = count};
    writing_do(session, &(struct writing){.name = is_undo ? N_("undo") : N_("redo"),
                                          .write = write_steps,
                                          .release = steps_release,
                                          .request = steps});
}

static void step_once(struct session *session, bool is_undo)
{
    if (session->library)
        go(session, is_undo, 1);
    else
        session_complain(session, _("no library is open"));
}

void change_step_back(struct session *session)
{
    step_once(session, true);
}

void change_step_forth(struct session *session)
{
    step_once(session, false);
}

/* Up to and including the chosen one: back when it stands, else forth. */
static void go_to(struct session *session, const struct change *changes, size_t count,
                  size_t chosen)
{
    bool is_undo = !changes[chosen].is_undone;
    size_t steps = 0;
    for (size_t i = is_undo ? 0 : chosen; i < (is_undo ? chosen + 1 : count); i++)
        steps += changes[i].is_undone != is_undo;
    go(session, is_undo, steps);
}

static void show_list(struct session *session, const struct change *changes, size_t count)
{
    struct buffer *texts = memory_new(2 * count * sizeof *texts);
    struct list_item *items = memory_new(count * sizeof *items);
    for (size_t i = 0; i < count; i++) {
        struct buffer *when = &texts[2 * i], *what = &texts[2 * i + 1];
        clock_append_local(changes[i].created, when);
        if (changes[i].is_undone)
            buffer_append_c(what, _("(undone) "));
        change_describe(&changes[i], what);
        items[i] = (struct list_item){.text = buffer_str(what), .key = buffer_str(when)};
    }
    size_t chosen =
        list_run(session, _("History; ENTER undoes everything back to there"), items, count, 0);
    if (chosen != SIZE_MAX)
        go_to(session, changes, count, chosen);
    for (size_t i = 0; i < 2 * count; i++)
        buffer_release(&texts[i]);
    free(texts);
    free(items);
}

void changes_view(struct session *session)
{
    struct arena *arena = arena_new();
    struct change *changes = NULL;
    struct error error;
    size_t count = 0;
    if (!session->library)
        session_complain(session, _("no library is open"));
    else if (change_list(session->library, 0, LISTED_MAX, arena, &changes, &count, &error))
        session_complain(session, error.message);
    else if (count == 0)
        session_complain(session, _("nothing was changed yet"));
    else
        show_list(session, changes, count);
    free(changes);
    arena_free(arena);
}
