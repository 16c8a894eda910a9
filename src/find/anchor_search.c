/* Where a passage is in the new text, in points: by the comparison with the old one, by its quote,
 * by what stood around it. */
#include "find/anchor_private.h"

#include "base/memory.h"

#include <string.h>

/* Measured, see tests/find/test_anchor_rates.c: a short quote needs more, a very short one needs
 * what stands around it. */
enum {
    SHORT_QUOTE = 12,
    VERY_SHORT_QUOTE = 8,
    UNMISTAKABLE_QUOTE = 16,
    LONG_QUOTE = 32,
    GAP_SLACK = 16
};
static const double short_score = 0.70, long_score = 0.65, short_context = 0.5;
static const double sure_better = 0.75, sure_worse = 0.5, gap_score = 0.5;

void anchor_folded_make(const struct anchor *anchor, struct anchor_folded *ret_folded)
{
    struct anchor_folded folded = {0};
    anchor_stream_make(anchor->prefix, &folded.before);
    anchor_stream_make(anchor->quote, &folded.quote);
    anchor_stream_make(anchor->suffix, &folded.after);
    folded.before_count = folded.before.count < ANCHOR_SIDE ? folded.before.count : ANCHOR_SIDE;
    folded.after_count = folded.after.count < ANCHOR_SIDE ? folded.after.count : ANCHOR_SIDE;
    folded.quote_count = folded.quote.count;
    const struct anchor_stream *parts[] = {&folded.before, &folded.quote, &folded.after};
    const size_t counts[] = {folded.before_count, folded.quote_count, folded.after_count};
    folded.points = memory_new((counts[0] + counts[1] + counts[2] + 1) * sizeof *folded.points);
    uint32_t *out = folded.points;
    for (size_t i = 0; i < ARRAY_LENGTH(parts); i++) {
        const size_t skipped = i == 0 ? parts[0]->count - counts[0] : 0; /* the nearest */
        if (counts[i])
            memcpy(out, parts[i]->points + skipped, counts[i] * sizeof *out);
        out += counts[i];
    }
    *ret_folded = folded;
}

void anchor_folded_release(struct anchor_folded *folded)
{
    anchor_stream_release(&folded->before);
    anchor_stream_release(&folded->quote);
    anchor_stream_release(&folded->after);
    free(folded->points);
}

struct anchor_piece anchor_piece_of(const struct anchor_folded *folded, size_t start, size_t end)
{
    const size_t all = folded->before_count + folded->quote_count + folded->after_count;
    const size_t before = start < ANCHOR_SIDE ? start : ANCHOR_SIDE;
    const size_t after = all - end < ANCHOR_SIDE ? all - end : ANCHOR_SIDE;
    return (struct anchor_piece){folded->points + start - before, before, end - start, after};
}

