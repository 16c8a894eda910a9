/* The one fold that search knows: index, verification, finding in a text and highlighting compare
 * folded forms. Folded form of a text: NFKC_Casefold with default-ignorables gone; diacritics of
 * alphabetic scripts and vowel points gone (が is not か, 한 not 하); katakana as hiragana; one
 * class for the traditional, simplified and Japanese shapes of a Han character (data/fold); white
 * space but \n as a blank. A mark is kept only on a letter of its own script. Jamo that stand alone
 * (ㅋㅋ) stay so. Idempotent, and equal for canonically equivalent texts. */
#ifndef TEXT_FOLD_H
#define TEXT_FOLD_H

#include "base/str.h"

#include <stdint.h>

enum {
    FOLD_VERSION = 1, /* goes up whenever any text may fold to something else */
    FOLD_STEP_POINTS = 64,
    FOLD_ILL_FORMED = 0x110000, /* in a step: bytes that are no UTF-8, equal to no code point */
};

/* What a folded code point is to search. Marks are of the kind of their script's letters. */
enum fold_kind {
    FOLD_OTHER,     /* punctuation, symbols, controls */
    FOLD_BLANK,     /* ' ' and \n */
    FOLD_WORD,      /* letters, digits, marks of scripts that part words with blanks */
    FOLD_SUBSTRING, /* letters of the others: Han, kana, Hangul, bopomofo, Thai, Khmer … */
};

enum fold_kind fold_kind(uint32_t code_point);
/* Kept marks, and jamo that go on a syllable: part of the character before them. */
bool fold_joins(uint32_t code_point);
/* Whether a code point of a source may be in the step of the character before it. */
bool fold_may_join(uint32_t code_point);
bool fold_is_sentence_mark(uint32_t code_point); /* Sentence_Terminal: . ! ? 。 … */

/* Appends the folded form; each ill-formed sequence gives U+FFFD. */
void fold_append(struct buffer *out, struct str text);

/* Where each byte of a folded text comes from; {0} is empty. Only what differs is kept. */
struct fold_map {
    struct fold_change *changes;
    size_t count, capacity;
};

void fold_map_release(struct fold_map *map);
/* As fold_append; map (emptied first) is relative to the start of what is appended and of text. */
void fold_append_mapped(struct buffer *out, struct str text, struct fold_map *map);
/* The source of folded bytes [start, end), start < end: whole characters, with what was removed
 * between them but not at their ends. */
void fold_map_source(const struct fold_map *map, size_t start, size_t end, size_t *ret_start,
                     size_t *ret_end);

/* A character of the source with its marks, folded. */
struct fold_step {
    uint32_t points[FOLD_STEP_POINTS];
    unsigned count; /* 0: what stands there is removed */
    size_t end;     /* in the source */
};

/* The step from offset (< text.length, a code point's start). A run of removed code points at
 * offset is a step of its own. */
void fold_step(struct str text, size_t offset, struct fold_step *ret_step);
/* The last step before offset that gives anything, and where it starts; SIZE_MAX when there is
 * none at or after floor. */
size_t fold_step_before(struct str text, size_t offset, size_t floor, struct fold_step *ret_step);

/* Every code point that a character whose folded form holds point may begin with, point among
 * them; free() it. Returns how many. */
size_t fold_spellings(uint32_t point, uint32_t **ret_sources);

#endif
