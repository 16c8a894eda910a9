#include "document/writer.h"

#include "base/memory.h"
#include "document/inline.h"
#include "document/json.h"
#include "document/markdown.h"

enum { LIST_DEPTH_MAX = 16, QUOTE_DEPTH_MAX = 16, NUMBER_MAX = 999999999 };

struct page {
    const struct document *document;
    struct markdown_names *names;
    struct buffer *out;
    struct buffer line; /* the block being written, without its prefix */
    const struct block *before;
    unsigned indents[LIST_DEPTH_MAX + 1]; /* where the content of a list at a depth begins */
    unsigned levels[LIST_DEPTH_MAX + 1];  /* the author's level of the list at a depth */
    unsigned list_depth;
};

static unsigned quotes_of(const struct block *block)
{
    const unsigned depth =
        block->kind == BLOCK_QUOTE && block->quote_depth == 0 ? 1 : block->quote_depth;
    return depth < QUOTE_DEPTH_MAX ? depth : QUOTE_DEPTH_MAX;
}

static void append_quotes(struct page *page, unsigned depth)
{
    for (unsigned i = 0; i < depth; i++)
        buffer_append(page->out, STR("> "));
}

static void append_blanks(struct page *page, unsigned count)
{
    for (unsigned i = 0; i < count; i++)
        buffer_append_byte(page->out, ' ');
}

/* page->line, each line behind the quotes and the indent, the first one behind the marker too. */
static void flush_line(struct page *page, unsigned quotes, unsigned indent, struct str marker)
{
    const struct str text = buffer_str(&page->line);
    for (size_t at = 0; at <= text.length;) {
        const size_t line_end = str_find(text, STR("\n"), at);
        const size_t end = line_end == SIZE_MAX ? text.length : line_end;
        append_quotes(page, quotes);
        append_blanks(page, indent);
        if (at == 0)
            buffer_append(page->out, marker);
        else if (end > at)
            append_blanks(page, (unsigned)marker.length);
        buffer_append(page->out, str_slice(text, at, end));
        while (end == at && page->out->length > 0 && page->out->bytes[page->out->length - 1] == ' ')
            page->out->length--;
        buffer_append_byte(page->out, '\n');
        at = end + 1;
    }
    page->line.length = 0;
}

static bool is_item(const struct block *block)
{
    return block->kind == BLOCK_LIST_ITEM;
}

/* Items of one list stand line under line; all else is kept apart by an empty line. */
static void append_separator(struct page *page, const struct block *block)
{
    const struct block *before = page->before;
    page->before = block;
    if (!before)
        return;
    if (quotes_of(before) != quotes_of(block))
        page->list_depth = 0;
    const uint16_t mask = BLOCK_ORDERED | BLOCK_MARKER_IN_TEXT;
    const bool is_tight =
        is_item(before) && is_item(block) && before->level == block->level &&
        (before->flags & mask) == (block->flags & mask) &&
        !((before->flags | block->flags) & (BLOCK_CONTINUES | BLOCK_MARKER_IN_TEXT)) &&
        quotes_of(before) == quotes_of(block);
    if (is_tight)
        return;
    const unsigned a = quotes_of(before), b = quotes_of(block);
    for (unsigned i = 0; i < (a < b ? a : b); i++)
        buffer_append_c(page->out, i > 0 ? " >" : ">");
    buffer_append_byte(page->out, '\n');
}

static bool is_only(struct str text, const char *bytes)
{
    for (size_t i = 0; i < text.length; i++)
        if (!strchr(bytes, text.bytes[i]))
            return false;
    return true;
}

static void write_lines(struct page *page, size_t index, size_t from)
{
    const struct block *block = &page->document->blocks[index];
    markdown_inline(page->document, page->names, index, from,
                    block->flags & BLOCK_VERSE ? MARKDOWN_VERSE : MARKDOWN_PARAGRAPH, &page->line);
}

