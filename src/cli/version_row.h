/* A version of an article's text as a line. */
#ifndef CLI_VERSION_ROW_H
#define CLI_VERSION_ROW_H

#include "library/article.h"
#include "library/store.h"

void version_row_append_json(const struct article_version *version, struct buffer *out);
void version_row_append(const struct article_version *version, struct buffer *out);

#endif
