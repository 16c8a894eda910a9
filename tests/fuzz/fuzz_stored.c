/* A stored document by somebody else: an error with a sentence, or a document that keeps its
 * promises, is stored as what it is, and can be written and laid out. The input is the length of
 * the text as in base/wire.h, the text, the structure. */
#include "base/memory.h"
#include "base/wire.h"
#include "document/check.h"
#include "document/stored.h"
#include "document/writer.h"
#include "layout/layout.h"

#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { ROWS_MOST = 200 };

static void require(bool holds, const char *rule)
{
    if (holds)
        return;
    fprintf(stderr, "%s\n", rule);
    abort();
}

static void use(const struct document *document)
{
    void (*const writers[])(const struct document *, struct buffer *) = {
        write_plain, write_markdown, write_html, write_json};
    for (size_t i = 0; i < ARRAY_LENGTH(writers); i++) {
        CLEANUP_BUFFER struct buffer out = {0};
        writers[i](document, &out);
    }
    const struct layout_options options = {.columns = 40,
                                           .gaps = true,
                                           .fullwidth_marks = true,
                                           .shows_asides = true,
                                           .shows_front = true};
    struct layout *layout = layout_new(document, &options);
    struct row row = {0};
    struct row_cursor cursor;
    size_t count = 0;
    for (bool there = layout_first(layout, &cursor); there && count < ROWS_MOST;
         there = layout_next(layout, &cursor), count++)
        layout_row(layout, cursor, &row);
    row_release(&row);
    layout_free(layout);
}

static void expect_fixed_point(const struct document *document)
{
    CLEANUP_BUFFER struct buffer first = {0}, second = {0};
    struct document *again;
    document_store(document, &first);
    require(!document_restore(document->text, buffer_str(&first), &again, NULL),
            "what was restored cannot be stored");
    document_store(again, &second);
    require(str_equal(buffer_str(&first), buffer_str(&second)), "not a fixed point");
    document_free(again);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct wire wire = {.bytes = {(const char *)data, size}};
    const struct str text = wire_str(&wire);
    const struct str structure = str_slice(wire.bytes, wire.offset, size);
    struct document *document = NULL;
    struct error error = {""};
    if (document_restore(text, structure, &document, &error)) {
        require(error.message[0] && !document, "an error without a sentence");
        return 0;
    }
    const char *broken = document_check_stored(document);
    require(!broken, broken);
    expect_fixed_point(document);
    use(document);
    document_free(document);
    return 0;
}