static void append_heading(struct page *page, size_t index)
{
    const struct block *block = &page->document->blocks[index];
    const size_t marker = inline_marker(page->document, index);
    const struct str own = str_slice(document_block_text(page->document, index), 0, marker);
    const unsigned level = block->level < 1 ? 1 : block->level > 6 ? 6 : block->level;
    for (unsigned i = 0; i < level; i++)
        buffer_append_byte(&page->line, '#');
    buffer_append_byte(&page->line, ' ');
    markdown_inline(page->document, page->names, index,
                    block->start + (is_only(own, "# ") ? marker : 0), MARKDOWN_HEADING,
                    &page->line);
    flush_line(page, quotes_of(block), 0, STR_NONE);
}

/* The author's marker when it is one in Markdown too, without its blanks; else empty. */
static struct str usable_marker(struct str own)
{
    own = str_trim_ascii(own);
    if (str_equal(own, STR("-")) || str_equal(own, STR("*")) || str_equal(own, STR("+")))
        return own;
    size_t digits = 0;
    while (digits < own.length && own.bytes[digits] >= '0' && own.bytes[digits] <= '9')
        digits++;
    const bool is_number = digits > 0 && digits < 10 && own.length == digits + 1 &&
                           (own.bytes[digits] == '.' || own.bytes[digits] == ')');
    return is_number ? own : STR_NONE;
}

/* Levels may skip, depths may not: an item is one deeper than the nearest one above of a lower
 * level. */
static void enter_list(struct page *page, unsigned level)
{
    while (page->list_depth > 0 && page->levels[page->list_depth] >= level)
        page->list_depth--;
    page->list_depth += page->list_depth < LIST_DEPTH_MAX;
    page->levels[page->list_depth] = level;
}

static void continue_list(struct page *page, unsigned level)
{
    while (page->list_depth > 1 && page->levels[page->list_depth] > level)
        page->list_depth--;
}

static void append_item(struct page *page, size_t index)
{
    const struct block *block = &page->document->blocks[index];
    const size_t own_length = inline_marker(page->document, index);
    const struct str own = str_slice(document_block_text(page->document, index), 0, own_length);
    CLEANUP_BUFFER struct buffer marker = {0};
    size_t from = block->start;
    if ((block->flags & BLOCK_CONTINUES) && page->list_depth > 0) {
        continue_list(page, block->level);
        write_lines(page, index, from);
        flush_line(page, quotes_of(block), page->indents[page->list_depth], STR_NONE);
        return;
    }
    enter_list(page, block->level);
    const unsigned indent = page->indents[page->list_depth - 1];
    if (block->flags & BLOCK_MARKER_IN_TEXT) {
        buffer_append(&marker, usable_marker(own));
        from += marker.length > 0 ? own_length : 0;
    } else if ((block->flags & BLOCK_ORDERED) && block->value <= NUMBER_MAX) {
        buffer_append_format(&marker, "%u.", block->value);
    } else {
        buffer_append_byte(&marker, '-');
        if (block->flags & BLOCK_ORDERED)
            buffer_append_format(&page->line, "%u\\. ", block->value);
    }
    if (marker.length > 0)
        buffer_append_byte(&marker, ' ');
    page->indents[page->list_depth] = indent + (unsigned)marker.length;
    write_lines(page, index, from);
    flush_line(page, quotes_of(block), indent, buffer_str(&marker));
}

static void append_code(struct page *page, size_t index)
{
    const struct block *block = &page->document->blocks[index];
    const struct str text = document_block_text(page->document, index);
    size_t fence = 3, run = 0;
    for (size_t i = 0; i < text.length; i++) {
        run = text.bytes[i] == '`' ? run + 1 : 0;
        fence = run >= fence ? run + 1 : fence;
    }
    for (int side = 0; side < 2; side++) {
        for (size_t i = 0; i < fence; i++)
            buffer_append_byte(&page->line, '`');
        if (side == 0) {
            buffer_append_byte(&page->line, '\n');
            buffer_append(&page->line, text);
            buffer_append_byte(&page->line, '\n');
        }
    }
    flush_line(page, quotes_of(block), 0, STR_NONE);
}

