/* A version of an article's text as a line, and why one was not made the current one. */
#ifndef CLI_VERSION_ROW_H
#define CLI_VERSION_ROW_H

#include "library/article.h"
#include "library/store.h"

void version_row_append_json(const struct article_version *version, struct buffer *out);
void version_row_append(const struct article_version *version, struct buffer *out);

/* enum concern of a version: "error-page" as in JSON, and a sentence; "" for none. */
const char *concern_name(int concern);
const char *concern_sentence(int concern);

#endif
