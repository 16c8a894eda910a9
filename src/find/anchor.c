#include "find/anchor_private.h"

#include "base/memory.h"
#include "text/grapheme.h"
#include "text/utf8.h"

#include <string.h>

/* Bounds of reference/anchoring.md: a short quote needs more, a very short one its context. */
enum { SHORT_QUOTE = 12, VERY_SHORT_QUOTE = 8, LONG_QUOTE = 32, GAP_SIDE = 8, GAP_SLACK = 16 };
static double short_score = 0.62, long_score = 0.55, short_context = 0.5, sure_better = 0.75,
                    sure_worse = 0.5;
static const double gap_score = 0.5, quote_only_score = 0.6;

struct anchor_text {
    struct anchor_stream old_stream, new_stream;
    struct anchor_index index; /* of new_stream */
    struct anchor_match *matches;
    size_t match_count;
    bool is_too_large;
};

/* The folded anchor: before, quote and after in one row of points. */
struct folded {
    struct anchor_stream before, quote, after;
    uint32_t *points;
    size_t before_count, quote_count, after_count;
};

/* A range of the new stream. */
struct range {
    size_t start, end;
};

struct anchor anchor_make(struct str text, size_t start, size_t end)
{
    end = end < text.length ? end : text.length;
    start = start < end ? start : end;
    size_t first = start, last = end;
    uint32_t code_point;
    for (int i = 0; i < ANCHOR_CONTEXT && first > 0; i++)
        first = utf8_decode_before(text, first, &code_point);
    for (int i = 0; i < ANCHOR_CONTEXT && last < text.length; i++)
        last += utf8_decode(text, last, &code_point);
    return (struct anchor){start, end, str_slice(text, start, end), str_slice(text, first, start),
                           str_slice(text, end, last)};
}

struct anchor_text *anchor_text_new(struct str old_text, struct str new_text)
{
    struct anchor_text *text = memory_new(sizeof *text);
    text->is_too_large = new_text.length > ANCHOR_TEXT_LIMIT;
    text->new_stream.text = new_text;
    text->old_stream.text = old_text;
    if (text->is_too_large)
        return text;
    anchor_stream_make(new_text, &text->new_stream);
    anchor_index_make(&text->new_stream, &text->index);
    if (old_text.length && old_text.length <= ANCHOR_TEXT_LIMIT) {
        anchor_stream_make(old_text, &text->old_stream);
        text->match_count = anchor_diff(&text->old_stream, &text->new_stream, &text->matches);
    }
    return text;
}

void anchor_text_free(struct anchor_text *text)
{
    if (!text)
        return;
    anchor_stream_release(&text->old_stream);
    anchor_stream_release(&text->new_stream);
    anchor_index_release(&text->index);
    free(text->matches);
    free(text);
}

