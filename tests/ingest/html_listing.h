/* A page's document as a listing: that of plain_listing.h with addresses, cells and spans. */
#ifndef TESTS_INGEST_HTML_LISTING_H
#define TESTS_INGEST_HTML_LISTING_H

#include "ingest/plain_listing.h"

static inline void list_details(const struct document *document, size_t index, struct buffer *out)
{
    const struct block *block = &document->blocks[index];
    if (block->kind == BLOCK_LIST_ITEM && block->flags & BLOCK_ORDERED)
        buffer_append_format(out, "    value %u\n", block->value);
    if (block->kind == BLOCK_TABLE_CELL) {
        const struct cell *cell = &document->cells[block->value];
        buffer_append_format(out, "    table %u row %u column %u spans %u %u%s\n", cell->table,
                             cell->row, cell->column, cell->row_span, cell->column_span,
                             cell->is_header ? " header" : "");
    }
    for (size_t i = 0; i < document->span_count; i++) {
        const struct span *span = &document->spans[i];
        if (span->start < block->start || span->end > block->end)
            continue;
        struct str target = document->targets[span->target];
        buffer_append_format(
            out, "    %s [%.*s] %.*s\n", span_kind_name((enum span_kind)span->kind),
            (int)(span->end - span->start), document->text.bytes + span->start, STR_ARGS(target));
    }
}

static inline void list_page(const struct document *document, struct buffer *out)
{
    const struct metadata *metadata = &document->metadata;
    list_field(out, "url", metadata->url);
    list_field(out, "canonical", metadata->canonical_url);
    list_field(out, "language", metadata->language);
    list_field(out, "saved", metadata->saved);
    list_field(out, "title", metadata->title);
    list_field(out, "byline", metadata->byline);
    list_field(out, "site", metadata->site);
    list_field(out, "published", metadata->published);
    if (metadata->is_incomplete)
        buffer_append_c(out, "incomplete\n");
    buffer_append_c(out, "--\n");
    for (size_t i = 0; i < document->block_count; i++) {
        list_block(document, i, out);
        list_details(document, i, out);
    }
}

#endif
