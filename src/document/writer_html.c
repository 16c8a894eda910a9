#include "document/writer.h"

#include "base/memory.h"
#include "document/inline.h"
#include "document/url.h"
#include "text/utf8.h"

enum { LIST_DEPTH_MAX = 16, QUOTE_DEPTH_MAX = 16 };

/* Containers that are open around the next block: quotes outside, lists inside. */
struct page {
    const struct document *document;
    struct buffer *out;
    unsigned quote_depth;
    unsigned list_depth;
    bool is_ordered[LIST_DEPTH_MAX];
    enum aside aside;
    unsigned link_depth; /* links do not nest */
    unsigned superscript_depth, note_depth;
};

/* For text and for attribute values in double quotes. */
static void append_escaped(struct buffer *out, struct str s)
{
    size_t clean = 0;
    for (size_t i = 0; i < s.length; i++) {
        const char *entity = s.bytes[i] == '&'   ? "&amp;"
                             : s.bytes[i] == '<' ? "&lt;"
                             : s.bytes[i] == '>' ? "&gt;"
                             : s.bytes[i] == '"' ? "&quot;"
                                                 : NULL;
        if (!entity)
            continue;
        buffer_append(out, str_slice(s, clean, i));
        buffer_append_c(out, entity);
        clean = i + 1;
    }
    buffer_append(out, str_slice(s, clean, s.length));
}

/* The value of href, or nothing and false. "#name" is the one that stays in the page. */
static bool append_href(struct buffer *out, struct str target)
{
    CLEANUP_BUFFER struct buffer safe = {0};
    if (str_starts(target, STR("#")))
        buffer_append(&safe, target);
    else if (!url_append_safe(target, &safe))
        return false;
    buffer_append(out, STR("<a href=\""));
    append_escaped(out, buffer_str(&safe));
    buffer_append(out, STR("\">"));
    return true;
}

static const char *const span_tags[SPAN_KIND_COUNT] = {
    [SPAN_STRONG] = "strong", [SPAN_EMPHASIS] = "em", [SPAN_CODE] = "code", [SPAN_RUBY] = "ruby",
    [SPAN_SUBSCRIPT] = "sub", [SPAN_STRIKE] = "del",  [SPAN_MARK] = "mark",
};

static bool is_link(const struct span *span)
{
    return span->kind == SPAN_LINK || span->kind == SPAN_FOOTNOTE_REFERENCE;
}

/* Whether the link has a tag of its own, the same at its start and end. */
static bool is_linked(const struct page *page, const struct span *span)
{
    CLEANUP_BUFFER struct buffer nothing = {0};
    return page->link_depth == 0 && append_href(&nothing, page->document->targets[span->target]);
}

/* A note's number that is raised already is not raised once more, nor what is raised inside it. */
static bool is_raised(const struct page *page, enum span_kind kind)
{
    return kind == SPAN_FOOTNOTE_REFERENCE ? page->superscript_depth == 0
                                           : kind == SPAN_SUPERSCRIPT && page->note_depth == 0;
}

static void append_raising(struct page *page, enum span_kind kind, struct str tag)
{
    if (is_raised(page, kind))
        buffer_append(page->out, tag);
}

static void open_span(void *context, size_t index)
{
    struct page *page = context;
    const struct span *span = &page->document->spans[index];
    const struct str target = page->document->targets[span->target];
    append_raising(page, span->kind, STR("<sup>"));
    page->superscript_depth += span->kind == SPAN_SUPERSCRIPT;
    page->note_depth += span->kind == SPAN_FOOTNOTE_REFERENCE;
    if (is_link(span)) {
        if (is_linked(page, span))
            (void)append_href(page->out, target);
        page->link_depth++;
    } else if (span->kind == SPAN_ANCHOR) {
        buffer_append(page->out, STR("<span id=\"")); /* an <a> would end the link it is in */
        append_escaped(page->out, target);
        buffer_append(page->out, STR("\"></span>"));
    } else if (span_tags[span->kind]) {
        buffer_append_format(page->out, "<%s>", span_tags[span->kind]);
    }
}

