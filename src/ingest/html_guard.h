/* Makes hostile markup harmless before the parser sees it, in one linear pass. Gumbo is quadratic
 * in depth, in open formatting elements and in attributes, so what exceeds the bounds is repaired
 * here: excess start tags are dropped and their text stays. Scripts, styles, comments and
 * attributes that nothing reads go too, which is also what makes the parse fast. */
#ifndef INGEST_HTML_GUARD_H
#define INGEST_HTML_GUARD_H

#include "ingest/html_texts.h"

enum {
    HTML_DEPTH_LIMIT = 400,     /* open elements */
    HTML_FORMATTING_LIMIT = 48, /* unclosed <b>, <font> … */
    HTML_TAG_LIMIT = 2000000,   /* read: two seconds' work, and half a gigabyte of nodes */
};

struct html_guarded {
    struct buffer source; /* for the parser */
    struct html_texts texts;
    struct buffer json;     /* JSON-LD scripts, each followed by a NUL */
    struct buffer comments; /* the first 64 KB of comments, each followed by \n */
    bool is_cut;            /* the page has more than is read of any */
};

void html_guard(struct str source, struct html_guarded *ret_guarded);
void html_guarded_release(struct html_guarded *guarded);

#endif
