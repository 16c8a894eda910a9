/* Text of a block: white space collapsed by CSS Text 3 §4 across elements, line breaks, spans. */
#include "base/memory.h"
#include "ingest/html_writer.h"
#include "text/properties.h"
#include "text/utf8.h"

#include <string.h>

enum {
    HARD_LIMIT = 512, /* bytes of nbsp in a row that are kept */
    VERSE_LINE = 90,  /* bytes: 30 Han characters, or a line of Latin verse */
    INDENT_BYTES = 6, /* two U+3000 behind a <br>: a paragraph */
};

void html_push_span(struct html_writer *writer, enum span_kind kind, struct str target,
                    uint32_t end)
{
    ARRAY_RESERVE(writer->spans, writer->span_count, writer->span_capacity);
    writer->spans[writer->span_count++] = (struct html_open_span){end, (uint8_t)kind, target};
}

void html_pop_spans(struct html_writer *writer, size_t index)
{
    while (writer->span_count && writer->spans[writer->span_count - 1].end <= index) {
        struct html_open_span *span = &writer->spans[--writer->span_count];
        if (writer->span_begun > writer->span_count) {
            if (writer->is_open)
                builder_end_span(writer->builder);
            writer->span_begun = writer->span_count;
        }
        if (span->target.length)
            free((char *)(uintptr_t)span->target.bytes);
    }
}

static void forget_pending(struct html_writer *writer)
{
    writer->pending_blank = writer->pending_newline = false;
    writer->pending_lines = 0;
    writer->pending_hard.length = 0;
}

static struct block next_block(struct html_writer *writer)
{
    struct html_flow *flow = &writer->flow;
    struct block block = {.kind = flow->kind,
                          .level = flow->level,
                          .flags = flow->flags,
                          .value = flow->value,
                          .quote_depth = flow->quote_depth,
                          .aside = flow->aside};
    if (flow->kind == BLOCK_LIST_ITEM || flow->kind == BLOCK_FOOTNOTE) {
        bool *has_block = flow->kind == BLOCK_FOOTNOTE
                              ? &writer->note_has_block
                              : &writer->lists[flow->list_level].item_has_block;
        if (flow->kind == BLOCK_LIST_ITEM)
            block.level = flow->list_level;
        if (*has_block)
            block.flags |= BLOCK_CONTINUES;
        *has_block = true;
    }
    if (flow->kind == BLOCK_PARAGRAPH && flow->quote_depth)
        block.kind = BLOCK_QUOTE;
    return block;
}

void html_open_block(struct html_writer *writer)
{
    builder_begin_block(writer->builder, next_block(writer));
    writer->is_open = true;
    writer->has_text = false;
    writer->span_begun = 0;
    writer->last_code_point = 0;
    writer->line_length = writer->longest_line = writer->line_count = 0;
    forget_pending(writer);
    for (size_t i = 0; i < writer->anchor_count; i++) {
        builder_begin_span(writer->builder, SPAN_ANCHOR, writer->anchors[i]);
        builder_end_span(writer->builder);
    }
    writer->anchor_count = 0;
}

void html_close_block(struct html_writer *writer)
{
    forget_pending(writer);
    if (writer->is_open) {
        struct block *block = builder_open_block(writer->builder);
        size_t longest =
            writer->line_length > writer->longest_line ? writer->line_length : writer->longest_line;
        if (writer->line_count && longest <= VERSE_LINE &&
            (block->kind == BLOCK_PARAGRAPH || block->kind == BLOCK_QUOTE ||
             block->kind == BLOCK_LIST_ITEM))
            block->flags |= BLOCK_VERSE;
        builder_end_block(writer->builder);
    }
    writer->is_open = false;
    writer->span_begun = 0;
    if (writer->image_count)
        html_flush_images(writer);
}

void html_end_block(struct html_writer *writer)
{
    if (writer->flow.is_menu)
        writer->pending_blank = true;
    else if (writer->flow.is_joined)
        writer->pending_lines += writer->pending_lines == 0;
    else
        html_close_block(writer);
}

void html_write_break(struct html_writer *writer)
{
    if (writer->flow.is_menu) {
        writer->pending_blank = true;
    } else if (writer->flow.is_preserved) {
        html_write_text(writer, STR("\n"));
    } else if (writer->is_open) {
        writer->pending_lines++;
        writer->pending_blank = writer->pending_newline = false;
        writer->pending_hard.length = 0;
    }
}

