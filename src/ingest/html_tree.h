/* The compact tree of a page. Nodes stand in document order, so a subtree is a range:
 *
 *   nodes   0 html | 1 head | 2 title | 3 text | 4 body | 5 p | 6 text …
 *           └ end 7  └ end 4                     └ end 7
 *
 * Children of i: c = i + 1; c < nodes[i].end; c = nodes[c].end. Nothing here recurses. */
#ifndef INGEST_HTML_TREE_H
#define INGEST_HTML_TREE_H

#include "base/str.h"

#include <gumbo.h>
#include <stdint.h>

enum html_attribute_name {
    HTML_ATTRIBUTE_NONE,
    HTML_CLASS,
    HTML_ID,
    HTML_NAME,
    HTML_HREF,
    HTML_SRC,
    HTML_LAZY_SRC, /* data-src, data-original …: where lazy loaders keep the real one */
    HTML_ALT,
    HTML_TITLE_TEXT,
    HTML_STYLE,
    HTML_REL,
    HTML_REV,
    HTML_ROLE,
    HTML_TYPE,
    HTML_START,
    HTML_VALUE,
    HTML_REVERSED,
    HTML_COLUMN_SPAN,
    HTML_ROW_SPAN,
    HTML_WIDTH,
    HTML_HEIGHT,
    HTML_BORDER,
    HTML_HIDDEN_ATTRIBUTE,
    HTML_ARIA_HIDDEN,
    HTML_ARIA_LABEL,
    HTML_LANG,
    HTML_CONTENT,
    HTML_PROPERTY,
    HTML_ITEMPROP,
    HTML_HTTP_EQUIV,
    HTML_DATETIME,
    HTML_EPUB_TYPE,
    HTML_ALTTEXT,
    HTML_ALIGN,
    HTML_SUMMARY,
    HTML_PUBDATE,
    HTML_CITE_URL,
    HTML_ATTRIBUTE_COUNT,
};

enum html_node_flag {
    HTML_IS_TEXT = 1,
    HTML_IS_HIDDEN = 2,   /* not shown, with all inside it */
    HTML_IN_LINK = 4,     /* <a href> around it */
    HTML_IS_FOREIGN = 8,  /* svg or math namespace */
    HTML_IS_PICTURE = 16, /* unknown tag that groups <source> and <img> */
};

struct html_attribute {
    struct str value;
    enum html_attribute_name name;
};

struct html_node {
    uint32_t parent; /* of the root: itself */
    uint32_t end;    /* index behind the last node inside */
    uint32_t first;  /* text: byte offset in text; element: index of its first attribute */
    uint32_t count;  /* text: bytes; element: attributes */
    uint8_t tag;     /* GumboTag; of text: its parent's */
    uint8_t flags;   /* enum html_node_flag */
};

struct html_tree {
    struct html_node *nodes;
    size_t count, capacity;
    struct html_attribute *attributes;
    size_t attribute_count, attribute_capacity;
    struct buffer text;    /* of all text nodes, one behind the other */
    struct buffer strings; /* attribute values */
    uint32_t head, body;   /* node indices, 0 when the page has none */
};

enum html_tag_class {
    HTML_BLOCK = 1,        /* begins and ends a line of its own */
    HTML_VOID = 2,         /* has no end tag */
    HTML_FORMATTING = 4,   /* reopened by the parser until closed (HTML §13.2.4.3) */
    HTML_CLOSES_P = 8,     /* a start tag of it ends an open <p> */
    HTML_SCOPE = 16,       /* what implied end tags do not look beyond */
    HTML_SILENT = 32,      /* its content is no text of the page */
    HTML_BOILERPLATE = 64, /* nav, footer and the like by their very name */
};

unsigned html_tag_class(unsigned tag);

static inline bool html_is_element(const struct html_tree *tree, size_t node)
{
    return !(tree->nodes[node].flags & HTML_IS_TEXT);
}

static inline bool html_is(const struct html_tree *tree, size_t node, GumboTag tag)
{
    return html_is_element(tree, node) && tree->nodes[node].tag == tag;
}

static inline bool html_is_block(const struct html_tree *tree, size_t node)
{
    return html_is_element(tree, node) && html_tag_class(tree->nodes[node].tag) & HTML_BLOCK;
}

void html_tree_release(struct html_tree *tree);
/* Text of a text node. */
struct str html_text(const struct html_tree *tree, size_t node);
/* Value of an attribute, empty when absent; has tells absent from empty. */
struct str html_attribute(const struct html_tree *tree, size_t node, enum html_attribute_name name);
bool html_has_attribute(const struct html_tree *tree, size_t node, enum html_attribute_name name);
/* Appends the text inside node, blanks collapsed to one space and trimmed, hidden parts left out;
 * stops after limit bytes. */
void html_inner_text(const struct html_tree *tree, size_t node, size_t limit, struct buffer *out);
/* The name of a tag or attribute in bytes, ASCII case ignored. */
enum html_attribute_name html_attribute_from_name(const char *name);

#endif
