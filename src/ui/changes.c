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

static bool step(struct session *session, bool is_undo, struct buffer *said)
{
    struct arena *arena = arena_new();
    struct change change;
    struct error error;
    CLEANUP_BUFFER struct buffer words = {0};
    enum status status = is_undo ? change_undo(session->library, arena, &change, &error)
                                 : change_redo(session->library, arena, &change, &error);
    if (status) {
        session_complain(session, error.message);
    } else {
        change_describe(&change, &words);
        said->length = 0;
        buffer_append_format(said, is_undo ? _("undone: %s") : _("done again: %s"), words.bytes);
    }
    arena_free(arena);
    return status == STATUS_OK;
}

static void step_once(struct session *session, bool is_undo)
{
    CLEANUP_BUFFER struct buffer said = {0};
    if (!session->library) {
        session_complain(session, _("no library is open"));
        return;
    }
    if (!step(session, is_undo, &said))
        return;
    show_change(session);
    session_say(session, "%s", said.bytes);
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
    CLEANUP_BUFFER struct buffer said = {0};
    bool is_undo = !changes[chosen].is_undone, is_stepping = true;
    for (size_t i = 0; i <= chosen && is_undo && is_stepping; i++)
        if (!changes[i].is_undone)
            is_stepping = step(session, true, &said);
    for (size_t i = count; i > chosen && !is_undo && is_stepping; i--)
        if (changes[i - 1].is_undone)
            is_stepping = step(session, false, &said);
    show_change(session);
    if (is_stepping)
        session_say(session, "%s", said.bytes);
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
