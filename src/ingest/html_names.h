/* What class, id and role names say about an element. */
#ifndef INGEST_HTML_NAMES_H
#define INGEST_HTML_NAMES_H

#include "ingest/html_tree.h"

struct html_names {
    int weight;       /* > 0 speaks for an article's body, < 0 against */
    bool is_unlikely; /* by its name no part of an article */
    bool is_body;     /* named as the very body: articleBody, js_content */
    bool is_byline, is_date;
    unsigned aside; /* enum aside that the name means */
};

/* The words that names are searched for, by their first letter. */
struct html_words {
    uint8_t starts['z' - 'a' + 2];
    uint8_t order[128];
};

void html_words_sort(struct html_words *ret_words);
struct html_names html_names(const struct html_words *words, const struct html_tree *tree,
                             size_t node);

#endif
