/* Made-up texts whose words are as common, and as rare, as those of real ones: tens of thousands of
 * words after Zipf's law, of characters that follow it too, and each text about something. */
#ifndef BENCH_LEXICON_H
#define BENCH_LEXICON_H

#include "base/str.h"

#include <stdint.h>

enum lexicon_language {
    LEXICON_SIMPLIFIED,
    LEXICON_TRADITIONAL, /* the same words in their other characters */
    LEXICON_ENGLISH,
    LEXICON_JAPANESE,
    LEXICON_KOREAN,
    LEXICON_LANGUAGE_COUNT,
};

struct lexicon; /* of all these languages */

struct lexicon *lexicon_new(void);
void lexicon_free(struct lexicon *lexicon);
const char *lexicon_code(enum lexicon_language language); /* "zh-Hant" */

/* A number below the given one; the state is the caller's, never 0. */
uint32_t lexicon_draw(uint64_t *state, uint32_t below);

/* Another character that folds to this one, or itself. */
uint32_t lexicon_traditional(uint32_t code_point);

/* What a text is about: words that it says again and again. */
enum { TOPIC_WORDS = 16 };
struct topic {
    enum lexicon_language language;
    uint32_t words[TOPIC_WORDS];
};
void lexicon_choose(const struct lexicon *lexicon, enum lexicon_language language, uint64_t *state,
                    struct topic *ret_topic);
void lexicon_append_title(const struct lexicon *lexicon, const struct topic *topic, uint64_t *state,
                          struct buffer *out);
/* Sentences of at least so many bytes together. */
void lexicon_append_paragraph(const struct lexicon *lexicon, const struct topic *topic,
                              uint64_t *state, size_t byte_count, struct buffer *out);

#endif
