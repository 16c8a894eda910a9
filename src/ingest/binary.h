/* Bytes that are no text. */
#ifndef INGEST_BINARY_H
#define INGEST_BINARY_H

#include "base/str.h"

#include <stdbool.h>

/* What a format known by its first bytes is ("a PDF document"), or NULL; static storage. */
const char *binary_format(struct str bytes);
/* Whether the first 64 KiB are too full of controls to be text in the likeliest charset. A text
 * with a few NULs, escapes or bad bytes is none, nor is UTF-16 without a BOM. */
bool binary_is_likely(struct str bytes, struct str container_charset);

#endif
