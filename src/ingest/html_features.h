/* Measures of every node, in two linear passes: what main-text choice goes by. */
#ifndef INGEST_HTML_FEATURES_H
#define INGEST_HTML_FEATURES_H

#include "ingest/html_tree.h"

enum html_feature_flag {
    HTML_BLOCKED = 1,      /* boilerplate by tag or name, itself or around it */
    HTML_BLOCKED_HERE = 2, /* … and this is the outermost node that says so */
    HTML_NAMED_BODY = 4,
    HTML_HAS_NAME = 8,
    HTML_CHOSEN = 16, /* root of main text (html_choose.h) */
    HTML_CUT = 32,    /* root of what is an aside, even inside main text */
    HTML_NAMED_BYLINE = 64,
    HTML_NAMED_DATE = 128,
};

struct html_features {
    uint32_t weight;      /* visible text: Han, kana, Hangul count 2, other letters 1, blanks 0 */
    uint32_t link_weight; /* of that, inside links */
    uint32_t prose;       /* of that, in runs that read like sentences */
    uint32_t marks;       /* commas, full stops */
    float score;          /* prose near by, as Readability spreads it to ancestors */
    int8_t name_weight;
    uint8_t aside; /* enum aside by name or tag */
    uint8_t flags;
};

/* One per node; free() it. Clears HTML_IS_HIDDEN everywhere when nearly all text would be hidden.
 */
struct html_features *html_features(struct html_tree *tree);

double html_link_density(const struct html_features *features);

/* Weight of a text and its sentence marks. */
uint32_t html_text_weight(struct str text, uint32_t *ret_marks);

#endif
