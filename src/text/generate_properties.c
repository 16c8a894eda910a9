/* Writes the two-stage table of struct properties that src/text/properties.c includes: for each
 * block of 128 code points an index, and every different block once. */
#include "text/properties.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/uscript.h>

enum { BLOCK_SIZE = 128, CODE_POINT_COUNT = 0x110000 };

static unsigned grapheme_break_of(UChar32 c)
{
    static const struct {
        UGraphemeClusterBreak icu;
        enum grapheme_break own;
    } map[] = {
        {U_GCB_CR, GRAPHEME_CR},           {U_GCB_LF, GRAPHEME_LF},
        {U_GCB_CONTROL, GRAPHEME_CONTROL}, {U_GCB_EXTEND, GRAPHEME_EXTEND},
        {U_GCB_ZWJ, GRAPHEME_ZWJ},         {U_GCB_REGIONAL_INDICATOR, GRAPHEME_REGIONAL_INDICATOR},
        {U_GCB_PREPEND, GRAPHEME_PREPEND}, {U_GCB_SPACING_MARK, GRAPHEME_SPACING_MARK},
        {U_GCB_L, GRAPHEME_HANGUL_L},      {U_GCB_V, GRAPHEME_HANGUL_V},
        {U_GCB_T, GRAPHEME_HANGUL_T},      {U_GCB_LV, GRAPHEME_HANGUL_LV},
        {U_GCB_LVT, GRAPHEME_HANGUL_LVT},
    };
    int value = u_getIntPropertyValue(c, UCHAR_GRAPHEME_CLUSTER_BREAK);
    for (size_t i = 0; i < sizeof map / sizeof *map; i++)
        if ((int)map[i].icu == value)
            return map[i].own;
    if (u_hasBinaryProperty(c, UCHAR_EXTENDED_PICTOGRAPHIC))
        return GRAPHEME_PICTOGRAPHIC;
    return GRAPHEME_OTHER;
}

static unsigned script_of(UChar32 c)
{
    static const struct {
        UScriptCode icu;
        enum script own;
    } map[] = {
        {USCRIPT_COMMON, SCRIPT_COMMON},     {USCRIPT_INHERITED, SCRIPT_COMMON},
        {USCRIPT_UNKNOWN, SCRIPT_COMMON},    {USCRIPT_LATIN, SCRIPT_LATIN},
        {USCRIPT_GREEK, SCRIPT_GREEK},       {USCRIPT_CYRILLIC, SCRIPT_CYRILLIC},
        {USCRIPT_HAN, SCRIPT_HAN},           {USCRIPT_HIRAGANA, SCRIPT_HIRAGANA},
        {USCRIPT_KATAKANA, SCRIPT_KATAKANA}, {USCRIPT_BOPOMOFO, SCRIPT_BOPOMOFO},
        {USCRIPT_HANGUL, SCRIPT_HANGUL},     {USCRIPT_ARABIC, SCRIPT_ARABIC},
        {USCRIPT_HEBREW, SCRIPT_HEBREW},     {USCRIPT_THAI, SCRIPT_THAI},
    };
    if (U_GET_GC_MASK(c) & (U_GC_ND_MASK | U_GC_M_MASK | U_GC_P_MASK))
        return SCRIPT_COMMON;
    UErrorCode code = U_ZERO_ERROR;
    UScriptCode value = uscript_getScript(c, &code);
    for (size_t i = 0; i < sizeof map / sizeof *map; i++)
        if (map[i].icu == value)
            return map[i].own;
    return SCRIPT_OTHER;
}

/* Hostile-inputs R1. The deprecated format controls 206A..206F and the tags (E0000..E007F) steer or
 * hide text, so they are made visible; unassigned default-ignorables too. */
static unsigned display_of(UChar32 c)
{
    const uint32_t category = U_GET_GC_MASK(c);
    if (category & (U_GC_CC_MASK | U_GC_CS_MASK | U_GC_CN_MASK | U_GC_ZL_MASK | U_GC_ZP_MASK))
        return DISPLAY_REPLACE;
    if (u_hasBinaryProperty(c, UCHAR_BIDI_CONTROL) || (c >= 0x206A && c <= 0x206F) ||
        (c >= 0xE0000 && c <= 0xE007F))
        return DISPLAY_REPLACE;
    if (u_hasBinaryProperty(c, UCHAR_DEFAULT_IGNORABLE_CODE_POINT))
        return DISPLAY_NOTHING;
    if (category & U_GC_CF_MASK && !u_hasBinaryProperty(c, UCHAR_PREPENDED_CONCATENATION_MARK))
        return DISPLAY_NOTHING;
    return DISPLAY_SHOW;
}

/* Private use is East Asian Ambiguous too, but its glyphs (icons in terminal fonts) are one column
 * everywhere; combining ambiguous characters are 0. What is replaced is as wide as what replaces
 * it: U+FFFD is ambiguous, the control pictures U+2400.. are narrow. */
