/* From a hit into its article, from there into those of the next hits, and back to the row. */
#include "ui/find_private.h"
#include "ui/search_commands.h"
#include "ui/search_view.h"

#include "base/clock.h"
#include "base/intl.h"
#include "base/memory.h"

void search_light(struct search_view *view)
{
    struct session *session = view->session;
    struct terms *terms = view->query ? search_terms(view) : NULL;
    hits_free(session->hits);
    session->hits = NULL;
    session->last_is_query = true;
    if (terms && terms_count(terms))
        find_take_hits(session, hits_new_query(terms, buffer_str(&view->text),
                                               article_haystack(session->article)));
    else
        terms_free(terms);
}

static bool show(struct search_view *view, int64_t id, int64_t version)
{
    struct article *article;
    struct error error;
    if (article_load(view->library, id, version, &article, &error)) {
        session_complain(view->session, error.message);
        return false;
    }
    session_show_stored(view->session, article);
    if (!view->session->hits)
        search_light(view);
    return true;
}

/* Where the reader had come to is kept until he moves on his own. */
static void go_to(struct session *session, struct match match)
{
    struct article *article = session->article;
    struct spot before = article->spot;
    session_save_place(session);
    find_go(session, match);
    find_remember(article, before);
    article->saved = article->spot;
    article->is_saved = true;
    article->has_moved = false;
    session->moved_ms = 0;
}

/* The place that the row's first piece shows. */
static bool find_best(struct search_view *view, struct match *ret_match)
{
    struct found *found = search_found(view, view->selected);
    const struct session *session = view->session;
    bool is_shown = view->rows[view->selected].article == session->article->id &&
                    session->article->version == 0;
    if (!found->is_made)
        search_make_pieces(view, found);
    if (!session->hits || !is_shown || !found->has_best)
        return session->hits && hits_next(session->hits, 0, ret_match);
    *ret_match = found->best;
    return found->best.end <= session->article->document->text.length;
}

static void go_to_best(struct search_view *view)
{
    struct match match;
    if (view->session->last_is_query && find_best(view, &match))
        go_to(view->session, match);
}

void search_read_on(struct search_view *view)
{
    struct session *session = view->session;
    reader_loop(session);
    session_close_article(session);
    search_forget_records(view);
}

void search_open(struct search_view *view, int64_t article, int64_t version)
{
    struct session *session = view->session;
    session->hits_lead_backward = false;
    session->last_is_query = true;
    if (!show(view, article, version))
        return;
    go_to_best(view);
    search_read_on(view);
}

void search_read(struct session *session)
{
    if (session->search->selected_id)
        search_open(session->search, session->search->selected_id, 0);
}

void search_expand(struct session *session)
{
    struct search_view *view = session->search;
    int64_t article, version;
    if (view->selected_id && versions_choose(session, view->selected_id, &article, &version))
        search_open(view, article, version);
}

/* One that cannot be opened is passed over by the next step. */
static bool step_to_row(struct search_view *view, long step)
{
    struct session *session = view->session;
    long target = (long)view->selected + step;
    if (target >= (long)view->row_count)
        search_gather_all(view);
    if (target < 0 || target >= (long)view->row_count) {
        session_complain(session, step < 0 ? _("this is the first article of the list")
                                           : _("this is the last article of the list"));
        return false;
    }
    search_select(view, (size_t)target);
    if (!show(view, view->selected_id, 0))
        return false;
    if (session->message.length == 0)
        session_say(session, "%zu/%zu  %.*s", view->selected + 1, view->row_count,
                    STR_ARGS(session->article->title));
    return true;
}

bool search_step(struct search_view *view, long step)
{
    bool is_other = step_to_row(view, step);
    if (is_other)
        go_to_best(view);
    return is_other;
}

/* The next match of this article, else the first of the next one, or the last of the one before. */
static bool walk_once(struct search_view *view, bool is_backward)
{
    struct session *session = view->session;
    struct match match;
    bool is_here = session->hits && find_in_rest(session, is_backward, &match);
    if (!is_here && session->hits && hits_was_stopped(session->hits))
        return false;
    if (!is_here) {
        if (!step_to_row(view, is_backward ? -1 : 1))
            return false;
        is_here = session->hits && (is_backward ? hits_previous(session->hits, SIZE_MAX, &match)
                                                : hits_next(session->hits, 0, &match));
    }
    if (is_here)
        go_to(session, match);
    return true;
}

void search_walk(struct search_view *view, bool is_backward, uint32_t count)
{
    struct session *session = view->session;
    session->find_begun_ms = clock_monotonic_ms();
    if (!session->hits)
        search_light(view);
    while (count-- > 0 && walk_once(view, is_backward))
        if (session_should_stop(session, session->find_begun_ms))
            return;
}
