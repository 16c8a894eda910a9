/* Candidates in a text: the places where one of a few short byte strings may begin. Three bytes are
 * looked at; each is checked by its two halves against eight buckets at once ("Teddy" of Hyperscan;
 * Wang et al., NSDI 2019), 32 or 16 bytes a turn where there is AVX2 or SSSE3. */
#ifndef FIND_FINGERPRINT_H
#define FIND_FINGERPRINT_H

#include "base/str.h"

#include <stdint.h>

enum {
    FINGERPRINT_BYTES = 3,
    FINGERPRINT_BUCKETS = 8,
    CANDIDATES_MAX = 192,
    CANDIDATES_AHEAD_MAX = 1 << 14
};

/* Bit b of low[i][n] and high[i][n]: a byte at i with that half n can be of bucket b. */
struct fingerprint {
    uint8_t low[FINGERPRINT_BYTES][16], high[FINGERPRINT_BYTES][16];
    uint8_t bytes[FINGERPRINT_BYTES][256]; /* both halves together, for want of vectors */
};

/* The bytes that may stand at each of the three places. */
struct byte_sets {
    bool bytes[FINGERPRINT_BYTES][256];
};

/* Makes the most of the buckets for count sets, count > 0. */
void fingerprint_init(struct fingerprint *fingerprint, const struct byte_sets *sets, size_t count);
/* How often it stops for nothing, roughly: a share of all places in prose. */
double fingerprint_share(const struct byte_sets *set);

/* Candidates in text order, found ahead of their use. */
struct candidates {
    size_t offset; /* of the text, that places[] count from */
    size_t next;   /* what is before this has been looked at */
    unsigned count;
    uint16_t places[CANDIDATES_MAX];
};

/* The first candidate in [from, end) and those behind it, in the next bytes_ahead bytes (1 to
 * 16384) or so and as many as have room; count is 0 when there is none. What would be past the end
 * of text fits any set; end <= text.length. */
void fingerprint_find(const struct fingerprint *fingerprint, struct str text, size_t from,
                      size_t end, size_t bytes_ahead, struct candidates *ret_candidates);
/* The same one by one, which the vectors are tested against. */
void fingerprint_find_plain(const struct fingerprint *fingerprint, struct str text, size_t from,
                            size_t end, size_t bytes_ahead, struct candidates *ret_candidates);
/* With 16 bytes a turn, where that can be done. */
void fingerprint_find_ssse3(const struct fingerprint *fingerprint, struct str text, size_t from,
                            size_t end, size_t bytes_ahead, struct candidates *ret_candidates);

#endif
