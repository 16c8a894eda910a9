/* The full-text index of an article's current version. Inside the library layer only. */
#ifndef LIBRARY_INDEX_H
#define LIBRARY_INDEX_H

#include "document/document.h"
#include "library/library.h"

/* Inside a transaction, to be written when it is committed. The article's columns are set. */
MUST_CHECK enum status index_add(struct library *library, int64_t article,
                                 const struct document *document, struct error *error);
/* The same, whether the index is being built or not. */
MUST_CHECK enum status index_write(struct library *library, int64_t article,
                                   const struct document *document, struct error *error);
/* Before the article's columns or its current text, which document is, are replaced. */
MUST_CHECK enum status index_remove(struct library *library, int64_t article,
                                    const struct document *document, struct error *error);
/* Writes what was added since the transaction began; forgets it. */
MUST_CHECK enum status index_flush(struct library *library, struct error *error);
void index_forget(struct library *library);
/* What is indexed of a document: its text, with U+001E between blocks. */
void index_append_body(const struct document *document, struct buffer *out);

#endif
