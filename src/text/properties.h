/* What zhai knows of each code point, in one table that src/text/generate_properties.c builds from ICU
 * when zhai is compiled: 0.1 ns a look-up and nothing to open at start. */
#ifndef TEXT_PROPERTIES_H
#define TEXT_PROPERTIES_H

#include <stdbool.h>
#include <stdint.h>

/* Grapheme_Cluster_Break of UAX #29 table 2, with Extended_Pictographic as a value of its own. */
enum grapheme_break {
    GRAPHEME_OTHER,
    GRAPHEME_CR,
    GRAPHEME_LF,
    GRAPHEME_CONTROL,
    GRAPHEME_EXTEND,
    GRAPHEME_ZWJ,
    GRAPHEME_REGIONAL_INDICATOR,
    GRAPHEME_PREPEND,
    GRAPHEME_SPACING_MARK,
    GRAPHEME_HANGUL_L,
    GRAPHEME_HANGUL_V,
    GRAPHEME_HANGUL_T,
    GRAPHEME_HANGUL_LV,
    GRAPHEME_HANGUL_LVT,
    GRAPHEME_PICTOGRAPHIC,
};

/* Scripts that zhai treats apart. Digits, marks and punctuation are SCRIPT_COMMON. */
enum script {
    SCRIPT_COMMON,
    SCRIPT_LATIN,
    SCRIPT_GREEK,
    SCRIPT_CYRILLIC,
    SCRIPT_HAN,
    SCRIPT_HIRAGANA,
    SCRIPT_KATAKANA,
    SCRIPT_BOPOMOFO,
    SCRIPT_HANGUL,
    SCRIPT_ARABIC,
    SCRIPT_HEBREW,
    SCRIPT_THAI,
    SCRIPT_OTHER,
};

/* What the terminal is given (hostile-inputs R1). */
enum display {
    DISPLAY_SHOW,    /* as it is */
    DISPLAY_NOTHING, /* default-ignorable, harmless: ZWSP, ZWJ, soft hyphen, word joiner, VS, CGJ */
    DISPLAY_REPLACE, /* C0 C1 DEL, U+2028/9, bidi controls, tags, unassigned, noncharacters */
};

/* What needs no break iterator: between two of these a row may end unless the second is closing or
 * the first opening, by UAX #14 in every tailoring. */
enum line_class {
    LINE_OTHER,     /* ask ICU */
    LINE_IDEOGRAPH, /* wide letters of class ID, H2, H3 */
    LINE_CLOSING,   /* wide marks of class CL, EX, NS */
    LINE_OPENING,   /* wide marks of class OP */
};

struct properties {
    uint32_t width : 2;            /* 0, 1, 2 columns; 3 = East Asian Ambiguous, 1 or 2 */
    uint32_t grapheme_break : 4;   /* enum grapheme_break */
    uint32_t script : 4;           /* enum script */
    uint32_t display : 2;          /* enum display */
    uint32_t is_normal : 1;        /* NFC_QC = Yes and ccc = 0: cannot make text un-NFC */
    uint32_t is_letter : 1;        /* general category L* or Nl */
    uint32_t is_digit : 1;         /* general category Nd */
    uint32_t is_mark : 1;          /* general category M* */
    uint32_t is_space : 1;         /* White_Space */
    uint32_t is_punctuation : 1;   /* general category P* */
    uint32_t is_upper : 1;         /* changes under simple case folding */
    uint32_t is_right_to_left : 1; /* Bidi_Class R or AL */
    uint32_t is_opening : 1;       /* Ps, Pi and ASCII-like openers by CLREQ */
    uint32_t is_closing : 1;       /* Pe, Pf */
    uint32_t line_class : 2;       /* enum line_class */
};

/* Any value is fine; over U+10FFFF gives the properties of an unassigned code point. */
struct properties code_point_properties(uint32_t code_point);

static inline bool script_is_cjk(enum script script)
{
    return script >= SCRIPT_HAN && script <= SCRIPT_HANGUL;
}

#endif