static void folded_make(const struct anchor *anchor, struct folded *ret_folded)
{
    struct folded folded = {0};
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

static void folded_release(struct folded *folded)
{
    anchor_stream_release(&folded->before);
    anchor_stream_release(&folded->quote);
    anchor_stream_release(&folded->after);
    free(folded->points);
}

/* The piece of points [start, end) of the row with what stands beside it there. */
static struct anchor_piece piece_of(const struct folded *folded, size_t start, size_t end)
{
    const size_t all = folded->before_count + folded->quote_count + folded->after_count;
    const size_t before = start < ANCHOR_SIDE ? start : ANCHOR_SIDE;
    const size_t after = all - end < ANCHOR_SIDE ? all - end : ANCHOR_SIDE;
    return (struct anchor_piece){folded->points + start - before, before, end - start, after};
}

static bool stands_at(struct str text, size_t start, struct str part)
{
    return start <= text.length && part.length <= text.length - start &&
           str_equal(str_slice(text, start, start + part.length), part);
}

/* Nothing has changed there. */
static bool is_unchanged(struct str text, const struct anchor *anchor)
{
    return anchor->start >= anchor->prefix.length &&
           anchor->end - anchor->start == anchor->quote.length &&
           stands_at(text, anchor->start - anchor->prefix.length, anchor->prefix) &&
           stands_at(text, anchor->start, anchor->quote) &&
           stands_at(text, anchor->end, anchor->suffix);
}

/* The marks at the borders of a quote are in no stream: takes those of inner's start that stand
 * before text[start). */
static size_t extend_start(struct str text, size_t start, struct str inner)
{
    struct anchor_stream stream;
    anchor_stream_make(inner, &stream);
    size_t at = stream.count ? stream.offsets[0] : inner.length;
    anchor_stream_release(&stream);
    while (at > 0 && start > 0) {
        uint32_t wanted, there;
        const size_t previous = utf8_decode_before(text, start, &there);
        at = utf8_decode_before(inner, at, &wanted);
        if (wanted != there)
            break;
        start = previous;
    }
    return start;
}

static size_t extend_end(struct str text, size_t end, struct str inner)
{
    struct anchor_stream stream;
    anchor_stream_make(inner, &stream);
    size_t at = stream.count ? anchor_stream_end(&stream, stream.count) : 0;
    anchor_stream_release(&stream);
    while (at < inner.length && end < text.length) {
        uint32_t wanted, there;
        const size_t size = utf8_decode(text, end, &there);
        at += utf8_decode(inner, at, &wanted);
        if (wanted != there)
            break;
        end += size;
    }
    return end;
}
/* Where a passage may be. */
struct attempt {
    struct range range; /* points of the new stream */
    double score;
    bool is_sure;
};

/* The first match that ends behind an old point, or match_count. */
static size_t match_behind(const struct anchor_text *text, size_t old_point)
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

static size_t new_end_before(const struct anchor_text *text, size_t match)
{
    return match ? text->matches[match - 1].new_start + text->matches[match - 1].count : 0;
}

static size_t new_start_of(const struct anchor_text *text, size_t match)
{
    return match < text->match_count ? text->matches[match].new_start : text->new_stream.count;
}

static size_t match_before_end(const struct anchor_text *text, size_t match)
{
    return match ? text->matches[match - 1].old_start + text->matches[match - 1].count : 0;
}

/* The points of the old stream that the anchor was made on. */
static bool find_old(const struct anchor_text *text, const struct anchor *anchor,
                     struct range *ret_old)
{
    const struct anchor_stream *stream = &text->old_stream;
    if (!stream->count || anchor->end - anchor->start != anchor->quote.length ||
        !stands_at(stream->text, anchor->start, anchor->quote) ||
        !stands_at(stream->text, anchor->end, anchor->suffix))
        return false;
    *ret_old = (struct range){anchor_stream_at(stream, anchor->start),
                              anchor_stream_at(stream, anchor->end)};
    return true;
}

/* What lies in the new text between what is known to stand around the old range. */
static struct range find_window(const struct anchor_text *text, struct range old)
{
    const size_t first = match_behind(text, old.start), last = match_behind(text, old.end);
    struct range window = {new_end_before(text, first), new_start_of(text, last)};
    if (first < text->match_count && text->matches[first].old_start < old.start)
        window.start = text->matches[first].new_start + old.start - text->matches[first].old_start;
    if (last < text->match_count && text->matches[last].old_start < old.end)
        window.end = text->matches[last].new_start + old.end - text->matches[last].old_start;
    return window;
}

/* The range that the comparison gives, if at least half of it is in both texts. What is not, at its
 * ends, takes as many points of the gap that it stood in. */
static bool find_by_diff(const struct anchor_text *text, struct range old,
                         struct attempt *ret_attempt)
{
    const size_t count = old.end - old.start, first = match_behind(text, old.start);
    size_t covered = 0, last = first;
    for (size_t i = first; i < text->match_count && text->matches[i].old_start < old.end; i++) {
        const struct anchor_match *match = &text->matches[i];
        const size_t match_end = match->old_start + match->count;
        const size_t start = match->old_start > old.start ? match->old_start : old.start;
        covered += (match_end < old.end ? match_end : old.end) - start;
        last = i;
    }
    if (covered == 0 || covered * 2 < count)
        return false;
    const struct range window = find_window(text, old);
    const struct anchor_match *head = &text->matches[first], *tail = &text->matches[last];
    const size_t tail_old_end = tail->old_start + tail->count;
    struct range range = window;
    if (head->old_start > old.start && head->new_start - window.start > head->old_start - old.start)
        range.start = head->new_start - (head->old_start - old.start);
    if (tail_old_end < old.end &&
        window.end - (tail->new_start + tail->count) > old.end - tail_old_end)
        range.end = tail->new_start + tail->count + old.end - tail_old_end;
    if (range.end - range.start > 2 * count + GAP_SLACK)
        return false;
    *ret_attempt = (struct attempt){range, 0.5 + 0.5 * (double)covered / (double)count,
                                    covered == count && range.end - range.start == count};
    return true;
}

static bool is_acceptable(const struct anchor_hit *hit, size_t quote_count)
{
    if (quote_count < VERY_SHORT_QUOTE && hit->better < short_context)
        return false;
    return hit->score >= (quote_count < SHORT_QUOTE ? (getenv("SS")?atof(getenv("SS")):short_score) : (getenv("LS")?atof(getenv("LS")):long_score));
}

/* Both sides speak for it. */
static bool is_supported(const struct anchor_hit *hit)
{
    return hit->better >= sure_better && hit->worse >= sure_worse;
}

static bool find_piece(const struct anchor_space *space, const struct anchor_piece *piece,
                       struct range window, size_t hint, struct anchor_hit *ret_hit)
{
    *ret_hit = anchor_align(space, piece, window.start, window.end, hint);
    return is_acceptable(ret_hit, piece->quote_count);
}

/* A long quote, or one that was much edited, is found by its two ends; of one end alone, by its
 * length. */
static bool find_by_ends(const struct anchor_space *space, const struct folded *folded,
                         struct range window, size_t hint, struct attempt *ret_attempt)
{
    const size_t count = folded->quote_count, start = folded->before_count, end = start + count;
    const size_t piece_count = count / 2 < ANCHOR_PIECE ? count / 2 : ANCHOR_PIECE;
    const struct anchor_piece head = piece_of(folded, start, start + piece_count);
    const struct anchor_piece tail = piece_of(folded, end - piece_count, end);
    struct anchor_hit first, last;
    const bool has_head = find_piece(space, &head, window, hint, &first);
    const bool has_tail =
        find_piece(space, &tail, window, has_head ? first.start + count : hint, &last);
    if (!has_head && !has_tail)
        return false;
    if (has_head && has_tail && first.start < last.end && last.end - first.start >= count / 2 &&
        last.end - first.start <= 2 * count) {
        const bool is_same = last.end - first.start == count &&
                             memcmp(space->stream->points + first.start, folded->points + start,
                                    count * sizeof *folded->points) == 0;
        *ret_attempt = (struct attempt){{first.start, last.end},
                                        (first.score + last.score) / 2,
                                        is_same && first.is_only && last.is_only};
        return true;
    }
    const bool by_head = has_head && (!has_tail || first.score >= last.score);
    struct range range = {by_head            ? first.start
                          : last.end > count ? last.end - count
                                             : 0,
                          by_head ? first.start + count : last.end};
    if (range.end > space->stream->count)
        range.end = space->stream->count;
    *ret_attempt = (struct attempt){range, (by_head ? first.score : last.score) / 2, false};
    return true;
}

static bool find_by_quote(const struct anchor_space *space, const struct folded *folded,
                          struct range window, size_t hint, struct attempt *ret_attempt)
{
    const size_t count = folded->quote_count, start = folded->before_count;
    if (count <= ANCHOR_PIECE) {
        const struct anchor_piece piece = piece_of(folded, start, start + count);
        struct anchor_hit hit;
        if (find_piece(space, &piece, window, hint, &hit)) {
            const bool is_sure =
                hit.edit_count == 0 && hit.is_only && (is_supported(&hit) || count >= LONG_QUOTE);
            *ret_attempt = (struct attempt){{hit.start, hit.end}, hit.score, is_sure};
            return true;
        }
    }
    return count >= 2 * SHORT_QUOTE && find_by_ends(space, folded, window, hint, ret_attempt);
}

/* Another wording between the same contexts. */
static bool find_by_gap(const struct anchor_space *space, const struct folded *folded, size_t hint,
                        struct attempt *ret_attempt)
{
    const size_t count = folded->quote_count, end = folded->before_count + count;
    if (folded->before_count < GAP_SIDE || folded->after_count < GAP_SIDE)
        return false;
    const struct anchor_piece before = {folded->points, 0, folded->before_count, 0};
    const struct anchor_piece after = {folded->points + end, 0, folded->after_count, 0};
    const struct range all = {0, space->stream->count};
    struct anchor_hit left, right;
    if (!find_piece(space, &before, all, hint, &left) ||
        !find_piece(space, &after, all, hint, &right))
        return false;
    if (!left.is_only || !right.is_only || left.end >= right.start ||
        (right.start - left.end) * 4 < count || right.start - left.end > 2 * count + GAP_SLACK)
        return false;
    *ret_attempt = (struct attempt){{left.end, right.start}, gap_score, false};
    return true;
}

/* What stands now between what surrounded the old range. */
static bool find_by_window(const struct anchor_text *text, struct range old, struct range window,
                           struct attempt *ret_attempt)
{
    const size_t count = old.end - old.start, new_count = window.end - window.start;
    const size_t next = match_behind(text, old.end);
    const size_t gap_start = match_before_end(text, match_behind(text, old.start));
    const size_t gap_end =
        next < text->match_count ? text->matches[next].old_start : text->old_stream.count;
    if (gap_end - gap_start > count + GAP_SLACK || new_count == 0 || new_count * 4 < count ||
        new_count > 2 * count + GAP_SLACK)
        return false;
    *ret_attempt = (struct attempt){window, gap_score, false};
    return true;
}

/* By the comparison with the old text: what is in both texts is settled, the rest may have gone
 * anywhere. */
static bool find_with_old(const struct anchor_text *text, const struct folded *folded,
                          struct range old, struct attempt *ret_attempt)
{
    const struct anchor_space space = {&text->new_stream, &text->index, text->matches,
                                       text->match_count};
    const struct range all = {0, text->new_stream.count}, window = find_window(text, old);
    return find_by_diff(text, old, ret_attempt) ||
           find_by_quote(&space, folded, window, window.start, ret_attempt) ||
           find_by_quote(&space, folded, all, window.start, ret_attempt) ||
           find_by_window(text, old, window, ret_attempt);
}

static bool find_attempt(const struct anchor_text *text, const struct anchor *anchor,
                         const struct folded *folded, struct attempt *ret_attempt)
{
    const struct anchor_space space = {.stream = &text->new_stream, .index = &text->index};
    const struct range all = {0, text->new_stream.count};
    const size_t hint = anchor_stream_at(&text->new_stream, anchor->start);
    struct range old;
    if (find_old(text, anchor, &old))
        return find_with_old(text, folded, old, ret_attempt);
    return find_by_quote(&space, folded, all, hint, ret_attempt) ||
           find_by_gap(&space, folded, hint, ret_attempt);
}

static struct anchor_found found_at(const struct anchor_text *text, const struct anchor *anchor,
                                    const struct attempt *attempt)
{
    const struct anchor_stream *stream = &text->new_stream;
    size_t start = stream->offsets[attempt->range.start];
    size_t end = anchor_stream_end(stream, attempt->range.end);
    start = grapheme_floor(stream->text, extend_start(stream->text, start, anchor->quote));
    end = extend_end(stream->text, end, anchor->quote);
    const size_t floor = grapheme_floor(stream->text, end);
    if (floor < end)
        end = grapheme_end(stream->text, floor);
    const bool is_exact = attempt->is_sure && start == anchor->start && end == anchor->end &&
                          stands_at(stream->text, start, anchor->quote);
    const enum anchor_fit fit = is_exact           ? ANCHOR_EXACT
                                : attempt->is_sure ? ANCHOR_MOVED
                                                   : ANCHOR_FUZZY;
    return (struct anchor_found){fit, start, end, attempt->score};
}

static const struct anchor_found orphan = {.fit = ANCHOR_ORPHAN};

/* With its contexts, or without them when it stands there once. */
static struct anchor_found find_unchanged(struct str text, const struct anchor *anchor)
{
    CLEANUP_BUFFER struct buffer whole = {0};
    buffer_append(&whole, anchor->prefix);
    buffer_append(&whole, anchor->quote);
    buffer_append(&whole, anchor->suffix);
    size_t at = whole.length ? str_find(text, buffer_str(&whole), 0) : SIZE_MAX;
    if (at != SIZE_MAX) {
        const size_t start = at + anchor->prefix.length;
        return (struct anchor_found){ANCHOR_MOVED, start, start + anchor->quote.length, 1};
    }
    at = anchor->quote.length ? str_find(text, anchor->quote, 0) : SIZE_MAX;
    if (at == SIZE_MAX || str_find(text, anchor->quote, at + 1) != SIZE_MAX)
        return orphan;
    return (struct anchor_found){ANCHOR_FUZZY, at, at + anchor->quote.length, quote_only_score};
}

/* A quote of nothing but marks and blanks stands where its place is, or nowhere. */
static struct anchor_found find_marks(const struct anchor_text *text, const struct anchor *anchor)
{
    struct anchor_found found = anchor_find_place(text, anchor);
    if (found.fit == ANCHOR_ORPHAN || !stands_at(text->new_stream.text, found.start, anchor->quote))
        return orphan;
    found.end = found.start + anchor->quote.length;
    return found;
}

struct anchor_found anchor_find(const struct anchor_text *text, const struct anchor *anchor)
{
    const struct str new_text = text->new_stream.text;
    if (anchor->quote.length == 0)
        return anchor_find_place(text, anchor);
    if (is_unchanged(new_text, anchor))
        return (struct anchor_found){ANCHOR_EXACT, anchor->start, anchor->end, 1};
    if (text->is_too_large)
        return find_unchanged(new_text, anchor);
    struct folded folded;
    struct attempt attempt;
    folded_make(anchor, &folded);
    struct anchor_found found = orphan;
    if (folded.quote_count == 0)
        found = find_marks(text, anchor);
    else if (find_attempt(text, anchor, &folded, &attempt))
        found = found_at(text, anchor, &attempt);
    folded_release(&folded);
    return found;
}

static struct anchor_found place_at(const struct anchor_text *text, const struct anchor *anchor,
                                    size_t point, enum anchor_fit fit, double score)
{
    const struct anchor_stream *stream = &text->new_stream;
    size_t at = point < stream->count ? stream->offsets[point] : stream->text.length;
    at = extend_start(stream->text, at, anchor->quote.length ? anchor->quote : anchor->suffix);
    at = grapheme_floor(stream->text, at);
    return (struct anchor_found){fit, at, at, score};
}

/* What follows the place, or else the nearest text that is still there. */
static bool find_place_by_diff(const struct anchor_text *text, const struct anchor *anchor,
                               struct anchor_found *ret_found)
{
    struct range old;
    if (!find_old(text, anchor, &old) || text->match_count == 0)
        return false;
    const size_t next = match_behind(text, old.start);
    const struct anchor_match *matches = text->matches;
    if (next < text->match_count && matches[next].old_start <= old.start) {
        const size_t point = matches[next].new_start + old.start - matches[next].old_start;
        *ret_found = place_at(text, anchor, point, ANCHOR_MOVED, 1);
        return true;
    }
    const size_t after = next < text->match_count ? matches[next].old_start - old.start : SIZE_MAX;
    const size_t before = next ? old.start - match_before_end(text, next) : SIZE_MAX;
    const size_t point = after <= before ? new_start_of(text, next) : new_end_before(text, next);
    *ret_found = place_at(text, anchor, point, ANCHOR_FUZZY, gap_score);
    return true;
}

/* By what follows it, with what stands before it as its context; else by what stands before it. */
static bool find_place_by_text(const struct anchor_text *text, const struct anchor *anchor,
                               struct anchor_found *ret_found)
{
    struct folded folded;
    struct anchor_hit hit;
    folded_make(anchor, &folded);
    const size_t start = folded.before_count;
    const size_t all = start + folded.quote_count + folded.after_count;
    const size_t end = all - start < ANCHOR_SIDE ? all : start + ANCHOR_SIDE;
    const struct anchor_piece after = piece_of(&folded, start, end);
    const struct anchor_piece before = piece_of(&folded, 0, start);
    const struct anchor_space space = {.stream = &text->new_stream, .index = &text->index};
    const struct range whole = {0, text->new_stream.count};
    const size_t hint = anchor_stream_at(&text->new_stream, anchor->start);
    bool is_found = true;
    if (find_piece(&space, &after, whole, hint, &hit)) {
        const bool is_sure = hit.edit_count == 0 && hit.is_only && is_supported(&hit);
        *ret_found =
            place_at(text, anchor, hit.start, is_sure ? ANCHOR_MOVED : ANCHOR_FUZZY, hit.score);
    } else if (find_piece(&space, &before, whole, hint, &hit))
        *ret_found = place_at(text, anchor, hit.end, ANCHOR_FUZZY, hit.score);
    else
        is_found = false;
    folded_release(&folded);
    return is_found;
}

struct anchor_found anchor_find_place(const struct anchor_text *text, const struct anchor *anchor)
{
    const struct str new_text = text->new_stream.text;
    struct anchor_found found = orphan;
    if (is_unchanged(new_text, anchor))
        return (struct anchor_found){ANCHOR_EXACT, anchor->start, anchor->start, 1};
    if (text->is_too_large)
        found = find_unchanged(new_text, anchor);
    else if (find_place_by_diff(text, anchor, &found) || find_place_by_text(text, anchor, &found))
        return found;
    const size_t end = anchor->start < new_text.length ? anchor->start : new_text.length;
    if (found.fit == ANCHOR_ORPHAN)
        found.start = grapheme_floor(new_text, end);
    found.end = found.start;
    return found;
}
