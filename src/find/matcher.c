#include "find/matcher_private.h"

#include "base/memory.h"
#include "text/grapheme.h"
#include "text/normalize.h"
#include "text/properties.h"
#include "text/utf8.h"

enum { AHEAD_FIRST = 64, AHEAD = 1 << 12 };

static void add_point(struct matcher *matcher, size_t *capacity, uint32_t point)
{
    bool is_blank = !matcher->is_exact && fold_kind(point) == FOLD_BLANK;
    if (is_blank && matcher->count && matcher->points[matcher->count - 1] == ' ')
        return;
    ARRAY_RESERVE(matcher->points, matcher->count, *capacity);
    matcher->points[matcher->count++] = is_blank ? ' ' : point;
}

static void read_exact(struct matcher *matcher, struct str term)
{
    size_t capacity = 0;
    nfc_append(&matcher->exact, term);
    struct str bytes = buffer_str(&matcher->exact);
    for (size_t at = 0; at < bytes.length;) {
        uint32_t point;
        at += utf8_decode(bytes, at, &point);
        add_point(matcher, &capacity, point);
    }
}

static void read_folded(struct matcher *matcher, struct str term)
{
    struct fold_step step;
    size_t capacity = 0;
    for (size_t at = 0; at < term.length; at = step.end) {
        fold_step(term, at, &step);
        for (unsigned i = 0; i < step.count; i++)
            add_point(matcher, &capacity, step.points[i]);
    }
}

static void trim(struct matcher *matcher)
{
    if (matcher->count && matcher->points[matcher->count - 1] == ' ')
        matcher->count--;
    if (matcher->count && matcher->points[0] == ' ')
        memmove(matcher->points, matcher->points + 1, --matcher->count * sizeof *matcher->points);
}

static bool has_run(const struct matcher *matcher)
{
    for (size_t i = 0; i < matcher->count; i++)
        if (fold_kind(matcher->points[i]) == FOLD_SUBSTRING)
            return true;
    return false;
}

struct matcher *matcher_new(struct str term, unsigned flags)
{
    struct matcher *matcher = memory_new(sizeof *matcher);
    bool is_whole = flags & MATCHER_WHOLE;
    matcher->is_exact = flags & MATCHER_EXACT;
    if (utf8_valid_prefix(term) < term.length)
        return matcher;
    if (matcher->is_exact)
        read_exact(matcher, is_whole ? str_trim_ascii(term) : term);
    else
        read_folded(matcher, term);
    if (is_whole && !matcher->is_exact)
        trim(matcher);
    matcher->begins_word = is_whole && matcher->count && !has_run(matcher) &&
                           fold_kind(matcher->points[0]) == FOLD_WORD;
    matcher->is_simple = matcher->count == 1 && matcher->points[0] != ' ' && !matcher->begins_word;
    if (matcher->count)
        matcher_prepare(matcher);
    return matcher;
}

void matcher_free(struct matcher *matcher)
{
    if (!matcher)
        return;
    free(matcher->points);
    buffer_release(&matcher->exact);
    free(matcher);
}

/* Whether a code point that begins so is sure to be of the grapheme class OTHER: ASCII, Han. */
static inline bool is_surely_other(unsigned char byte)
{
    return (byte >= 0x20 && byte < 0x7F) || (byte >= 0xE4 && byte <= 0xE9);
}

static unsigned class_before(struct str text, size_t *offset)
{
    uint32_t point;
    *offset = utf8_decode_before(text, *offset, &point);
    return code_point_properties(point).grapheme_break;
}

/* Flags are pairs from where their row begins. A row so long that it is no text is cut anywhere. */
static bool may_cut_flags(struct str text, size_t offset)
{
    enum { ROW_MAX = 128 };
    unsigned count = 0;
    while (offset > 0 && count < ROW_MAX &&
           class_before(text, &offset) == GRAPHEME_REGIONAL_INDICATOR)
        count++;
    return count % 2 == 0;
}

