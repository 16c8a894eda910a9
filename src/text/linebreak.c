/* A paragraph is a sequence of segments, each from one certain opportunity to the next:
 *
 *     他|说|，“Linux| |是|个|内|核。”这    certain: between two of enum line_class, by their class
 *                                        alone; only segments with others in them go through ICU.
 *
 * There UAX #14 proposes, and CLREQ and JLREQ dispose: quotes beside Han, which ICU glues, propose
 * too, and a proposal that would begin or end a row with what may not is dropped. */
#include "text/linebreak.h"

#include "base/memory.h"
#include "text/kinsoku.h"
#include "text/language.h"
#include "text/properties_table.h"
#include "text/utf8_inline.h"

#include <assert.h>
#include <unicode/ubrk.h>
#include <unicode/utext.h>

/* ICU counts in 32 bits, so a segment is cut at this length, which then is no opportunity. */
static const size_t segment_limit = (size_t)1 << 22;

struct line_breaker {
    UBreakIterator *iterator;
    UText *view; /* of the part, reused */
    enum kinsoku kinsoku;
    bool closes_with_opener; /* „so“: “ and ‘ end a quotation */
    bool opens_with_closer;  /* ”så”: ” and ’ begin one */
    struct str paragraph;
    size_t segment_start, segment_end;
    bool is_certain;   /* segment_end is an opportunity, or the end */
    size_t last, next; /* two boundaries of ICU in the segment */
    size_t scanned;    /* quotes before it have been seen; last <= scanned <= next */
    bool is_pending;   /* next is still to be proposed */
    bool is_done;
};

static bool is_language(struct str language, struct str list)
{
    size_t length = 0;
    while (length < language.length && language.bytes[length] != '-' &&
           language.bytes[length] != '_')
        length++;
    const struct str primary = str_slice(language, 0, length);
    for (size_t i = 0; i < list.length; i += 3)
        if (str_equal_ascii_case(primary, str_slice(list, i, i + 2)))
            return true;
    return false;
}

/* ICU has tailored line rules for these two only. Others must name a locale that it has, or it
 * would take the rules of the user's. */
static const char *icu_locale(struct str language)
{
    if (is_language(language, STR("ja ")))
        return "ja@lb=strict";
    if (language.length == 0 || language_indents(language))
        return "zh";
    return "en";
}

struct line_breaker *line_breaker_new(struct str language, enum kinsoku kinsoku)
{
    struct line_breaker *breaker = memory_new(sizeof *breaker);
    UErrorCode code = U_ZERO_ERROR;
    breaker->iterator = ubrk_open(UBRK_LINE, icu_locale(language), NULL, 0, &code);
    assert(U_SUCCESS(code)); /* libicudata is part of ICU */
    breaker->kinsoku = kinsoku;
    breaker->closes_with_opener =
        is_language(language, STR("bg cs da de et hr is lt lv ru sk sl sr uk "));
    breaker->opens_with_closer = is_language(language, STR("fi sv "));
    line_breaker_begin(breaker, STR_NONE);
    return breaker;
}

void line_breaker_free(struct line_breaker *breaker)
{
    if (!breaker)
        return;
    ubrk_close(breaker->iterator);
    utext_close(breaker->view);
    free(breaker);
}

void line_breaker_begin(struct line_breaker *breaker, struct str paragraph)
{
    breaker->paragraph = paragraph;
    breaker->segment_start = breaker->segment_end = 0;
    breaker->last = breaker->next = breaker->scanned = 0;
    breaker->is_pending = breaker->is_done = false;
}

/* U+5000..9FFF by the lead byte. */
static inline bool is_han_lead(char byte)
{
    return (unsigned char)byte >= 0xE5 && (unsigned char)byte <= 0xE9;
}

static inline unsigned line_class_at(struct str paragraph, size_t offset, size_t *ret_length)
{
    if (is_han_lead(paragraph.bytes[offset])) {
        *ret_length = 3;
        return LINE_IDEOGRAPH;
    }
    uint32_t code_point;
    *ret_length = utf8_decode_inline(paragraph, offset, &code_point);
    return properties_of(code_point).line_class;
}

/* Finds the segment that starts at start, and gives it to ICU unless it is plain. */
static void begin_segment(struct line_breaker *breaker, size_t start)
{
    const struct str paragraph = breaker->paragraph;
    size_t end = start, length;
    unsigned last = LINE_OTHER;
    bool is_plain = true;
    breaker->is_certain = true;
    for (; end < paragraph.length; end += length) {
        const unsigned next = line_class_at(paragraph, end, &length);
        if (last != LINE_OTHER && last != LINE_OPENING && next != LINE_OTHER &&
            next != LINE_CLOSING)
            break;
        breaker->is_certain = end - start < segment_limit;
        if (!breaker->is_certain)
            break;
        is_plain &= next != LINE_OTHER;
        last = next;
    }
    breaker->segment_start = breaker->last = breaker->next = breaker->scanned = start;
    breaker->segment_end = end;
    breaker->is_pending = false;
    if (is_plain) {
        breaker->next = end;
        return;
    }
    UErrorCode code = U_ZERO_ERROR;
    breaker->view =
        utext_openUTF8(breaker->view, paragraph.bytes + start, (int64_t)(end - start), &code);
    ubrk_setUText(breaker->iterator, breaker->view, &code);
    assert(U_SUCCESS(code));
}

