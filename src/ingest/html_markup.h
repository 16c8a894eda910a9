/* Markup written for the parser: clean, only what something reads, and as little as can be. */
#ifndef INGEST_HTML_MARKUP_H
#define INGEST_HTML_MARKUP_H

#include "ingest/html_lexer.h"
#include "ingest/html_texts.h"

enum {
    HTML_ATTRIBUTE_LIMIT = 200,  /* looked at in one tag */
    HTML_VALUE_LIMIT = 8 * 1024, /* bytes of an attribute value kept */
    /* Two seconds' work each; the parser reads the one and not the other. */
    HTML_SOURCE_LIMIT = 40 << 20,
    HTML_TEXT_LIMIT = 128 << 20,
};

struct markup {
    struct buffer *source;
    struct html_texts *texts;
    unsigned preformatted, foreign; /* open elements of that kind: <pre>, <svg> */
    bool is_at_block;               /* a block's tag was written last */
    bool is_cut;                    /* a text was longer than a page may have */
};

/* Whether as much is written as a page may have; what comes behind is not. */
bool markup_is_full(const struct markup *markup);
/* With the attributes that something reads. */
void markup_append_tag(struct markup *markup, const struct html_tag *tag);
/* <!inside> */
void markup_append_declaration(struct markup *markup, struct str inside);
/* What stands between tags. False when nothing was to be written. */
bool markup_append_text(struct markup *markup, struct str text);
/* Text and references as they are, of an element that has nothing else in it. */
void markup_append_pieces(struct markup *markup, struct str text);
/* Text whose < and & mean themselves. */
void markup_append_literal(struct markup *markup, struct str text);

#endif
