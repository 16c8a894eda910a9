/* Lines and patterns as the rules compare them: folded, without decoration. Inside the rules only.
 */
#ifndef INGEST_RULES_FOLD_H
#define INGEST_RULES_FOLD_H

#include "base/str.h"

#include <stdint.h>

enum { FOLDED_SIZE = 600, GRAM_COUNT = 1024, GRAM_BYTES = 3 };

struct folded {
    char bytes[FOLDED_SIZE + 4];
    size_t length;
    size_t code_points;              /* of the core, as far as it is folded */
    uint64_t grams[GRAM_COUNT / 64]; /* which the core holds, as a set */
};

/* Case, full-width forms and no-break blanks. */
uint32_t fold_for_rules(uint32_t code_point);
/* The first 600 bytes of line, blanks as one, bullets at both ends taken off. */
void fold_line(struct folded *folded, struct str line);
/* What is compared: without brackets around the whole, a final colon or count. Fills the set of
 * grams; the bytes are folded's. */
struct str folded_core(struct folded *folded);
/* Three bytes as a number below GRAM_COUNT. */
unsigned gram_of(const char *bytes);

#endif
