/* Passages when the text under them changes. Inside the library layer only. */
#ifndef LIBRARY_PASSAGE_PRIVATE_H
#define LIBRARY_PASSAGE_PRIVATE_H

#include "document/document.h"
#include "library/library_private.h"

/* Finds each of the article's passages again in the version text, which document is. None is ever
 * dropped. Inside a transaction. */
MUST_CHECK enum status passages_carry_over(struct library *library, int64_t article, int64_t text,
                                           const struct document *document, struct error *error);

#endif