static void close_span(void *context, size_t index)
{
    struct page *page = context;
    const struct span *span = &page->document->spans[index];
    page->superscript_depth -= span->kind == SPAN_SUPERSCRIPT;
    page->note_depth -= span->kind == SPAN_FOOTNOTE_REFERENCE;
    if (is_link(span)) {
        page->link_depth--;
        if (is_linked(page, span))
            buffer_append(page->out, STR("</a>"));
    }
    append_raising(page, span->kind, STR("</sup>"));
    if (span->kind == SPAN_RUBY) {
        buffer_append(page->out, STR("<rp>(</rp><rt>"));
        append_escaped(page->out, page->document->targets[span->target]);
        buffer_append(page->out, STR("</rt><rp>)</rp>"));
    }
    if (span_tags[span->kind])
        buffer_append_format(page->out, "</%s>", span_tags[span->kind]);
}

static void append_lines(void *context, struct str text)
{
    struct page *page = context;
    for (size_t at = 0; at <= text.length;) {
        const size_t line_end = str_find(text, STR("\n"), at);
        const size_t end = line_end == SIZE_MAX ? text.length : line_end;
        append_escaped(page->out, str_slice(text, at, end));
        if (end < text.length)
            buffer_append(page->out, STR("<br>\n"));
        at = end + 1;
    }
}

static void append_verbatim(void *context, struct str text)
{
    append_escaped(((struct page *)context)->out, text);
}

static void append_inline(struct page *page, size_t block)
{
    static const struct inline_events events = {open_span, append_lines, close_span};
    static const struct inline_events code_events = {open_span, append_verbatim, close_span};
    const struct block *of = &page->document->blocks[block];
    inline_walk(page->document, block, of->start, of->kind == BLOCK_CODE ? &code_events : &events,
                page);
}

static void close_lists(struct page *page, unsigned depth)
{
    while (page->list_depth > depth) {
        page->list_depth--;
        buffer_append_c(page->out,
                        page->is_ordered[page->list_depth] ? "</li></ol>\n" : "</li></ul>\n");
    }
}

static void set_quote_depth(struct page *page, unsigned depth)
{
    if (depth == page->quote_depth)
        return;
    close_lists(page, 0);
    for (; page->quote_depth > depth; page->quote_depth--)
        buffer_append(page->out, STR("</blockquote>\n"));
    for (; page->quote_depth < depth; page->quote_depth++)
        buffer_append(page->out, STR("<blockquote>\n"));
}

static void open_item(struct page *page, const struct block *block)
{
    const bool is_ordered = block->flags & BLOCK_ORDERED;
    unsigned depth = block->level < 1 ? 1 : block->level;
    depth = depth < LIST_DEPTH_MAX ? depth : LIST_DEPTH_MAX;
    close_lists(page, depth);
    if (page->list_depth == depth && page->is_ordered[depth - 1] != is_ordered)
        close_lists(page, depth - 1);
    const bool is_next = page->list_depth == depth;
    if (is_next)
        buffer_append(page->out, STR("</li>\n"));
    while (page->list_depth < depth) {
        page->is_ordered[page->list_depth++] = is_ordered;
        const bool is_innermost = page->list_depth == depth;
        buffer_append_c(page->out, is_ordered ? "<ol>\n" : "<ul>\n");
        if (!is_innermost)
            buffer_append(page->out, STR("<li class=\"own\">"));
    }
    if (block->flags & BLOCK_MARKER_IN_TEXT)
        buffer_append(page->out, STR("<li class=\"own\">"));
    else if (is_ordered)
        buffer_append_format(page->out, "<li value=\"%u\">",
                             block->value < INT32_MAX ? block->value : (unsigned)INT32_MAX);
    else
        buffer_append(page->out, STR("<li>"));
}

