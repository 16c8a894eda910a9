/* A document as plain text, Markdown, HTML or JSON. Nothing here filters for a terminal. */
#ifndef DOCUMENT_WRITER_H
#define DOCUMENT_WRITER_H

#include "document/document.h"

/* Body only, asides left out, one block a line (the author's own line breaks are kept in verse and
 * code, and are a space elsewhere); list markers that are not in the text are written. */
void write_plain(const struct document *document, struct buffer *out);
/* CommonMark with pipe tables and footnotes, YAML front matter; asides left out. */
void write_markdown(const struct document *document, struct buffer *out);
/* One standalone UTF-8 page without scripts or outside loads; links only http, https, mailto and #.
 * Asides in <details>. */
void write_html(const struct document *document, struct buffer *out);
/* The object of ARCHITECTURE.md on one line, \n at the end. Offsets are code points within their
 * block. */
void write_json(const struct document *document, struct buffer *out);

#endif
