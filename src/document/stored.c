/* Version 1, numbers as in base/wire.h; "from" is what a number is relative to:
 *
 *   version  text length
 *   title subtitle byline site url canonical_url language published saved: strings
 *   charset: name, source, confidence (8 bytes), replaced; facts: bits; extractor
 *   block count  span count  cell count  target count
 *   blocks   head: kind, and bits for what follows  [start from the last end + 1]  [flags]  [value]
 *            [level quote_depth aside]  length
 *   spans    head: kind, and bits  [target]  start from the last start  length
 *   cells    head: bits  [table row column]  [row_span column_span]
 *   targets  strings, without the empty one
 *
 * Bounds while reading: nothing is reserved that the bytes left could not fill. */
#include "document/stored.h"

#include "base/intl.h"
#include "base/memory.h"
#include "base/wire.h"
#include "document/builder_private.h"
#include "document/check.h"

#include <assert.h>

enum { STORED_VERSION = 1 };

enum {
    HEAD_KIND = 0x0F,
    BLOCK_HAS_START = 0x10, /* it is not the byte behind the separator */
    BLOCK_HAS_FLAGS = 0x20,
    BLOCK_HAS_VALUE = 0x40, /* it is not 0 or, of a cell, the next one */
    BLOCK_HAS_DEPTH = 0x80,
    SPAN_HAS_TARGET = 0x10,
    SPAN_NEXT_TARGET = 0x20, /* the one behind the last that a span had */
    CELL_HEADER = 1,
    CELL_NEXT_COLUMN = 2,
    CELL_NEXT_ROW = 4, /* column 0; neither bit: table, row and column follow */
    CELL_HAS_SPANS = 8,
    CELL_BITS = 15,
    FACT_INCOMPLETE = 1,
    FACT_LANGUAGE_GUESSED = 2,
    FACT_BITS = 3,
};
static_assert((int)BLOCK_KIND_COUNT <= HEAD_KIND && (int)SPAN_KIND_COUNT <= HEAD_KIND,
              "kinds fit a head");

enum { LINE_COUNT = 9 };

static void metadata_lines(struct metadata *metadata, struct str *ret_lines[LINE_COUNT])
{
    struct str *const lines[LINE_COUNT] = {
        &metadata->title,    &metadata->subtitle,  &metadata->byline,
        &metadata->site,     &metadata->url,       &metadata->canonical_url,
        &metadata->language, &metadata->published, &metadata->saved,
    };
    memcpy(ret_lines, lines, sizeof lines);
}

static void store_metadata(struct metadata metadata, struct buffer *out)
{
    struct str *lines[LINE_COUNT];
    metadata_lines(&metadata, lines);
    for (size_t i = 0; i < LINE_COUNT; i++)
        wire_append_str(out, *lines[i]);
    wire_append_str(out, str_from(metadata.charset.name));
    wire_append_number(out, metadata.charset.source);
    wire_append_real(out, metadata.charset.confidence);
    wire_append_number(out, metadata.charset.replaced);
    wire_append_number(out, (metadata.is_incomplete ? FACT_INCOMPLETE : 0u) |
                                (metadata.language_is_guessed ? FACT_LANGUAGE_GUESSED : 0u));
    wire_append_number(out, metadata.extractor);
}

/* What stands in for a block's start and value when its head says nothing of them. */
struct expectation {
    uint32_t start;
    uint32_t cell;
};

static uint32_t expected_value(const struct block *block, const struct expectation *expected)
{
    return block->kind == BLOCK_TABLE_CELL ? expected->cell : 0;
}

static void expect_next(struct expectation *expected, const struct block *block)
{
    expected->start = block->end + 1;
    if (block->kind == BLOCK_TABLE_CELL)
        expected->cell = block->value + 1;
}