/* Whether the ZWJ before offset follows an emoji, and so joins the one at offset to it (GB11). */
static bool is_joined_emoji(struct str text, size_t offset)
{
    enum { EXTENDS_MAX = 64 };
    unsigned kind = class_before(text, &offset); /* the ZWJ */
    for (unsigned i = 0; i < EXTENDS_MAX && offset > 0; i++) {
        kind = class_before(text, &offset);
        if (kind != GRAPHEME_EXTEND)
            break;
    }
    return kind == GRAPHEME_PICTOGRAPHIC;
}

/* Grapheme boundaries; and before jamo and spacing marks, which the fold judges, and after what is
 * put before others (Prepend), which the range then takes in. */
static bool may_cut(struct str text, size_t offset)
{
    if (offset == 0 || offset >= text.length || is_surely_other((unsigned char)text.bytes[offset]))
        return true;
    uint32_t before, after;
    utf8_decode_before(text, offset, &before);
    utf8_decode(text, offset, &after);
    unsigned first = code_point_properties(before).grapheme_break;
    unsigned second = code_point_properties(after).grapheme_break;
    if (second == GRAPHEME_OTHER || first == GRAPHEME_CONTROL || first == GRAPHEME_LF)
        return true;
    switch (second) {
    case GRAPHEME_EXTEND:
    case GRAPHEME_ZWJ:
        return false;
    case GRAPHEME_LF:
        return first != GRAPHEME_CR;
    case GRAPHEME_PICTOGRAPHIC:
        return first != GRAPHEME_ZWJ || !is_joined_emoji(text, offset);
    case GRAPHEME_REGIONAL_INDICATOR:
        return first != GRAPHEME_REGIONAL_INDICATOR || may_cut_flags(text, offset);
    default:
        return true;
    }
}

/* Past what the fold removes after the match and the grapheme goes on with. */
static size_t end_with_removed(struct str text, size_t end)
{
    while (end < text.length && (unsigned char)text.bytes[end] >= 0x80) {
        uint32_t point;
        struct fold_step step;
        size_t length = utf8_decode(text, end, &point);
        unsigned kind = code_point_properties(point).grapheme_break;
        if (kind != GRAPHEME_EXTEND && kind != GRAPHEME_ZWJ && kind != GRAPHEME_SPACING_MARK)
            break;
        fold_step(str_slice(text, end, end + length), 0, &step);
        if (step.count)
            break;
        end += length;
    }
    return end;
}

/* Whether [start, end) may be cut out of the text; and as a match, of whole graphemes. */
static bool take_range(const struct matcher_scan *scan, size_t start, size_t end,
                       struct match *ret_match)
{
    struct str text = scan->haystack.text;
    end = end_with_removed(text, end);
    if (start < scan->from || !may_cut(text, start) || !may_cut(text, end))
        return false;
    uint32_t before;
    if (start > 0 && (utf8_decode_before(text, start, &before),
                      code_point_properties(before).grapheme_break == GRAPHEME_PREPEND))
        start = grapheme_floor(text, start);
    *ret_match = (struct match){(uint32_t)start, (uint32_t)end};
    return true;
}

/* From place, which is at points[index], to the last point; false when the text goes another way.
 */
static bool match_forward(const struct matcher_scan *scan, struct place *place, size_t index)
{
    const struct matcher *matcher = scan->matcher;
    struct haystack haystack = scan->haystack;
    for (; index + 1 < matcher->count; index++) {
        uint32_t wanted = matcher->points[index + 1];
        bool is_there = place_forward(haystack, place);
        /* The blanks that the one before stands for. */
        while (is_there && matcher->points[index] == ' ' && place_is_blank(haystack, place))
            is_there = place_forward(haystack, place);
        if (!is_there ||
            !(wanted == ' ' ? place_is_blank(haystack, place) : place_point(place) == wanted))
            return false;
    }
    return true;
}

/* The other blanks that a blank at the term's end stands for; place is at the first. */
static void take_blanks(const struct matcher_scan *scan, struct place *place, bool is_forward)
{
    struct place next = *place;
    while ((is_forward ? place_forward : place_backward)(scan->haystack, &next) &&
           place_is_blank(scan->haystack, &next) && (is_forward || next.start >= scan->from))
        *place = next;
}

