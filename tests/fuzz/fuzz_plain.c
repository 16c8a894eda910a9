#include "base/memory.h"
#include "ingest/formats.h"
#include "text/utf8.h"

#include <assert.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Any well-formed UTF-8 becomes blocks in order, or is refused as empty. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct buffer content = {0};
    struct document *document;
    struct charset_decision decision = {.name = "UTF-8"};
    struct ingest_options options = {
        .charset = STR_NONE, .container_charset = STR_NONE, .url = STR_NONE};
    struct str input = {(const char *)data, size};
    while (input.length) { /* ill-formed bytes are the decoder's, so here they are left out */
        size_t valid = utf8_valid_prefix(input);
        buffer_append(&content, str_slice(input, 0, valid));
        input = str_slice(input, valid + (valid < input.length), input.length);
    }
    if (ingest_plain(&content, &options, &decision, &document, NULL) != STATUS_OK)
        return 0;
    for (size_t i = 1; i < document->block_count; i++)
        assert(document->blocks[i - 1].end < document->blocks[i].start);
    assert(utf8_valid_prefix(document->text) == document->text.length);
    document_free(document);
    return 0;
}
