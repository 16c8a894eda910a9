/* Writes the tables of src/text/fold_table.h from ICU and the Han pairs of data/fold.
 * usage: generate_fold PAIRS… > fold_table.inc */
#include "text/fold_table.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/uscript.h>
#include <unicode/ustring.h>
#include <unicode/utf16.h>

enum { CODE_POINT_COUNT = 0x110000, POINTS_MAX = 64, EXPANSION_MAX = 1 << 16 };

/* As enum fold_kind of text/fold.h, which is not to be included: its own tables are made here. */
enum { KIND_OTHER, KIND_BLANK, KIND_WORD, KIND_SUBSTRING };

struct points {
    UChar32 points[POINTS_MAX];
    int count;
};

static UChar32 han_pairs[CODE_POINT_COUNT]; /* 0: folds to itself */
static struct points folded[CODE_POINT_COUNT];
static bool has_kept_marks[USCRIPT_CODE_LIMIT];

static void die(const char *what, UChar32 c)
{
    fprintf(stderr, "generate_fold: %s at U+%04X\n", what, (unsigned)c);
    exit(EXIT_FAILURE);
}

static UScriptCode script_of(UChar32 c)
{
    UErrorCode code = U_ZERO_ERROR;
    /* ー is of no script of its own, the voicing marks are inherited. */
    if (uscript_hasScript(c, USCRIPT_HIRAGANA) && !u_hasBinaryProperty(c, UCHAR_IDEOGRAPHIC) &&
        U_GET_GC_MASK(c) & (U_GC_L_MASK | U_GC_M_MASK))
        return USCRIPT_HIRAGANA;
    UScriptCode script = uscript_getScript(c, &code);
    return script == USCRIPT_KATAKANA ? USCRIPT_HIRAGANA : script;
}

static bool is_mark(UChar32 c)
{
    return (U_GET_GC_MASK(c) & U_GC_M_MASK) != 0;
}

/* Diacritics and vowel points of the scripts that are read without them. */
static bool is_removed_mark(UChar32 c)
{
    if (!is_mark(c))
        return false;
    switch (script_of(c)) {
    case USCRIPT_INHERITED:
    case USCRIPT_COMMON:
    case USCRIPT_UNKNOWN:
    case USCRIPT_LATIN:
    case USCRIPT_GREEK:
    case USCRIPT_CYRILLIC:
    case USCRIPT_HEBREW:
    case USCRIPT_ARABIC:
    case USCRIPT_SYRIAC:
    case USCRIPT_HAN:
        return true;
    default:
        return false;
    }
}

static bool is_joining(UChar32 c)
{
    int syllable = u_getIntPropertyValue(c, UCHAR_HANGUL_SYLLABLE_TYPE);
    return (is_mark(c) && !is_removed_mark(c)) || syllable == U_HST_VOWEL_JAMO ||
           syllable == U_HST_TRAILING_JAMO;
}

/* Letters that Korean readers write alone (ㅋㅋㅠㅠ) are no parts of a syllable. */
static UChar32 compatibility_jamo(UChar32 c)
{
    if (c >= 0xFFA1 && c <= 0xFFDC && u_isdefined(c)) {
        UErrorCode code = U_ZERO_ERROR;
        UChar units[8];
        int32_t length =
            unorm2_getRawDecomposition(unorm2_getNFKCInstance(&code), c, units, 8, &code);
        return U_SUCCESS(code) && length == 1 ? units[0] : 0;
    }
    return c >= 0x3131 && c <= 0x318E && c != 0x3164 ? c : 0;
}

static UChar32 map_simple(UChar32 c)
{
    if (c >= 0x30A1 && c <= 0x30F6)
        c -= 0x60;
    else if (c == 0x30FD || c == 0x30FE)
        c -= 0x60;
    if (c != '\n' && u_hasBinaryProperty(c, UCHAR_WHITE_SPACE))
        return ' ';
    return han_pairs[c] ? han_pairs[c] : c;
}

static void append(struct points *out, UChar32 c)
{
    if (out->count == POINTS_MAX)
        die("too many code points", c);
    out->points[out->count++] = c;
}

