/* Whether two documents are alike in every field that is kept. */
#ifndef TESTS_DOCUMENT_SAME_H
#define TESTS_DOCUMENT_SAME_H

#include "document/document.h"

#include "base/memory.h"

static inline bool same_metadata(const struct metadata *a, const struct metadata *b)
{
    return str_equal(a->title, b->title) && str_equal(a->subtitle, b->subtitle) &&
           str_equal(a->byline, b->byline) && str_equal(a->site, b->site) &&
           str_equal(a->url, b->url) && str_equal(a->canonical_url, b->canonical_url) &&
           str_equal(a->language, b->language) && str_equal(a->published, b->published) &&
           str_equal(a->saved, b->saved) && strcmp(a->charset.name, b->charset.name) == 0 &&
           a->charset.source == b->charset.source &&
           a->charset.confidence == b->charset.confidence &&
           a->charset.replaced == b->charset.replaced && a->is_incomplete == b->is_incomplete &&
           a->language_is_guessed == b->language_is_guessed && a->extractor == b->extractor;
}

static inline bool same_block(const struct block *a, const struct block *b)
{
    return a->start == b->start && a->end == b->end && a->value == b->value &&
           a->flags == b->flags && a->kind == b->kind && a->level == b->level &&
           a->quote_depth == b->quote_depth && a->aside == b->aside;
}

static inline bool same_cell(const struct cell *a, const struct cell *b)
{
    return a->table == b->table && a->row == b->row && a->column == b->column &&
           a->row_span == b->row_span && a->column_span == b->column_span &&
           a->is_header == b->is_header;
}

/* The name of the first field that differs, or NULL. */
static inline const char *document_difference(const struct document *a, const struct document *b)
{
    if (!str_equal(a->text, b->text))
        return "text";
    if (!same_metadata(&a->metadata, &b->metadata))
        return "metadata";
    if (a->block_count != b->block_count || a->span_count != b->span_count ||
        a->cell_count != b->cell_count || a->target_count != b->target_count)
        return "a count";
    for (size_t i = 0; i < a->block_count; i++)
        if (!same_block(&a->blocks[i], &b->blocks[i]))
            return "a block";
    for (size_t i = 0; i < a->span_count; i++)
        if (a->spans[i].start != b->spans[i].start || a->spans[i].end != b->spans[i].end ||
            a->spans[i].target != b->spans[i].target || a->spans[i].kind != b->spans[i].kind ||
            a->span_roots[i] != b->span_roots[i])
            return "a span";
    for (size_t i = 0; i < a->cell_count; i++)
        if (!same_cell(&a->cells[i], &b->cells[i]))
            return "a cell";
    for (size_t i = 0; i < a->target_count; i++)
        if (!str_equal(a->targets[i], b->targets[i]))
            return "a target";
    return NULL;
}

#endif
