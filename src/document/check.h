/* The invariants of document.h: for what was stored, for tests and fuzzers. */
#ifndef DOCUMENT_CHECK_H
#define DOCUMENT_CHECK_H

#include "document/document.h"

/* One sentence about the first thing that is broken (static storage), or NULL. Linear. */
const char *document_check(const struct document *document);
/* The same but for NFC: ingestion does not compose a huge text to its end, and nothing breaks. */
const char *document_check_stored(const struct document *document);

#endif