static void store_blocks(const struct document *document, struct buffer *out)
{
    struct expectation expected = {0};
    for (size_t i = 0; i < document->block_count; i++) {
        const struct block *block = &document->blocks[i];
        const bool has_depth = block->level || block->quote_depth || block->aside;
        const bool has_value = block->value != expected_value(block, &expected);
        wire_append_number(
            out, block->kind | (block->start != expected.start ? BLOCK_HAS_START : 0u) |
                     (block->flags ? BLOCK_HAS_FLAGS : 0u) | (has_value ? BLOCK_HAS_VALUE : 0u) |
                     (has_depth ? BLOCK_HAS_DEPTH : 0u));
        if (block->start != expected.start)
            wire_append_number(out, block->start - expected.start);
        if (block->flags)
            wire_append_number(out, block->flags);
        if (has_value)
            wire_append_number(out, block->value);
        if (has_depth) {
            wire_append_number(out, block->level);
            wire_append_number(out, block->quote_depth);
            wire_append_number(out, block->aside);
        }
        wire_append_number(out, block->end - block->start);
        expect_next(&expected, block);
    }
}

static void store_spans(const struct document *document, struct buffer *out)
{
    uint32_t start = 0, target = 0;
    for (size_t i = 0; i < document->span_count; i++) {
        const struct span *span = &document->spans[i];
        const bool is_next = span->target == target + 1;
        wire_append_number(out, span->kind | (is_next        ? SPAN_NEXT_TARGET
                                              : span->target ? SPAN_HAS_TARGET
                                                             : 0u));
        if (span->target && !is_next)
            wire_append_number(out, span->target);
        wire_append_number(out, span->start - start);
        wire_append_number(out, span->end - span->start);
        start = span->start;
        target = span->target ? span->target : target;
    }
}

static void store_cells(const struct document *document, struct buffer *out)
{
    struct cell last = {.table = UINT32_MAX};
    for (size_t i = 0; i < document->cell_count; i++) {
        const struct cell cell = document->cells[i];
        const bool is_next_column =
            cell.table == last.table && cell.row == last.row && cell.column == last.column + 1;
        const bool is_next_row =
            cell.table == last.table && cell.row == last.row + 1 && cell.column == 0;
        const bool has_spans = cell.row_span != 1 || cell.column_span != 1;
        wire_append_number(
            out, (cell.is_header ? CELL_HEADER : 0u) | (is_next_column ? CELL_NEXT_COLUMN : 0u) |
                     (is_next_row ? CELL_NEXT_ROW : 0u) | (has_spans ? CELL_HAS_SPANS : 0u));
        if (!is_next_column && !is_next_row) {
            wire_append_number(out, cell.table);
            wire_append_number(out, cell.row);
            wire_append_number(out, cell.column);
        }
        if (has_spans) {
            wire_append_number(out, cell.row_span);
            wire_append_number(out, cell.column_span);
        }
        last = cell;
    }
}

void document_store(const struct document *document, struct buffer *out)
{
    wire_append_number(out, STORED_VERSION);
    wire_append_number(out, document->text.length);
    store_metadata(document->metadata, out);
    wire_append_number(out, document->block_count);
    wire_append_number(out, document->span_count);
    wire_append_number(out, document->cell_count);
    wire_append_number(out, document->target_count);
    store_blocks(document, out);
    store_spans(document, out);
    store_cells(document, out);
    for (size_t i = 1; i < document->target_count; i++)
        wire_append_str(out, document->targets[i]);
}

static void restore_metadata(struct wire *wire, struct arena *arena, struct metadata *metadata)
{
    struct str *lines[LINE_COUNT];
    metadata_lines(metadata, lines);
    for (size_t i = 0; i < LINE_COUNT; i++)
        *lines[i] = arena_copy(arena, wire_str(wire));
    metadata->charset.name = charset_from_label(wire_str(wire));
    metadata->charset.source = (enum charset_source)wire_number_to(wire, CHARSET_FROM_DEFAULT);
    metadata->charset.confidence = wire_real(wire);
    metadata->charset.replaced = (size_t)wire_number_to(wire, SIZE_MAX);
    const uint64_t facts = wire_number_to(wire, FACT_BITS);
    metadata->is_incomplete = facts & FACT_INCOMPLETE;
    metadata->language_is_guessed = facts & FACT_LANGUAGE_GUESSED;
    metadata->extractor = (uint32_t)wire_number_to(wire, UINT32_MAX);
    const double confidence = metadata->charset.confidence;
    if (!metadata->charset.name || !(confidence >= 0 && confidence <= 1))
        wire_break(wire);
}

