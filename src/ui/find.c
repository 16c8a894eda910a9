/* Going from match to match. */
#include "ui/find_private.h"
#include "ui/search_view.h"

#include "base/clock.h"
#include "base/intl.h"
#include "base/memory.h"

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

/* While it is typed any key is a reason to stop, and what is typed is shown meanwhile; else that a
 * key waits for two seconds. */
static bool should_stop(void *closure)
{
    enum { SHOW_AFTER_MS = 40 };
    struct session *session = closure;
    if (!session->is_typing)
        return session_should_stop(session, session->find_begun_ms);
    if (terminal_has_pending(session->terminal))
        return true;
    if (!session->find_is_shown && clock_monotonic_ms() - session->find_begun_ms > SHOW_AFTER_MS) {
        session->find_is_shown = true;
        session_draw(session);
    }
    return false;
}

void find_take_hits(struct session *session, struct hits *hits)
{
    session->hits = hits;
    hits_set_stop(hits, should_stop, session);
    find_refresh(session);
}

void find_look_for(struct session *session, enum finder_kind kind, struct str pattern)
{
    session->find_begun_ms = clock_monotonic_ms();
    session->find_is_shown = false;
    find_take_hits(session, hits_new(kind, pattern, article_haystack(session->article)));
}

uint32_t find_show(struct session *session, struct match match)
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

bool find_from(struct session *session, size_t place, bool is_backward, struct match *ret_match,
               bool *ret_wrapped)
{
    struct hits *hits = session->hits;
    *ret_wrapped = false;
    if (is_backward ? hits_previous(hits, place, ret_match) : hits_next(hits, place, ret_match))
        return true;
    if (hits_was_stopped(hits) || hits_problem(hits))
        return false;
    *ret_wrapped = true;
    return is_backward ? hits_previous(hits, SIZE_MAX, ret_match) : hits_next(hits, 0, ret_match);
}

void find_close_fold(struct article *article)
{
    if (article->found_fold != UINT32_MAX)
        article_toggle_fold(article, article->found_fold);
    article->found_fold = UINT32_MAX;
}

void find_say_missing(struct session *session)
{
    CLEANUP_BUFFER struct buffer message = {0};
    if (hits_was_stopped(session->hits))
        return;
    if (hits_problem(session->hits)) {
        session_complain(session, hits_problem(session->hits));
        return;
    }
    buffer_append_format(&message, _("“%.*s” is not in this text"),
                         STR_ARGS(hits_pattern(session->hits)));
    session_complain(session, message.bytes);
}

/* From the match that the reader sees, or from what is on top of the screen. */
static size_t start_of_search(struct session *session, bool is_backward)
{
    struct match match;
    if (hits_current(session->hits, &match) && article_is_visible(session->article, match.start))
        return is_backward ? match.start : match.end;
    return session->article->spot.place;
}

bool find_in_rest(struct session *session, bool is_backward, struct match *ret_match)
{
    size_t place = start_of_search(session, is_backward);
    return is_backward ? hits_previous(session->hits, place, ret_match)
                       : hits_next(session->hits, place, ret_match);
}

/* The count-th match from where the reader is, around the ends of the text. After one time around
 * it is known how many there are, so that no count takes longer than two. */
static bool go_on(struct session *session, bool is_backward, uint32_t count,
                  struct match *ret_match)
{
    session->find_begun_ms = clock_monotonic_ms();
    size_t place = start_of_search(session, is_backward);
    uint32_t first_start = 0;
    bool is_wrapped = false, has_wrapped = false, is_reduced = false;
    for (uint32_t i = 0; i < count && !session_should_stop(session, session->find_begun_ms); i++) {
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

bool find_resume(struct session *session)
{
    if (!session->hits && session->search && session->last_is_query)
        search_light(session->search);
    else if (!session->hits && session->last_pattern.length)
        find_look_for(session, session->last_kind, buffer_str(&session->last_pattern));
    if (!session->hits)
        session_complain(session, _("nothing is looked for yet: / begins"));
    return session->hits;
}

void find_go(struct session *session, struct match match)
{
    uint32_t opened = find_show(session, match);
    if (opened == UINT32_MAX)
        return;
    find_close_fold(session->article);
    session->article->found_fold = opened;
}

void find_remember(struct article *article, struct spot before)
{
    struct spot now = article->spot;
    if (now.place != before.place || now.prologue_glyphs != before.prologue_glyphs)
        article_remember(article, before);
}

void find_next(struct session *session, bool is_backward, uint32_t count)
{
    struct match match;
    if (session->search && session->last_is_query) {
        search_walk(session->search, is_backward, count);
        return;
    }
    if (!find_resume(session))
        return;
    struct spot before = session->article->spot;
    if (!go_on(session, is_backward, count, &match)) {
        find_say_missing(session);
        return;
    }
    find_go(session, match);
    find_remember(session->article, before);
}

/* What only the find had unfolded is folded again, unless it is being read. */
void find_clear(struct session *session)
{
    struct article *article = session->article;
    uint32_t fold = article->found_fold;
    if (fold != UINT32_MAX && !article_is_visible(article, article->document->blocks[fold].start))
        find_close_fold(article);
    hits_free(session->hits);
    session->hits = NULL;
}
