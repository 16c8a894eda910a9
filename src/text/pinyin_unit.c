/* A text as what pinyin and romaji spell. */
#include "text/fold_step.h"
#include "text/pinyin_private.h"

#include <string.h>

enum { KANA_FIRST = 0x3041, KANA_LAST = 0x3096, SMALL_TSU = 0x3063, LONG_MARK = 0x30FC };

/* Hepburn and Kunrei of U+3041.., parted by /. は and へ are also particles. */
static const char *const kana_romaji[] = {
    "a/xa/la",   "a",      "i/xi/li", "i",  "u/xu/lu", "u",      "e/xe/le",  "e",     "o/xo/lo",
    "o",         "ka",     "ga",      "ki", "gi",      "ku",     "gu",       "ke",    "ge",
    "ko",        "go",     "sa",      "za", "shi/si",  "ji/zi",  "su",       "zu",    "se",
    "ze",        "so",     "zo",      "ta", "da",      "chi/ti", "ji/di/zi", "",      "tsu/tu",
    "zu/du/dzu", "te",     "de",      "to", "do",      "na",     "ni",       "nu",    "ne",
    "no",        "ha/wa",  "ba",      "pa", "hi",      "bi",     "pi",       "fu/hu", "bu",
    "pu",        "he/e",   "be",      "pe", "ho",      "bo",     "po",       "ma",    "mi",
    "mu",        "me",     "mo",      "ya", "ya",      "yu",     "yu",       "yo",    "yo",
    "ra",        "ri",     "ru",      "re", "ro",      "wa",     "wa",       "i/wi",  "e/we",
    "o/wo",      "n/nn/m", "vu",      "ka", "ke",
};

static bool is_kana(uint32_t point)
{
    return point >= KANA_FIRST && point <= KANA_LAST;
}

/* The vowel of a small kana, with y before it for ゃゅょ; else 0. */
static char small_vowel(uint32_t point, bool *ret_has_y)
{
    static const uint32_t small[] = {0x3041, 0x3043, 0x3045, 0x3047,
                                     0x3049, 0x3083, 0x3085, 0x3087};
    for (size_t i = 0; i < sizeof small / sizeof *small; i++)
        if (small[i] == point) {
            *ret_has_y = i > 4;
            return "aiueoauo"[i];
        }
    return 0;
}

static void add_romaji(struct unit *unit, struct str stem, struct str more)
{
    struct romaji romaji = {{0}, (unsigned)(stem.length + more.length)};
    if (unit->romaji_count == ROMAJI_MAX || romaji.length > ROMAJI_LETTERS)
        return;
    memcpy(romaji.letters, stem.bytes, stem.length);
    memcpy(romaji.letters + stem.length, more.bytes, more.length);
    unit->romaji[unit->romaji_count++] = romaji;
}

/* き and ゃ are kya, し and ゃ sha or sya, ふ and ぁ fa, う and ぃ wi. */
static void add_joined(struct unit *unit, struct str romaji, char vowel, bool has_y)
{
    const char glides[] = {'y', vowel, 'w', vowel};
    const struct str with_y = {glides, 2}, with_w = {glides + 2, 2}, plain = {glides + 1, 1};
    struct str stem = str_slice(romaji, 0, romaji.length - 1);
    char last = stem.length ? stem.bytes[stem.length - 1] : '\0';
    bool is_soft = last == 'j' || (last == 'h' && stem.length > 1);
    if (stem.length == 0)
        add_romaji(unit, stem, romaji.bytes[0] == 'i' ? with_y : with_w);
    else if (!has_y || is_soft)
        add_romaji(unit, stem, plain);
    if (has_y && stem.length == 1)
        add_romaji(unit, stem, with_y);
}

/* The romaji of a kana, and of the small one after it, or 0. */
static void spell_kana(struct unit *unit, uint32_t kana, uint32_t small)
{
    bool has_y = false;
    char vowel = small ? small_vowel(small, &has_y) : 0;
    for (const char *at = kana_romaji[kana - KANA_FIRST]; *at;) {
        struct str romaji = {at, strcspn(at, "/")};
        if (vowel)
            add_joined(unit, romaji, vowel, has_y);
        else
            add_romaji(unit, romaji, STR_NONE);
        at += romaji.length + (at[romaji.length] == '/');
    }
}

/* Whether a small kana is read as one with the kana before it. */
static bool is_joinable(uint32_t kana, uint32_t small)
{
    bool has_y;
    if (!small_vowel(small, &has_y) || small_vowel(kana, &has_y))
        return false;
    (void)small_vowel(small, &has_y);
    const char *romaji = kana_romaji[kana - KANA_FIRST];
    size_t length = strcspn(romaji, "/");
    return length > 0 && romaji[length - 1] != 'n' &&
           (!has_y || (length > 1 && romaji[length - 1] == 'i'));
}

