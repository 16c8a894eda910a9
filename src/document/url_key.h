/* When two addresses are one article's. */
#ifndef DOCUMENT_URL_KEY_H
#define DOCUMENT_URL_KEY_H

#include "document/document.h"

/* Appends what is alike exactly for the addresses of one article, as "example.org/path?id=7":
 * ASCII, under 1,100 bytes. Nothing for what is no http(s) URL. */
void url_key(struct str url, struct buffer *out);
/* The same of the document's canonical URL when that is of the same site and says as much as its
 * URL, else of its URL. */
void document_url_key(const struct document *document, struct buffer *out);

#endif
