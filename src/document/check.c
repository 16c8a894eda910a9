#include "document/check.h"

#include "base/memory.h"
#include "text/control.h"
#include "text/grapheme.h"
#include "text/normalize.h"
#include "text/properties.h"
#include "text/utf8.h"

enum { FAR = 4096 }; /* bytes not worth walking over cluster by cluster */

static const char *check_text(struct str text)
{
    if (text.length > UINT32_MAX)
        return "the text is longer than its offsets can say";
    if (text.length > 0 && !text.bytes)
        return "there is no text";
    if (utf8_valid_prefix(text) != text.length)
        return "the text is not well-formed UTF-8";
    if (control_free_prefix(text) != text.length)
        return "a control character in the text";
    return nfc_is(text) ? NULL : "the text is not NFC";
}

static bool is_blank_at_end(struct str text)
{
    uint32_t code_point;
    if (text.length == 0)
        return false;
    (void)utf8_decode_before(text, text.length, &code_point);
    return code_point_properties(code_point).is_space;
}

static const char *check_block(const struct document *document, size_t index)
{
    const struct block *block = &document->blocks[index];
    if (block->kind >= BLOCK_KIND_COUNT)
        return "a block of no kind";
    if (block->aside >= ASIDE_COUNT)
        return "an aside of no kind";
    if (block->start > block->end || block->end > document->text.length)
        return "a block lies outside the text";
    if (block->start == block->end && block->kind != BLOCK_RULE && block->kind != BLOCK_TABLE_CELL)
        return "an empty block that is neither rule nor cell";
    if (block->kind == BLOCK_HEADING && (block->level < 1 || block->level > 6))
        return "a heading's level is not 1 to 6";
    if (block->kind == BLOCK_TABLE_CELL && block->value >= document->cell_count)
        return "a table cell that is not in cells";
    if ((block->flags & BLOCK_MARKER_IN_TEXT) && block->value > block->end - block->start)
        return "a marker longer than its block";
    return is_blank_at_end(document_block_text(document, index)) ? "a block ends with a blank"
                                                                 : NULL;
}

static const char *check_blocks(const struct document *document)
{
    size_t end = 0;
    for (size_t i = 0; i < document->block_count; i++) {
        const char *broken = check_block(document, i);
        if (broken)
            return broken;
        const size_t start = document->blocks[i].start;
        if (i > 0 && start <= end)
            return "blocks overlap or touch";
        for (size_t at = i > 0 ? end : 0; at < start; at++)
            if (document->text.bytes[at] != '\n')
                return "text between blocks";
        end = document->blocks[i].end;
    }
    for (; end < document->text.length; end++)
        if (document->text.bytes[end] != '\n')
            return "text behind the last block";
    return NULL;
}

static const char *check_tabs(const struct document *document)
{
    const struct str text = document->text;
    for (size_t at = 0; (at = str_find(text, STR("\t"), at)) != SIZE_MAX;) {
        const struct block *block = &document->blocks[document_block_at(document, at)];
        if (block->kind != BLOCK_CODE)
            return "a tab outside code";
        at = block->end;
    }
    return NULL;
}

static const char *check_span(const struct document *document, size_t index)
{
    const struct span *span = &document->spans[index];
    if (span->kind >= SPAN_KIND_COUNT)
        return "a span of no kind";
    if (span->target >= document->target_count)
        return "a span's target is not in targets";
    if (span->start > span->end || (span->start == span->end && span->kind != SPAN_ANCHOR))
        return "a span is empty or turned round";
    if (document->block_count == 0)
        return "a span without a block";
    const struct block *block = &document->blocks[document_block_at(document, span->start)];
    if (span->start < block->start || span->end > block->end)
        return "a span leaves its block";
    if (index == 0)
        return NULL;
    const struct span *before = span - 1;
    if (before->start > span->start || (before->start == span->start && before->end < span->end))
        return "spans are not sorted";
    return NULL;
}

/* Borders in order, so that one walk over the clusters serves all. */
static bool is_at_cluster(struct str text, size_t border, size_t *walked)
{
    if (border - *walked > FAR)
        *walked = grapheme_floor(text, border);
    while (*walked < border)
        *walked = grapheme_end(text, *walked);
    return *walked == border;
}

