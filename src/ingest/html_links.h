/* Links within a page: which nodes are gone to, and which of them are footnotes. */
#ifndef INGEST_HTML_LINKS_H
#define INGEST_HTML_LINKS_H

#include "ingest/html_features.h"

enum html_mark {
    HTML_MARK_ANCHOR = 1,    /* some link goes to its id or name */
    HTML_MARK_FOOTNOTE = 2,  /* block of a footnote */
    HTML_MARK_REFERENCE = 4, /* <a> that refers to a footnote */
    HTML_MARK_INTERNAL = 8,  /* <a> whose target is on this page */
};

struct html_links {
    uint8_t *marks; /* one per node */
};

/* page_url may be empty. */
void html_links_find(const struct html_tree *tree, const struct html_features *features,
                     struct str page_url, struct html_links *ret_links);
void html_links_release(struct html_links *links);
/* "name" of "#name" or of page_url "#name"; empty otherwise. */
struct str html_fragment(struct str href, struct str page_url);

#endif
