/* Finding: the screen goes along while the words are typed. */
#include "ui/session.h"

#include "base/clock.h"
#include "base/intl.h"
#include "base/memory.h"
#include "ui/prompt.h"
#include "ui/status.h"

struct search {
    struct spot origin; /* where the reader was when it began */
    uint32_t anchor;
    struct hits *hits_before;
    uint32_t opened_fold; /* as found_fold of the article, for the match shown now */
    uint32_t closed_fold; /* the article's found_fold when this search began */
    bool is_backward;
};

/* Runs of asides that are folded away now, to be free()d. A run is of one kind, so its first block
 * answers for it. */
static struct stretch *gather_folded(struct article *article, size_t *ret_count)
{
    const struct document *document = article->document;
    struct stretch *folded = NULL;
    size_t count = 0, capacity = 0;
    bool is_folded = false;
    for (size_t i = 0; i < document->block_count; i++) {
        const struct block *block = &document->blocks[i];
        bool is_hidden = block->aside && !(block->flags & BLOCK_FRONT);
        if (!is_hidden)
            continue;
        bool goes_on = i > 0 && block[-1].aside == block->aside && !(block[-1].flags & BLOCK_FRONT);
        if (!goes_on)
            is_folded = article_is_folded(article, block->start);
        if (is_folded && count && goes_on) {
            folded[count - 1].end = block->end;
        } else if (is_folded) {
            ARRAY_RESERVE(folded, count, capacity);
            folded[count++] = (struct stretch){block->start, block->end};
        }
    }
    *ret_count = count;
    return folded;
}

void find_refresh(struct session *session)
{
    size_t count;
    struct match match;
    if (!session->hits)
        return;
    struct stretch *folded = gather_folded(session->article, &count);
    hits_leave_out(session->hits, folded, count);
    if (count && !hits_next(session->hits, 0, &match))
        hits_leave_out(session->hits, NULL, 0);
}

static void look_for(struct session *session, struct str pattern)
{
    session->hits = hits_new(FINDER_FOLDED, pattern, article_haystack(session->article));
    find_refresh(session);
}

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

static void close_found_fold(struct article *article)
{
    if (article->found_fold != UINT32_MAX)
        article_toggle_fold(article, article->found_fold);
    article->found_fold = UINT32_MAX;
}

static void go_back_to_origin(struct session *session, struct search *search)
{
    if (search->opened_fold != UINT32_MAX)
        article_toggle_fold(session->article, search->opened_fold);
    search->opened_fold = UINT32_MAX;
    article_restore(session->article, search->origin, search->anchor);
}

static void give_up(struct session *session, struct search *search)
{
    if (search->closed_fold != UINT32_MAX)
        article_toggle_fold(session->article, search->closed_fold);
    session->article->found_fold = search->closed_fold;
    go_back_to_origin(session, search);
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
    look_for(session, text);
    if (find_from(session, search->origin.place, search->is_backward, &match, &is_wrapped))
        search->opened_fold = show_match(session, match);
}

static bool append_hits(struct session *session, void *closure, struct buffer *out)
{
    (void)closure;
    if (session->hits)
        status_append_hits(session, out);
    return false;
}

static void say_missing(struct session *session)
{
    CLEANUP_BUFFER struct buffer message = {0};
    if (hits_problem(session->hits)) {
        session_complain(session, hits_problem(session->hits));
        return;
    }
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
    find_refresh(session);
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
        .closed_fold = session->article->found_fold,
        .is_backward = is_backward,
    };
    session->hits = NULL;
    close_found_fold(session->article);
    const struct prompt_request request = {.label = is_backward ? "?" : "/",
                                           .changed = typed,
                                           .note = append_hits,
                                           .closure = &search};
    bool is_taken = prompt_run(session, &request, &text);
    if (!is_taken) {
        hits_free(session->hits);
        session->hits = search.hits_before;
        session->message.length = 0;
        give_up(session, &search);
        return;
    }
    session->hits_lead_backward = is_backward;
    session->article->found_fold = search.opened_fold;
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

/* The count-th match from where the reader is, around the ends of the text. After one time around
 * it is known how many there are, so that no count takes longer than two. */
static bool go_on(struct session *session, bool is_backward, uint32_t count,
                  struct match *ret_match)
{
    int64_t begun_ms = clock_monotonic_ms();
    size_t place = start_of_search(session, is_backward);
    uint32_t first_start = 0;
    bool is_wrapped = false, has_wrapped = false, is_reduced = false;
    for (uint32_t i = 0; i < count && !session_should_stop(session, begun_ms); i++) {
        if (!find_from(session, place, is_backward, ret_match, &is_wrapped))
            return false;
        has_wrapped |= is_wrapped;
        place = is_backward ? ret_match->start : ret_match->end;
        if (i == 0) {
            first_start = ret_match->start;
        } else if (ret_match->start == first_start && !is_reduced) {
            count = i + 1 + (count - i - 1) % i;
            is_reduced = true;
        }
    }
    if (has_wrapped)
        session_say(session, "%s",
                    is_backward ? _("went on from the end") : _("went on from the top"));
    return true;
}

void find_next(struct session *session, bool is_backward, uint32_t count)
{
    struct match match;
    if (!session->hits && session->last_pattern.length)
        look_for(session, buffer_str(&session->last_pattern));
    if (!session->hits) {
        session_complain(session, _("nothing is looked for yet: / begins"));
        return;
    }
    struct spot before = session->article->spot;
    if (!go_on(session, is_backward, count, &match)) {
        say_missing(session);
        return;
    }
    uint32_t opened = show_match(session, match);
    if (opened != UINT32_MAX) {
        close_found_fold(session->article);
        session->article->found_fold = opened;
    }
    struct spot now = session->article->spot;
    if (now.place != before.place || now.prologue_glyphs != before.prologue_glyphs)
        article_remember(session->article, before);
}

/* What only the find had unfolded is folded again, unless it is being read. */
void find_clear(struct session *session)
{
    struct article *article = session->article;
    uint32_t fold = article->found_fold;
    if (fold != UINT32_MAX && !article_is_visible(article, article->document->blocks[fold].start))
        close_found_fold(article);
    hits_free(session->hits);
    session->hits = NULL;
}