static bool match_backward(const struct matcher_scan *scan, struct place *place, size_t index)
{
    const struct matcher *matcher = scan->matcher;
    struct haystack haystack = scan->haystack;
    for (; index > 0; index--) {
        uint32_t wanted = matcher->points[index - 1];
        bool is_there = place_backward(haystack, place);
        while (is_there && matcher->points[index] == ' ' && place_is_blank(haystack, place))
            is_there = place_backward(haystack, place);
        if (!is_there ||
            !(wanted == ' ' ? place_is_blank(haystack, place) : place_point(place) == wanted))
            return false;
    }
    return true;
}

static bool is_at_word_start(const struct matcher_scan *scan, const struct place *first)
{
    struct place before = *first;
    return !place_backward(scan->haystack, &before) || fold_kind(place_point(&before)) != FOLD_WORD;
}

/* The match whose anchor is at place. */
static bool match_around(struct matcher_scan *scan, const struct place *place,
                         struct match *ret_match)
{
    const struct matcher *matcher = scan->matcher;
    struct place last = *place, first = *place;
    if (!match_forward(scan, &last, matcher->anchor))
        return false;
    if (matcher->points[matcher->count - 1] == ' ')
        take_blanks(scan, &last, true);
    if (last.index + 1 < last.step.count && fold_joins(last.step.points[last.index + 1]))
        return false;
    if (!match_backward(scan, &first, matcher->anchor))
        return false;
    if (matcher->points[0] == ' ')
        take_blanks(scan, &first, false);
    if (place_joins(&first) || (matcher->begins_word && !is_at_word_start(scan, &first)))
        return false;
    return take_range(scan, first.start, last.step.end, ret_match);
}

/* A candidate of three bytes that needs no closer look: with Han or ASCII behind it nothing joins
 * it, and what stands before it is not put before others (Prepend has no E1..EF). */
static inline bool take_at_once(const struct matcher *matcher, struct str text, size_t candidate,
                                struct match *ret_match)
{
    const unsigned char *at = (const unsigned char *)text.bytes + candidate;
    if (!matcher->is_triple || candidate < 3 || text.length - candidate <= 3 ||
        !is_surely_other(at[3]) || at[-3] < 0xE1 || at[-3] > 0xEF)
        return false;
    *ret_match = (struct match){(uint32_t)candidate, (uint32_t)candidate + 3};
    return true;
}

/* The first match with its anchor in the step that holds the candidate. */
static bool match_in_step(struct matcher_scan *scan, size_t candidate, struct match *ret_match)
{
    const struct matcher *matcher = scan->matcher;
    struct str text = scan->haystack.text;
    struct place place;
    uint32_t point;
    size_t length = utf8_decode(text, candidate, &point);
    place.start = candidate;
    place.index = 0;
    fold_step(text, candidate, &place.step);
    if (place.step.count == 0)
        return false;
    if (fold_may_join(point))
        place.start = fold_step_before(text, candidate + length, 0, &place.step);
    if (place.start == SIZE_MAX)
        return false;
    if (matcher->is_simple && place.step.count == 1) /* the quick way for common characters */
        return place.step.points[0] == matcher->points[0] &&
               take_range(scan, place.start, place.step.end, ret_match);
    scan->step_end = place.step.end > candidate ? place.step.end : candidate + 1;
    for (place.index = 0; place.index < place.step.count; place.index++) {
        uint32_t own = place_point(&place);
        bool is_anchor =
            own == matcher->points[matcher->anchor] ||
            (matcher->points[matcher->anchor] == ' ' && place_is_blank(scan->haystack, &place));
        if (is_anchor && match_around(scan, &place, ret_match))
            return true;
    }
    return false;
}

static bool match_exact(struct matcher_scan *scan, size_t candidate, struct match *ret_match)
{
    const struct matcher *matcher = scan->matcher;
    struct str text = scan->haystack.text, bytes = buffer_str(&matcher->exact);
    size_t start = candidate - matcher->anchor_offset;
    if (candidate < matcher->anchor_offset || text.length - start < bytes.length ||
        memcmp(text.bytes + start, bytes.bytes, bytes.length) != 0)
        return false;
    struct place first = {.start = start};
    fold_step(text, start, &first.step);
    if (matcher->begins_word && first.step.count && !is_at_word_start(scan, &first))
        return false;
    struct match match;
    if (!take_range(scan, start, start + bytes.length, &match) ||
        match.end - match.start != bytes.length)
        return false;
    *ret_match = match;
    return true;
}

