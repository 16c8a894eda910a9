/* The pattern is a row of code points after folding. Text is scanned for an anchor inside it: the
 * longest stretch of code points that nothing else folds to (Han, kana, most marks) by memmem, or,
 * when there is none, one code point by the set of first bytes that its spellings begin with.
 * Around a candidate the pattern is compared point by point. */
#include "find/literal.h"

#include "base/memory.h"
#include "text/case.h"
#include "text/grapheme.h"
#include "text/normalize.h"
#include "text/properties.h"
#include "text/utf8.h"

/* No simple case folding or full-width form lies above Adlam, none among Han, Yi and Hangul. */
enum { FOLD_SOURCE_END = 0x1E944, FOLD_GAP_START = 0x3400, FOLD_GAP_END = 0xA640 };
enum { HANGUL_GAP_START = 0xAC00, HANGUL_GAP_END = 0xF900 };
enum { ANCHOR_POINTS = 64 }; /* the anchor is looked for among so many points at the start */

static uint32_t fold_code_point(uint32_t code_point, bool ignore_case)
{
    if (ignore_case)
        return case_fold(code_point);
    if (code_point >= 0xFF01 && code_point <= 0xFF5E)
        return code_point - 0xFF01 + '!';
    return code_point == 0x3000 ? ' ' : code_point;
}

struct literal {
    uint32_t *points; /* folded */
    size_t point_count;
    bool ignores_case;
    bool is_hopeless; /* empty, or ill-formed bytes */
    /* The anchor: points[anchor_first .. anchor_end). bytes is empty when its spellings differ. */
    size_t anchor_first;
    struct buffer anchor_bytes;
    bool anchor_lead[256]; /* first bytes of the spellings of points[anchor_first] */
};

static size_t decode_pattern(struct literal *literal, struct str pattern)
{
    size_t upper_count = 0;
    literal->points = memory_new((pattern.length + 1) * sizeof *literal->points);
    for (size_t at = 0; at < pattern.length;) {
        uint32_t point;
        at += utf8_decode(pattern, at, &point);
        uint32_t unwidened = fold_code_point(point, false);
        bool is_final_form = point == 0x3C2 || point == 0x17F; /* ς, ſ fold, but are small */
        upper_count += !is_final_form && fold_code_point(unwidened, true) != unwidened;
        literal->points[literal->point_count++] = point;
    }
    return upper_count;
}

/* How many code points fold to each of the first count points; also gathers the lead bytes of all
 * but the first kind. */
static void count_sources(const struct literal *literal, size_t count, size_t *counts,
                          bool (*leads)[256])
{
    bool is_wanted[256] = {0}; /* by the low byte: spares nearly all sources the look at each */
    for (size_t i = 0; i < count; i++)
        is_wanted[literal->points[i] & 0xFF] = true;
    for (uint32_t source = 0; source < FOLD_SOURCE_END; source++) {
        if (source == FOLD_GAP_START)
            source = FOLD_GAP_END;
        if (source == HANGUL_GAP_START)
            source = HANGUL_GAP_END;
        uint32_t folded = fold_code_point(source, literal->ignores_case);
        for (size_t i = 0; is_wanted[folded & 0xFF] && i < count; i++) {
            if (literal->points[i] != folded)
                continue;
            char bytes[4];
            utf8_encode(source, bytes);
            counts[i]++;
            leads[i][(unsigned char)bytes[0]] = true;
        }
    }
}

static bool is_outside_folding(uint32_t point)
{
    return point >= FOLD_SOURCE_END || (point >= FOLD_GAP_START && point < FOLD_GAP_END) ||
           (point >= HANGUL_GAP_START && point < HANGUL_GAP_END);
}

/* The longest stretch of points with one spelling, in bytes. */
static void choose_anchor(struct literal *literal, size_t count, const size_t *counts)
{
    size_t best_first = 0, best_end = 0, best_bytes = 0;
    for (size_t first = 0; first < count;) {
        size_t end = first, bytes = 0;
        char spelling[4];
        for (; end < count && counts[end] == 1; end++)
            bytes += utf8_encode(literal->points[end], spelling);
        if (bytes > best_bytes) {
            best_first = first;
            best_end = end;
            best_bytes = bytes;
        }
        first = end + 1;
    }
    literal->anchor_first = best_first;
    for (size_t i = best_first; i < best_end; i++)
        utf8_append(&literal->anchor_bytes, literal->points[i]);
}

/* Greater for what is met less often: with several spellings everywhere, the scan is for one point
 * only. */
static int rarity(uint32_t point)
{
    static const char letters[] = " etaoinsrhldcumfpgwybvkxjzq";
    const char *letter = point < 0x80 && point ? strchr(letters, (int)point) : NULL;
    return letter ? (int)(letter - letters) : point < 0x80 ? 12 : 20;
}

static void choose_point(struct literal *literal, size_t count, bool (*leads)[256])
{
    size_t best = 0;
    for (size_t i = 1; i < count; i++)
        if (rarity(literal->points[i]) > rarity(literal->points[best]))
            best = i;
    literal->anchor_first = best;
    memcpy(literal->anchor_lead, leads[best], sizeof literal->anchor_lead);
}

