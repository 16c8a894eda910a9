/* The formats, one function each; a new one is a file and a row in format.c. Inside ingest only. */
#ifndef INGEST_FORMATS_H
#define INGEST_FORMATS_H

#include "document/builder.h"
#include "ingest/ingest.h"
#include "ingest/rules.h"

/* *content is UTF-8 by decision (well-formed, not NFC, controls as they came). Both take it over. */
MUST_CHECK enum status ingest_plain(struct buffer *content, const struct ingest_options *options,
                                    const struct charset_decision *decision,
                                    struct document **ret_document, struct error *error);
MUST_CHECK enum status ingest_html(struct buffer *content, const struct ingest_options *options,
                                   const struct charset_decision *decision,
                                   struct document **ret_document, struct error *error);

static inline const struct rules *ingest_rules(const struct ingest_options *options)
{
    return options->rules ? options->rules : rules_builtin();
}

/* Version of the extraction as a whole: raised when the same bytes may give another document. */
enum { EXTRACTOR_VERSION = 2 };

#endif
