#include "text/grapheme.h"

#include "text/properties_table.h"
#include "text/utf8_inline.h"

#include <string.h>

/* What must be remembered of a cluster so far, besides its last class: rules GB11, GB12, GB13. */
struct state {
    unsigned last;        /* enum grapheme_break of the last code point */
    bool is_pictographic; /* \p{ExtPict} Extend* so far, or that and a ZWJ */
    bool is_odd_regional; /* an odd number of regional indicators ends here */
};

static inline unsigned class_of(uint32_t code_point)
{
    return properties_of(code_point).grapheme_break;
}

static inline void state_start(struct state *state, unsigned class)
{
    state->last = class;
    state->is_pictographic = class == GRAPHEME_PICTOGRAPHIC;
    state->is_odd_regional = class == GRAPHEME_REGIONAL_INDICATOR;
}

/* GB6 to GB8: L × (L V LV LVT), (LV V) × (V T), (LVT T) × T. */
static bool is_syllable(unsigned last, unsigned next)
{
    switch (last) {
    case GRAPHEME_HANGUL_L:
        return next == GRAPHEME_HANGUL_L || next == GRAPHEME_HANGUL_V ||
               next == GRAPHEME_HANGUL_LV || next == GRAPHEME_HANGUL_LVT;
    case GRAPHEME_HANGUL_LV:
    case GRAPHEME_HANGUL_V:
        return next == GRAPHEME_HANGUL_V || next == GRAPHEME_HANGUL_T;
    case GRAPHEME_HANGUL_LVT:
    case GRAPHEME_HANGUL_T:
        return next == GRAPHEME_HANGUL_T;
    default:
        return false;
    }
}

static bool is_control(unsigned class)
{
    return class == GRAPHEME_CR || class == GRAPHEME_LF || class == GRAPHEME_CONTROL;
}

/* Rules GB3 to GB999 in their order. */
static bool is_joined(const struct state *state, unsigned next)
{
    const unsigned last = state->last;
    if (last == GRAPHEME_CR && next == GRAPHEME_LF)
        return true;
    if (is_control(last) || is_control(next))
        return false;
    if (is_syllable(last, next))
        return true;
    if (next == GRAPHEME_EXTEND || next == GRAPHEME_ZWJ || next == GRAPHEME_SPACING_MARK ||
        last == GRAPHEME_PREPEND)
        return true;
    if (next == GRAPHEME_PICTOGRAPHIC)
        return last == GRAPHEME_ZWJ && state->is_pictographic;
    return next == GRAPHEME_REGIONAL_INDICATOR && state->is_odd_regional;
}

static void state_join(struct state *state, unsigned next)
{
    const bool was_zwj = state->last == GRAPHEME_ZWJ;
    state->is_pictographic = next == GRAPHEME_PICTOGRAPHIC ||
                             (state->is_pictographic && ((next == GRAPHEME_EXTEND && !was_zwj) ||
                                                         (next == GRAPHEME_ZWJ && !was_zwj)));
    state->is_odd_regional = next == GRAPHEME_REGIONAL_INDICATOR && !state->is_odd_regional;
    state->last = next;
}

static inline bool is_plain_ascii(unsigned char byte)
{
    return byte >= 0x20 && byte < 0x7F;
}

/* U+4000..9FFF by the lead byte: nothing but ideographs and hexagrams, which all are OTHER. */
static inline bool is_han_lead(unsigned char byte)
{
    return byte >= 0xE4 && byte <= 0xE9;
}

size_t grapheme_end(struct str text, size_t offset)
{
    const unsigned char *bytes = (const unsigned char *)text.bytes;
    uint32_t code_point;
    size_t end = offset + utf8_decode_inline(text, offset, &code_point);
    if (end < text.length && (is_plain_ascii(bytes[end]) || is_han_lead(bytes[end])) &&
        (is_plain_ascii(bytes[offset]) || is_han_lead(bytes[offset])))
        return end;
    struct state state;
    state_start(&state, class_of(code_point));
    while (end < text.length) {
        const size_t length = utf8_decode_inline(text, end, &code_point);
        const unsigned next = class_of(code_point);
        if ((next == GRAPHEME_OTHER && state.last != GRAPHEME_PREPEND) || !is_joined(&state, next))
            break;
        state_join(&state, next);
        end += length;
    }
    return end;
}

/* U+1F1E6..1F1FF, before end. */
static bool is_regional_before(struct str text, size_t end)
{
    return end >= 4 && memcmp(text.bytes + end - 4, "\xF0\x9F\x87", 3) == 0 &&
           (unsigned char)text.bytes[end - 1] >= 0xA6;
}

/* Between two flags, at or before offset; where its run of regional indicators begins when there is
 * none. A run may be megabytes long, and is seen again for every cluster that is asked for. */
static size_t regional_floor(struct str text, size_t offset)
{
    size_t start = offset;
    while (is_regional_before(text, start))
        start -= 4;
    return start + (offset - start) / 8 * 8;
}

/* A boundary at or before offset that needs no context: before a code point that nothing joins to
 * except Prepend, after one that is no Prepend. offset is a code point's start. */
static size_t safe_start(struct str text, size_t offset)
{
    uint32_t code_point;
    while (offset > 0) {
        (void)utf8_decode_inline(text, offset, &code_point);
        const unsigned next = class_of(code_point);
        if (next == GRAPHEME_REGIONAL_INDICATOR && is_regional_before(text, offset)) {
            const size_t flag = regional_floor(text, offset);
            if (is_regional_before(text, flag))
                return flag;
            offset = flag;
            continue;
        }
        const size_t before = utf8_decode_before(text, offset, &code_point);
        const unsigned last = class_of(code_point);
        if (is_control(last) && !(last == GRAPHEME_CR && next == GRAPHEME_LF))
            return offset;
        if (last != GRAPHEME_PREPEND && last != GRAPHEME_CR &&
            (next == GRAPHEME_OTHER || next == GRAPHEME_PREPEND || is_control(next)))
            return offset;
        if (next == GRAPHEME_PICTOGRAPHIC && last != GRAPHEME_ZWJ && last != GRAPHEME_PREPEND)
            return offset;
        if ((next == GRAPHEME_HANGUL_LV || next == GRAPHEME_HANGUL_LVT) &&
            last != GRAPHEME_HANGUL_L && last != GRAPHEME_PREPEND)
            return offset;
        offset = before;
    }
    return 0;
}

/* The start of the code point (or ill-formed sequence) that holds the byte at offset. */
static size_t code_point_floor(struct str text, size_t offset)
{
    for (size_t back = 1; back <= 3 && back <= offset; back++) {
        const size_t start = offset - back;
        uint32_t code_point;
        if (((unsigned char)text.bytes[start] & 0xC0) == 0x80)
            continue;
        return start + utf8_decode_inline(text, start, &code_point) > offset ? start : offset;
    }
    return offset;
}

size_t grapheme_floor(struct str text, size_t offset)
{
    if (offset >= text.length)
        return text.length;
    size_t start = safe_start(text, code_point_floor(text, offset));
    for (size_t end = start; end <= offset; end = grapheme_end(text, end))
        start = end;
    return start;
}

size_t grapheme_start_before(struct str text, size_t offset)
{
    return grapheme_floor(text, offset - 1);
}