static void read_kana(struct str text, struct unit *unit)
{
    struct fold_step next;
    uint32_t kana = unit->points[0], small = 0;
    unit->kind = UNIT_KANA;
    if (unit->end < text.length) {
        fold_step(text, unit->end, &next);
        if (next.count == 1 && is_joinable(kana, next.points[0])) {
            small = next.points[0];
            unit->points[unit->point_count++] = small;
            unit->last_start = unit->end;
            unit->end = next.end;
        }
    }
    spell_kana(unit, kana, small);
}

static enum unit_kind kind_of(const struct fold_step *step)
{
    uint32_t point = step->points[0];
    if (step->count == 0)
        return UNIT_SKIP;
    if (point == SMALL_TSU)
        return UNIT_DOUBLE;
    if (point == LONG_MARK)
        return UNIT_LONG;
    if (fold_kind(point) == FOLD_BLANK && step->count == 1)
        return point == ' ' ? UNIT_SKIP : UNIT_BREAK;
    return fold_kind(point) == FOLD_OTHER ? UNIT_BREAK : UNIT_LETTER;
}

/* What joins a Han character is removed: the character needs no look behind it. */
static inline bool read_han(struct str text, size_t at, struct unit *unit)
{
    uint32_t own, points[FOLD_STEP_POINTS];
    size_t length = utf8_decode_inline(text, at, &own);
    if (own < PINYIN_FIRST || own > PINYIN_LAST || pinyin_sets[own - PINYIN_FIRST] == 0)
        return false;
    unit->kind = UNIT_HAN;
    unit->set = pinyin_sets[own - PINYIN_FIRST];
    unit->end = at + length;
    unit->point_count = fold_points(own, points);
    unit->points[0] = points[0];
    return true;
}

bool unit_is_word_start(struct str text, size_t offset)
{
    uint32_t before, points[FOLD_STEP_POINTS];
    while (offset > 0) {
        offset = utf8_decode_before(text, offset, &before);
        if (fold_points(before, points) > 0) /* else it is removed */
            return fold_kind(before) != FOLD_WORD;
    }
    return true;
}

void unit_read(struct str text, size_t at, struct unit *ret_unit)
{
    struct fold_step step;
    ret_unit->last_start = at;
    ret_unit->set = ret_unit->romaji_count = 0;
    if (read_han(text, at, ret_unit))
        return;
    fold_step(text, at, &step);
    ret_unit->kind = kind_of(&step);
    ret_unit->end = step.end;
    ret_unit->point_count = step.count < UNIT_POINTS ? step.count : UNIT_POINTS;
    memcpy(ret_unit->points, step.points, ret_unit->point_count * sizeof *step.points);
    if (ret_unit->kind == UNIT_LETTER && step.count == 1 && is_kana(step.points[0]))
        read_kana(text, ret_unit);
}

bool unit_is_joined(struct str text, size_t offset, const struct unit *unit)
{
    struct fold_step before;
    bool has_y;
    return small_vowel(unit->points[0], &has_y) &&
           fold_step_before(text, offset, 0, &before) != SIZE_MAX && before.count == 1 &&
           before.end == offset && is_kana(before.points[0]) &&
           is_joinable(before.points[0], unit->points[0]);
}

bool unit_is_optional(const struct unit *unit)
{
    return unit->kind == UNIT_KANA && unit->point_count == 1 &&
           (unit->points[0] == 0x3046 || unit->points[0] == 0x304A);
}

static bool fits(const struct pinyin_pattern *pattern, unsigned first, unsigned length,
                 const char *letters, unsigned letter_count)
{
    if (letter_count != length && (letter_count < length || first + length != pattern->count))
        return false;
    for (unsigned i = 0; i < length; i++)
        if (pattern->points[first + i] != (unsigned char)letters[i])
            return false;
    return true;
}

/* Romaji of two kana are those of the syllables for this: stems and vowels of the table. */
static bool is_romaji(const struct pinyin_pattern *pattern, unsigned first, unsigned length)
{
    struct unit unit;
    static const uint32_t none_or_small[] = {0,      0x3041, 0x3043, 0x3045, 0x3047,
                                             0x3049, 0x3083, 0x3085, 0x3087};
    for (uint32_t kana = KANA_FIRST; kana <= KANA_LAST; kana++)
        for (size_t i = 0; i < sizeof none_or_small / sizeof *none_or_small; i++) {
            unit.romaji_count = 0;
            if (i == 0 || is_joinable(kana, none_or_small[i]))
                spell_kana(&unit, kana, none_or_small[i]);
            for (unsigned j = 0; j < unit.romaji_count; j++)
                if (fits(pattern, first, length, unit.romaji[j].letters, unit.romaji[j].length))
                    return true;
        }
    return false;
}

bool pinyin_is_spelling(const struct pinyin_pattern *pattern, unsigned first, unsigned length)
{
    for (unsigned i = 0; i < pinyin_syllable_count; i++)
        if (fits(pattern, first, length, pinyin_syllables[i].letters, pinyin_syllables[i].length))
            return true;
    return is_romaji(pattern, first, length);
}