/* One pass: compatibility decomposition, full case folding, removal, the simple maps. */
static void fold_once(const struct points *in, struct points *out)
{
    UErrorCode code = U_ZERO_ERROR;
    UChar units[256], decomposed[512], cased[512];
    int32_t length = 0;
    out->count = 0;
    for (int i = 0; i < in->count; i++)
        U16_APPEND_UNSAFE(units, length, in->points[i]);
    if (in->count == 1 && compatibility_jamo(in->points[0])) {
        append(out, compatibility_jamo(in->points[0]));
        return;
    }
    length = unorm2_normalize(unorm2_getNFKDInstance(&code), units, length, decomposed, 512, &code);
    length = u_strFoldCase(cased, 512, decomposed, length, U_FOLD_CASE_DEFAULT, &code);
    if (U_FAILURE(code))
        die(u_errorName(code), in->points[0]);
    for (int32_t i = 0; i < length;) {
        UChar32 c;
        U16_NEXT(cased, i, length, c);
        /* What case folding makes of a removed mark (U+0345) goes with it. */
        if (!u_hasBinaryProperty(c, UCHAR_DEFAULT_IGNORABLE_CODE_POINT) && !is_removed_mark(c))
            append(out, map_simple(c));
    }
}

/* A mark is kept only on a letter of its own script; one alone is for text/fold_step.c to judge. */
static void drop_foreign_marks(struct points *points)
{
    int count = 0;
    for (int i = 0; i < points->count; i++) {
        UChar32 c = points->points[i];
        if (i == 0 || !is_mark(c) ||
            (count && script_of(points->points[count - 1]) == script_of(c)))
            points->points[count++] = c;
    }
    points->count = count;
}

/* Canonical composition of syllables and voiced kana: their parts are never seen outside. */
static void compose(struct points *points)
{
    drop_foreign_marks(points);
    UErrorCode code = U_ZERO_ERROR;
    const UNormalizer2 *nfc = unorm2_getNFCInstance(&code);
    int count = 0;
    for (int i = 0; i < points->count; i++) {
        UChar32 c = points->points[i];
        bool is_composing = is_joining(c) && (script_of(c) == USCRIPT_HIRAGANA || !is_mark(c));
        UChar32 pair = count && is_composing ? unorm2_composePair(nfc, points->points[count - 1], c)
                                             : U_SENTINEL;
        if (pair >= 0)
            points->points[count - 1] = pair;
        else
            points->points[count++] = c;
    }
    points->count = count;
}

static void fold_code_point_fully(UChar32 c)
{
    struct points now = {{c}, 1}, next;
    if (c == 0x345)
        now.count = 0;
    /* Marks removed before case folding can make letters of them. */
    for (int round = 0;; round++) {
        fold_once(&now, &next);
        if (next.count == now.count &&
            memcmp(next.points, now.points, sizeof *now.points * (size_t)now.count) == 0)
            break;
        if (round > 8)
            die("no fixed point", c);
        now = next;
    }
    compose(&now);
    folded[c] = now;
}

/* U+0345 inside a decomposition (ᾳ) must go before case folding sees it. */
static void fold_decomposed(UChar32 c)
{
    UErrorCode code = U_ZERO_ERROR;
    UChar units[32];
    int32_t length = unorm2_getDecomposition(unorm2_getNFDInstance(&code), c, units, 32, &code);
    struct points all = {{0}, 0};
    if (length <= 0 || compatibility_jamo(c)) {
        fold_code_point_fully(c);
        return;
    }
    for (int32_t i = 0; i < length;) {
        UChar32 part;
        U16_NEXT(units, i, length, part);
        fold_code_point_fully(part);
        for (int j = 0; j < folded[part].count; j++)
            append(&all, folded[part].points[j]);
    }
    compose(&all);
    folded[c] = all;
}

static void read_pairs(const char *path)
{
    FILE *file = fopen(path, "r");
    char line[256];
    if (!file) {
        perror(path);
        exit(EXIT_FAILURE);
    }
    while (fgets(line, sizeof line, file)) {
        UChar units[64];
        int32_t length, at = 0;
        UErrorCode code = U_ZERO_ERROR;
        UChar32 from, blank, to;
        if (line[0] == '#')
            continue;
        line[strcspn(line, "\n")] = '\0';
        u_strFromUTF8(units, 64, &length, line, -1, &code);
        if (U_FAILURE(code) || length < 3)
            die("bad line of pairs", 0);
        U16_NEXT(units, at, length, from);
        U16_NEXT(units, at, length, blank);
        U16_NEXT(units, at, length, to);
        if (blank != ' ' || at != length || han_pairs[from])
            die("bad or second pair", from);
        han_pairs[from] = to;
    }
    fclose(file);
}