static bool is_inside_sequence(struct str text, size_t offset)
{
    return ((unsigned char)text.bytes[offset] & 0xC0) == 0x80;
}

/* How far behind limit the anchor of a match can be that starts before it. */
static size_t scan_end(const struct matcher *matcher, struct str text, size_t limit)
{
    enum { CUT_BYTES = 4 }; /* limit may be inside a code point */
    struct fold_step step = {.end = limit};
    if (limit >= text.length)
        return text.length;
    if (matcher->is_exact)
        return text.length - limit < matcher->exact.length ? text.length
                                                           : limit + matcher->exact.length;
    for (size_t passed = 0; passed <= matcher->anchor + CUT_BYTES && step.end < text.length;) {
        fold_step(text, step.end, &step);
        passed += step.count && fold_kind(step.points[0]) != FOLD_BLANK;
    }
    return step.end;
}

void matcher_scan_begin(struct matcher_scan *scan, const struct matcher *matcher,
                        struct haystack haystack, size_t from, size_t limit)
{
    bool is_empty = matcher->count == 0 || from >= haystack.text.length || from >= limit;
    scan->matcher = matcher;
    scan->haystack = haystack;
    scan->from = from;
    scan->limit = limit;
    scan->step_end = 0;
    scan->end = is_empty ? from : scan_end(matcher, haystack.text, limit);
    scan->candidates.next = from;
    scan->candidates.count = scan->candidate = 0;
    scan->bytes_ahead = AHEAD_FIRST;
}

/* The next place where the anchor may be, or SIZE_MAX. */
static inline size_t next_candidate(struct matcher_scan *scan)
{
    struct candidates *ahead = &scan->candidates;
    if (scan->candidate == ahead->count) {
        ahead->count = scan->candidate = 0;
        if (ahead->next < scan->end)
            fingerprint_find(&scan->matcher->fingerprint, scan->haystack.text, ahead->next,
                             scan->end, scan->bytes_ahead, ahead);
        if (ahead->count == 0)
            return SIZE_MAX;
        scan->bytes_ahead = AHEAD;
    }
    return ahead->offset + ahead->places[scan->candidate++];
}

bool matcher_scan_next(struct matcher_scan *scan, struct match *ret_match)
{
    const struct matcher *matcher = scan->matcher;
    struct str text = scan->haystack.text;
    struct match match;
    for (;;) {
        size_t at = next_candidate(scan);
        if (at == SIZE_MAX)
            return false;
        if (at < scan->from ||
            (!matcher->is_exact && (at < scan->step_end || is_inside_sequence(text, at))))
            continue;
        if (!take_at_once(matcher, text, at, &match) &&
            !(matcher->is_exact ? match_exact(scan, at, &match) : match_in_step(scan, at, &match)))
            continue;
        if (match.start >= scan->limit)
            return false;
        scan->from = match.end;
        *ret_match = match;
        return true;
    }
}

bool matcher_next(const struct matcher *matcher, struct haystack haystack, size_t from,
                  size_t limit, struct match *ret_match)
{
    struct matcher_scan scan;
    matcher_scan_begin(&scan, matcher, haystack, from, limit);
    return matcher_scan_next(&scan, ret_match);
}

size_t matcher_all(const struct matcher *matcher, struct haystack haystack,
                   struct match **ret_matches)
{
    struct match *matches = NULL, match;
    size_t count = 0, capacity = 0;
    struct matcher_scan scan;
    matcher_scan_begin(&scan, matcher, haystack, 0, SIZE_MAX);
    while (matcher_scan_next(&scan, &match)) {
        ARRAY_RESERVE(matches, count, capacity);
        matches[count++] = match;
    }
    *ret_matches = matches;
    return count;
}
