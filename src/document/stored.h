/* A document as it is kept for decades: its text as it is, and everything else as one short run of
 * bytes. Every version that was ever written can be read (stored.c draws the first). */
#ifndef DOCUMENT_STORED_H
#define DOCUMENT_STORED_H

#include "document/document.h"

/* Appends all of the document but its text: blocks, spans, cells, targets, metadata. The same
 * document always gives the same bytes. */
void document_store(const struct document *document, struct buffer *out);
/* The document of a text and the structure stored with it. Neither is trusted: what breaks a
 * promise of document.h (but NFC) is STATUS_MALFORMED, a newer zhai's bytes STATUS_UNSUPPORTED.
 * Linear. */
MUST_CHECK enum status document_restore(struct str text, struct str structure,
                                        struct document **ret_document, struct error *error);
/* The same without a copy of the text: *text is taken over, and empty afterwards in any case. */
MUST_CHECK enum status document_restore_take(struct buffer *text, struct str structure,
                                             struct document **ret_document, struct error *error);

#endif
