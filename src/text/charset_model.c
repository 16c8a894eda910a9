#include "text/charset_model.h"

#include "base/memory.h"
#include "text/utf8.h"

/* What a character costs that its language's table does not list, in bits, by class. */
static const unsigned char unlisted_bits[CHARSET_CLASS_COUNT] = {
    [CHARSET_SPACE] = 0,          [CHARSET_LOWER] = 4,       [CHARSET_UPPER] = 4,
    [CHARSET_DIGIT] = 3,          [CHARSET_PUNCTUATION] = 4, [CHARSET_LATIN_LOWER] = 9,
    [CHARSET_LATIN_UPPER] = 9,    [CHARSET_SYMBOL] = 9,      [CHARSET_WIDE_PUNCTUATION] = 10,
    [CHARSET_HAN] = 20,           [CHARSET_HIRAGANA] = 10,   [CHARSET_KATAKANA] = 9,
    [CHARSET_HALF_KATAKANA] = 6,  [CHARSET_HANGUL] = 19,     [CHARSET_CYRILLIC_LOWER] = 6,
    [CHARSET_CYRILLIC_UPPER] = 7, [CHARSET_LETTER] = 6,      [CHARSET_OTHER] = 13,
    [CHARSET_BAD] = 10,
};

struct charset_model {
    /* 1 + bits of each listed character of the BMP, or 0. */
    unsigned char listed[CHARSET_LANGUAGE_COUNT][0x10000];
};

static void list_characters(unsigned char *listed, const struct charset_tier *tier)
{
    for (; tier->characters != NULL; tier++) {
        const struct str characters = str_from(tier->characters);
        uint32_t code_point;
        for (size_t at = 0; at < characters.length;) {
            at += utf8_decode(characters, at, &code_point);
            listed[code_point & 0xFFFF] = (unsigned char)(tier->bits + 1);
        }
    }
}

struct charset_model *charset_model_new(void)
{
    static const struct charset_tier *const tables[CHARSET_LANGUAGE_COUNT] = {
        [CHARSET_CHINESE_SIMPLIFIED] = charset_chinese_simplified,
        [CHARSET_CHINESE_TRADITIONAL] = charset_chinese_traditional,
        [CHARSET_JAPANESE] = charset_japanese,
        [CHARSET_KOREAN] = charset_korean,
        [CHARSET_WESTERN] = charset_western,
        [CHARSET_RUSSIAN] = charset_russian,
    };
    struct charset_model *model = memory_new(sizeof *model);
    for (size_t i = 0; i < CHARSET_LANGUAGE_COUNT; i++)
        list_characters(model->listed[i], tables[i]);
    return model;
}

static enum charset_class class_of_ascii(uint32_t code_point)
{
    if (code_point == ' ' || (code_point >= '\t' && code_point <= '\r'))
        return CHARSET_SPACE;
    if (code_point < ' ' || code_point == 0x7F)
        return CHARSET_BAD;
    if (code_point >= 'a' && code_point <= 'z')
        return CHARSET_LOWER;
    if (code_point >= 'A' && code_point <= 'Z')
        return CHARSET_UPPER;
    return code_point >= '0' && code_point <= '9' ? CHARSET_DIGIT : CHARSET_PUNCTUATION;
}

/* U+0080–U+017F. Latin Extended-A alternates upper and lower, with the parity changing twice. */
static enum charset_class class_of_latin(uint32_t code_point)
{
    if (code_point < 0xA0)
        return CHARSET_BAD;
    if (code_point == 0xA0)
        return CHARSET_SPACE;
    if (code_point < 0xC0)
        return code_point == 0xAA || code_point == 0xBA ? CHARSET_LATIN_LOWER : CHARSET_SYMBOL;
    if (code_point == 0xD7 || code_point == 0xF7)
        return CHARSET_SYMBOL;
    if (code_point < 0x100)
        return code_point < 0xDF ? CHARSET_LATIN_UPPER : CHARSET_LATIN_LOWER;
    const bool is_even_upper = code_point < 0x138 || (code_point >= 0x14A && code_point < 0x178);
    return (code_point % 2 == 0) == is_even_upper ? CHARSET_LATIN_UPPER : CHARSET_LATIN_LOWER;
}

static const struct {
    uint16_t first, last;
    unsigned char class;
} class_ranges[] = {
    {0x0370, 0x03FF, CHARSET_LETTER},           {0x0400, 0x042F, CHARSET_CYRILLIC_UPPER},
    {0x0430, 0x045F, CHARSET_CYRILLIC_LOWER},   {0x0460, 0x10FF, CHARSET_LETTER},
    {0x1200, 0x1FFF, CHARSET_LETTER},           {0x2010, 0x203F, CHARSET_SYMBOL},
    {0x20AC, 0x20AC, CHARSET_SYMBOL},           {0x2122, 0x2122, CHARSET_SYMBOL},
    {0x3000, 0x303F, CHARSET_WIDE_PUNCTUATION}, {0x3041, 0x309F, CHARSET_HIRAGANA},
    {0x30A1, 0x30FA, CHARSET_KATAKANA},         {0x30FB, 0x30FB, CHARSET_WIDE_PUNCTUATION},
    {0x30FC, 0x30FF, CHARSET_KATAKANA},         {0x4E00, 0x9FFF, CHARSET_HAN},
    {0xAC00, 0xD7A3, CHARSET_HANGUL},           {0xD800, 0xF8FF, CHARSET_BAD},
    {0xFE30, 0xFE4F, CHARSET_WIDE_PUNCTUATION}, {0xFF01, 0xFF60, CHARSET_WIDE_PUNCTUATION},
    {0xFF61, 0xFF9F, CHARSET_HALF_KATAKANA},    {0xFFFD, 0xFFFF, CHARSET_BAD},
};

enum charset_class charset_class_of(uint32_t code_point)
{
    if (code_point < 0x80)
        return class_of_ascii(code_point);
    if (code_point < 0x180)
        return class_of_latin(code_point);
    if (code_point >= 0x4E00 && code_point <= 0x9FFF)
        return CHARSET_HAN;
    if (code_point > 0xFFFF)
        return code_point >= 0xF0000 ? CHARSET_BAD : CHARSET_OTHER;
    size_t low = 0, high = ARRAY_LENGTH(class_ranges);
    while (low < high) {
        const size_t middle = (low + high) / 2;
        if (code_point > class_ranges[middle].last)
            low = middle + 1;
        else
            high = middle;
    }
    return low < ARRAY_LENGTH(class_ranges) && code_point >= class_ranges[low].first
               ? class_ranges[low].class
               : CHARSET_OTHER;
}

unsigned charset_model_cost(const struct charset_model *model, enum charset_language language,
                            enum charset_class before, enum charset_class class,
                            uint32_t code_point)
{
    const unsigned follows = charset_follows[language][before][class];
    const unsigned listed = code_point < 0x10000 ? model->listed[language][code_point] : 0;
    return follows + 4 * (listed != 0 ? listed - 1 : unlisted_bits[class]);
}