/* Han, kana and their punctuation: what a row may be broken beside without a blank. */
static bool is_ideographic(uint32_t code_point)
{
    const struct properties properties = properties_of(code_point);
    return properties.width == 2 && properties.grapheme_break == GRAPHEME_OTHER &&
           !properties.is_space;
}

static bool is_ideographic_before(const struct line_breaker *breaker, size_t offset)
{
    uint32_t code_point;
    if (offset == 0)
        return false;
    (void)utf8_decode_before(breaker->paragraph, offset, &code_point);
    return is_ideographic(code_point);
}

static bool is_breakable_after(const struct line_breaker *breaker, size_t offset)
{
    uint32_t code_point;
    if (offset >= breaker->paragraph.length)
        return false;
    (void)utf8_decode_inline(breaker->paragraph, offset, &code_point);
    return is_ideographic(code_point) || code_point == 0x2018 || code_point == 0x201C;
}

/* The next opportunity between two boundaries of ICU: Han before ‘ or “, Han or ‘ or “ after ’ or
 * ”. SIZE_MAX without one. An apostrophe between letters has no Han beside it. */
static size_t next_at_quote(struct line_breaker *breaker)
{
    const char *bytes = breaker->paragraph.bytes;
    while (breaker->scanned + 6 <= breaker->next) {
        const char *hit =
            memchr(bytes + breaker->scanned, 0xE2, breaker->next - breaker->scanned - 2);
        if (!hit)
            break;
        const size_t quote = (size_t)(hit - bytes), behind = quote + 3;
        const unsigned char last = (unsigned char)hit[2];
        breaker->scanned = behind;
        if ((unsigned char)hit[1] != 0x80)
            continue;
        if ((last == 0x98 || last == 0x9C) && quote > breaker->last &&
            is_ideographic_before(breaker, quote))
            return quote;
        if ((last == 0x99 || last == 0x9D) && behind < breaker->next &&
            is_breakable_after(breaker, behind))
            return behind;
    }
    breaker->scanned = breaker->next;
    return SIZE_MAX;
}

/* Moves on to ICU's next boundary in the segment. One that is only the end of a cut segment begins
 * a new segment at the boundary before it, if there is one. */
static void advance(struct line_breaker *breaker)
{
    const int32_t next = ubrk_next(breaker->iterator);
    const size_t boundary =
        next == UBRK_DONE ? breaker->segment_end : breaker->segment_start + (size_t)next;
    if (boundary == breaker->segment_end && !breaker->is_certain &&
        breaker->next > breaker->segment_start) {
        begin_segment(breaker, breaker->next);
        return;
    }
    breaker->last = breaker->scanned = breaker->next;
    breaker->next = boundary;
    breaker->is_pending = true;
}

/* What stands around a proposed opportunity; before it blanks, marks and invisible code points are
 * passed over. What is after it is none of these, so no two look-backs see the same text. */
struct surroundings {
    uint32_t before, after; /* before is 0 when there is nothing */
    size_t before_start, after_start;
    bool has_blank; /* between them */
};

static void look_before(struct str paragraph, size_t offset, struct surroundings *around)
{
    around->before = 0;
    around->has_blank = false;
    while (offset > 0) {
        uint32_t code_point;
        offset = utf8_decode_before(paragraph, offset, &code_point);
        const struct properties properties = properties_of(code_point);
        around->has_blank |= properties.is_space;
        if (properties.is_space || properties.display == DISPLAY_NOTHING ||
            (properties.is_mark && properties.width == 0))
            continue;
        around->before = code_point;
        around->before_start = offset;
        return;
    }
}

static uint32_t code_point_at(struct str paragraph, size_t offset)
{
    uint32_t code_point = 0;
    if (offset < paragraph.length)
        (void)utf8_decode_inline(paragraph, offset, &code_point);
    return code_point;
}

/* Whether ICU's boundary splits a cluster (it takes a mark after a blank for a letter, and counts
 * regional indicators across marks) or follows a soft hyphen, which is never drawn. */