static void prepare_anchor(struct literal *literal)
{
    size_t count = literal->point_count < ANCHOR_POINTS ? literal->point_count : ANCHOR_POINTS;
    CLEANUP_FREE size_t *counts = memory_new(count * sizeof *counts);
    CLEANUP_FREE bool(*leads)[256] = memory_new(count * sizeof *leads);
    count_sources(literal, count, counts, leads);
    for (size_t i = 0; i < count; i++)
        if (is_outside_folding(literal->points[i]))
            counts[i] = 1;
    choose_anchor(literal, count, counts);
    if (literal->anchor_bytes.length == 0)
        choose_point(literal, count, leads);
}

struct literal *literal_new(struct str pattern)
{
    struct literal *literal = memory_new(sizeof *literal);
    literal->is_hopeless = pattern.length == 0 || utf8_valid_prefix(pattern) < pattern.length;
    CLEANUP_BUFFER struct buffer normal = {0};
    if (!literal->is_hopeless)
        nfc_append(&normal, pattern);
    literal->ignores_case = decode_pattern(literal, buffer_str(&normal)) == 0;
    for (size_t i = 0; i < literal->point_count; i++)
        literal->points[i] = fold_code_point(literal->points[i], literal->ignores_case);
    if (!literal->is_hopeless)
        prepare_anchor(literal);
    return literal;
}

void literal_free(struct literal *literal)
{
    if (!literal)
        return;
    free(literal->points);
    buffer_release(&literal->anchor_bytes);
    free(literal);
}

/* Where the next anchor starts at or after from, or SIZE_MAX. */
static size_t next_anchor(const struct literal *literal, struct str text, size_t from)
{
    if (literal->anchor_bytes.length)
        return str_find(text, buffer_str(&literal->anchor_bytes), from);
    const unsigned char *bytes = (const unsigned char *)text.bytes;
    size_t at = from;
    for (; at + 4 <= text.length; at += 4)
        if (literal->anchor_lead[bytes[at]] | literal->anchor_lead[bytes[at + 1]] |
            literal->anchor_lead[bytes[at + 2]] | literal->anchor_lead[bytes[at + 3]])
            break;
    for (; at < text.length; at++)
        if (literal->anchor_lead[bytes[at]])
            return at;
    return SIZE_MAX;
}

static bool is_boundary(struct str text, size_t offset)
{
    if (offset == 0 || offset >= text.length)
        return true;
    uint32_t before, after;
    utf8_decode_before(text, offset, &before);
    utf8_decode(text, offset, &after);
    unsigned kind = code_point_properties(after).grapheme_break;
    if (kind == GRAPHEME_EXTEND || kind == GRAPHEME_ZWJ || kind == GRAPHEME_SPACING_MARK)
        return before == '\n'; /* GB9; and no walk back through a million marks */
    if (code_point_properties(before).grapheme_break == GRAPHEME_OTHER && kind == GRAPHEME_OTHER)
        return true;
    return grapheme_floor(text, offset) == offset;
}

/* The match whose anchor starts at anchor, if there is one. */
static bool match_around(const struct literal *literal, struct str text, size_t anchor,
                         struct match *ret_match)
{
    uint32_t point;
    size_t end = anchor;
    for (size_t i = literal->anchor_first; i < literal->point_count; i++) {
        if (end >= text.length)
            return false;
        end += utf8_decode(text, end, &point);
        if (fold_code_point(point, literal->ignores_case) != literal->points[i])
            return false;
    }
    size_t start = anchor;
    for (size_t i = literal->anchor_first; i-- > 0;) {
        if (start == 0)
            return false;
        start = utf8_decode_before(text, start, &point);
        if (fold_code_point(point, literal->ignores_case) != literal->points[i])
            return false;
    }
    if (!is_boundary(text, start) || !is_boundary(text, end))
        return false;
    *ret_match = (struct match){(uint32_t)start, (uint32_t)end};
    return true;
}

bool literal_next(const struct literal *literal, struct str text, size_t from,
                  struct match *ret_match)
{
    struct match match;
    if (literal->is_hopeless || text.length == 0) /* memmem wants no NULL */
        return false;
    for (size_t anchor = next_anchor(literal, text, from); anchor != SIZE_MAX;
         anchor = next_anchor(literal, text, anchor + 1))
        if (match_around(literal, text, anchor, &match) && match.start >= from) {
            *ret_match = match;
            return true;
        }
    return false;
}

bool literal_previous(const struct literal *literal, struct str text, size_t before,
                      struct match *ret_match)
{
    enum { WINDOW = 1 << 16 };
    if (before > text.length)
        before = text.length + 1;
    /* Windows further and further back, each searched forward: a match belongs to the one it starts
     * in. */
    for (size_t end = before; end > 0;) {
        size_t start = end > WINDOW ? end - WINDOW : 0;
        size_t reach = literal->point_count * 4;
        struct str part = str_slice(
            text, 0, text.length - end < reach || end > text.length ? text.length : end + reach);
        struct match match;
        bool is_found = false;
        for (size_t at = start; literal_next(literal, part, at, &match) && match.start < end;
             at = match.end) {
            *ret_match = match;
            is_found = true;
        }
        if (is_found)
            return true;
        end = start;
    }
    return false;
}

size_t literal_all(const struct literal *literal, struct str text, struct match **ret_matches)
{
    struct match *matches = NULL, match;
    size_t count = 0, capacity = 0;
    for (size_t at = 0; literal_next(literal, text, at, &match); at = match.end) {
        ARRAY_RESERVE(matches, count, capacity);
        matches[count++] = match;
    }
    *ret_matches = matches;
    return count;
}
