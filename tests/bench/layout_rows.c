/* usage: layout_rows FILE [dump WIDTH | walk WIDTH | cursors WIDTH | jump WIDTH]
 * FILE's lines are paragraphs. dump prints every row as it is shown, with a blank line between
 * paragraphs; walk draws every row, cursors only steps over them, jump goes to the end and draws a
 * screen: in ms and MB/s. */
#include "base/file.h"
#include "base/memory.h"
#include "document/builder.h"
#include "layout/layout.h"
#include "text/utf8.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static struct document *read_document(const char *path)
{
    struct buffer content = {0};
    struct error error;
    if (file_read(path, &content, &error)) {
        fprintf(stderr, "%s\n", error.message);
        exit(1);
    }
    struct block *blocks = NULL;
    size_t count = 0, capacity = 0;
    for (size_t start = 0; start < content.length;) {
        const char *newline = memchr(content.bytes + start, '\n', content.length - start);
        const size_t end = newline ? (size_t)(newline - content.bytes) : content.length;
        if (end > start) {
            ARRAY_RESERVE(blocks, count, capacity);
            blocks[count++] = (struct block){.start = (uint32_t)start, .end = (uint32_t)end};
        }
        start = end + 1;
    }
    struct builder *builder = builder_new();
    builder_adopt(builder, &content, blocks, count);
    builder_metadata(builder)->language = STR("zh");
    return builder_finish(builder);
}

static void print_row(const struct row *row)
{
    unsigned column = 0;
    for (size_t i = 0; i < row->glyph_count; i++) {
        for (; column < row->glyphs[i].column; column++)
            putchar(' ');
        fwrite(row->glyphs[i].piece.bytes, 1, row->glyphs[i].piece.length, stdout);
        column += row->glyphs[i].piece.width;
    }
    putchar('\n');
}

static size_t walk(struct layout *layout, bool draws, bool prints)
{
    struct row row = {0};
    struct row_cursor cursor;
    size_t count = 0;
    for (bool is_there = layout_first(layout, &cursor); is_there;
         is_there = layout_next(layout, &cursor)) {
        count++;
        if (draws)
            layout_row(layout, cursor, &row);
        if (prints)
            print_row(&row);
    }
    row_release(&row);
    return count;
}

static size_t jump(struct layout *layout)
{
    struct row row = {0};
    struct row_cursor cursor;
    bool is_there = layout_last(layout, &cursor);
    size_t count = 0;
    for (; is_there && count < 24; is_there = layout_previous(layout, &cursor), count++)
        layout_row(layout, cursor, &row);
    row_release(&row);
    return count;
}

int main(int argument_count, char **arguments)
{
    if (argument_count < 4) {
        fprintf(stderr, "usage: layout_rows FILE dump|walk|cursors|jump WIDTH\n");
        return 2;
    }
    const char *mode = arguments[2];
    struct document *document = read_document(arguments[1]);
    struct layout_options options = {
        .columns = (unsigned)strtoul(arguments[3], NULL, 10),
        .ambiguous = AMBIGUOUS_NARROW,
        .kinsoku = KINSOKU_STRICT,
        .hangs = mode[0] != 'd' || argument_count > 4,
        .gaps = mode[0] != 'd' || argument_count > 4,
        .fullwidth_marks = mode[0] != 'd' || argument_count > 4,
        .paragraph = mode[0] == 'd' ? PARAGRAPH_BLANK : PARAGRAPH_AUTO,
    };
    double start = now();
    struct layout *layout = layout_new(document, &options);
    const double opened = now() - start;
    start = now();
    size_t rows;
    if (mode[0] == 'j')
        rows = jump(layout);
    else
        rows = walk(layout, mode[0] != 'c', mode[0] == 'd');
    const double seconds = now() - start;
    if (mode[0] != 'd')
        printf("%-8s %8zu rows %9.2f ms (opening %.2f ms) %7.1f MB/s\n", mode, rows, seconds * 1e3,
               opened * 1e3, (double)document->text.length / 1e6 / seconds);
    layout_free(layout);
    document_free(document);
    return 0;
}