/* A character that folds to one that folds on. */
static void close_pairs(void)
{
    for (UChar32 c = 0; c < CODE_POINT_COUNT; c++) {
        int steps = 0;
        while (han_pairs[c] && han_pairs[han_pairs[c]]) {
            han_pairs[c] = han_pairs[han_pairs[c]];
            if (++steps > 8)
                die("circle of pairs", c);
        }
    }
}

static uint32_t packed_utf8(UChar32 c, unsigned *ret_length)
{
    uint8_t bytes[4] = {0};
    int32_t length = 0;
    UBool is_error = false;
    U8_APPEND(bytes, length, 4, c, is_error);
    (void)is_error;
    *ret_length = (unsigned)length;
    return (uint32_t)bytes[0] | (uint32_t)bytes[1] << 8 | (uint32_t)bytes[2] << 16 |
           (uint32_t)bytes[3] << 24;
}

static UChar32 expansions[EXPANSION_MAX];
static unsigned expansion_count;

static uint32_t expansion_entry(const struct points *points)
{
    unsigned start = expansion_count;
    if (expansion_count + (unsigned)points->count > EXPANSION_MAX)
        die("too many expansions", points->points[0]);
    for (int i = 0; i < points->count; i++)
        expansions[expansion_count++] = points->points[i];
    return FOLD_EXPANDS | start | (uint32_t)points->count << 16;
}

static uint32_t entry_of(UChar32 c)
{
    const struct points *points = &folded[c];
    unsigned length, folded_length;
    uint32_t own = packed_utf8(c, &length);
    uint32_t joins = points->count && is_joining(points->points[0]) ? FOLD_JOINS : 0;
    if (c >= 0xD800 && c <= 0xDFFF)
        return FOLD_EXPANDS; /* their bytes are ill-formed: to be looked at closely */
    if (points->count == 1 && points->points[0] == c)
        return joins;
    if (points->count == 0)
        return length > 3 ? FOLD_REMOVED : FOLD_REMOVED | own | length << 24;
    if (points->count > 1 || points->points[0] > 0xFFFF || length > 3)
        return expansion_entry(points) | joins;
    uint32_t packed = packed_utf8(points->points[0], &folded_length);
    return joins | (packed ^ own) | ((length - folded_length) & 7) << 24;
}

static unsigned class_of(UChar32 c)
{
    const uint32_t category = U_GET_GC_MASK(c);
    static const UScriptCode without_blanks[] = {
        USCRIPT_HAN,
        USCRIPT_HIRAGANA,
        USCRIPT_HANGUL,
        USCRIPT_BOPOMOFO,
        USCRIPT_THAI,
        USCRIPT_LAO,
        USCRIPT_KHMER,
        USCRIPT_MYANMAR,
        USCRIPT_TIBETAN,
        USCRIPT_YI,
        USCRIPT_TAI_LE,
        USCRIPT_LANNA,
        USCRIPT_TAI_VIET,
        USCRIPT_JAVANESE,
        USCRIPT_BALINESE,
        USCRIPT_NEW_TAI_LUE,
        USCRIPT_TANGUT,
        USCRIPT_NUSHU,
        USCRIPT_KHITAN_SMALL_SCRIPT,
    };
    unsigned kind = KIND_OTHER;
    if (c == ' ' || c == '\n')
        kind = KIND_BLANK;
    else if (category & (U_GC_L_MASK | U_GC_N_MASK | U_GC_M_MASK))
        kind = KIND_WORD;
    for (size_t i = 0; kind == KIND_WORD && i < sizeof without_blanks / sizeof *without_blanks; i++)
        if (!(category & (U_GC_ND_MASK | U_GC_NO_MASK)) && script_of(c) == without_blanks[i])
            kind = KIND_SUBSTRING;
    return kind | (is_mark(c) ? FOLD_CLASS_MARK : 0u) | (is_joining(c) ? FOLD_CLASS_JOINS : 0u) |
           (u_hasBinaryProperty(c, UCHAR_S_TERM) ? FOLD_CLASS_SENTENCE : 0u);
}

static void print_numbers(const char *declaration, const uint32_t *numbers, size_t count)
{
    printf("%s = {\n", declaration);
    for (size_t i = 0; i < count; i++)
        printf("%u,%s", numbers[i], i % 16 == 15 ? "\n" : "");
    printf("};\n");
}

