#include "cli/show.h"

#include "base/file.h"
#include "base/memory.h"
#include "cli/access.h"
#include "cli/print.h"
#include "cli/version_row.h"
#include "ingest/ingest.h"
#include "library/article.h"

#include <limits.h>
#include <unistd.h>

static const char *const format_names[PRINT_FORMAT_COUNT] = {
    [PRINT_TEXT] = "text",
    [PRINT_MARKDOWN] = "markdown",
    [PRINT_HTML] = "html",
    [PRINT_JSON] = "json",
};

/* As wide as a row may be; wider asks for what --width 0 gives. */
enum { WIDTH_MIN = 8, WIDTH_MAX = 10000 };

enum { OPTION_VERSION = OPTION_OWN, OPTION_VERSIONS };

static const struct cli_option options[] = {
    {"format", "FORMAT", "text|markdown|html|json", N_("text, markdown, html or json (text)"), 'f'},
    {"width", "COLUMNS", NULL, N_("wrap text at this measure; 0: one line per block (terminal)"),
     'w'},
    {"charset", "NAME", NULL, N_("the file is in this charset (gb18030, big5, shift_jis …)"), 'C'},
    {"version", "N", NULL, N_("an older or newer version of the article's text"), OPTION_VERSION},
    {"versions", NULL, NULL, N_("list the versions of the article's text, newest first"),
     OPTION_VERSIONS},
    CLI_OPTION_HELP,
};

static enum exit_code run(const struct cli_context *context, int argument_count, char **arguments);

const struct cli_command show_command = {
    .name = "show",
    .operands = "ID|FILE|-…",
    .summary = N_("print an article as text, Markdown, HTML or JSON"),
    .details = N_("Digits alone are the number of an article of the library (./12 is a file); the "
                  "first letters of its uid, at least 4, name it too when there is no file of that "
                  "name; - is standard input."),
    .example = "zhai show --format markdown 12 > article.md",
    .options = options,
    .option_count = ARRAY_LENGTH(options),
    .run = run,
};

struct show_request {
    enum print_format format;
    unsigned width; /* columns; 0 = one line per block */
    struct str charset;
    long version; /* 0: the current one */
    bool lists_versions;
    bool are_files;          /* whatever the operands look like */
    struct library *library; /* opened for the first article that needs it */
};

static bool show_document(const struct cli_context *context, const struct show_request *request,
                          struct document *document)
{
    bool is_writable = print_document(context, document, request->format, request->width);
    document_free(document);
    return is_writable;
}

static enum status show_bytes(const struct cli_context *context, const struct show_request *request,
                              const char *name, struct buffer *content, bool *ret_is_writable,
                              struct error *error)
{
    struct ingest_options ingest_options = {
        .name = name, .charset = request->charset, .rules = context->rules};
    struct document *document;
    enum status status = ingest(content, &ingest_options, &document, error);
    if (!status)
        *ret_is_writable = show_document(context, request, document);
    return status;
}

static enum status show_file(const struct cli_context *context, const struct show_request *request,
                             const char *path, bool *ret_is_writable, struct error *error)
{
    CLEANUP_BUFFER struct buffer content = {0};
    if (request->version || request->lists_versions)
        return error_set(error, STATUS_USAGE, _("%s: only articles of the library have versions"),
                         path);
    enum status status = file_read(path, &content, error);
    return status ? status : show_bytes(context, request, path, &content, ret_is_writable, error);
}

static enum status show_versions(const struct cli_context *context,
                                 const struct show_request *request, int64_t id,
                                 bool *ret_is_writable, struct error *error)
{
    CLEANUP_BUFFER struct buffer out = {0};
    struct article_version *versions;
    size_t count;
    enum status status = article_versions(request->library, id, &versions, &count, error);
    if (status)
        return status;
    for (size_t i = 0; i < count; i++)
        if (request->format == PRINT_JSON)
            version_row_append_json(&versions[i], &out);
        else
            version_row_append(&versions[i], &out);
    free(versions);
    *ret_is_writable = cli_print(context, buffer_str(&out));
    return STATUS_OK;
}

static enum status show_article(const struct cli_context *context,
                                const struct show_request *request, const char *name,
                                bool *ret_is_writable, struct error *error)
{
    int64_t id;
    struct document *document;
    enum status status = article_resolve(request->library, str_from(name), &id, error);
    if (status)
        return status;
    if (request->lists_versions)
        return show_versions(context, request, id, ret_is_writable, error);
    if (request->charset.length) {
        CLEANUP_BUFFER struct buffer original = {0};
        status = article_original(request->library, id, request->version, &original, error);
        return status ? status
                      : show_bytes(context, request, name, &original, ret_is_writable, error);
    }
    status = article_document(request->library, id, request->version, &document, error);
    if (!status)
        *ret_is_writable = show_document(context, request, document);
    return status;
}

