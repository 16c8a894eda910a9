/* Markup → compact tree, by gumbo with bounded input and a bump allocator. */
#ifndef INGEST_HTML_PARSE_H
#define INGEST_HTML_PARSE_H

#include "ingest/html_guard.h"
#include "ingest/html_tree.h"

/* Never fails: every input is a page. The tree owns all it holds. */
void html_parse(const struct html_guarded *guarded, struct html_tree *ret_tree);

#endif
