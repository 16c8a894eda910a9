/* Title, byline, dates and addresses of a page, from the places where pages state them. */
#ifndef INGEST_METADATA_HTML_H
#define INGEST_METADATA_HTML_H

#include "document/builder.h"
#include "ingest/html_features.h"
#include "ingest/html_guard.h"
#include "ingest/ingest.h"

/* Fills the builder's metadata; strings are the builder's. */
void metadata_from_html(const struct html_tree *tree, const struct html_features *features,
                        const struct html_guarded *guarded, const struct ingest_options *options,
                        struct builder *builder);

/* What several places say, before one is chosen. */
struct title_sources {
    struct str page;            /* <title> */
    struct str graph;           /* og:title, twitter:title */
    struct str linked;          /* JSON-LD headline */
    struct str site;            /* og:site_name and the like */
    const struct str *headings; /* h1 and, after them, h2 */
    size_t heading_count;
};

/* The article's own title without the site's name around it; borrowed from the sources. *ret_site
 * is the part taken off, or empty. */
struct str title_choose(const struct title_sources *sources, struct str *ret_site);
/* Whether two titles are the same but for blanks, punctuation and case. */
bool title_equal(struct str a, struct str b);

/* A byline without "By", "作者：" and the like; empty when it is no name. Borrowed. */
struct str byline_clean(struct str text);

#endif