size_t anchor_match_behind(const struct anchor_text *text, size_t old_point)
{
    size_t low = 0, high = text->match_count;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (text->matches[middle].old_start + text->matches[middle].count <= old_point)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

size_t anchor_new_end_before(const struct anchor_text *text, size_t match)
{
    return match ? text->matches[match - 1].new_start + text->matches[match - 1].count : 0;
}

size_t anchor_new_start_of(const struct anchor_text *text, size_t match)
{
    return match < text->match_count ? text->matches[match].new_start : text->new_stream.count;
}

size_t anchor_old_end_before(const struct anchor_text *text, size_t match)
{
    return match ? text->matches[match - 1].old_start + text->matches[match - 1].count : 0;
}

bool anchor_find_old(const struct anchor_text *text, const struct anchor *anchor,
                     struct anchor_range *ret_old)
{
    const struct anchor_stream *stream = &text->old_stream;
    if (!stream->count || anchor->end - anchor->start != anchor->quote.length ||
        !anchor_stands_at(stream->text, anchor->start, anchor->quote) ||
        !anchor_stands_at(stream->text, anchor->end, anchor->suffix))
        return false;
    *ret_old = (struct anchor_range){anchor_stream_at(stream, anchor->start),
                                     anchor_stream_at(stream, anchor->end)};
    return true;
}

static size_t old_start_of(const struct anchor_text *text, size_t match)
{
    return match < text->match_count ? text->matches[match].old_start : text->old_stream.count;
}

/* What lies in the new text between what is known to stand around the old range. */
static struct anchor_range find_window(const struct anchor_text *text, struct anchor_range old)
{
    const size_t first = anchor_match_behind(text, old.start),
                 last = anchor_match_behind(text, old.end);
    struct anchor_range window = {anchor_new_end_before(text, first),
                                  anchor_new_start_of(text, last)};
    if (first < text->match_count && text->matches[first].old_start < old.start)
        window.start = text->matches[first].new_start + old.start - text->matches[first].old_start;
    if (last < text->match_count && text->matches[last].old_start < old.end)
        window.end = text->matches[last].new_start + old.end - text->matches[last].old_start;
    return window;
}

/* How many points of [old.start, old.end) are in both texts. */
static size_t covered_count(const struct anchor_text *text, struct anchor_range old)
{
    size_t covered = 0;
    for (size_t i = anchor_match_behind(text, old.start);
         i < text->match_count && text->matches[i].old_start < old.end; i++) {
        const size_t start = text->matches[i].old_start, end = start + text->matches[i].count;
        covered += (end < old.end ? end : old.end) - (start > old.start ? start : old.start);
    }
    return covered;
}

/* Where old.start is now. When its head was changed, all that is new there belongs to the passage,
 * or as much as was changed if the change began before it. */
static size_t mapped_start(const struct anchor_text *text, struct anchor_range old)
{
    const size_t first = anchor_match_behind(text, old.start);
    const struct anchor_match *match = &text->matches[first];
    const size_t gap_start = anchor_new_end_before(text, first);
    if (match->old_start <= old.start)
        return match->new_start + old.start - match->old_start;
    const size_t changed = match->old_start - old.start;
    if (anchor_old_end_before(text, first) == old.start || match->new_start - gap_start < changed)
        return gap_start;
    return match->new_start - changed;
}

static size_t mapped_end(const struct anchor_text *text, struct anchor_range old)
{
    const size_t next = anchor_match_behind(text, old.end - 1); /* ends at old.end or behind it */
    const bool is_inside = old_start_of(text, next) < old.end;
    if (is_inside)
        return text->matches[next].new_start + old.end - text->matches[next].old_start;
    const size_t changed = old.end - anchor_old_end_before(text, next);
    const size_t gap_start = anchor_new_end_before(text, next);
    const size_t gap_end = anchor_new_start_of(text, next);
    if (old_start_of(text, next) == old.end || gap_end - gap_start < changed)
        return gap_end;
    return gap_start + changed;
}

/* The range that the comparison gives, if at least half of it is in both texts. */
static bool find_by_diff(const struct anchor_text *text, struct anchor_range old,
                         struct anchor_attempt *ret_attempt)
{
    const size_t count = old.end - old.start, covered = covered_count(text, old);
    if (covered == 0 || covered * 2 < count)
        return false;
    const struct anchor_range range = {mapped_start(text, old), mapped_end(text, old)};
    if (range.end - range.start > 2 * count + GAP_SLACK)
        return false;
    *ret_attempt = (struct anchor_attempt){range, 0.5 + 0.5 * (double)covered / (double)count,
                                           covered == count && range.end - range.start == count};
    return true;
}

static bool is_acceptable(const struct anchor_hit *hit, size_t quote_count)
{
    if (quote_count < VERY_SHORT_QUOTE && hit->better < short_context)
        return false;
    if (quote_count >= UNMISTAKABLE_QUOTE && hit->edit_count == 0 && hit->is_only)
        return true;
    return hit->score >= (quote_count < SHORT_QUOTE ? short_score : long_score);
}

bool anchor_is_supported(const struct anchor_hit *hit)
{
    return hit->better >= sure_better && hit->worse >= sure_worse;
}

bool anchor_find_piece(const struct anchor_space *space, const struct anchor_piece *piece,
                       struct anchor_range window, size_t hint, struct anchor_hit *ret_hit)
{
    *ret_hit = anchor_align(space, piece, window.start, window.end, hint);
    return is_acceptable(ret_hit, piece->quote_count);
}

bool anchor_find_side(const struct anchor_space *space, const uint32_t *points, size_t count,
                      size_t hint, struct anchor_hit *ret_hit)
{
    enum { SIDE_LEAST = 8 };
    const struct anchor_piece piece = {points, 0, count, 0};
    if (count < SIDE_LEAST)
        return false;
    *ret_hit = anchor_align(space, &piece, 0, space->stream->count, hint);
    return ret_hit->is_only && ret_hit->edit_count * 8 <= count;
}

/* A long quote, or one that was much edited, is found by its two ends; of one end alone, by its
 * length. */
static bool find_by_ends(const struct anchor_space *space, const struct anchor_folded *folded,
                         struct anchor_range window, size_t hint,
                         struct anchor_attempt *ret_attempt)
{
    const size_t count = folded->quote_count, start = folded->before_count, end = start + count;
    const size_t piece_count = count / 2 < ANCHOR_PIECE ? count / 2 : ANCHOR_PIECE;
    const struct anchor_piece head = anchor_piece_of(folded, start, start + piece_count);
    const struct anchor_piece tail = anchor_piece_of(folded, end - piece_count, end);
    struct anchor_hit first, last;
    const bool has_head = anchor_find_piece(space, &head, window, hint, &first);
    const bool has_tail =
        anchor_find_piece(space, &tail, window, has_head ? first.start + count : hint, &last);
    if (!has_head && !has_tail)
        return false;
    if (has_head && has_tail && first.start < last.end && last.end - first.start >= count / 2 &&
        last.end - first.start <= 2 * count) {
        const bool is_same = last.end - first.start == count &&
                             memcmp(space->stream->points + first.start, folded->points + start,
                                    count * sizeof *folded->points) == 0;
        *ret_attempt = (struct anchor_attempt){{first.start, last.end},
                                               (first.score + last.score) / 2,
                                               is_same && first.is_only && last.is_only};
        return true;
    }
    const bool by_head = has_head && (!has_tail || first.score >= last.score);
    struct anchor_range range = {by_head            ? first.start
                                 : last.end > count ? last.end - count
                                                    : 0,
                                 by_head ? first.start + count : last.end};
    if (range.end > space->stream->count)
        range.end = space->stream->count;
    *ret_attempt = (struct anchor_attempt){range, (by_head ? first.score : last.score) / 2, false};
    return true;
}

static bool find_by_quote(const struct anchor_space *space, const struct anchor_folded *folded,
                          struct anchor_range window, size_t hint,
                          struct anchor_attempt *ret_attempt)
{
    const size_t count = folded->quote_count, start = folded->before_count;
    if (count <= ANCHOR_PIECE) {
        const struct anchor_piece piece = anchor_piece_of(folded, start, start + count);
        struct anchor_hit hit;
        if (anchor_find_piece(space, &piece, window, hint, &hit)) {
            const bool is_sure = hit.edit_count == 0 && hit.is_only &&
                                 (anchor_is_supported(&hit) || count >= LONG_QUOTE);
            *ret_attempt = (struct anchor_attempt){{hit.start, hit.end}, hit.score, is_sure};
            return true;
        }
    }
    return count >= 2 * SHORT_QUOTE && find_by_ends(space, folded, window, hint, ret_attempt);
}

/* Another wording between the same contexts. */
static bool find_by_gap(const struct anchor_space *space, const struct anchor_folded *folded,
                        size_t hint, struct anchor_attempt *ret_attempt)
{
    const size_t count = folded->quote_count, end = folded->before_count + count;
    struct anchor_hit left, right;
    if (!anchor_find_side(space, folded->points, folded->before_count, hint, &left) ||
        !anchor_find_side(space, folded->points + end, folded->after_count, hint, &right))
        return false;
    if (left.end >= right.start || (right.start - left.end) * 4 < count ||
        right.start - left.end > 2 * count + GAP_SLACK)
        return false;
    *ret_attempt = (struct anchor_attempt){{left.end, right.start}, gap_score, false};
    return true;
}

/* What stands now between what surrounded the old range. */
static bool find_by_window(const struct anchor_text *text, struct anchor_range old,
                           struct anchor_range window, struct anchor_attempt *ret_attempt)
{
    const size_t count = old.end - old.start, new_count = window.end - window.start;
    const size_t gap_start = anchor_old_end_before(text, anchor_match_behind(text, old.start));
    const size_t gap_end = old_start_of(text, anchor_match_behind(text, old.end));
    if (gap_end - gap_start > count + count / 2 + 2 || new_count == 0 || new_count * 4 < count ||
        new_count > 2 * count + GAP_SLACK)
        return false;
    *ret_attempt = (struct anchor_attempt){window, gap_score, false};
    return true;
}

/* By the comparison with the old text: what is in both texts is settled, the rest may have gone
 * anywhere. */
static bool find_with_old(const struct anchor_text *text, const struct anchor_folded *folded,
                          struct anchor_range old, struct anchor_attempt *ret_attempt)
{
    const struct anchor_space space = {&text->new_stream, &text->index, text->matches,
                                       text->match_count};
    const struct anchor_range all = {0, text->new_stream.count}, window = find_window(text, old);
    return find_by_diff(text, old, ret_attempt) ||
           find_by_quote(&space, folded, window, window.start, ret_attempt) ||
           find_by_quote(&space, folded, all, window.start, ret_attempt) ||
           find_by_window(text, old, window, ret_attempt);
}

bool anchor_attempt_make(const struct anchor_text *text, const struct anchor *anchor,
                         const struct anchor_folded *folded, struct anchor_attempt *ret_attempt)
{
    const struct anchor_space space = {.stream = &text->new_stream, .index = &text->index};
    const struct anchor_range all = {0, text->new_stream.count};
    const size_t hint = anchor_stream_at(&text->new_stream, anchor->start);
    struct anchor_range old;
    if (anchor_find_old(text, anchor, &old))
        return find_with_old(text, folded, old, ret_attempt);
    return find_by_quote(&space, folded, all, hint, ret_attempt) ||
           find_by_gap(&space, folded, hint, ret_attempt);
}
