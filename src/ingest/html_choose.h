/* Which subtrees are the article, and which parts of them are not. */
#ifndef INGEST_HTML_CHOOSE_H
#define INGEST_HTML_CHOOSE_H

#include "ingest/html_features.h"

enum html_choice {
    HTML_CHOSE_ARTICLE, /* one among other things */
    HTML_CHOSE_PAGE,    /* no article to be told apart: the body without its boilerplate */
    HTML_CHOSE_ALL,     /* a plain document, nothing of it is boilerplate */
};

/* Sets HTML_CHOSEN and HTML_CUT in features. */
enum html_choice html_choose(const struct html_tree *tree, struct html_features *features);

#endif
