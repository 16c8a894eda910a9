#include "text/pinyin_private.h"

#include "base/memory.h"
#include "text/fold_step.h"
#include "text/grapheme.h"
#include "text/properties_table.h"

static inline uint64_t bit(unsigned position)
{
    return (uint64_t)1 << position;
}

static uint32_t at(const struct pinyin_pattern *pattern, unsigned position)
{
    return position < pattern->count ? pattern->points[position] : 0;
}

/* The places where length letters of the syllable fit: all of them, its first letter, its zh ch sh,
 * or, up to the query's end, any. */
static uint64_t syllable_mask(const struct pinyin_pattern *pattern,
                              const struct pinyin_syllable *syllable, unsigned length)
{
    const char *letters = syllable->letters;
    bool is_initial =
        length == 1 || (length == 2 && letters[1] == 'h' &&
                        (letters[0] == 'z' || letters[0] == 'c' || letters[0] == 's'));
    uint64_t mask = 0;
    for (unsigned first = 0; first + length <= pattern->count; first++) {
        unsigned i = 0;
        while (i < length && pattern->points[first + i] == (unsigned char)letters[i])
            i++;
        if (i == length &&
            (is_initial || length == syllable->length || first + length == pattern->count))
            mask |= bit(first);
    }
    return mask;
}

static void prepare_sets(struct pinyin_pattern *pattern)
{
    uint64_t(*masks)[PINYIN_LETTERS_MAX] = memory_new(pinyin_syllable_count * sizeof *masks);
    for (unsigned i = 0; i < pinyin_syllable_count; i++)
        for (unsigned length = 1; length <= pinyin_syllables[i].length; length++)
            masks[i][length - 1] = syllable_mask(pattern, &pinyin_syllables[i], length);
    pattern->set_masks = memory_new(pinyin_set_count * sizeof *pattern->set_masks);
    pattern->set_starts = memory_new(pinyin_set_count * sizeof *pattern->set_starts);
    for (unsigned set = 1; set < pinyin_set_count; set++)
        for (unsigned i = pinyin_set_starts[set]; i < pinyin_set_starts[set + 1]; i++)
            for (unsigned length = 0; length < PINYIN_LETTERS_MAX; length++) {
                uint64_t mask = masks[pinyin_set_members[i]][length];
                pattern->set_masks[set][length] |= mask;
                pattern->set_starts[set] |= mask & 1;
            }
    free(masks);
}

struct pinyin_pattern *pinyin_pattern_new(struct str query)
{
    struct pinyin_pattern *pattern = memory_new(sizeof *pattern);
    struct fold_step step;
    bool is_hopeless = utf8_valid_prefix(query) < query.length;
    for (size_t offset = 0; offset < query.length && !is_hopeless; offset = step.end) {
        fold_step(query, offset, &step);
        for (unsigned i = 0; i < step.count; i++) {
            uint32_t point = step.points[i];
            if (point == '\'' || point == 0x2019 || fold_kind(point) == FOLD_BLANK)
                continue;
            if ((is_hopeless = pattern->count == PINYIN_QUERY_MAX))
                break;
            pattern->is_ascii = (pattern->is_ascii || pattern->count == 0) && point < 128;
            if (point < 128)
                pattern->letter_masks[point] |= bit(pattern->count);
            pattern->points[pattern->count++] = point;
        }
    }
    if (is_hopeless)
        pattern->count = 0;
    prepare_sets(pattern);
    return pattern;
}

void pinyin_pattern_free(struct pinyin_pattern *pattern)
{
    if (!pattern)
        return;
    free(pattern->set_masks);
    free(pattern->set_starts);
    free(pattern);
}

/* The states after a letter that stands for itself. */
static uint64_t advance_letter(const struct pinyin_pattern *pattern, uint64_t state, uint32_t point)
{
    uint64_t next = 0;
    if (point < 128)
        return (state & pattern->letter_masks[point]) << 1;
    for (unsigned i = 0; i < pattern->count; i++)
        if (state & bit(i) && pattern->points[i] == point)
            next |= bit(i + 1);
    return next;
}

static uint64_t advance_letters(const struct pinyin_pattern *pattern, uint64_t state,
                                const struct unit *unit)
{
    for (unsigned i = 0; i < unit->point_count && state; i++)
        state = advance_letter(pattern, state, unit->points[i]);
    return state;
}

static uint64_t advance_han(const struct pinyin_pattern *pattern, uint64_t state, unsigned set)
{
    uint64_t next = 0;
    for (unsigned length = 1; length <= PINYIN_LETTERS_MAX; length++)
        next |= (state & pattern->set_masks[set][length - 1]) << length;
    return next;
}

static bool fits_romaji(const struct pinyin_pattern *pattern, unsigned first,
                        const struct romaji *romaji, unsigned *ret_length)
{
    unsigned left = pattern->count - first;
    *ret_length = romaji->length < left ? romaji->length : left;
    for (unsigned i = 0; i < *ret_length; i++)
        if (pattern->points[first + i] != (unsigned char)romaji->letters[i])
            return false;
    return true;
}