static unsigned width_of(UChar32 c)
{
    const uint32_t category = U_GET_GC_MASK(c);
    switch (display_of(c)) {
    case DISPLAY_REPLACE:
        return c < 0x20 || c == 0x7F ? 1 : 3;
    case DISPLAY_NOTHING:
        return 0;
    default:
        break;
    }
    if (category & (U_GC_MN_MASK | U_GC_ME_MASK | U_GC_CF_MASK))
        return 0;
    int syllable = u_getIntPropertyValue(c, UCHAR_HANGUL_SYLLABLE_TYPE);
    if (syllable == U_HST_VOWEL_JAMO || syllable == U_HST_TRAILING_JAMO)
        return 0;
    int width = u_getIntPropertyValue(c, UCHAR_EAST_ASIAN_WIDTH);
    if (width == U_EA_WIDE || width == U_EA_FULLWIDTH)
        return 2;
    return width == U_EA_AMBIGUOUS && !(category & U_GC_CO_MASK) ? 3 : 1;
}

static unsigned line_class_of(UChar32 c)
{
    const uint32_t category = U_GET_GC_MASK(c);
    const int class = u_getIntPropertyValue(c, UCHAR_LINE_BREAK);
    if (width_of(c) != 2 || display_of(c) != DISPLAY_SHOW ||
        grapheme_break_of(c) == GRAPHEME_EXTEND)
        return LINE_OTHER;
    if (category & U_GC_LO_MASK)
        return class == U_LB_IDEOGRAPHIC || class == U_LB_H2 || class == U_LB_H3 ? LINE_IDEOGRAPH
                                                                                 : LINE_OTHER;
    /* The marks over U+FFFF are of scripts whose rules are nobody's to know here. */
    if (!(category & U_GC_P_MASK) || c > 0xFFFF)
        return LINE_OTHER;
    if (class == U_LB_CLOSE_PUNCTUATION || class == U_LB_EXCLAMATION || class == U_LB_NONSTARTER)
        return LINE_CLOSING;
    return class == U_LB_OPEN_PUNCTUATION ? LINE_OPENING : LINE_OTHER;
}

static struct properties properties_of_icu(UChar32 c)
{
    const uint32_t category = U_GET_GC_MASK(c);
    const UCharDirection direction = u_charDirection(c);
    struct properties p;
    memset(&p, 0, sizeof p);
    p.width = width_of(c) & 3;
    p.grapheme_break = grapheme_break_of(c) & 15;
    p.script = script_of(c) & 15;
    p.display = display_of(c) & 3;
    p.is_normal =
        u_getIntPropertyValue(c, UCHAR_NFC_QUICK_CHECK) == UNORM_YES && u_getCombiningClass(c) == 0;
    p.is_letter = (category & (U_GC_L_MASK | U_GC_NL_MASK)) != 0;
    p.is_digit = (category & U_GC_ND_MASK) != 0;
    p.is_mark = (category & U_GC_M_MASK) != 0;
    p.is_space = u_hasBinaryProperty(c, UCHAR_WHITE_SPACE) != 0;
    p.is_punctuation = (category & U_GC_P_MASK) != 0;
    p.is_upper = u_foldCase(c, U_FOLD_CASE_DEFAULT) != c;
    p.is_right_to_left = (category & U_GC_CN_MASK) == 0 &&
                         (direction == U_RIGHT_TO_LEFT || direction == U_RIGHT_TO_LEFT_ARABIC);
    p.is_opening = (category & (U_GC_PS_MASK | U_GC_PI_MASK)) != 0;
    p.is_closing = (category & (U_GC_PE_MASK | U_GC_PF_MASK)) != 0;
    p.line_class = line_class_of(c) & 3;
    return p;
}

static void print_block(const struct properties *block)
{
    for (int i = 0; i < BLOCK_SIZE; i++) {
        const struct properties p = block[i];
        printf("{%u,%u,%u,%u,%u,%u,%u,%u,%u,%u,%u,%u,%u,%u,%u},%s", p.width, p.grapheme_break,
               p.script, p.display, p.is_normal, p.is_letter, p.is_digit, p.is_mark, p.is_space,
               p.is_punctuation, p.is_upper, p.is_right_to_left, p.is_opening, p.is_closing,
               p.line_class, i % 3 == 2 ? "\n" : "");
    }
    printf("\n");
}

int main(void)
{
    static struct properties blocks[CODE_POINT_COUNT / BLOCK_SIZE][BLOCK_SIZE];
    static unsigned index[CODE_POINT_COUNT / BLOCK_SIZE];
    unsigned count = 0;
    for (int i = 0; i < CODE_POINT_COUNT / BLOCK_SIZE; i++) {
        for (int j = 0; j < BLOCK_SIZE; j++)
            blocks[count][j] = properties_of_icu(i * BLOCK_SIZE + j);
        unsigned known = 0;
        while (known < count && memcmp(blocks[known], blocks[count], sizeof blocks[0]) != 0)
            known++;
        index[i] = known;
        count += known == count;
    }
    printf("const uint16_t property_block_index[%d] = {\n", CODE_POINT_COUNT / BLOCK_SIZE);
    for (int i = 0; i < CODE_POINT_COUNT / BLOCK_SIZE; i++)
        printf("%u,%s", index[i], i % 16 == 15 ? "\n" : "");
    printf("};\nconst struct properties property_blocks[%u] = {\n", count * BLOCK_SIZE);
    for (unsigned i = 0; i < count; i++)
        print_block(blocks[i]);
    printf("};\n");
    return ferror(stdout) || fflush(stdout) ? EXIT_FAILURE : EXIT_SUCCESS;
}
