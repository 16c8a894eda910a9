/* What two texts have in common, however they are set: runs of SHINGLE_TOKENS characters (Han,
 * kana, Hangul …) or words, folded, without blanks and punctuation. */
#ifndef TEXT_SHINGLES_H
#define TEXT_SHINGLES_H

#include "base/str.h"

#include <stdint.h>

enum {
    SHINGLE_TOKENS = 4,
    SHINGLE_KEYS = 8,
    SHINGLES_LEAST = 64, /* fewer say nothing */
};

/* The shingles of a text, of which the first megabyte is looked at. */
struct shingles;

struct shingles *shingles_new(void);
void shingles_free(struct shingles *shingles); /* NULL is fine */
/* Goes on with the text; a shingle may reach over the border. */
void shingles_add(struct shingles *shingles, struct str text);

bool shingles_are_few(const struct shingles *shingles); /* under SHINGLES_LEAST */
/* 64 bits of which more are alike the more the texts have in common (Charikar, 2002). */
uint64_t shingles_simhash(const struct shingles *shingles);
/* Texts that have much in common have one of these in common, at the same index; others have none
 * (min-wise hashing: Broder, 1997; of one permutation: Li, Owen and Zhang, 2012). */
void shingles_keys(const struct shingles *shingles, uint32_t ret_keys[SHINGLE_KEYS]);
/* Shingles of both by shingles of either, 0..1; exact to about 4,000 of them, else within 0.02. */
double shingles_resemblance(struct shingles *left, struct shingles *right);

#endif
