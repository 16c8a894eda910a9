/* A document as one string to compare: [kind text with <span=target>…</span>] per block. */
#ifndef TESTS_DOCUMENT_DUMP_H
#define TESTS_DOCUMENT_DUMP_H

#include "cmocka_prelude.h"

#include "document/builder.h"
#include "document/check.h"

#include <string.h>

static inline void dump_block(const struct document *document, size_t index, struct buffer *out)
{
    const struct block *block = &document->blocks[index];
    buffer_append_format(out, "[%s%s ", block_kind_name(block->kind), block->aside ? "!" : "");
    for (size_t at = block->start; at <= block->end; at++) {
        for (size_t i = document->span_count; i-- > 0;) {
            const struct span *span = &document->spans[i];
            if (span->end == at && span->start < at && span->start >= block->start)
                buffer_append_c(out, ">");
        }
        for (size_t i = 0; i < document->span_count; i++) {
            const struct span *span = &document->spans[i];
            if (span->start != at || at < block->start || span->end > block->end)
                continue;
            buffer_append_format(out, "<%s", span_kind_name(span->kind));
            if (span->target)
                buffer_append_format(out, "=%.*s", STR_ARGS(document->targets[span->target]));
            buffer_append_c(out, span->start == span->end ? ":>" : ":");
        }
        if (at < block->end)
            buffer_append_byte(out, document->text.bytes[at]);
    }
    buffer_append_c(out, "]");
}

/* Frees the document. */
static inline void assert_document(struct document *document, const char *input,
                                   const char *expected)
{
    struct buffer got = {0};
    for (size_t i = 0; i < document->block_count; i++)
        dump_block(document, i, &got);
    buffer_append(&got, STR_NONE);
    const char *broken = document_check(document);
    if (broken || strcmp(got.bytes, expected) != 0)
        fail_msg("input    %s\nexpected %s\ngot      %s\nbroken   %s", input, expected, got.bytes,
                 broken ? broken : "nothing");
    buffer_release(&got);
    document_free(document);
}

#endif