static void append_item(struct page *page, size_t index)
{
    const struct block *block = &page->document->blocks[index];
    if ((block->flags & BLOCK_CONTINUES) && page->list_depth > 0) {
        close_lists(page, block->level < 1 ? 1 : block->level);
        buffer_append(page->out, STR("<p>"));
        append_inline(page, index);
        buffer_append(page->out, STR("</p>"));
        return;
    }
    open_item(page, block);
    append_inline(page, index);
}

static bool is_in_table(const struct document *document, size_t block, const struct block *first)
{
    return block < document->block_count && document->blocks[block].kind == BLOCK_TABLE_CELL &&
           document->blocks[block].aside == first->aside &&
           document->cells[document->blocks[block].value].table ==
               document->cells[first->value].table;
}

static void append_cell(struct page *page, size_t index, const struct cell *cell)
{
    const char *tag = cell->is_header ? "th" : "td";
    buffer_append_format(page->out, "<%s", tag);
    if (cell->column_span > 1)
        buffer_append_format(page->out, " colspan=\"%u\"", cell->column_span);
    if (cell->row_span > 1)
        buffer_append_format(page->out, " rowspan=\"%u\"", cell->row_span);
    buffer_append_byte(page->out, '>');
    append_inline(page, index);
    buffer_append_format(page->out, "</%s>", tag);
}

/* Returns the block behind the table. */
static size_t append_table(struct page *page, size_t index)
{
    const struct document *document = page->document;
    const struct block *first = &document->blocks[index];
    unsigned row = document->cells[first->value].row;
    buffer_append(page->out, STR("<table>\n<tr>"));
    for (; is_in_table(document, index, first); index++) {
        const struct cell *cell = &document->cells[document->blocks[index].value];
        if (cell->row != row)
            buffer_append(page->out, STR("</tr>\n<tr>"));
        row = cell->row;
        append_cell(page, index, cell);
    }
    buffer_append(page->out, STR("</tr>\n</table>\n"));
    return index;
}

static void append_wrapped(struct page *page, size_t index, const char *open, const char *close)
{
    buffer_append_c(page->out, open);
    append_inline(page, index);
    buffer_append_c(page->out, close);
    buffer_append_byte(page->out, '\n');
}

static void append_heading(struct page *page, size_t index)
{
    const unsigned level = page->document->blocks[index].level;
    const unsigned bounded = level < 1 ? 1 : level > 6 ? 6 : level;
    buffer_append_format(page->out, "<h%u>", bounded);
    append_inline(page, index);
    buffer_append_format(page->out, "</h%u>\n", bounded);
}

static const char *paragraph_tag(const struct block *block)
{
    if (block->flags & BLOCK_VERSE)
        return "<p class=\"verse\">";
    return block->flags & BLOCK_CENTERED ? "<p class=\"centred\">" : "<p>";
}

/* Returns the next block to write. */
static size_t append_block(struct page *page, size_t index)
{
    const struct block *block = &page->document->blocks[index];
    unsigned quotes =
        block->kind == BLOCK_QUOTE && block->quote_depth == 0 ? 1 : block->quote_depth;
    set_quote_depth(page, quotes < QUOTE_DEPTH_MAX ? quotes : QUOTE_DEPTH_MAX);
    if (block->kind == BLOCK_LIST_ITEM) {
        append_item(page, index);
        return index + 1;
    }
    close_lists(page, 0);
    switch ((enum block_kind)block->kind) {
    case BLOCK_TABLE_CELL:
        return append_table(page, index);
    case BLOCK_HEADING:
        append_heading(page, index);
        break;
    case BLOCK_CODE:
        append_wrapped(page, index, "<pre><code>", "</code></pre>");
        break;
    case BLOCK_FIGURE:
        append_wrapped(page, index, "<figure><figcaption>", "</figcaption></figure>");
        break;
    case BLOCK_FOOTNOTE:
        append_wrapped(page, index, "<p class=\"footnote\">", "</p>");
        break;
    case BLOCK_RULE:
        if (block->start == block->end)
            append_wrapped(page, index, "<hr>", "");
        else
            append_wrapped(page, index, "<p class=\"centred\">", "</p>");
        break;
    default:
        append_wrapped(page, index, paragraph_tag(block), "</p>");
        break;
    }
    return index + 1;
}

