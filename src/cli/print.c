#include "cli/print.h"

#include "base/memory.h"
#include "config/typography.h"
#include "document/writer.h"
#include "layout/layout.h"

#include <stdint.h>
#include <unistd.h>

/* Whether two glyphs of a row follow each other in the text, so that what is shown between them is
 * only a gap. */
static bool is_neighbour(const struct glyph *left, const struct glyph *right)
{
    return left->start < left->end && right->start < right->end && left->end <= right->start;
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

/* What the text has where the row shows its glyph at index. */
static struct str stored_piece(const struct document *document, const struct row *row, size_t index)
{
    const struct glyph *glyph = &row->glyphs[index];
    if (glyph->start == glyph->end)
        return (struct str){glyph->piece.bytes, glyph->piece.length};
    if (index > 0 && glyph->end == row->glyphs[index - 1].end) /* a further piece of one */
        return STR_NONE;
    return str_slice(document->text, glyph->start, glyph->end);
}

/* A row of a table: its cells and bars in the columns where they are shown. */
static void append_cells(const struct document *document, const struct row *row,
                         enum ambiguous_width ambiguous, struct buffer *out)
{
    unsigned column = 0, printed = 0;
    for (size_t i = 0; i < row->glyph_count; i++) {
        const struct glyph *glyph = &row->glyphs[i];
        const struct str piece = stored_piece(document, row, i);
        bool is_in_cell = i > 0 && is_neighbour(&glyph[-1], glyph) && glyph[-1].end == glyph->start;
        for (; !is_in_cell && column < glyph->column && printed < glyph->column; printed++)
            buffer_append_byte(out, ' ');
        buffer_append(out, piece);
        column = glyph->column + glyph->piece.width;
        printed += (unsigned)text_width(piece, ambiguous);
    }
}

/* The row for a pipe: the author's characters in reading order, whatever is shown for them. */
static void append_stored(const struct document *document, struct row *row, unsigned width,
                          struct buffer *out)
{
    unsigned room = row->columns < width ? width - row->columns : 0;
    bool is_reordered = false;
    for (size_t i = 1; i < row->glyph_count; i++)
        is_reordered |= row->glyphs[i].end < row->glyphs[i - 1].start;
    if (is_reordered)
        qsort(row->glyphs, row->glyph_count, sizeof *row->glyphs, by_start);
    unsigned column = 0;
    for (size_t i = 0; i < row->glyph_count; i++) {
        const struct glyph *glyph = &row->glyphs[i];
        bool follows = i > 0 && is_neighbour(&row->glyphs[i - 1], glyph);
        if (follows)
            append_unshown(document, &row->glyphs[i - 1], glyph, &room, out);
        for (; !follows && !is_reordered && column < glyph->column; column++)
            buffer_append_byte(out, ' ');
        column = glyph->column + glyph->piece.width;
        buffer_append(out, stored_piece(document, row, i));
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
        else if (document->blocks[row.block].kind == BLOCK_TABLE_CELL)
            append_cells(document, &row, layout_options.ambiguous, &line);
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