/* Digits are always an article, so that what a number means does not hang on the folder one is in;
 * a uid gives way to a file, and to a missing file where there is no library. */
static bool names_article(const struct cli_context *context, const char *word)
{
    enum { UID_LETTERS_MIN = 4, UID_LETTERS_MAX = 16 };
    size_t length = strlen(word);
    if (word[strspn(word, "0123456789")] == '\0')
        return length > 0;
    return length >= UID_LETTERS_MIN && length <= UID_LETTERS_MAX &&
           word[strspn(word, "abcdefghijkmnpqrstuvwxyz23456789")] == '\0' &&
           access(word, F_OK) < 0 && context->library_path &&
           access(context->library_path, F_OK) == 0;
}

static enum exit_code show_one(const struct cli_context *context, struct show_request *request,
                               const char *word, bool *ret_is_writable)
{
    struct error error;
    bool is_article = !request->are_files && names_article(context, word);
    if (is_article && !request->library) {
        enum exit_code result = access_open(context, false, &request->library);
        if (result)
            return result;
    }
    enum status status = is_article ? show_article(context, request, word, ret_is_writable, &error)
                                    : show_file(context, request, word, ret_is_writable, &error);
    if (!status)
        return EXIT_DONE;
    cli_complain(context, error.message);
    return status == STATUS_USAGE ? EXIT_USAGE : EXIT_SOME_FAILED;
}

static enum exit_code show_all(const struct cli_context *context, struct show_request *request,
                               struct cli_operands operands)
{
    enum exit_code result = EXIT_DONE;
    bool is_writable = true;
    for (size_t i = 0; i < operands.count && is_writable; i++) {
        enum exit_code one = show_one(context, request, operands.words[i], &is_writable);
        if (one > result)
            result = one;
        if (one == EXIT_NO_LIBRARY)
            break;
    }
    library_close(request->library);
    return cli_finish(context, result);
}

static unsigned default_width(const struct cli_context *context)
{
    unsigned width = cli_terminal_width(context->out);
    return width && width < WIDTH_MIN ? WIDTH_MIN : width;
}

static enum status parse_format(const char *word, enum print_format *ret_format,
                                struct error *error)
{
    for (int i = 0; i < PRINT_FORMAT_COUNT; i++)
        if (strcmp(word, format_names[i]) == 0) {
            *ret_format = (enum print_format)i;
            return STATUS_OK;
        }
    return error_set(error, STATUS_USAGE, _("--format %s: is none of text, markdown, html, json"),
                     word);
}

static enum status parse_width(const char *word, unsigned *ret_width, struct error *error)
{
    long width;
    enum status status = cli_parse_number("width", word, 0, WIDTH_MAX, &width, error);
    if (!status && width != 0 && width < WIDTH_MIN)
        status = error_set(error, STATUS_USAGE, _("--width %s: is neither 0 nor %d to %d"), word,
                           WIDTH_MIN, WIDTH_MAX);
    if (!status)
        *ret_width = (unsigned)width;
    return status;
}

static enum status take_option(void *closure, int letter, const char *value, struct error *error)
{
    struct show_request *request = closure;
    switch (letter) {
    case 'f':
        return parse_format(value, &request->format, error);
    case 'w':
        return parse_width(value, &request->width, error);
    case 'C':
        request->charset = str_from(value);
        return STATUS_OK;
    case OPTION_VERSION:
        return cli_parse_number("version", value, 1, INT_MAX, &request->version, error);
    default:
        request->lists_versions = true;
        return STATUS_OK;
    }
}

enum exit_code show_files(const struct cli_context *context, struct cli_operands paths,
                          struct str charset)
{
    struct show_request request = {
        .width = default_width(context), .charset = charset, .are_files = true};
    return show_all(context, &request, paths);
}

static enum exit_code run(const struct cli_context *context, int argument_count, char **arguments)
{
    struct show_request request = {.width = default_width(context)};
    struct cli_operands operands;
    enum exit_code result;
    if (!cli_parse(context, &show_command, argument_count, arguments, take_option, &request,
                   &operands, &result))
        return result;
    if (operands.count == 0) {
        cli_complain(context, _("show what? Name an article or a file, or - for standard input"));
        return EXIT_USAGE;
    }
    return show_all(context, &request, operands);
}
