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

/* What commands do to articles, the first of which decides for all of them. */
struct edit {
    enum status (*change)(struct session *session, struct edit *edit, struct error *error);
    int64_t *ids;
    size_t count;
    struct article_record first; /* as it is when the change is written */
    struct tag_request tags;
};

static void edit_release(void *request)
{
    struct edit *edit = request;
    free(edit->ids);
    article_record_release(&edit->first);
    tag_request_release(&edit->tags);
    free(edit);
}

static struct id_list list_of(const struct edit *edit)
{
    return (struct id_list){edit->ids, edit->count};
}

static enum status read_first(struct session *session, struct edit *edit, struct error *error)
{
    article_record_release(&edit->first);
    edit->first = (struct article_record){0};
    return article_read(session->library, edit->ids[0], &edit->first, error);
}

static void gather(struct session *session, struct edit *edit)
{
    const struct id_set *marked = marked_of(session);
    int64_t selected = session->search ? session->search->selected_id : session->shelf->selected_id;
    edit->ids = memory_new((id_set_count(marked) + 1) * sizeof *edit->ids);
    for (int64_t id = id_set_next(marked, 0); id > 0; id = id_set_next(marked, id))
        edit->ids[edit->count++] = id;
    if (edit->count == 0 && selected)
        edit->ids[edit->count++] = selected;
}

/* NULL when there is no article, or it is gone. */
static struct edit *edit_begin(struct session *session)
{
    struct error error;
    struct edit *edit = memory_new(sizeof *edit);
    enum status status = STATUS_NOT_FOUND;
    gather(session, edit);
    if (edit->count == 0)
        session_complain(session, _("no article is selected"));
    else
        status = read_first(session, edit, &error);
    if (!status)
        return edit;
    if (status != STATUS_NOT_FOUND)
        session_complain(session, error.message);
    edit_release(edit);
    return NULL;
}

static enum status write_edit(struct session *session, void *request, struct error *error)
{
    struct edit *edit = request;
    enum status status = read_first(session, edit, error);
    if (!status)
        return edit->change(session, edit, error);
    return status == STATUS_NOT_FOUND ? STATUS_OK : status; /* gone meanwhile */
}

static void edit_end(struct session *session, struct edit *edit, const char *name,
                     enum status (*change)(struct session *session, struct edit *edit,
                                           struct error *error))
{
    edit->change = change;
    writing_do(session,
               &(struct writing){
                   .name = name, .write = write_edit, .release = edit_release, .request = edit});
}

/* Rows are read again; the list is made anew when articles have come or gone. */
static void show(struct session *session, bool is_other_list)
{
    if (session->search && is_other_list)
        search_refresh(session->search);
    else if (session->search)
        search_forget_records(session->search);
    if (session->search || !session->shelf)
        return; /* the shelf below is made anew when they are left */
    if (session->article)
        session->shelf->has_news = true;
    else if (is_other_list)
        shelf_evaluate(session->shelf, KEEP_ARTICLE, false);
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

static enum status change_star(struct session *session, struct edit *edit, struct error *error)
{
    size_t changed;
    enum status status =
        change_starred(session->library, list_of(edit), !edit->first.is_starred, &changed, error);
    if (status)
        return status;
    show(session, false);
    say_done(session, changed);
    return STATUS_OK;
}

void edit_star(struct session *session)
{
    struct edit *edit = edit_begin(session);
    if (edit)
        edit_end(session, edit, N_("star"), change_star);
}

static enum status change_to_next_state(struct session *session, struct edit *edit,
                                        struct error *error)
{
    size_t changed;
    enum article_state state = (edit->first.state + 1) % ARTICLE_STATE_COUNT;
    enum status status = change_state(session->library, list_of(edit), state, &changed, error);
    if (status)
        return status;
    show(session, false);
    say_done(session, changed);
    return STATUS_OK;
}

void edit_state(struct session *session)
{
    struct edit *edit = edit_begin(session);
    if (edit)
        edit_end(session, edit, N_("reading state"), change_to_next_state);
}

/* Rows that are gone lose their marks. */
static enum status change_place(struct session *session, struct edit *edit, struct error *error)
{
    size_t changed;
    enum status status =
        change_trash(session->library, list_of(edit), edit->first.deleted == 0, &changed, error);
    if (status)
        return status;
    for (size_t i = 0; i < edit->count && (session->search || session->shelf); i++)
        id_set_remove(marked_of(session), edit->ids[i]);
    show(session, true);
    say_done(session, changed);
    return STATUS_OK;
}

void edit_trash(struct session *session)
{
    if (!session->search && session->shelf->is_side_focused) {
        shelf_side_remove(session->shelf);
        return;
    }
    struct edit *edit = edit_begin(session);
    if (edit)
        edit_end(session, edit, N_("trash"), change_place);
}

static enum status change_its_tags(struct session *session, struct edit *edit, struct error *error)
{
    const struct tag_request *tags = &edit->tags;
    size_t changed;
    enum status status =
        change_tags(session->library, list_of(edit), tags->added, tags->added_count, tags->removed,
                    tags->removed_count, &changed, error);
    if (status)
        return status;
    show(session, false);
    say_done(session, changed);
    return STATUS_OK;
}

void edit_tags(struct session *session)
{
    struct edit *edit = edit_begin(session);
    if (!edit)
        return;
    if (tag_prompt(session, &edit->first, edit->count, &edit->tags))
        edit_end(session, edit, N_("tags"), change_its_tags);
    else
        edit_release(edit);
}

void edit_export(struct session *session)
{
    struct edit *edit = edit_begin(session);
    if (!edit)
        return;
    export_articles(session, session->library, list_of(edit));
    edit_release(edit);
}