static void set_aside(struct page *page, enum aside aside)
{
    if (aside == page->aside)
        return;
    close_lists(page, 0);
    set_quote_depth(page, 0);
    if (page->aside != ASIDE_NONE)
        buffer_append(page->out, STR("</details>\n"));
    if (aside != ASIDE_NONE)
        buffer_append_format(page->out, "<details><summary>%s</summary>\n", aside_name(aside));
    page->aside = aside;
}

static const char page_style[] =
    "body{margin:2em auto;max-width:38em;padding:0 1em;line-height:1.7;"
    "font-family:serif;color-scheme:light dark}"
    "h1,h2,h3,h4,h5,h6{line-height:1.3}pre{overflow-x:auto;tab-size:4}"
    "table{border-collapse:collapse}td,th{border:1px solid;padding:.2em .5em}"
    "blockquote{margin:1em 0;padding-left:1em;border-left:3px solid}"
    "details{opacity:.7;font-size:.9em}.verse{white-space:pre-wrap}.verse br{display:none}"
    ".centred{text-align:center}.own{list-style:none}.footnote{font-size:.9em}";

static void append_head(struct page *page)
{
    const struct metadata *metadata = &page->document->metadata;
    struct buffer *out = page->out;
    buffer_append(out, STR("<!DOCTYPE html>\n<html"));
    if (metadata->language.length > 0) {
        buffer_append(out, STR(" lang=\""));
        append_escaped(out, metadata->language);
        buffer_append_byte(out, '"');
    }
    buffer_append(out,
                  STR(">\n<head>\n<meta charset=\"utf-8\">\n"
                      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
                      "style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'\">\n"
                      "<meta name=\"viewport\" content=\"width=device-width\">\n"
                      "<meta name=\"referrer\" content=\"no-referrer\">\n<title>"));
    append_escaped(out, metadata->title);
    buffer_append(out, STR("</title>\n"));
    if (metadata->byline.length > 0) {
        buffer_append(out, STR("<meta name=\"author\" content=\""));
        append_escaped(out, metadata->byline);
        buffer_append(out, STR("\">\n"));
    }
    CLEANUP_BUFFER struct buffer address = {0};
    if (url_append_safe(metadata->canonical_url.length > 0 ? metadata->canonical_url
                                                           : metadata->url,
                        &address)) {
        buffer_append(out, STR("<link rel=\"canonical\" href=\""));
        append_escaped(out, buffer_str(&address));
        buffer_append(out, STR("\">\n"));
    }
    buffer_append_format(out, "<style>%s</style>\n</head>\n<body>\n<article>\n", page_style);
}

/* The headline, unless the text has it already. */
static void append_title(struct page *page)
{
    for (size_t i = 0; i < page->document->block_count; i++)
        if (page->document->blocks[i].kind == BLOCK_HEADING &&
            page->document->blocks[i].aside == ASIDE_NONE &&
            (page->document->blocks[i].flags & BLOCK_FRONT))
            return;
    if (page->document->metadata.title.length == 0)
        return;
    buffer_append(page->out, STR("<h1>"));
    append_escaped(page->out, page->document->metadata.title);
    buffer_append(page->out, STR("</h1>\n"));
}

void write_html(const struct document *document, struct buffer *out)
{
    struct page page = {.document = document, .out = out, .aside = ASIDE_NONE};
    append_head(&page);
    append_title(&page);
    for (size_t i = 0; i < document->block_count;) {
        set_aside(&page, document->blocks[i].aside);
        i = append_block(&page, i);
    }
    close_lists(&page, 0);
    set_quote_depth(&page, 0);
    set_aside(&page, ASIDE_NONE);
    buffer_append(out, STR("</article>\n</body>\n</html>\n"));
}
