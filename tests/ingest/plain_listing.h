/* A document as a listing, one block a line, for the cases of tests/cases/plain. */
#ifndef TESTS_INGEST_PLAIN_LISTING_H
#define TESTS_INGEST_PLAIN_LISTING_H

#include "document/document.h"

#include <string.h>

/* kind, level and value where they mean something, flags, aside; then the text with \n and \t
 * escaped. */
static inline void list_block(const struct document *document, size_t index, struct buffer *out)
{
    static const char *const flags[] = {"front",     "ordered", "marker",
                                        "continues", "verse",   "centered"};
    const struct block *block = &document->blocks[index];
    struct str text = document_block_text(document, index);
    buffer_append_c(out, block_kind_name(block->kind));
    if (block->kind == BLOCK_HEADING || block->kind == BLOCK_LIST_ITEM)
        buffer_append_format(out, " %u", block->level);
    if (block->quote_depth)
        buffer_append_format(out, " depth=%u", block->quote_depth);
    for (size_t i = 0; i < 6; i++)
        if (block->flags >> i & 1)
            buffer_append_format(out, " %s", flags[i]);
    if (block->flags & BLOCK_MARKER_IN_TEXT)
        buffer_append_format(out, "=%u", block->value);
    if (block->aside)
        buffer_append_format(out, " aside:%s", aside_name(block->aside));
    buffer_append_c(out, " | ");
    for (size_t i = 0; i < text.length; i++) {
        if (text.bytes[i] == '\n')
            buffer_append_c(out, "\\n");
        else if (text.bytes[i] == '\t')
            buffer_append_c(out, "\\t");
        else
            buffer_append_byte(out, text.bytes[i]);
    }
    buffer_append_byte(out, '\n');
}

static inline void list_field(struct buffer *out, const char *name, struct str value)
{
    if (value.length)
        buffer_append_format(out, "%s: %.*s\n", name, STR_ARGS(value));
}

static inline void list_document(const struct document *document, struct buffer *out)
{
    const struct metadata *metadata = &document->metadata;
    list_field(out, "title", metadata->title);
    list_field(out, "subtitle", metadata->subtitle);
    list_field(out, "byline", metadata->byline);
    list_field(out, "site", metadata->site);
    list_field(out, "published", metadata->published);
    if (metadata->is_incomplete)
        buffer_append_c(out, "incomplete\n");
    buffer_append_c(out, "--\n");
    for (size_t i = 0; i < document->block_count; i++)
        list_block(document, i, out);
}

#endif