/* With spans sorted, a stack of the ends of those that are open. */
static const char *check_nesting(const struct document *document)
{
    CLEANUP_FREE uint32_t *ends = memory_new((document->span_count + 1) * sizeof *ends);
    size_t depth = 0, walked = 0;
    bool is_whole = true;
    for (size_t i = 0; i < document->span_count; i++) {
        const struct span *span = &document->spans[i];
        while (depth > 0 && ends[depth - 1] <= span->start)
            is_whole &= is_at_cluster(document->text, ends[--depth], &walked);
        is_whole &= is_at_cluster(document->text, span->start, &walked);
        if (depth > 0 && span->end > ends[depth - 1])
            return "spans overlap without nesting";
        ends[depth++] = span->end;
        const uint32_t root = document->span_roots[i];
        if (root > i || document->spans[root].end < span->end || document->span_roots[root] != root)
            return "a span's root does not hold it";
        if (!is_whole)
            return "a span's border splits a cluster";
    }
    while (depth > 0)
        is_whole &= is_at_cluster(document->text, ends[--depth], &walked);
    return is_whole ? NULL : "a span's border splits a cluster";
}

static const char *check_targets(const struct document *document)
{
    if (document->target_count == 0 || document->targets[0].length > 0)
        return document->span_count > 0 ? "the first target is not the empty one" : NULL;
    for (size_t i = 1; i < document->target_count; i++)
        if (utf8_valid_prefix(document->targets[i]) != document->targets[i].length)
            return "a target is not well-formed UTF-8";
    return NULL;
}

static const char *check_cells(const struct document *document)
{
    for (size_t i = 0; i < document->cell_count; i++) {
        if (document->cells[i].row_span < 1 || document->cells[i].column_span < 1)
            return "a cell spans nothing";
    }
    const struct cell *before = NULL;
    for (size_t i = 0; i < document->block_count; i++) {
        if (document->blocks[i].kind != BLOCK_TABLE_CELL)
            continue;
        const struct cell *cell = &document->cells[document->blocks[i].value];
        if (before && (cell->table < before->table ||
                       (cell->table == before->table &&
                        (cell->row < before->row ||
                         (cell->row == before->row && cell->column <= before->column)))))
            return "table cells are out of order";
        before = cell;
    }
    return NULL;
}

static const char *check_metadata(const struct metadata *metadata)
{
    const struct str lines[] = {
        metadata->title,     metadata->subtitle, metadata->byline,
        metadata->site,      metadata->url,      metadata->canonical_url,
        metadata->published, metadata->saved,    metadata->language,
    };
    for (size_t i = 0; i < ARRAY_LENGTH(lines); i++) {
        if (lines[i].length > 0 && !lines[i].bytes)
            return "a metadata string has no bytes";
        if (check_text(lines[i]) || str_find(lines[i], STR("\t"), 0) != SIZE_MAX)
            return "a metadata string is not clean";
        if (str_find(lines[i], STR("\n"), 0) != SIZE_MAX)
            return "a metadata string has two lines";
    }
    if (metadata->language.length > 35)
        return "the language tag is too long";
    return NULL;
}

const char *document_check_stored(const struct document *document)
{
    const char *broken = check_text(document->text);
    if (!broken)
        broken = check_blocks(document);
    if (!broken)
        broken = check_tabs(document);
    for (size_t i = 0; i < document->span_count && !broken; i++)
        broken = check_span(document, i);
    if (!broken)
        broken = check_nesting(document);
    if (!broken)
        broken = check_targets(document);
    if (!broken)
        broken = check_cells(document);
    return broken ? broken : check_metadata(&document->metadata);
}

const char *document_check(const struct document *document)
{
    const char *broken = document_check_stored(document);
    const struct metadata *metadata = &document->metadata;
    const struct str texts[] = {document->text, metadata->title, metadata->subtitle,
                                metadata->byline, metadata->site};
    for (size_t i = 0; i < ARRAY_LENGTH(texts) && !broken; i++)
        if (!nfc_is(texts[i]))
            broken = "the text is not NFC";
    return broken;
}
