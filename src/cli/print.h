/* A document on standard output. */
#ifndef CLI_PRINT_H
#define CLI_PRINT_H

#include "cli/cli.h"
#include "document/document.h"

enum print_format { PRINT_TEXT, PRINT_MARKDOWN, PRINT_HTML, PRINT_JSON, PRINT_FORMAT_COUNT };

/* width: columns that text is set to, 0 for one line a block. False, and said on err, when it
 * cannot be written. */
bool print_document(const struct cli_context *context, const struct document *document,
                    enum print_format format, unsigned width);

#endif