static void put(struct html_writer *writer, struct str text)
{
    while (writer->span_begun < writer->span_count) {
        struct html_open_span *span = &writer->spans[writer->span_begun++];
        builder_begin_span(writer->builder, span->kind, span->target);
    }
    builder_text(writer->builder, text);
    writer->has_text = true;
}

/* Wide, or a mark that Chinese sets as wide; Hangul has blanks between words. */
static bool takes_no_blank(uint32_t code_point)
{
    if (code_point < 0x2014)
        return false;
    if (code_point <= 0x2026) /* — ‘ ’ “ ” … */
        return true;
    struct properties properties = code_point_properties(code_point);
    return properties.width == 2 && properties.script != SCRIPT_HANGUL;
}

static bool is_wide_mark(uint32_t code_point)
{
    struct properties properties = code_point_properties(code_point);
    return properties.width == 2 && properties.is_punctuation;
}

static bool drops_newline(uint32_t before, uint32_t after)
{
    if (is_wide_mark(before) || is_wide_mark(after)) /* they bring their own space */
        return true;
    return takes_no_blank(before) && takes_no_blank(after) && (before > 0x2026 || after > 0x2026);
}

static void put_line_end(struct html_writer *writer)
{
    builder_text(writer->builder, STR("\n"));
    writer->line_count++;
    if (writer->line_length > writer->longest_line)
        writer->longest_line = writer->line_length;
    writer->line_length = 0;
}

/* What waited since the last visible text, now that some follows. */
static void settle_pending(struct html_writer *writer, uint32_t next)
{
    bool splits = !writer->flow.is_joined &&
                  (writer->pending_lines > 1 ||
                   (writer->pending_lines && writer->pending_hard.length >= INDENT_BYTES));
    if (writer->is_open && splits)
        html_close_block(writer);
    if (!writer->is_open) {
        html_open_block(writer);
        return;
    }
    if (!writer->has_text) {
        forget_pending(writer);
        return;
    }
    if (writer->pending_lines)
        put_line_end(writer);
    else if (writer->pending_hard.length)
        builder_text(writer->builder, buffer_str(&writer->pending_hard));
    else if (writer->pending_blank &&
             !(writer->pending_newline && drops_newline(writer->last_code_point, next)))
        builder_text(writer->builder, STR(" "));
    forget_pending(writer);
}

static size_t blank_length(const unsigned char *bytes, size_t left)
{
    if (bytes[0] <= ' ')
        return bytes[0] == ' ' || bytes[0] == '\n' || bytes[0] == '\t' || bytes[0] == '\r' ||
               bytes[0] == '\f';
    if (bytes[0] == 0xC2)
        return left > 1 && bytes[1] == 0xA0 ? 2 : 0;
    if (bytes[0] == 0xE3)
        return left > 2 && bytes[1] == 0x80 && bytes[2] == 0x80 ? 3 : 0;
    return 0;
}

static void note_blank(struct html_writer *writer, struct str blank)
{
    if (blank.length == 1) {
        writer->pending_blank = true;
        writer->pending_newline |= blank.bytes[0] == '\n' || blank.bytes[0] == '\r';
    } else if (writer->pending_hard.length < HARD_LIMIT) {
        buffer_append(&writer->pending_hard, blank);
    }
}

static void write_preserved(struct html_writer *writer, struct str text)
{
    if (!text.length)
        return;
    if (!writer->is_open)
        html_open_block(writer);
    else if (writer->pending_lines && writer->has_text)
        builder_text(writer->builder, STR("\n"));
    forget_pending(writer);
    put(writer, text);
}

void html_write_text(struct html_writer *writer, struct str text)
{
    if (writer->flow.is_preserved) {
        write_preserved(writer, text);
        return;
    }
    const unsigned char *bytes = (const unsigned char *)text.bytes;
    for (size_t at = 0; at < text.length;) {
        size_t start = at, blank = 0;
        while (at < text.length && !(blank = blank_length(bytes + at, text.length - at)))
            at++;
        if (at > start) {
            struct str visible = str_slice(text, start, at);
            uint32_t first;
            utf8_decode(visible, 0, &first);
            settle_pending(writer, first);
            put(writer, visible);
            utf8_decode_before(visible, visible.length, &writer->last_code_point);
            writer->line_length += visible.length + 1;
        }
        if (at < text.length)
            note_blank(writer, str_slice(text, at, at + blank));
        at += blank;
    }
}

void html_writer_release(struct html_writer *writer)
{
    html_pop_spans(writer, SIZE_MAX);
    free(writer->frames);
    free(writer->spans);
    free(writer->anchors);
    free(writer->images);
    free(writer->cells);
    buffer_release(&writer->pending_hard);
}
