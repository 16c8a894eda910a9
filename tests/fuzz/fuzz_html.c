/* HTML of any kind becomes a document that keeps the model's promises, or a clear error. */
#include "base/memory.h"
#include "document/check.h"
#include "ingest/formats.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct buffer content = {0};
    buffer_append(&content, (struct str){(const char *)data, size});
    struct charset_decision decision = {.name = "UTF-8", .source = CHARSET_FROM_USER};
    charset_decode(&content, &decision);
    struct ingest_options options = {.name = "fuzz", .url = STR("https://example.org/a/b.html")};
    struct document *document = NULL;
    struct error error = {""};
    if (ingest_html(&content, &options, &decision, &document, &error)) {
        if (!error.message[0])
            abort();
        return 0;
    }
    const char *broken = document_check(document);
    if (broken) {
        fprintf(stderr, "%s\n", broken);
        abort();
    }
    document_free(document);
    return 0;
}
