/* What is done to the marked articles, or to the selected one. */
#include "ui/shelf_commands.h"
#include "ui/shelf_view.h"

#include "base/intl.h"
#include "base/memory.h"
#include "ui/exporting.h"
#include "ui/tag_prompt.h"

/* The sentence of the history for what was just done; count 0: nothing was. */
static void say_done(struct shelf_view *view, size_t count)
{
    struct arena *arena = arena_new();
    struct change *changes = NULL;
    struct error error;
    size_t change_count = 0;
    CLEANUP_BUFFER struct buffer words = {0};
    shelf_reload(view);
    if (count == 0)
        session_say(view->session, "%s", _("nothing is different now"));
    else if (change_list(view->library, 0, 1, arena, &changes, &change_count, &error))
        session_complain(view->session, error.message);
    else if (change_count)
        change_describe(&changes[0], &words);
    if (words.length)
        session_say(view->session, "%s", words.bytes);
    free(changes);
    arena_free(arena);
}

/* The first of the articles that commands act on, which decides for all of them; NULL: there is
 * none. To release. */
static bool read_first(struct shelf_view *view, const int64_t *ids, size_t count,
                       struct article_record *ret_record)
{
    struct error error;
    if (count == 0) {
        session_complain(view->session, _("no article is selected"));
        return false;
    }
    enum status status = article_read(view->library, ids[0], ret_record, &error);
    if (status && status != STATUS_NOT_FOUND)
        session_complain(view->session, error.message);
    return status == STATUS_OK;
}

void shelf_star(struct session *session)
{
    struct shelf_view *view = session->shelf;
    struct article_record record = {0};
    struct error error;
    size_t count, changed;
    CLEANUP_FREE int64_t *ids = shelf_targets(view, &count);
    if (!read_first(view, ids, count, &record))
        return;
    if (change_starred(view->library, (struct id_list){ids, count}, !record.is_starred, &changed,
                       &error))
        session_complain(session, error.message);
    else
        say_done(view, changed);
    article_record_release(&record);
}

void shelf_state(struct session *session)
{
    static const char *const words[ARTICLE_STATE_COUNT] = {
        [ARTICLE_UNREAD] = N_("unread"),
        [ARTICLE_READING] = N_("being read"),
        [ARTICLE_FINISHED] = N_("finished"),
    };
    struct shelf_view *view = session->shelf;
    struct article_record record = {0};
    struct error error;
    size_t count, changed;
    CLEANUP_FREE int64_t *ids = shelf_targets(view, &count);
    if (!read_first(view, ids, count, &record))
        return;
    enum article_state state = (record.state + 1) % ARTICLE_STATE_COUNT;
    if (change_state(view->library, (struct id_list){ids, count}, state, &changed, &error)) {
        session_complain(session, error.message);
    } else {
        shelf_reload(view);
        if (count == 1)
            session_say(session, "%s: %.*s", _(words[state]), STR_ARGS(article_name(&record)));
        else
            session_say(session,
                        ngettext("%s: %zu article", "%s: %zu articles", (unsigned long)changed),
                        _(words[state]), changed);
    }
    article_record_release(&record);
}

/* Rows that are gone lose their marks. */
void shelf_trash(struct session *session)
{
    struct shelf_view *view = session->shelf;
    struct article_record record = {0};
    struct error error;
    size_t count, changed;
    if (view->is_side_focused) {
        shelf_side_remove(view);
        return;
    }
    CLEANUP_FREE int64_t *ids = shelf_targets(view, &count);
    if (!read_first(view, ids, count, &record))
        return;
    if (change_trash(view->library, (struct id_list){ids, count}, record.deleted == 0, &changed,
                     &error)) {
        session_complain(session, error.message);
    } else {
        id_set_release(&view->marked);
        shelf_evaluate(view, KEEP_ARTICLE, false);
        say_done(view, changed);
    }
    article_record_release(&record);
}

void shelf_tag(struct session *session)
{
    struct shelf_view *view = session->shelf;
    struct article_record record = {0};
    struct tag_request request = {0};
    struct error error;
    size_t count, changed;
    CLEANUP_FREE int64_t *ids = shelf_targets(view, &count);
    if (!read_first(view, ids, count, &record))
        return;
    if (tag_prompt(session, &record, count, &request)) {
        if (change_tags(view->library, (struct id_list){ids, count}, request.added,
                        request.added_count, request.removed, request.removed_count, &changed,
                        &error))
            session_complain(session, error.message);
        else
            say_done(view, changed);
    }
    tag_request_release(&request);
    article_record_release(&record);
}

void shelf_export(struct session *session)
{
    struct shelf_view *view = session->shelf;
    size_t count;
    CLEANUP_FREE int64_t *ids = shelf_targets(view, &count);
    if (count == 0)
        session_complain(session, _("no article is selected"));
    else
        export_articles(session, view->library, (struct id_list){ids, count});
}