static void restore_block(struct wire *wire, size_t text_length, struct block *block,
                          struct expectation *expected)
{
    const uint64_t head = wire_number_to(wire, UINT8_MAX);
    block->kind = head & HEAD_KIND;
    uint64_t start = expected->start;
    if (head & BLOCK_HAS_START)
        start += wire_number_to(wire, text_length);
    if (head & BLOCK_HAS_FLAGS)
        block->flags = (uint16_t)wire_number_to(wire, UINT16_MAX);
    block->value = expected_value(block, expected);
    if (head & BLOCK_HAS_VALUE)
        block->value = (uint32_t)wire_number_to(wire, UINT32_MAX);
    if (head & BLOCK_HAS_DEPTH) {
        block->level = (uint8_t)wire_number_to(wire, UINT8_MAX);
        block->quote_depth = (uint8_t)wire_number_to(wire, UINT8_MAX);
        block->aside = (uint8_t)wire_number_to(wire, UINT8_MAX);
    }
    const uint64_t length = wire_number_to(wire, text_length);
    if (start + length > text_length) {
        wire_break(wire);
        return;
    }
    block->start = (uint32_t)start;
    block->end = (uint32_t)(start + length);
    expect_next(expected, block);
}

static void restore_span(struct wire *wire, size_t text_length, struct span *span,
                         uint32_t *last_start, uint32_t *last_target)
{
    const uint64_t head = wire_number_to(wire, HEAD_KIND | SPAN_HAS_TARGET | SPAN_NEXT_TARGET);
    span->kind = head & HEAD_KIND;
    if (head & SPAN_NEXT_TARGET)
        span->target = *last_target + 1;
    else if (head & SPAN_HAS_TARGET)
        span->target = (uint32_t)wire_number_to(wire, UINT32_MAX);
    const uint64_t start = *last_start + wire_number_to(wire, text_length);
    const uint64_t length = wire_number_to(wire, text_length);
    if (start + length > text_length) {
        wire_break(wire);
        return;
    }
    span->start = (uint32_t)start;
    span->end = (uint32_t)(start + length);
    *last_start = span->start;
    *last_target = span->target ? span->target : *last_target;
}

static void restore_cell(struct wire *wire, const struct cell *last, struct cell *cell)
{
    const uint64_t head = wire_number_to(wire, CELL_BITS);
    cell->is_header = head & CELL_HEADER;
    if (head & (CELL_NEXT_COLUMN | CELL_NEXT_ROW)) {
        cell->table = last->table;
        cell->row = (uint16_t)(last->row + ((head & CELL_NEXT_ROW) != 0));
        cell->column = head & CELL_NEXT_COLUMN ? (uint16_t)(last->column + 1) : 0;
    } else {
        cell->table = (uint32_t)wire_number_to(wire, UINT32_MAX);
        cell->row = (uint16_t)wire_number_to(wire, UINT16_MAX);
        cell->column = (uint16_t)wire_number_to(wire, UINT16_MAX);
    }
    cell->row_span = cell->column_span = 1;
    if (head & CELL_HAS_SPANS) {
        cell->row_span = (uint16_t)wire_number_to(wire, UINT16_MAX);
        cell->column_span = (uint16_t)wire_number_to(wire, UINT16_MAX);
    }
}

