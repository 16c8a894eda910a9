/* The generated tables of text/fold.h (src/text/generate_fold.c writes them), for the text layer.
 *
 *   fold_entries[fold_index[cp / 64] * 64 + cp % 64]
 *     bits 0..23   UTF-8 of what cp folds to (little end first), xored with cp's own UTF-8
 *     bits 24..26  bytes that it is shorter than cp's own, modulo 8
 *     so 0 folds to itself; and all of this counts only without FOLD_EXPANDS, which has
 *     bits 0..15   where in fold_expansions its code points are
 *     bits 16..23  how many they are */
#ifndef TEXT_FOLD_TABLE_H
#define TEXT_FOLD_TABLE_H

#include <stddef.h>
#include <stdint.h>

enum {
    FOLD_REMOVED = 1 << 27, /* folds to nothing */
    FOLD_JOINS = 1 << 28,   /* begins with a mark, or a jamo, that may change what stands before */
    FOLD_EXPANDS = 1 << 29, /* to several code points, or over 3 bytes */
    FOLD_IS_SLOW = FOLD_JOINS | FOLD_EXPANDS,
};

enum { FOLD_BLOCK = 64, FOLD_CLASS_BLOCK = 128 };

extern const uint16_t fold_index[0x110000 / FOLD_BLOCK];
extern const uint32_t fold_entries[];
extern const uint32_t fold_expansions[];

/* enum fold_kind in bits 0..1, then: */
enum { FOLD_CLASS_KIND = 3, FOLD_CLASS_MARK = 4, FOLD_CLASS_SENTENCE = 8, FOLD_CLASS_JOINS = 16 };
extern const uint16_t fold_class_index[0x110000 / FOLD_CLASS_BLOCK];
extern const uint8_t fold_classes[];

/* Runs of one script and combining class, of the scripts whose marks are kept; sorted. */
struct fold_script_range {
    uint32_t first, last;
    uint8_t script, combining_class;
};
extern const struct fold_script_range fold_script_ranges[];
extern const size_t fold_script_range_count;

/* fold_spelling_sources[fold_spelling_starts[i] ..< fold_spelling_starts[i + 1]] are the code
 * points but fold_spelling_keys[i] itself whose folded form holds that key; keys are sorted. */
extern const uint32_t fold_spelling_keys[];
extern const uint32_t fold_spelling_starts[];
extern const uint32_t fold_spelling_sources[];
extern const size_t fold_spelling_key_count;

/* code_point <= U+10FFFF. */
static inline uint32_t fold_entry_of(uint32_t code_point)
{
    return fold_entries[fold_index[code_point / FOLD_BLOCK] * (uint32_t)FOLD_BLOCK +
                        code_point % FOLD_BLOCK];
}

static inline unsigned fold_class_of(uint32_t code_point)
{
    return fold_classes[fold_class_index[code_point / FOLD_CLASS_BLOCK] *
                            (uint32_t)FOLD_CLASS_BLOCK +
                        code_point % FOLD_CLASS_BLOCK];
}

#endif
