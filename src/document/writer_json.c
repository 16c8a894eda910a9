#include "document/writer.h"

#include "base/memory.h"
#include "document/inline.h"
#include "document/json.h"
#include "document/url.h"
#include "text/utf8.h"

static void append_charset(struct buffer *out, const struct charset_decision *charset)
{
    double share = charset->confidence;
    share = share > 0 ? (share < 1 ? share : 1) : 0;
    const int64_t thousandths = (int64_t)(share * 1000 + 0.5);
    json_append_key("charset", out);
    buffer_append_byte(out, '{');
    json_append_member("name", str_from(charset->name), out);
    json_append_member("source", str_from(charset_source_name(charset->source)), out);
    json_append_thousandths("confidence", thousandths, out);
    json_append_number("replaced", charset->replaced, out);
    buffer_append_byte(out, '}');
}

static size_t whole_minutes(const struct document *document, size_t characters)
{
    const double minutes = document_minutes(document, 0, document->text.length);
    const size_t rounded = (size_t)(minutes + 0.5);
    return rounded == 0 && characters > 0 ? 1 : rounded;
}

static void append_metadata(struct buffer *out, const struct document *document)
{
    const struct metadata *metadata = &document->metadata;
    json_append_member("title", metadata->title, out);
    json_append_member("subtitle", metadata->subtitle, out);
    json_append_member("byline", metadata->byline, out);
    json_append_member("site", metadata->site, out);
    json_append_member("url", metadata->url, out);
    json_append_member("canonical_url", metadata->canonical_url, out);
    json_append_member("language", metadata->language, out);
    json_append_member("published", metadata->published, out);
    json_append_member("saved", metadata->saved, out);
    append_charset(out, &metadata->charset);
    const size_t characters = document_characters(document);
    json_append_number("characters", (int64_t)characters, out);
    json_append_number("minutes", (int64_t)whole_minutes(document, characters), out);
    json_append_boolean("incomplete", metadata->is_incomplete, out);
    json_append_number("extractor", metadata->extractor, out);
}

/* Where a span's borders are in code points of its block. */
struct place_counter {
    const struct document *document;
    size_t code_points;
    size_t first;
    size_t (*places)[2];
};

static void place_open(void *context, size_t span)
{
    struct place_counter *counter = context;
    counter->places[span - counter->first][0] = counter->code_points;
}

static void place_text(void *context, struct str text)
{
    ((struct place_counter *)context)->code_points += utf8_count(text);
}

static void place_close(void *context, size_t span)
{
    struct place_counter *counter = context;
    counter->places[span - counter->first][1] = counter->code_points;
}

/* null for a link that nothing should open. */
static void append_href(struct buffer *out, struct str target)
{
    CLEANUP_BUFFER struct buffer safe = {0};
    if (str_starts(target, STR("#")))
        json_append_member("href", target, out);
    else
        json_append_member("href", url_append_safe(target, &safe) ? buffer_str(&safe) : STR_NONE,
                           out);
}

static void append_span(struct buffer *out, const struct document *document, size_t index,
                        const size_t place[2])
{
    const struct span *span = &document->spans[index];
    const struct str target = document->targets[span->target];
    json_append_member("kind", str_from(span_kind_name(span->kind)), out);
    json_append_number("start", (int64_t)place[0], out);
    json_append_number("end", (int64_t)place[1], out);
    if (span->kind == SPAN_LINK || span->kind == SPAN_FOOTNOTE_REFERENCE)
        append_href(out, target);
    else if (span->kind == SPAN_RUBY)
        json_append_member("reading", target, out);
    else if (span->kind == SPAN_ANCHOR)
        json_append_member("name", target, out);
}

static void append_spans(struct buffer *out, const struct document *document, size_t block)
{
    static const struct inline_events events = {place_open, place_text, place_close};
    size_t first, end;
    inline_spans(document, block, &first, &end);
    CLEANUP_FREE size_t(*places)[2] = memory_new((end - first + 1) * sizeof *places);
    struct place_counter counter = {document, 0, first, places};
    if (end > first)
        inline_walk(document, block, document->blocks[block].start, &events, &counter);
    json_append_key("spans", out);
    buffer_append_byte(out, '[');
    for (size_t i = first; i < end; i++) {
        buffer_append_c(out, i > first ? ",{" : "{");
        append_span(out, document, i, places[i - first]);
        buffer_append_byte(out, '}');
    }
    buffer_append_byte(out, ']');
}

static void append_cell(struct buffer *out, const struct cell *cell)
{
    json_append_number("table", cell->table, out);
    json_append_number("row", cell->row, out);
    json_append_number("column", cell->column, out);
    json_append_number("row_span", cell->row_span, out);
    json_append_number("column_span", cell->column_span, out);
    json_append_boolean("header", cell->is_header, out);
}

static void append_block(struct buffer *out, const struct document *document, size_t index)
{
    const struct block *block = &document->blocks[index];
    const bool has_number =
        (block->flags & BLOCK_ORDERED) && !(block->flags & BLOCK_MARKER_IN_TEXT);
    json_append_member("kind", str_from(block_kind_name(block->kind)), out);
    json_append_number("level", block->level, out);
    json_append_key("text", out);
    json_append_string(document_block_text(document, index), out);
    json_append_boolean("aside", block->aside != ASIDE_NONE, out);
    if (block->aside != ASIDE_NONE)
        json_append_member("aside_kind", str_from(aside_name(block->aside)), out);
    if (block->flags & BLOCK_FRONT)
        json_append_boolean("front", true, out);
    if (block->quote_depth > 0)
        json_append_number("quote_depth", block->quote_depth, out);
    if (block->kind == BLOCK_LIST_ITEM)
        json_append_boolean("ordered", block->flags & BLOCK_ORDERED, out);
    if (block->kind == BLOCK_LIST_ITEM && has_number)
        json_append_number("number", block->value, out);
    if (block->kind == BLOCK_TABLE_CELL)
        append_cell(out, &document->cells[block->value]);
    append_spans(out, document, index);
}

void write_json(const struct document *document, struct buffer *out)
{
    buffer_append_byte(out, '{');
    append_metadata(out, document);
    json_append_key("blocks", out);
    buffer_append_byte(out, '[');
    for (size_t i = 0; i < document->block_count; i++) {
        buffer_append_c(out, i > 0 ? ",{" : "{");
        append_block(out, document, i);
        buffer_append_byte(out, '}');
    }
    buffer_append(out, STR("]}\n"));
}
