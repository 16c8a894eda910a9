/* Where reading goes on in a changed text. */
#include "find/anchor_private.h"

#include "text/grapheme.h"

static const double gap_score = 0.5, sure_better = 0.75;

static struct anchor_found place_at(const struct anchor_text *text, const struct anchor *anchor,
                                    size_t point, enum anchor_fit fit, double score)
{
    const struct anchor_stream *stream = &text->new_stream;
    size_t at = point < stream->count ? stream->offsets[point] : stream->text.length;
    at = anchor_extend_start(stream->text, at,
                             anchor->quote.length ? anchor->quote : anchor->suffix);
    at = grapheme_floor(stream->text, at);
    if (fit == ANCHOR_MOVED && at == anchor->start)
        fit = ANCHOR_EXACT;
    return (struct anchor_found){fit, at, at, score};
}

/* What follows the place, or else the nearest text that is still there. */
static bool find_place_by_diff(const struct anchor_text *text, const struct anchor *anchor,
                               struct anchor_found *ret_found)
{
    struct anchor_range old;
    if (!anchor_find_old(text, anchor, &old) || text->match_count == 0)
        return false;
    const size_t next = anchor_match_behind(text, old.start);
    const struct anchor_match *matches = text->matches;
    if (next < text->match_count && matches[next].old_start <= old.start) {
        const size_t point = matches[next].new_start + old.start - matches[next].old_start;
        *ret_found = place_at(text, anchor, point, ANCHOR_MOVED, 1);
        return true;
    }
    const size_t after = next < text->match_count ? matches[next].old_start - old.start : SIZE_MAX;
    const size_t before = next ? old.start - anchor_old_end_before(text, next) : SIZE_MAX;
    const size_t point =
        after <= before ? anchor_new_start_of(text, next) : anchor_new_end_before(text, next);
    *ret_found = place_at(text, anchor, point, ANCHOR_FUZZY, gap_score);
    return true;
}

/* By what follows it, with what stands before it as its context; else by what stands before it. */
static bool find_place_by_text(const struct anchor_text *text, const struct anchor *anchor,
                               struct anchor_found *ret_found)
{
    struct anchor_folded folded;
    struct anchor_hit hit;
    anchor_folded_make(anchor, &folded);
    const size_t start = folded.before_count;
    const size_t all = start + folded.quote_count + folded.after_count;
    const size_t end = all - start < ANCHOR_SIDE ? all : start + ANCHOR_SIDE;
    const struct anchor_piece after = anchor_piece_of(&folded, start, end);
    const struct anchor_space space = {.stream = &text->new_stream, .index = &text->index};
    const struct anchor_range whole = {0, text->new_stream.count};
    const size_t hint = anchor_stream_at(&text->new_stream, anchor->start);
    bool is_found = true;
    if (anchor_find_piece(&space, &after, whole, hint, &hit) ||
        anchor_find_side(&space, folded.points + start, end - start, hint, &hit)) {
        const bool is_sure = hit.edit_count == 0 && hit.is_only && hit.better >= sure_better;
        *ret_found =
            place_at(text, anchor, hit.start, is_sure ? ANCHOR_MOVED : ANCHOR_FUZZY, hit.score);
    } else if (anchor_find_side(&space, folded.points, start, hint, &hit))
        *ret_found = place_at(text, anchor, hit.end, ANCHOR_FUZZY, hit.score);
    else
        is_found = false;
    anchor_folded_release(&folded);
    return is_found;
}

struct anchor_found anchor_find_place(const struct anchor_text *text, const struct anchor *anchor)
{
    const struct str new_text = text->new_stream.text;
    struct anchor_found found = {.fit = ANCHOR_ORPHAN};
    if (anchor_is_unchanged(new_text, anchor))
        return (struct anchor_found){ANCHOR_EXACT, anchor->start, anchor->start, 1};
    if (text->is_too_large)
        found = anchor_find_unchanged(new_text, anchor);
    else if (find_place_by_diff(text, anchor, &found) || find_place_by_text(text, anchor, &found))
        return found;
    const size_t end = anchor->start < new_text.length ? anchor->start : new_text.length;
    if (found.fit == ANCHOR_ORPHAN)
        found.start = grapheme_floor(new_text, end);
    found.end = found.start;
    return found;
}
