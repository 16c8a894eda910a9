/* Queries as readers type them, taken from the texts of a library so that each finds something. */
#ifndef BENCH_SEARCH_QUERIES_H
#define BENCH_SEARCH_QUERIES_H

#include "library/library.h"

enum sample_kind {
    SAMPLE_HAN,         /* so many characters of one run */
    SAMPLE_JAPANESE,    /* two to four characters of a run, kana among them */
    SAMPLE_KOREAN,      /* two syllables of a word */
    SAMPLE_MIXED,       /* a word or a number with the Han at its side: C语言 */
    SAMPLE_PREFIX,      /* the beginning of a word */
    SAMPLE_PHRASE,      /* two words in quotes */
    SAMPLE_TRADITIONAL, /* of a simplified text, in traditional characters */
    SAMPLE_SIMPLIFIED,  /* of a traditional text, in simplified ones */
    SAMPLE_TITLE,       /* two pairs of characters of a title */
};

enum sample_bound {
    BOUND_SINGLE, /* one character */
    BOUND_RANKED, /* 2 to 8 characters */
    BOUND_NONE,   /* each candidate's text is looked into: the index does not know blanks from marks
                   */
};

struct sample_class {
    const char *name;
    enum sample_kind kind;
    unsigned length;    /* of HAN, in characters */
    double least, most; /* the share of the articles that hold it */
    enum sample_bound bound;
};
extern const struct sample_class sample_classes[];
extern const size_t sample_class_count;

/* A query of the kind from one article of the library taken at random, into out (emptied first);
 * false when that article has none. */
bool sample_query(struct library *library, int64_t article_count, const struct sample_class *class,
                  uint64_t *state, struct buffer *out);

#endif