static uint64_t advance_kana(const struct pinyin_pattern *pattern, uint64_t state,
                             const struct unit *unit)
{
    uint64_t next = 0;
    for (unsigned first = 0; first < pattern->count; first++) {
        unsigned length;
        if (!(state & bit(first)))
            continue;
        for (unsigned i = 0; i < unit->romaji_count; i++)
            if (fits_romaji(pattern, first, &unit->romaji[i], &length))
                next |= bit(first + length);
        /* とうきょう is tokyo, too. */
        uint32_t before = first ? pattern->points[first - 1] : 0;
        if (unit_is_optional(unit) &&
            (before == 'o' || (before == 'u' && unit->points[0] == 0x3046)))
            next |= bit(first);
    }
    return next;
}

/* っ takes the first of two equal consonants, ー nothing or a vowel like the one before. */
static uint64_t advance_mark(const struct pinyin_pattern *pattern, uint64_t state,
                             enum unit_kind kind)
{
    uint64_t next = 0;
    for (unsigned i = 0; i < pattern->count; i++) {
        uint32_t letter = at(pattern, i), after = at(pattern, i + 1),
                 before = i ? at(pattern, i - 1) : 0;
        bool is_double = letter >= 'a' && letter <= 'z' && !pinyin_is_vowel(letter) &&
                         (after == letter || (letter == 't' && after == 'c'));
        bool is_long =
            pinyin_is_vowel(letter) && (before == letter || (before == 'o' && letter == 'u'));
        if (!(state & bit(i)))
            continue;
        if (kind == UNIT_DOUBLE ? is_double : is_long)
            next |= bit(i + 1);
        if (kind == UNIT_LONG && i > 0)
            next |= bit(i);
    }
    return next;
}

static uint64_t advance(const struct pinyin_pattern *pattern, uint64_t state,
                        const struct unit *unit)
{
    switch (unit->kind) {
    case UNIT_HAN:
        return advance_han(pattern, state, unit->set) | advance_letters(pattern, state, unit);
    case UNIT_KANA:
        return advance_kana(pattern, state, unit) | advance_letters(pattern, state, unit);
    case UNIT_DOUBLE:
    case UNIT_LONG:
        return advance_mark(pattern, state, unit->kind) | advance_letters(pattern, state, unit);
    case UNIT_LETTER:
        return advance_letters(pattern, state, unit);
    case UNIT_SKIP:
        return state;
    case UNIT_BREAK:
        break;
    }
    return 0;
}

/* Whether the unit at offset may be the first of a match. */
static bool may_start(struct str text, size_t offset, const struct unit *unit)
{
    if (unit->kind == UNIT_LETTER && fold_kind(unit->points[0]) == FOLD_WORD)
        return unit_is_word_start(text, offset);
    if (unit->kind == UNIT_KANA)
        return !unit_is_joined(text, offset, unit);
    return unit->kind != UNIT_SKIP && unit->kind != UNIT_BREAK;
}

/* The readings of the Han character at offset, as a set; 0 for anything else. */
static inline unsigned set_at(struct str text, size_t offset)
{
    uint32_t point;
    (void)utf8_decode_inline(text, offset, &point);
    return point >= PINYIN_FIRST && point <= PINYIN_LAST ? pinyin_sets[point - PINYIN_FIRST] : 0;
}

/* The end of the match that starts at offset, or 0. */
static size_t match_at(const struct pinyin_pattern *pattern, struct str text, size_t offset)
{
    enum { HAN_BYTES = 3 };
    struct unit unit;
    uint64_t state = 1;
    for (size_t next = offset; next < text.length && state; next = unit.end) {
        unsigned set = pattern->is_ascii ? set_at(text, next) : 0;
        if (set) { /* as unit_read and advance have it, without what only other patterns need */
            state = advance_han(pattern, state, set);
            unit.last_start = next;
            unit.end = next + HAN_BYTES;
        } else {
            unit_read(text, next, &unit);
            if (next == offset && !may_start(text, offset, &unit))
                return 0;
            state = advance(pattern, state, &unit);
        }
        if (state & bit(pattern->count))
            return grapheme_end(text, unit.last_start);
    }
    return 0;
}

/* The first place from offset on where a match may start, as far as a glance tells. */
static size_t skip_at_a_glance(const struct pinyin_pattern *pattern, struct str text, size_t offset)
{
    const unsigned char *bytes = (const unsigned char *)text.bytes;
    const bool *starts = pattern->set_starts;
    while (text.length - offset >= 3) {
        uint32_t point = bytes[offset];
        size_t length = 1;
        bool may_start = true;
        if (point < 0x80) {
            uint32_t letter = point >= 'A' && point <= 'Z' ? point | 0x20u : point;
            may_start = pattern->letter_masks[letter] & 1;
        } else {
            length = utf8_decode_inline(text, offset, &point);
            if (point >= PINYIN_FIRST && point <= PINYIN_LAST)
                may_start = starts[pinyin_sets[point - PINYIN_FIRST]];
            else
                may_start = !properties_of(point).is_punctuation;
        }
        if (may_start)
            break;
        offset += length;
    }
    return offset;
}

bool pinyin_next(const struct pinyin_pattern *pattern, struct str text, size_t from,
                 struct match *ret_match)
{
    uint32_t point;
    if (pattern->count == 0)
        return false;
    for (size_t offset = from; offset < text.length;) {
        if (pattern->points[0] < 0x80)
            offset = skip_at_a_glance(pattern, text, offset);
        if (offset == text.length)
            break;
        size_t end = match_at(pattern, text, offset);
        if (end) {
            *ret_match = (struct match){(uint32_t)offset, (uint32_t)end};
            return true;
        }
        offset += utf8_decode_inline(text, offset, &point);
    }
    return false;
}
