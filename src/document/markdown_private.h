/* Shared by the two files of markdown.h. */
#ifndef DOCUMENT_MARKDOWN_PRIVATE_H
#define DOCUMENT_MARKDOWN_PRIVATE_H

#include "document/markdown.h"

struct markdown_name {
    struct str name;
    size_t block;
};

struct name_list {
    struct markdown_name *names;
    size_t count, capacity;
};

struct markdown_names {
    const struct document *document;
    struct name_list footnotes, links, references;
    uint32_t *numbers; /* by block: of the footnote, or 0 */
};

/* The number of the footnote that the span refers to, or 0. */
size_t markdown_reference_number(const struct markdown_names *names, const struct span *span);
bool markdown_is_linked_to(const struct markdown_names *names, struct str name);

#endif