/* The author's own mark may be a thematic break as it is; other marks are text. */
static void append_rule(struct page *page, size_t index)
{
    const struct str text = document_block_text(page->document, index);
    size_t marks = 0;
    bool is_break = text.length == 0;
    for (size_t i = 0; i < text.length; i++)
        marks += text.bytes[i] != ' ';
    if (marks >= 3)
        is_break = is_only(text, "* ") || is_only(text, "- ") || is_only(text, "_ ");
    if (text.length == 0)
        buffer_append(&page->line, STR("---"));
    else if (is_break)
        buffer_append(&page->line, text);
    else
        write_lines(page, index, page->document->blocks[index].start);
    flush_line(page, quotes_of(&page->document->blocks[index]), 0, STR_NONE);
}

static void append_footnote(struct page *page, size_t index)
{
    const struct block *block = &page->document->blocks[index];
    const size_t number = markdown_footnote_number(page->names, index);
    if (number > 0)
        buffer_append_format(&page->line, "[^%zu]: ", number);
    write_lines(page, index, block->start);
    const bool continues = number == 0 && (block->flags & BLOCK_CONTINUES);
    flush_line(page, quotes_of(block), continues ? 4 : 0, STR_NONE);
}

static bool is_in_table(const struct document *document, size_t block, const struct block *first)
{
    return block < document->block_count && document->blocks[block].kind == BLOCK_TABLE_CELL &&
           document->blocks[block].aside == ASIDE_NONE &&
           document->cells[document->blocks[block].value].table ==
               document->cells[first->value].table;
}

static const struct cell *cell_of(const struct document *document, size_t block)
{
    return &document->cells[document->blocks[block].value];
}

struct table {
    size_t first, end; /* blocks */
    size_t column_count;
    bool is_placed; /* by column, with empty cells for what spans; else one after the other */
};

/* Cells that a page places far apart would make a table of mostly nothing: those are not placed. */
static struct table measure_table(const struct page *page, size_t index)
{
    const struct document *document = page->document;
    struct table table = {.first = index, .end = index};
    size_t rows = 0, widest = 0, in_row = 0, columns = 0;
    while (is_in_table(document, table.end, &document->blocks[index])) {
        const struct cell *cell = cell_of(document, table.end);
        const bool is_new_row =
            table.end == index || cell->row != cell_of(document, table.end - 1)->row;
        rows += is_new_row;
        in_row = is_new_row ? 1 : in_row + 1;
        widest = in_row > widest ? in_row : widest;
        const size_t last = (size_t)cell->column + 1;
        columns = last > columns ? last : columns;
        table.end++;
    }
    table.is_placed = rows * columns <= (table.end - index) * 16 + 64;
    table.column_count = table.is_placed ? columns : widest;
    return table;
}

static void append_delimiters(struct page *page, const struct table *table, const char *cell)
{
    buffer_append_byte(&page->line, '|');
    for (size_t i = 0; i < table->column_count; i++)
        buffer_append_c(&page->line, cell);
}

static void append_cell(struct page *page, const struct table *table, size_t index, size_t *column)
{
    for (; table->is_placed && *column < cell_of(page->document, index)->column; ++*column)
        buffer_append(&page->line, STR("  |"));
    buffer_append_byte(&page->line, ' ');
    markdown_inline(page->document, page->names, index, page->document->blocks[index].start,
                    MARKDOWN_CELL, &page->line);
    buffer_append(&page->line, STR(" |"));
    ++*column;
}