/* Both tables of two stages: equal blocks once. */
static void print_stages(const char *index_declaration, const char *declaration,
                         const uint32_t *values, size_t block)
{
    static uint32_t stages[CODE_POINT_COUNT], index[CODE_POINT_COUNT];
    size_t count = 0;
    for (size_t i = 0; i < CODE_POINT_COUNT / block; i++) {
        size_t known = 0;
        while (known < count &&
               memcmp(stages + known * block, values + i * block, block * sizeof *values) != 0)
            known++;
        if (known == count)
            memcpy(stages + count++ * block, values + i * block, block * sizeof *values);
        index[i] = (uint32_t)known;
    }
    print_numbers(index_declaration, index, CODE_POINT_COUNT / block);
    print_numbers(declaration, stages, count * block);
}

static bool is_kept_script(UChar32 c)
{
    return has_kept_marks[script_of(c)] &&
           U_GET_GC_MASK(c) & (U_GC_L_MASK | U_GC_M_MASK | U_GC_N_MASK);
}

static void print_script_ranges(void)
{
    size_t count = 0;
    for (UChar32 c = 0; c < CODE_POINT_COUNT; c++)
        if (is_mark(c) && !is_removed_mark(c))
            has_kept_marks[script_of(c)] = true;
    printf("const struct fold_script_range fold_script_ranges[] = {\n");
    for (UChar32 c = 0; c < CODE_POINT_COUNT;) {
        UChar32 first = c++;
        if (!is_kept_script(first))
            continue;
        unsigned class = is_mark(first) ? u_getCombiningClass(first) : 0;
        while (is_kept_script(c) && script_of(c) == script_of(first) &&
               (is_mark(c) ? u_getCombiningClass(c) : 0u) == class)
            c++;
        printf("{%d,%d,%d,%u},\n", first, c - 1, script_of(first), class);
        count++;
    }
    printf("};\nconst size_t fold_script_range_count = %zu;\n", count);
}

struct spelling {
    uint32_t key, source;
};

static int by_key(const void *a, const void *b)
{
    const struct spelling *first = a, *second = b;
    if (first->key != second->key)
        return first->key < second->key ? -1 : 1;
    return (first->source > second->source) - (first->source < second->source);
}

static bool stands_before(const struct points *points, int index)
{
    for (int i = 0; i < index; i++)
        if (points->points[i] == points->points[index])
            return true;
    return false;
}

static void print_spellings(void)
{
    static struct spelling all[CODE_POINT_COUNT];
    static uint32_t keys[CODE_POINT_COUNT], starts[CODE_POINT_COUNT], sources[CODE_POINT_COUNT];
    size_t count = 0, key_count = 0;
    for (UChar32 c = 0; c < CODE_POINT_COUNT; c++)
        for (int i = 0; i < folded[c].count; i++)
            if (folded[c].points[i] != c && !stands_before(&folded[c], i))
                all[count++] = (struct spelling){(uint32_t)folded[c].points[i], (uint32_t)c};
    qsort(all, count, sizeof *all, by_key);
    for (size_t i = 0; i < count; i++) {
        if (i == 0 || all[i].key != all[i - 1].key) {
            starts[key_count] = (uint32_t)i;
            keys[key_count++] = all[i].key;
        }
        sources[i] = all[i].source;
    }
    starts[key_count] = (uint32_t)count;
    print_numbers("const uint32_t fold_spelling_keys[]", keys, key_count);
    print_numbers("const uint32_t fold_spelling_starts[]", starts, key_count + 1);
    print_numbers("const uint32_t fold_spelling_sources[]", sources, count);
    printf("const size_t fold_spelling_key_count = %zu;\n", key_count);
}

int main(int argument_count, char **arguments)
{
    static uint32_t entries[CODE_POINT_COUNT], classes[CODE_POINT_COUNT];
    for (int i = 1; i < argument_count; i++)
        read_pairs(arguments[i]);
    close_pairs();
    for (UChar32 c = 0; c < CODE_POINT_COUNT; c++)
        fold_decomposed(c);
    for (UChar32 c = 0; c < CODE_POINT_COUNT; c++) {
        entries[c] = entry_of(c);
        classes[c] = class_of(c);
    }
    print_stages("const uint16_t fold_index[]", "const uint32_t fold_entries[]", entries,
                 FOLD_BLOCK);
    print_stages("const uint16_t fold_class_index[]", "const uint8_t fold_classes[]", classes,
                 FOLD_CLASS_BLOCK);
    print_numbers("const uint32_t fold_expansions[]", (const uint32_t *)expansions,
                  expansion_count);
    print_script_ranges();
    print_spellings();
    return ferror(stdout) || fflush(stdout) ? EXIT_FAILURE : EXIT_SUCCESS;
}
