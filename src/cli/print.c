#include "cli/print.h"

#include "base/memory.h"
#include "config/typography.h"
#include "document/writer.h"
#include "layout/layout.h"

#include <stdint.h>
#include <unistd.h>

/* Whether two glyphs of a row follow each other in the text, so that what is shown between them is
 * only a gap. In a table they may be of two cells. */
static bool is_neighbour(const struct glyph *left, const struct glyph *right, bool is_table)
{
    if (left->start == left->end || right->start == right->end)
        return false;
    return is_table ? left->end == right->start : left->end <= right->start;
}

/* What of the text has no glyph, such as the blank behind a mark that is shown full-width. Blanks
 * are given back while the row has room for them: no row may be wider than was asked for. */
static void append_unshown(const struct document *document, const struct glyph *left,
                           const struct glyph *right, unsigned *room, struct buffer *out)
{
    for (uint32_t at = left->end; at < right->start; at++) {
        const bool is_blank = document->text.bytes[at] == ' ';
        if (is_blank && *room == 0)
            continue;
        *room -= is_blank;
        buffer_append_byte(out, document->text.bytes[at]);
    }
}

static int by_start(const void *left, const void *right)
{
    const struct glyph *a = left;
    const struct glyph *b = right;
    return a->start < b->start ? -1 : a->start > b->start;
}

/* The row for a pipe: the author's characters in reading order, whatever is shown for them. */
static void append_stored(const struct document *document, struct row *row, unsigned width,
                          struct buffer *out)
{
    unsigned room = row->columns < width ? width - row->columns : 0;
    bool is_table = document->blocks[row->block].kind == BLOCK_TABLE_CELL;
    bool is_reordered = false;
    for (size_t i = 1; i < row->glyph_count && !is_table; i++)
        is_reordered |= row->glyphs[i].end < row->glyphs[i - 1].start;
    if (is_reordered)
        qsort(row->glyphs, row->glyph_count, sizeof *row->glyphs, by_start);
    unsigned column = 0;
    for (size_t i = 0; i < row->glyph_count; i++) {
        const struct glyph *glyph = &row->glyphs[i];
        bool follows = i > 0 && is_neighbour(&row->glyphs[i - 1], glyph, is_table);
        if (follows)
            append_unshown(document, &row->glyphs[i - 1], glyph, &room, out);
        for (; !follows && !is_reordered && column < glyph->column; column++)
            buffer_append_byte(out, ' ');
        column = glyph->column + glyph->piece.width;
        if (glyph->start == glyph->end)
            buffer_append(out, (struct str){glyph->piece.bytes, glyph->piece.length});
        else if (i == 0 || glyph->end != row->glyphs[i - 1].end) /* not a further piece of one */
            buffer_append(out, str_slice(document->text, glyph->start, glyph->end));
    }
}

static void append_shown(const struct row *row, struct buffer *out)
{
    unsigned column = 0;
    for (size_t i = 0; i < row->glyph_count; i++) {
        const struct glyph *glyph = &row->glyphs[i];
        for (; column < glyph->column; column++)
            buffer_append_byte(out, ' ');
        buffer_append(out, (struct str){glyph->piece.bytes, glyph->piece.length});
        column = glyph->column + glyph->piece.width;
    }
}

static bool print_rows(const struct cli_context *context, const struct document *document,
                       unsigned width)
{
    bool is_terminal = isatty(fileno(context->out));
    struct layout_options layout_options = config_layout_options(context->config);
    layout_options.columns = width;
    layout_options.shows_front = true;
    layout_options.folds_are_rows = false;
    struct layout *layout = layout_new(document, &layout_options);
    struct row row = {0};
    CLEANUP_BUFFER struct buffer line = {0};
    struct row_cursor cursor;
    bool is_writable = true;
    for (bool there = layout_first(layout, &cursor); there && is_writable;
         there = layout_next(layout, &cursor)) {
        layout_row(layout, cursor, &row);
        if (is_terminal)
            append_shown(&row, &line);
        else
            append_stored(document, &row, width, &line);
        while (line.length && line.bytes[line.length - 1] == ' ')
            line.length--;
        buffer_append_byte(&line, '\n');
        is_writable = cli_print(context, buffer_str(&line));
        line.length = 0;
    }
    row_release(&row);
    layout_free(layout);
    return is_writable;
}

bool print_document(const struct cli_context *context, const struct document *document,
                    enum print_format format, unsigned width)
{
    static void (*const writers[PRINT_FORMAT_COUNT])(const struct document *, struct buffer *) = {
        [PRINT_TEXT] = write_plain,
        [PRINT_MARKDOWN] = write_markdown,
        [PRINT_HTML] = write_html,
        [PRINT_JSON] = write_json,
    };
    if (format == PRINT_TEXT && width > 0)
        return print_rows(context, document, width);
    CLEANUP_BUFFER struct buffer out = {0};
    writers[format](document, &out);
    return cli_print(context, buffer_str(&out));
}
