/* What the scorer knows of languages: how common characters are, and what follows what. */
#ifndef TEXT_CHARSET_MODEL_H
#define TEXT_CHARSET_MODEL_H

#include <stddef.h>
#include <stdint.h>

enum charset_language {
    CHARSET_CHINESE_SIMPLIFIED,
    CHARSET_CHINESE_TRADITIONAL,
    CHARSET_JAPANESE,
    CHARSET_KOREAN,
    CHARSET_WESTERN,
    CHARSET_RUSSIAN,
    CHARSET_LANGUAGE_COUNT,
};

enum charset_class {
    CHARSET_START,
    CHARSET_SPACE,
    CHARSET_LOWER, /* ASCII */
    CHARSET_UPPER,
    CHARSET_DIGIT,
    CHARSET_PUNCTUATION,
    CHARSET_LATIN_LOWER, /* beyond ASCII */
    CHARSET_LATIN_UPPER,
    CHARSET_SYMBOL, /* Latin-1 signs, general punctuation */
    CHARSET_WIDE_PUNCTUATION,
    CHARSET_HAN,
    CHARSET_HIRAGANA,
    CHARSET_KATAKANA,
    CHARSET_HALF_KATAKANA,
    CHARSET_HANGUL,
    CHARSET_CYRILLIC_LOWER,
    CHARSET_CYRILLIC_UPPER,
    CHARSET_LETTER, /* of another alphabet */
    CHARSET_OTHER,
    CHARSET_BAD, /* controls, private use, what did not decode */
    CHARSET_CLASS_COUNT,
};

/* Characters that each make up about one in 2^bits of their class. */
struct charset_tier {
    int bits;
    const char *characters; /* UTF-8; NULL ends the table */
};

extern const struct charset_tier charset_chinese_simplified[];
extern const struct charset_tier charset_chinese_traditional[];
extern const struct charset_tier charset_japanese[];
extern const struct charset_tier charset_korean[];
extern const struct charset_tier charset_western[];
extern const struct charset_tier charset_russian[];

/* Quarter bits, by the class before and the class after. */
extern const unsigned char charset_follows[CHARSET_LANGUAGE_COUNT][CHARSET_CLASS_COUNT]
                                          [CHARSET_CLASS_COUNT];

struct charset_model;
struct charset_model *charset_model_new(void); /* free() it */
enum charset_class charset_class_of(uint32_t code_point);
/* Quarter bits that the code point costs in text of the language, after one of class before. */
unsigned charset_model_cost(const struct charset_model *model, enum charset_language language,
                            enum charset_class before, enum charset_class class,
                            uint32_t code_point);

#endif
