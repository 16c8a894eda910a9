/* Finding: the screen goes along while the words are typed. */
#include "ui/session.h"

#include "base/intl.h"
#include "base/memory.h"
#include "ui/prompt.h"

struct search {
    struct spot origin; /* where the reader was when it began */
    uint32_t anchor;
    struct hits *hits_before;
    uint32_t
        opened_fold; /* a block whose run of asides was unfolded to show a match, or UINT32_MAX */
    bool is_backward;
};

/* Shows the match, out of its fold if need be; returns the block that was unfolded, or UINT32_MAX.
 */
static uint32_t show_match(struct session *session, struct match match)
{
    struct article *article = session->article;
    uint32_t opened = UINT32_MAX;
    if (article_is_folded(article, match.start)) {
        opened = (uint32_t)document_block_at(article->document, match.start);
        article_toggle_fold(article, opened);
    }
    hits_set_current(session->hits, match);
    if (!article_is_visible(article, match.start) || !article_is_visible(article, match.end - 1))
        article_show(article, match.start, article->height / 3);
    session_moved(session);
    return opened;
}

static bool find_from(struct session *session, size_t place, bool is_backward,
                      struct match *ret_match, bool *ret_wrapped)
{
    *ret_wrapped = false;
    if (is_backward ? hits_previous(session->hits, place, ret_match)
                    : hits_next(session->hits, place, ret_match))
        return true;
    *ret_wrapped = true;
    return is_backward ? hits_previous(session->hits, SIZE_MAX, ret_match)
                       : hits_next(session->hits, 0, ret_match);
}

static void go_back_to_origin(struct session *session, struct search *search)
{
    if (search->opened_fold != UINT32_MAX)
        article_toggle_fold(session->article, search->opened_fold);
    search->opened_fold = UINT32_MAX;
    article_restore(session->article, search->origin, search->anchor);
}

static void typed(struct session *session, struct str text, void *closure)
{
    struct search *search = closure;
    struct match match;
    bool is_wrapped;
    hits_free(session->hits);
    session->hits = NULL;
    session->message.length = 0;
    go_back_to_origin(session, search);
    if (text.length == 0)
        return;
    session->hits = hits_new(text, session->article->document->text);
    if (find_from(session, search->origin.place, search->is_backward, &match, &is_wrapped))
        search->opened_fold = show_match(session, match);
}

static void say_missing(struct session *session)
{
    CLEANUP_BUFFER struct buffer message = {0};
    buffer_append_format(&message, _("“%.*s” is not in this text"),
                         STR_ARGS(hits_pattern(session->hits)));
    session_complain(session, message.bytes);
}

static void keep(struct session *session, const struct search *search, struct str text)
{
    struct match match;
    session->last_pattern.length = 0;
    buffer_append(&session->last_pattern, text);
    if (!hits_current(session->hits, &match)) {
        say_missing(session);
        return;
    }
    bool is_wrapped = search->is_backward ? match.start >= search->origin.place
                                          : match.start < search->origin.place;
    if (is_wrapped)
        session_say(session, "%s",
                    search->is_backward ? _("went on from the end") : _("went on from the top"));
    struct spot now = session->article->spot;
    if (now.place != search->origin.place || now.prologue_glyphs != search->origin.prologue_glyphs)
        article_remember(session->article, search->origin);
}

static void repeat_last(struct session *session, const struct search *search)
{
    hits_free(session->hits);
    session->hits = search->hits_before;
    find_next(session, search->is_backward, 1);
}

void find_prompt(struct session *session, bool is_backward)
{
    CLEANUP_BUFFER struct buffer text = {0};
    struct search search = {
        .origin = session->article->spot,
        .anchor = layout_anchor(session->article->layout),
        .hits_before = session->hits,
        .opened_fold = UINT32_MAX,
        .is_backward = is_backward,
    };
    session->hits = NULL;
    bool is_taken = prompt_run(session, is_backward ? "?" : "/", typed, &search, &text);
    if (!is_taken) {
        hits_free(session->hits);
        session->hits = search.hits_before;
        session->message.length = 0;
        go_back_to_origin(session, &search);
        return;
    }
    session->hits_lead_backward = is_backward;
    if (text.length == 0) {
        repeat_last(session, &search);
        return;
    }
    hits_free(search.hits_before);
    keep(session, &search, buffer_str(&text));
}

/* From the match that the reader sees, or from what is on top of the screen. */
static size_t start_of_search(struct session *session, bool is_backward)
{
    struct match match;
    if (hits_current(session->hits, &match) && article_is_visible(session->article, match.start))
        return is_backward ? match.start : match.end;
    return session->article->spot.place;
}

void find_next(struct session *session, bool is_backward, uint32_t count)
{
    struct match match;
    if (!session->hits && session->last_pattern.length)
        session->hits =
            hits_new(buffer_str(&session->last_pattern), session->article->document->text);
    if (!session->hits) {
        session_complain(session, _("nothing is looked for yet: / begins"));
        return;
    }
    struct spot before = session->article->spot;
    for (uint32_t i = 0; i < count; i++) {
        bool is_wrapped;
        size_t start = start_of_search(session, is_backward);
        if (!find_from(session, start, is_backward, &match, &is_wrapped)) {
            say_missing(session);
            return;
        }
        show_match(session, match);
        if (is_wrapped)
            session_say(session, "%s",
                        is_backward ? _("went on from the end") : _("went on from the top"));
    }
    struct spot now = session->article->spot;
    if (now.place != before.place || now.prologue_glyphs != before.prologue_glyphs)
        article_remember(session->article, before);
}

void find_clear(struct session *session)
{
    hits_free(session->hits);
    session->hits = NULL;
}
