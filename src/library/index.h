/* The full-text index of an article's current version. Inside the library layer only. */
#ifndef LIBRARY_INDEX_H
#define LIBRARY_INDEX_H

#include "document/document.h"
#include "library/library.h"

/* Inside a transaction. The article's columns are set. */
MUST_CHECK enum status index_add(struct library *library, int64_t article,
                                 const struct document *document, struct error *error);
/* Before the article's columns or its current text are replaced. */
MUST_CHECK enum status index_remove(struct library *library, int64_t article, struct error *error);

#endif
