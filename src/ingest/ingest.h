/* Bytes of any saved page → document. */
#ifndef INGEST_INGEST_H
#define INGEST_INGEST_H

#include "document/document.h"

struct rules;

enum format { FORMAT_AUTO, FORMAT_TEXT, FORMAT_HTML, FORMAT_COUNT };

struct ingest_options {
    const char *name;             /* path for errors and for the format by its ending; may be NULL */
    struct str charset;           /* --charset label, or empty */
    struct str container_charset; /* what an archive or HTTP said, or empty */
    struct str url;               /* where the bytes came from, when known from outside */
    enum format format;
    const struct rules *rules; /* with the user's own (ingest/rules.h); NULL: the built-in ones */
};

/* Takes *content over (it is empty afterwards, on failure too) and gives a document to free. Empty and binary
 * input, a wrong charset label and markup beyond the bounds are errors that name the input. */
MUST_CHECK enum status ingest(struct buffer *content, const struct ingest_options *options,
                              struct document **ret_document, struct error *error);

/* What the bytes look like: markup or text. Only the first 4 KB and the name's ending are looked at. */
enum format format_guess(struct str bytes, struct str name);

#endif
