/* What is done to the marked articles of a list, or to the selected one: in the shelf and in the
 * hits of a search. */
#include "ui/search_view.h"
#include "ui/shelf_commands.h"
#include "ui/shelf_view.h"

#include "base/intl.h"
#include "base/memory.h"
#include "ui/exporting.h"
#include "ui/tag_prompt.h"

static struct id_set *marked_of(struct session *session)
{
    return session->search ? &session->search->marked : &session->shelf->marked;
}

/* The articles that commands act on, the first deciding for all of them. */
struct targets {
    int64_t *ids;
    size_t count;
    struct article_record first;
};

static void targets_release(struct targets *targets)
{
    free(targets->ids);
    article_record_release(&targets->first);
}

static void gather(struct session *session, struct targets *targets)
{
    const struct id_set *marked = marked_of(session);
    int64_t selected = session->search ? session->search->selected_id : session->shelf->selected_id;
    targets->ids = memory_new((id_set_count(marked) + 1) * sizeof *targets->ids);
    for (int64_t id = id_set_next(marked, 0); id > 0; id = id_set_next(marked, id))
        targets->ids[targets->count++] = id;
    if (targets->count == 0 && selected)
        targets->ids[targets->count++] = selected;
}

/* False when there is none, or it is gone. */
static bool targets_take(struct session *session, struct targets *targets)
{
    struct error error;
    gather(session, targets);
    if (targets->count == 0) {
        session_complain(session, _("no article is selected"));
        return false;
    }
    enum status status = article_read(session->library, targets->ids[0], &targets->first, &error);
    if (status && status != STATUS_NOT_FOUND)
        session_complain(session, error.message);
    return status == STATUS_OK;
}

static struct id_list list_of(const struct targets *targets)
{
    return (struct id_list){targets->ids, targets->count};
}

/* Rows are read again; the list is made anew when articles have come or gone. */
static void show(struct session *session, bool is_other_list)
{
    if (session->search && is_other_list)
        search_refresh(session->search);
    else if (session->search)
        search_forget_records(session->search);
    else if (is_other_list)
        shelf_evaluate(session->shelf, KEEP_ARTICLE, false);
    if (!session->search)
        shelf_reload(session->shelf);
}

/* The sentence of the history for what was just done; count 0: nothing was. */
static void say_done(struct session *session, size_t count)
{
    struct arena *arena = arena_new();
    struct change *changes = NULL;
    struct error error;
    size_t change_count = 0;
    CLEANUP_BUFFER struct buffer words = {0};
    if (count == 0)
        session_say(session, "%s", _("nothing is different now"));
    else if (change_list(session->library, 0, 1, arena, &changes, &change_count, &error))
        session_complain(session, error.message);
    else if (change_count)
        change_describe(&changes[0], &words);
    if (words.length)
        session_say(session, "%s", words.bytes);
    free(changes);
    arena_free(arena);
}

void edit_star(struct session *session)
{
    struct targets targets CLEANUP(targets_release) = {0};
    struct error error;
    size_t changed;
    if (!targets_take(session, &targets))
        return;
    if (change_starred(session->library, list_of(&targets), !targets.first.is_starred, &changed,
                       &error)) {
        session_complain(session, error.message);
        return;
    }
    show(session, false);
    say_done(session, changed);
}

void edit_state(struct session *session)
{
    static const char *const words[ARTICLE_STATE_COUNT] = {
        [ARTICLE_UNREAD] = N_("unread"),
        [ARTICLE_READING] = N_("being read"),
        [ARTICLE_FINISHED] = N_("finished"),
    };
    struct targets targets CLEANUP(targets_release) = {0};
    struct error error;
    size_t changed;
    if (!targets_take(session, &targets))
        return;
    enum article_state state = (targets.first.state + 1) % ARTICLE_STATE_COUNT;
    if (change_state(session->library, list_of(&targets), state, &changed, &error)) {
        session_complain(session, error.message);
        return;
    }
    show(session, false);
    if (targets.count == 1)
        session_say(session, "%s: %.*s", _(words[state]), STR_ARGS(article_name(&targets.first)));
    else
        session_say(session,
                    ngettext("%s: %zu article", "%s: %zu articles", (unsigned long)changed),
                    _(words[state]), changed);
}

/* Rows that are gone lose their marks. */
void edit_trash(struct session *session)
{
    struct targets targets CLEANUP(targets_release) = {0};
    struct error error;
    size_t changed;
    if (!session->search && session->shelf->is_side_focused) {
        shelf_side_remove(session->shelf);
        return;
    }
    if (!targets_take(session, &targets))
        return;
    if (change_trash(session->library, list_of(&targets), targets.first.deleted == 0, &changed,
                     &error)) {
        session_complain(session, error.message);
        return;
    }
    id_set_release(marked_of(session));
    show(session, true);
    say_done(session, changed);
}

void edit_tags(struct session *session)
{
    struct targets targets CLEANUP(targets_release) = {0};
    struct tag_request request CLEANUP(tag_request_release) = {0};
    struct error error;
    size_t changed;
    if (!targets_take(session, &targets) ||
        !tag_prompt(session, &targets.first, targets.count, &request))
        return;
    if (change_tags(session->library, list_of(&targets), request.added, request.added_count,
                    request.removed, request.removed_count, &changed, &error)) {
        session_complain(session, error.message);
        return;
    }
    show(session, false);
    say_done(session, changed);
}

void edit_export(struct session *session)
{
    struct targets targets CLEANUP(targets_release) = {0};
    if (targets_take(session, &targets))
        export_articles(session, session->library, list_of(&targets));
}
