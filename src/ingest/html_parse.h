/* Markup → compact tree, by gumbo with bounded input and a bump allocator. */
#ifndef INGEST_HTML_PARSE_H
#define INGEST_HTML_PARSE_H

#include "ingest/html_guard.h"
#include "ingest/html_tree.h"

/* source comes from html_guard. Never fails: every input is a page. The tree owns all it holds. */
void html_parse(struct str source, struct html_tree *ret_tree);

#endif
