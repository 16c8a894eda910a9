/* The inline half of the Markdown writer. */
#ifndef DOCUMENT_MARKDOWN_H
#define DOCUMENT_MARKDOWN_H

#include "document/document.h"

/* Names that links and footnote references go to, and the footnotes that can be written as such:
 * those that something refers to (others would vanish in rendering). */
struct markdown_names;

struct markdown_names *markdown_names_new(const struct document *document);
void markdown_names_free(struct markdown_names *names);
/* 1.. for a block that is a footnote referred to, else 0. */
size_t markdown_footnote_number(const struct markdown_names *names, size_t block);

enum markdown_place {
    MARKDOWN_PARAGRAPH,
    MARKDOWN_VERSE,   /* blanks at a line's start count */
    MARKDOWN_HEADING, /* one line */
    MARKDOWN_CELL,    /* one line, no bare '|' */
};

/* Appends the block's text from the given offset on. A line break is written as \n, to be prefixed
 * by the caller; in a heading as a blank, in a cell as <br>. */
void markdown_inline(const struct document *document, const struct markdown_names *names,
                     size_t block, size_t from, enum markdown_place place, struct buffer *out);

#endif
