/* What pinyin.c, pinyin_unit.c and pinyin_codes.c share. */
#ifndef TEXT_PINYIN_PRIVATE_H
#define TEXT_PINYIN_PRIVATE_H

#include "text/pinyin.h"
#include "text/pinyin_table.h"

/* Bit p of a state: the letters before p are matched; of a mask: a spelling fits at p. */
struct pinyin_pattern {
    uint32_t points[PINYIN_QUERY_MAX];
    unsigned count; /* 0: matches nothing */
    bool is_ascii;
    uint64_t letter_masks[128];
    uint64_t (*set_masks)[PINYIN_LETTERS_MAX]; /* by set, and by letters taken, less one */
    bool *set_starts;                          /* by set: whether a match may start with it */
};

enum unit_kind {
    UNIT_BREAK,  /* ends a match: a mark, a line's end */
    UNIT_SKIP,   /* blank or removed */
    UNIT_HAN,    /* by set, or as itself */
    UNIT_KANA,   /* by its romaji, or as itself */
    UNIT_DOUBLE, /* っ: the consonant that follows once more */
    UNIT_LONG,   /* ー: nothing, or the vowel before once more */
    UNIT_LETTER, /* as itself */
};

enum { UNIT_POINTS = 4, ROMAJI_MAX = 8, ROMAJI_LETTERS = 6 };

struct romaji {
    char letters[ROMAJI_LETTERS];
    unsigned length;
};

/* What is matched as one: a character, or kana with the small one after it. */
struct unit {
    enum unit_kind kind;
    uint32_t points[UNIT_POINTS]; /* folded */
    unsigned point_count;
    unsigned set;
    struct romaji romaji[ROMAJI_MAX];
    unsigned romaji_count;
    size_t end, last_start; /* where its last character starts */
};

/* Whether a letter at offset begins a word. */
bool unit_is_word_start(struct str text, size_t offset);
void unit_read(struct str text, size_t at, struct unit *ret_unit);
/* Whether the unit at offset, a small kana, is read as one with the kana before it. */
bool unit_is_joined(struct str text, size_t offset, const struct unit *unit);
/* Whether う or お after another vowel, which may be left out. */
bool unit_is_optional(const struct unit *unit);

/* Whether the length letters at first of the query are a syllable or a kana's romaji, or, when they
 * end the query, begin one. */
bool pinyin_is_spelling(const struct pinyin_pattern *pattern, unsigned first, unsigned length);

static inline bool pinyin_is_vowel(uint32_t letter)
{
    return letter == 'a' || letter == 'e' || letter == 'i' || letter == 'o' || letter == 'u';
}

#endif