static bool is_inside_cluster(struct str paragraph, size_t offset)
{
    uint32_t before;
    (void)utf8_decode_before(paragraph, offset, &before);
    const unsigned last = properties_of(before).grapheme_break;
    const unsigned next = properties_of(code_point_at(paragraph, offset)).grapheme_break;
    return next == GRAPHEME_EXTEND || next == GRAPHEME_ZWJ || next == GRAPHEME_SPACING_MARK ||
           last == GRAPHEME_PREPEND || before == 0x00AD ||
           (next == GRAPHEME_REGIONAL_INDICATOR && last == GRAPHEME_REGIONAL_INDICATOR);
}

static bool may_start_here(const struct line_breaker *breaker, const struct surroundings *around)
{
    /* Looked at behind a hyphen or an em dash only. */
    const size_t behind = around->after_start + (around->after < 0x80 ? 1 : 3);
    const uint32_t next = around->after == '-' || kinsoku_is_dash(around->after)
                              ? code_point_at(breaker->paragraph, behind)
                              : 0;
    if (around->after == '-') {
        /* An option or a negative number, but never a dash between words or Han. */
        const struct properties properties = code_point_properties(next);
        return around->has_blank && !is_ideographic(around->before) &&
               (properties.is_letter || properties.is_digit || next == '-');
    }
    if (kinsoku_is_dash(around->after) && next == around->after &&
        breaker->kinsoku != KINSOKU_STRICT)
        return true;
    if (breaker->opens_with_closer && around->has_blank &&
        (around->after == 0x2019 || around->after == 0x201D))
        return true;
    return kinsoku_may_start(around->after, breaker->kinsoku);
}

/* -5, --all: nothing but hyphens between offset and the blank or start before it, or the Han, if
 * what they begin is none. */
static bool is_word_initial_hyphen(struct str paragraph, size_t offset, uint32_t after)
{
    while (offset > 0 && paragraph.bytes[offset - 1] == '-')
        offset--;
    if (offset == 0)
        return true;
    uint32_t before;
    (void)utf8_decode_before(paragraph, offset, &before);
    return properties_of(before).is_space || (is_ideographic(before) && !is_ideographic(after));
}

static bool may_end_here(const struct line_breaker *breaker, const struct surroundings *around)
{
    if (around->before == 0)
        return true;
    if (around->before == '-' && !around->has_blank)
        return !is_word_initial_hyphen(breaker->paragraph, around->before_start, around->after);
    /* GB/T 15834-2011 means the solidus between alternatives, not those of an address. */
    if (around->before == '/' && breaker->kinsoku >= KINSOKU_GB)
        return !is_ideographic(around->after) &&
               !is_ideographic_before(breaker, around->before_start);
    if (breaker->closes_with_opener && around->has_blank &&
        (around->before == 0x2018 || around->before == 0x201C))
        return true;
    return kinsoku_may_end(around->before, breaker->kinsoku);
}

static bool is_allowed(const struct line_breaker *breaker, size_t offset)
{
    struct surroundings around = {.after_start = offset};
    around.after = code_point_at(breaker->paragraph, offset);
    const struct properties after = properties_of(around.after);
    if (after.is_space || after.display == DISPLAY_NOTHING ||
        is_inside_cluster(breaker->paragraph, offset))
        return false;
    look_before(breaker->paragraph, offset, &around);
    if (around.before == around.after && kinsoku_is_doubled(around.after) && !around.has_blank)
        return false;
    return may_start_here(breaker, &around) && may_end_here(breaker, &around);
}

/* The next proposal; the paragraph's length is the last. */
static size_t propose(struct line_breaker *breaker)
{
    for (;;) {
        if (breaker->is_pending) {
            const size_t offset = next_at_quote(breaker);
            breaker->is_pending = offset != SIZE_MAX;
            return breaker->is_pending ? offset : breaker->next;
        }
        if (breaker->next < breaker->segment_end) {
            advance(breaker);
            continue;
        }
        begin_segment(breaker, breaker->segment_end);
        if (breaker->next == breaker->segment_end)
            return breaker->segment_end;
    }
}

static bool is_ascii_alphanumeric(char byte)
{
    return ((byte | 0x20) >= 'a' && (byte | 0x20) <= 'z') || (byte >= '0' && byte <= '9');
}

/* Between two words and one space, which is most of Latin text, no rule applies. */
static bool is_between_words(struct str paragraph, size_t offset)
{
    return offset >= 2 && offset < paragraph.length &&
           is_ascii_alphanumeric(paragraph.bytes[offset]) && paragraph.bytes[offset - 1] == ' ' &&
           is_ascii_alphanumeric(paragraph.bytes[offset - 2]);
}

size_t line_breaker_next(struct line_breaker *breaker)
{
    if (breaker->is_done)
        return SIZE_MAX;
    size_t offset;
    bool is_good;
    do {
        offset = propose(breaker);
        if (offset == breaker->segment_end)
            is_good = breaker->is_certain;
        else
            is_good = is_between_words(breaker->paragraph, offset) || is_allowed(breaker, offset);
    } while (!is_good);
    breaker->is_done = offset == breaker->paragraph.length;
    return offset;
}
