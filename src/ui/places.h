/* Where reading ended, across runs: one small file, the newest first.
 * A line is "content-hash path-hash offset quote": the quote are the text's next code points, so
 * that a place is found again when the text around it changed. Nothing in the file can do more than
 * name a place. */
#ifndef UI_PLACES_H
#define UI_PLACES_H

#include "base/str.h"

#include <stdint.h>

enum { PLACES_LIMIT = 1000, PLACES_QUOTE_POINTS = 32 };

struct place_key {
    uint64_t content, path; /* path 0: standard input */
};

/* Of the length and samples of the text: the same for the same text wherever it lies, and bounded
 * work. */
uint64_t places_hash_text(struct str text);
uint64_t places_hash_path(const char *path);

/* The place that places (the file's content) remembers for key, found again in text; false when
 * none is or its quote is gone. */
bool places_find(struct str places, struct place_key key, struct str text, uint32_t *ret_place);
/* Appends places with key's entry replaced by place (0 removes it), at most PLACES_LIMIT entries.
 */
void places_update(struct str places, struct place_key key, struct str text, uint32_t place,
                   struct buffer *out);

/* The same on the user's file; a missing or unusable one is no place and no error. */
bool places_load(struct place_key key, struct str text, uint32_t *ret_place);
void places_save(struct place_key key, struct str text, uint32_t place);

#endif
