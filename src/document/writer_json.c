#include "document/writer.h"

#include "base/memory.h"
#include "document/inline.h"
#include "document/url.h"
#include "text/utf8.h"

static void append_escape(struct buffer *out, uint32_t code_point)
{
    static const char names[] = {
        ['\b'] = 'b', ['\t'] = 't', ['\n'] = 'n', ['\f'] = 'f', ['\r'] = 'r'};
    if (code_point == '"' || code_point == '\\')
        buffer_append_format(out, "\\%c", (char)code_point);
    else if (code_point < ARRAY_LENGTH(names) && names[code_point])
        buffer_append_format(out, "\\%c", names[code_point]);
    else
        buffer_append_format(out, "\\u%04x", code_point);
}

/* What is escaped, beyond what JSON demands: DEL and C1, and the line ends of JavaScript. */
static bool needs_escape(uint32_t code_point)
{
    return code_point < 0x20 || code_point == '"' || code_point == '\\' ||
           (code_point >= 0x7F && code_point < 0xA0) || code_point == 0x2028 ||
           code_point == 0x2029;
}

static void append_escaped(struct buffer *out, struct str s)
{
    size_t clean = 0; /* what stands before it is written */
    for (size_t i = 0; i < s.length;) {
        uint32_t code_point;
        const size_t length = utf8_decode(s, i, &code_point);
        const bool is_ill_formed = code_point == CODE_POINT_REPLACEMENT &&
                                   (length < 3 || (unsigned char)s.bytes[i] != 0xEF);
        if (is_ill_formed || needs_escape(code_point)) {
            buffer_append(out, str_slice(s, clean, i));
            if (is_ill_formed)
                utf8_append(out, CODE_POINT_REPLACEMENT);
            else
                append_escape(out, code_point);
            clean = i + length;
        }
        i += length;
    }
    buffer_append(out, str_slice(s, clean, s.length));
}

void write_json_string(struct str s, struct buffer *out)
{
    buffer_append_byte(out, '"');
    append_escaped(out, s);
    buffer_append_byte(out, '"');
}

static void append_key(struct buffer *out, const char *key)
{
    const char last = out->length > 0 ? out->bytes[out->length - 1] : '{';
    buffer_append_format(out, last == '{' ? "\"%s\":" : ",\"%s\":", key);
}

/* null when there is nothing to say. */
static void append_member(struct buffer *out, const char *key, struct str value)
{
    append_key(out, key);
    if (value.length > 0)
        write_json_string(value, out);
    else
        buffer_append(out, STR("null"));
}

static void append_number(struct buffer *out, const char *key, size_t value)
{
    append_key(out, key);
    buffer_append_format(out, "%zu", value);
}

static void append_boolean(struct buffer *out, const char *key, bool value)
{
    append_key(out, key);
    buffer_append_c(out, value ? "true" : "false");
}

static void append_charset(struct buffer *out, const struct charset_decision *charset)
{
    /* Not by %f: the user's locale may write a comma. */
    double share = charset->confidence;
    share = share > 0 ? (share < 1 ? share : 1) : 0;
    const unsigned thousandths = (unsigned)(share * 1000 + 0.5);
    append_key(out, "charset");
    buffer_append_byte(out, '{');
    append_member(out, "name", str_from(charset->name));
    append_member(out, "source", str_from(charset_source_name(charset->source)));
    append_key(out, "confidence");
    buffer_append_format(out, "%u.%03u", thousandths / 1000, thousandths % 1000);
    append_number(out, "replaced", charset->replaced);
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
    append_member(out, "title", metadata->title);
    append_member(out, "subtitle", metadata->subtitle);
    append_member(out, "byline", metadata->byline);
    append_member(out, "site", metadata->site);
    append_member(out, "url", metadata->url);
    append_member(out, "canonical_url", metadata->canonical_url);
    append_member(out, "language", metadata->language);
    append_member(out, "published", metadata->published);
    append_member(out, "saved", metadata->saved);
    append_charset(out, &metadata->charset);
    const size_t characters = document_characters(document);
    append_number(out, "characters", characters);
    append_number(out, "minutes", whole_minutes(document, characters));
    append_boolean(out, "incomplete", metadata->is_incomplete);
    append_number(out, "extractor", metadata->extractor);
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
        append_member(out, "href", target);
    else
        append_member(out, "href", url_append_safe(target, &safe) ? buffer_str(&safe) : STR_NONE);
}

static void append_span(struct buffer *out, const struct document *document, size_t index,
                        const size_t place[2])
{
    const struct span *span = &document->spans[index];
    const struct str target = document->targets[span->target];
    append_member(out, "kind", str_from(span_kind_name(span->kind)));
    append_number(out, "start", place[0]);
    append_number(out, "end", place[1]);
    if (span->kind == SPAN_LINK || span->kind == SPAN_FOOTNOTE_REFERENCE)
        append_href(out, target);
    else if (span->kind == SPAN_RUBY)
        append_member(out, "reading", target);
    else if (span->kind == SPAN_ANCHOR)
        append_member(out, "name", target);
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
    append_key(out, "spans");
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
    append_number(out, "table", cell->table);
    append_number(out, "row", cell->row);
    append_number(out, "column", cell->column);
    append_number(out, "row_span", cell->row_span);
    append_number(out, "column_span", cell->column_span);
    append_boolean(out, "header", cell->is_header);
}

static void append_block(struct buffer *out, const struct document *document, size_t index)
{
    const struct block *block = &document->blocks[index];
    const bool has_number =
        (block->flags & BLOCK_ORDERED) && !(block->flags & BLOCK_MARKER_IN_TEXT);
    append_member(out, "kind", str_from(block_kind_name(block->kind)));
    append_number(out, "level", block->level);
    append_key(out, "text");
    write_json_string(document_block_text(document, index), out);
    append_boolean(out, "aside", block->aside != ASIDE_NONE);
    if (block->aside != ASIDE_NONE)
        append_member(out, "aside_kind", str_from(aside_name(block->aside)));
    if (block->flags & BLOCK_FRONT)
        append_boolean(out, "front", true);
    if (block->quote_depth > 0)
        append_number(out, "quote_depth", block->quote_depth);
    if (block->kind == BLOCK_LIST_ITEM)
        append_boolean(out, "ordered", block->flags & BLOCK_ORDERED);
    if (block->kind == BLOCK_LIST_ITEM && has_number)
        append_number(out, "number", block->value);
    if (block->kind == BLOCK_TABLE_CELL)
        append_cell(out, &document->cells[block->value]);
    append_spans(out, document, index);
}

void write_json(const struct document *document, struct buffer *out)
{
    buffer_append_byte(out, '{');
    append_metadata(out, document);
    append_key(out, "blocks");
    buffer_append_byte(out, '[');
    for (size_t i = 0; i < document->block_count; i++) {
        buffer_append_c(out, i > 0 ? ",{" : "{");
        append_block(out, document, i);
        buffer_append_byte(out, '}');
    }
    buffer_append(out, STR("]}\n"));
}
