#include "cli/show.h"

#include "base/file.h"
#include "base/intl.h"
#include "base/memory.h"
#include "config/typography.h"
#include "document/writer.h"
#include "ingest/ingest.h"
#include "layout/layout.h"
#include "text/filter.h"

#include <errno.h>
#include <stdint.h>
#include <sys/ioctl.h>
#include <unistd.h>

enum show_format { SHOW_TEXT, SHOW_MARKDOWN, SHOW_HTML, SHOW_JSON, SHOW_FORMAT_COUNT };

static const char *const format_names[SHOW_FORMAT_COUNT] = {
    [SHOW_TEXT] = "text",
    [SHOW_MARKDOWN] = "markdown",
    [SHOW_HTML] = "html",
    [SHOW_JSON] = "json",
};

/* As wide as a row may be; wider asks for what --width 0 gives. */
enum { WIDTH_MIN = 8, WIDTH_MAX = 10000 };

struct show_request {
    enum show_format format;
    unsigned width; /* columns; 0 = one line per block */
    struct str charset;
};

static const struct cli_option options[] = {
    {"format", "FORMAT", "text|markdown|html|json", N_("text, markdown, html or json (text)"), 'f'},
    {"width", "COLUMNS", NULL, N_("wrap text at this measure; 0: one line per block (terminal)"),
     'w'},
    {"charset", "NAME", NULL, N_("the file is in this charset (gb18030, big5, shift_jis …)"), 'C'},
    {"help", NULL, NULL, N_("print this help"), 'h'},
};

static enum exit_code run(const struct cli_context *context, int argument_count, char **arguments);

const struct cli_command show_command = {
    .name = "show",
    .operands = "FILE|-…",
    .summary = N_("print an article as text, Markdown, HTML or JSON"),
    .example = "zhai show --format markdown page.html > page.md",
    .options = options,
    .option_count = ARRAY_LENGTH(options),
    .run = run,
};

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

static bool print_document(const struct cli_context *context, const struct show_request *request,
                           const struct document *document)
{
    static void (*const writers[SHOW_FORMAT_COUNT])(const struct document *, struct buffer *) = {
        [SHOW_TEXT] = write_plain,
        [SHOW_MARKDOWN] = write_markdown,
        [SHOW_HTML] = write_html,
        [SHOW_JSON] = write_json,
    };
    if (request->format == SHOW_TEXT && request->width > 0)
        return print_rows(context, document, request->width);
    CLEANUP_BUFFER struct buffer out = {0};
    writers[request->format](document, &out);
    return cli_print(context, buffer_str(&out));
}

static enum status show_one(const struct cli_context *context, const struct show_request *request,
                            const char *path, bool *ret_is_writable, struct error *error)
{
    CLEANUP_BUFFER struct buffer content = {0};
    enum status status = file_read(path, &content, error);
    if (status)
        return status;
    struct ingest_options ingest_options = {
        .name = path, .charset = request->charset, .rules = context->rules};
    struct document *document;
    status = ingest(&content, &ingest_options, &document, error);
    if (status)
        return status;
    *ret_is_writable = print_document(context, request, document);
    document_free(document);
    return STATUS_OK;
}

static enum exit_code show_all(const struct cli_context *context,
                               const struct show_request *request, char **paths, size_t path_count)
{
    enum exit_code result = EXIT_DONE;
    bool is_writable = true;
    for (size_t i = 0; i < path_count && is_writable; i++) {
        struct error error;
        enum status status = show_one(context, request, paths[i], &is_writable, &error);
        if (status)
            cli_complain(context, error.message);
        if (status && result != EXIT_USAGE)
            result = status == STATUS_USAGE ? EXIT_USAGE : EXIT_SOME_FAILED;
    }
    return cli_finish(context, result);
}

static unsigned default_width(const struct cli_context *context)
{
    struct winsize size;
    int descriptor = fileno(context->out);
    if (!isatty(descriptor) || ioctl(descriptor, TIOCGWINSZ, &size) < 0 || size.ws_col == 0)
        return 0;
    return size.ws_col < WIDTH_MIN ? WIDTH_MIN : size.ws_col;
}

static enum status parse_format(const char *word, enum show_format *ret_format, struct error *error)
{
    for (int i = 0; i < SHOW_FORMAT_COUNT; i++)
        if (strcmp(word, format_names[i]) == 0) {
            *ret_format = (enum show_format)i;
            return STATUS_OK;
        }
    return error_set(error, STATUS_USAGE, _("--format %s: is none of text, markdown, html, json"),
                     word);
}

static enum status parse_width(const char *word, unsigned *ret_width, struct error *error)
{
    char *end;
    errno = 0;
    long width = strtol(word, &end, 10);
    if (errno || end == word || *end || (width != 0 && (width < WIDTH_MIN || width > WIDTH_MAX)))
        return error_set(error, STATUS_USAGE, _("--width %s: is neither 0 nor %d to %d"), word,
                         WIDTH_MIN, WIDTH_MAX);
    *ret_width = (unsigned)width;
    return STATUS_OK;
}

enum exit_code show_paths(const struct cli_context *context, char **paths, size_t path_count,
                          struct str charset)
{
    struct show_request request = {.width = default_width(context), .charset = charset};
    return show_all(context, &request, paths, path_count);
}

static enum exit_code print_help(const struct cli_context *context)
{
    CLEANUP_BUFFER struct buffer help = {0};
    cli_write_command_help(&show_command, &help);
    cli_print(context, buffer_str(&help));
    return cli_finish(context, EXIT_DONE);
}

static enum exit_code run(const struct cli_context *context, int argument_count, char **arguments)
{
    struct show_request request = {.width = default_width(context)};
    enum status status = STATUS_OK;
    struct error error;
    int letter;
    while (!status &&
           (letter = cli_next_option(context, show_command.name, options, ARRAY_LENGTH(options),
                                     argument_count, arguments)) != -1) {
        if (letter == '?')
            return EXIT_USAGE;
        if (letter == 'h')
            return print_help(context);
        if (letter == 'f')
            status = parse_format(optarg, &request.format, &error);
        else if (letter == 'w')
            status = parse_width(optarg, &request.width, &error);
        else if (letter == 'C')
            request.charset = str_from(optarg);
    }
    if (!status && optind >= argument_count)
        status =
            error_set(&error, STATUS_USAGE, _("show what? Name a file, or - for standard input"));
    if (status) {
        cli_complain(context, error.message);
        return EXIT_USAGE;
    }
    return show_all(context, &request, arguments + optind, (size_t)(argument_count - optind));
}