/* Returns the block behind the table. */
static size_t append_table(struct page *page, size_t index)
{
    const struct table table = measure_table(page, index);
    const bool has_header = cell_of(page->document, index)->is_header;
    bool owes_delimiters = has_header;
    if (!has_header) {
        append_delimiters(page, &table, "  |");
        buffer_append_byte(&page->line, '\n');
        append_delimiters(page, &table, " --- |");
        buffer_append_byte(&page->line, '\n');
    }
    size_t column = 0;
    for (size_t i = table.first; i < table.end; i++) {
        const bool is_new_row = i == table.first || cell_of(page->document, i)->row !=
                                                        cell_of(page->document, i - 1)->row;
        if (is_new_row && i > table.first)
            buffer_append_byte(&page->line, '\n');
        if (is_new_row && i > table.first && owes_delimiters) {
            append_delimiters(page, &table, " --- |");
            buffer_append_byte(&page->line, '\n');
            owes_delimiters = false;
        }
        if (is_new_row) {
            buffer_append_byte(&page->line, '|');
            column = 0;
        }
        append_cell(page, &table, i, &column);
        /* The header row must be as wide as the delimiters are many. */
        const bool ends_header =
            owes_delimiters && (i + 1 == table.end || cell_of(page->document, i + 1)->row !=
                                                          cell_of(page->document, i)->row);
        for (; ends_header && column < table.column_count; column++)
            buffer_append(&page->line, STR("  |"));
    }
    if (owes_delimiters) {
        buffer_append_byte(&page->line, '\n');
        append_delimiters(page, &table, " --- |");
    }
    flush_line(page, quotes_of(&page->document->blocks[index]), 0, STR_NONE);
    return table.end;
}

static void append_paragraph(struct page *page, size_t index)
{
    const struct block *block = &page->document->blocks[index];
    const size_t marker = inline_marker(page->document, index);
    const struct str own = str_slice(document_block_text(page->document, index), 0, marker);
    const bool drops_marker = block->kind == BLOCK_QUOTE && is_only(own, "> ");
    write_lines(page, index, block->start + (drops_marker ? marker : 0));
    flush_line(page, quotes_of(block), 0, STR_NONE);
}

static size_t append_block(struct page *page, size_t index)
{
    const struct block *block = &page->document->blocks[index];
    append_separator(page, block);
    if (is_item(block)) {
        append_item(page, index);
        return index + 1;
    }
    page->list_depth = 0;
    switch ((enum block_kind)block->kind) {
    case BLOCK_TABLE_CELL:
        return append_table(page, index);
    case BLOCK_HEADING:
        append_heading(page, index);
        break;
    case BLOCK_CODE:
        append_code(page, index);
        break;
    case BLOCK_RULE:
        append_rule(page, index);
        break;
    case BLOCK_FOOTNOTE:
        append_footnote(page, index);
        break;
    default:
        append_paragraph(page, index);
        break;
    }
    return index + 1;
}

/* YAML's double-quoted strings take all that JSON's do. */
static void append_front_matter(struct buffer *out, const struct metadata *metadata)
{
    const struct {
        const char *key;
        struct str value;
    } members[] = {
        {"title", metadata->title},       {"subtitle", metadata->subtitle},
        {"byline", metadata->byline},     {"site", metadata->site},
        {"url", metadata->url},           {"canonical_url", metadata->canonical_url},
        {"language", metadata->language}, {"published", metadata->published},
        {"saved", metadata->saved},
    };
    buffer_append(out, STR("---\n"));
    for (size_t i = 0; i < ARRAY_LENGTH(members); i++) {
        if (members[i].value.length == 0)
            continue;
        buffer_append_format(out, "%s: ", members[i].key);
        json_append_string(members[i].value, out);
        buffer_append_byte(out, '\n');
    }
    buffer_append_format(out, "incomplete: %s\n---\n\n",
                         metadata->is_incomplete ? "true" : "false");
}

void write_markdown(const struct document *document, struct buffer *out)
{
    struct page page = {.document = document, .out = out};
    page.names = markdown_names_new(document);
    append_front_matter(out, &document->metadata);
    for (size_t i = 0; i < document->block_count;) {
        if (document->blocks[i].aside != ASIDE_NONE)
            i++;
        else
            i = append_block(&page, i);
    }
    buffer_release(&page.line);
    markdown_names_free(page.names);
}
