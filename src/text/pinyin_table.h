/* Readings of U+3400..U+9FFF, written by src/generate/pinyin.py from Unihan. */
#ifndef TEXT_PINYIN_TABLE_H
#define TEXT_PINYIN_TABLE_H

#include "text/pinyin.h"

#include <stdint.h>

enum {
    PINYIN_FIRST = 0x3400,
    PINYIN_LAST = 0x9FFF,
};

struct pinyin_syllable {
    char letters[PINYIN_LETTERS_MAX];
    uint8_t length;
};

/* Set 0 is empty; set i has the syllables pinyin_set_members[pinyin_set_starts[i] ..< starts[i+1]].
 */
extern const struct pinyin_syllable pinyin_syllables[];
extern const uint16_t pinyin_sets[];
extern const uint16_t pinyin_set_starts[];
extern const uint16_t pinyin_set_members[];
extern const unsigned pinyin_syllable_count, pinyin_set_count;

#endif