static const struct block *restore_blocks(struct wire *wire, const struct document *document)
{
    struct block *blocks = arena_take(document->arena, document->block_count * sizeof *blocks);
    struct expectation expected = {0};
    for (size_t i = 0; i < document->block_count; i++)
        restore_block(wire, document->text.length, &blocks[i], &expected);
    return blocks;
}

static const struct span *restore_spans(struct wire *wire, const struct document *document)
{
    struct span *spans = arena_take(document->arena, document->span_count * sizeof *spans);
    uint32_t start = 0, target = 0;
    for (size_t i = 0; i < document->span_count; i++)
        restore_span(wire, document->text.length, &spans[i], &start, &target);
    return spans;
}

static const struct cell *restore_cells(struct wire *wire, const struct document *document)
{
    struct cell *cells = arena_take(document->arena, document->cell_count * sizeof *cells);
    const struct cell before = {.table = UINT32_MAX};
    for (size_t i = 0; i < document->cell_count; i++)
        restore_cell(wire, i ? &cells[i - 1] : &before, &cells[i]);
    return cells;
}

static const struct str *restore_targets(struct wire *wire, const struct document *document)
{
    struct str *targets = arena_take(document->arena, document->target_count * sizeof *targets);
    for (size_t i = 0; i < document->target_count; i++)
        targets[i] = i ? arena_copy(document->arena, wire_str(wire)) : STR_NONE;
    return targets;
}

enum { BLOCK_BYTES_LEAST = 2, SPAN_BYTES_LEAST = 3 };

static void restore_arrays(struct wire *wire, struct document *document)
{
    document->block_count = wire_number_to(wire, wire_left(wire) / BLOCK_BYTES_LEAST);
    document->span_count = wire_number_to(wire, wire_left(wire) / SPAN_BYTES_LEAST);
    document->cell_count = wire_number_to(wire, wire_left(wire));
    document->target_count = wire_number_to(wire, wire_left(wire) + 1);
    document->blocks = restore_blocks(wire, document);
    document->spans = restore_spans(wire, document);
    document->span_roots = span_roots_new(document->arena, document->spans, document->span_count);
    document->cells = restore_cells(wire, document);
    document->targets = restore_targets(wire, document);
}

/* Into a document whose arena and text are there. */
static enum status restore(struct wire wire, struct document *document, struct error *error)
{
    const uint64_t version = wire_number(&wire);
    if (version > STORED_VERSION)
        return error_set(error, STATUS_UNSUPPORTED,
                         _("the stored article was written by a newer zhai"));
    if (version == 0 || wire_number(&wire) != document->text.length)
        wire_break(&wire);
    restore_metadata(&wire, document->arena, &document->metadata);
    restore_arrays(&wire, document);
    const char *broken = wire.is_broken || wire_left(&wire) > 0 ? "its bytes do not add up"
                                                                : document_check_stored(document);
    if (broken) /* for whoever looks into it: not translated */
        return error_set(error, STATUS_MALFORMED, _("the stored article is damaged (%s)"), broken);
    return STATUS_OK;
}

/* text lives in arena, which is taken over. */
static enum status restore_into(struct arena *arena, struct str text, struct str structure,
                                struct document **ret_document, struct error *error)
{
    struct document *document = arena_take(arena, sizeof *document);
    document->arena = arena;
    document->text = text;
    enum status status = restore((struct wire){.bytes = structure}, document, error);
    if (status)
        document_free(document);
    else
        *ret_document = document;
    return status;
}

enum status document_restore(struct str text, struct str structure, struct document **ret_document,
                             struct error *error)
{
    struct arena *arena = arena_new();
    return restore_into(arena, arena_copy(arena, text), structure, ret_document, error);
}

enum status document_restore_take(struct buffer *text, struct str structure,
                                  struct document **ret_document, struct error *error)
{
    struct arena *arena = arena_new();
    const size_t length = text->length;
    char *bytes = buffer_take(text);
    arena_adopt(arena, bytes);
    return restore_into(arena, (struct str){bytes, length}, structure, ret_document, error);
}
