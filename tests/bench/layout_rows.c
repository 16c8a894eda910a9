/* usage: layout_rows FILE dump|walk|cursors|jump WIDTH, or layout_rows bench
 * FILE's lines are paragraphs. dump prints every row as it is shown, with a blank line between
 * paragraphs; walk draws every row, cursors only steps over them, jump goes to the end and draws a
 * screen: in ms and MB/s. */
#include "base/file.h"
#include "base/memory.h"
#include "document/builder.h"
#include "layout/layout.h"
#include "text/utf8.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unicode/ubrk.h>
#include <unicode/utext.h>

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static struct document *document_of(struct buffer *content)
{
    struct block *blocks = NULL;
    size_t count = 0, capacity = 0;
    for (size_t start = 0; start < content->length;) {
        const char *newline = memchr(content->bytes + start, '\n', content->length - start);
        const size_t end = newline ? (size_t)(newline - content->bytes) : content->length;
        if (end > start) {
            ARRAY_RESERVE(blocks, count, capacity);
            blocks[count++] = (struct block){.start = (uint32_t)start, .end = (uint32_t)end};
        }
        start = end + 1;
    }
    struct builder *builder = builder_new();
    builder_adopt(builder, content, blocks, count);
    builder_metadata(builder)->language = STR("zh");
    return builder_finish(builder);
}

static struct document *read_document(const char *path)
{
    struct buffer content = {0};
    struct error error;
    if (file_read(path, &content, &error)) {
        fprintf(stderr, "%s\n", error.message);
        exit(1);
    }
    return document_of(&content);
}

/* Chinese prose as it comes: clauses of common Han, some with a Latin word or a number;
 * clause_count to a paragraph. */
static struct document *make_prose(size_t length, unsigned clause_count)
{
    static const char common[] = "的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你"
                                 "对生能而子那得于着下自之年";
    static const char *const others[] = {"Linux", " SQLite ", "2009", "“好”", "3.5", "《书》"};
    struct buffer text = {0};
    uint32_t state = 1;
    for (unsigned clause = 1; text.length < length; clause++) {
        for (unsigned i = 5 + clause % 9; i > 0; i--) {
            state = state * 1664525u + 1013904223u;
            const size_t pick = (state >> 16) % ((sizeof common - 1) / 3);
            buffer_append(&text, (struct str){common + pick * 3, 3});
        }
        if (clause % 9 == 0)
            buffer_append_c(&text, others[clause / 9 % ARRAY_LENGTH(others)]);
        buffer_append_c(&text, clause % clause_count == 0 ? "。\n" : clause % 3 == 0 ? "。" : "，");
    }
    return document_of(&text);
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

static const struct layout_options all_options = {
    .columns = 76,
    .ambiguous = AMBIGUOUS_NARROW,
    .kinsoku = KINSOKU_STRICT,
    .hangs = true,
    .gaps = true,
    .fullwidth_marks = true,
};

static double run(const struct document *document, const struct layout_options *options,
                  const char *mode)
{
    struct layout *layout = layout_new(document, options);
    const double start = now();
    const size_t rows =
        mode[0] == 'j' ? jump(layout) : walk(layout, mode[0] != 'c', mode[0] == 'd');
    const double seconds = now() - start;
    if (mode[0] != 'd')
        printf("%-8s %8zu rows %9.2f ms %8.1f MB/s\n", mode, rows, seconds * 1e3,
               (double)document->text.length / 1e6 / seconds);
    layout_free(layout);
    return seconds;
}

/* ICU's own line iterator over the same text, which finds opportunities and nothing else. */
static double run_icu(const struct document *document)
{
    UErrorCode code = U_ZERO_ERROR;
    UText *view = utext_openUTF8(NULL, document->text.bytes, (int64_t)document->text.length, &code);
    UBreakIterator *iterator = ubrk_open(UBRK_LINE, "zh", NULL, 0, &code);
    const double start = now();
    size_t count = 0;
    ubrk_setUText(iterator, view, &code);
    while (U_SUCCESS(code) && ubrk_next(iterator) != UBRK_DONE)
        count++;
    const double seconds = now() - start;
    printf("ICU      %8zu breaks %7.2f ms %8.1f MB/s\n", count, seconds * 1e3,
           (double)document->text.length / 1e6 / seconds);
    ubrk_close(iterator);
    utext_close(view);
    return seconds;
}

static bool report(const char *what, double least, double rate, double peer_rate)
{
    const bool is_good = rate >= least * peer_rate;
    printf("%s %.1f MB/s, ICU's line iterator alone %.1f MB/s, ratio %.2f, bound %.2f: %s\n", what,
           rate, peer_rate, rate / peer_rate, least, is_good ? "ok" : "TOO SLOW");
    return is_good;
}

/* Rows of prose (25 MB/s is wanted) and the way to the end of one paragraph of 1 MB, each against
 * ICU in the same run, so that a slow machine is no failure. The best of three. */
static int bench(void)
{
    struct document *prose = make_prose(10000000, 20), *paragraph = make_prose(1000000, UINT32_MAX);
    double walking = 1e9, jumping = 1e9, icu = 1e9, icu_paragraph = 1e9;
    for (unsigned i = 0; i < 3; i++) {
        walking = fmin(walking, run(prose, &all_options, "walk"));
        icu = fmin(icu, run_icu(prose));
        jumping = fmin(jumping, run(paragraph, &all_options, "jump"));
        icu_paragraph = fmin(icu_paragraph, run_icu(paragraph));
    }
    const double size = (double)prose->text.length / 1e6,
                 paragraph_size = (double)paragraph->text.length / 1e6;
    const bool is_fast = report("prose to rows:", 0.3, size / walking, size / icu);
    const bool is_near = report("to the end of a paragraph of 1 MB:", 1, paragraph_size / jumping,
                                paragraph_size / icu_paragraph);
    document_free(prose);
    document_free(paragraph);
    return !is_fast || !is_near;
}

int main(int argument_count, char **arguments)
{
    if (argument_count == 2 && strcmp(arguments[1], "bench") == 0)
        return bench();
    if (argument_count < 4) {
        fprintf(
            stderr,
            "usage: layout_rows FILE dump|walk|cursors|jump WIDTH [plain], or layout_rows bench\n");
        return 2;
    }
    struct layout_options options = all_options;
    options.columns = (unsigned)strtoul(arguments[3], NULL, 10);
    if (arguments[2][0] == 'd') /* as kinsoku_count.py reads it */
        options.paragraph = PARAGRAPH_BLANK;
    if (argument_count > 4)
        options.hangs = options.gaps = options.fullwidth_marks = false;
    struct document *document = read_document(arguments[1]);
    run(document, &options, arguments[2]);
    document_free(document);
    return 0;
}
