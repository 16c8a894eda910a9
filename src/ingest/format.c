#include "ingest/formats.h"

#include "base/file.h"
#include "base/intl.h"
#include "base/memory.h"
#include "ingest/binary.h"

#include <stdint.h>

/* What bytes are: nothing at all, markup, or text. */

enum { GUESS_BYTES = 4096 };

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

/* The start in lower case without NUL bytes, so that UTF-16 reads as well. */
static struct str folded_start(struct str bytes, char out[GUESS_BYTES])
{
    size_t length = 0;
    size_t end = bytes.length < GUESS_BYTES ? bytes.length : GUESS_BYTES;
    for (size_t i = 0; i < end; i++)
        if (bytes.bytes[i] && (unsigned char)bytes.bytes[i] < 0xEF)
            out[length++] = lower(bytes.bytes[i]);
    return (struct str){out, length};
}

static bool has_ending(struct str name, const char *const *endings, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct str ending = str_from(endings[i]);
        if (name.length > ending.length &&
            str_equal_ascii_case(str_slice(name, name.length - ending.length, name.length), ending))
            return true;
    }
    return false;
}

static bool starts_as_page(struct str start)
{
    static const char *const starts[] = {"<!doctype html", "<html", "<head>", "<head ", "<body"};
    start = str_trim_ascii(start);
    while (start.length && (unsigned char)start.bytes[0] >= 0x80) /* what is left of a BOM */
        start = str_slice(start, 1, start.length);
    if (str_starts(start, STR("<?xml")) || str_starts(start, STR("<!--"))) {
        size_t page = str_find(start, STR("<html"), 0);
        return page != SIZE_MAX || str_find(start, STR("<!doctype html"), 0) != SIZE_MAX;
    }
    for (size_t i = 0; i < ARRAY_LENGTH(starts); i++)
        if (str_starts(start, str_from(starts[i])))
            return true;
    return false;
}

/* How many kinds of tags that only pages have are in the start. */
static size_t count_page_tags(struct str start)
{
    static const char *const tags[] = {
        "<p>",     "<p ",     "<div",   "<span",  "<a href",  "<br",      "<img ", "<meta ",
        "<title>", "<script", "<style", "<table", "<td",      "<li>",     "<ul",   "<h1",
        "<h2",     "<link ",  "</p>",   "</div>", "<article", "<section", "<font"};
    size_t count = 0;
    for (size_t i = 0; i < ARRAY_LENGTH(tags); i++)
        count += str_find(start, str_from(tags[i]), 0) != SIZE_MAX;
    return count;
}

enum format format_guess(struct str bytes, struct str name)
{
    static const char *const pages[] = {".html", ".htm", ".xhtml", ".xht", ".shtml", ".mht.html"};
    static const char *const texts[] = {
        ".txt",  ".md",  ".markdown", ".c",    ".h",    ".py",    ".js",  ".ts", ".php",
        ".rst",  ".log", ".csv",      ".json", ".diff", ".patch", ".css", ".sh", ".xml",
        ".java", ".go",  ".rs",       ".cpp",  ".text", ".tex",   ".org"};
    char folded[GUESS_BYTES];
    struct str start = folded_start(bytes, folded);
    struct str first = str_trim_ascii(start);
    bool is_page = starts_as_page(start);
    if (has_ending(name, pages, ARRAY_LENGTH(pages)))
        return is_page || str_find(start, STR("<"), 0) != SIZE_MAX ? FORMAT_HTML : FORMAT_TEXT;
    if (has_ending(name, texts, ARRAY_LENGTH(texts)))
        return is_page && has_ending(name, (const char *const[]){".txt"}, 1) ? FORMAT_HTML
                                                                             : FORMAT_TEXT;
    if (is_page)
        return FORMAT_HTML;
    return first.length && first.bytes[0] == '<' && count_page_tags(start) >= 2 ? FORMAT_HTML
                                                                                : FORMAT_TEXT;
}

static bool is_empty(struct str bytes)
{
    for (size_t i = 0; i < bytes.length; i++)
        if ((unsigned char)bytes.bytes[i] > ' ' || bytes.bytes[i] == 0)
            return false;
    return true;
}

static enum status refuse(struct str bytes, const struct ingest_options *options, const char *name,
                          struct error *error)
{
    if (is_empty(bytes))
        return error_set(error, STATUS_MALFORMED, _("%s: is empty"), name);
    const char *what = binary_format(bytes);
    if (!what && !options->charset.length && binary_is_likely(bytes, options->container_charset))
        what = N_("a binary file");
    if (what)
        return error_set(error, STATUS_UNSUPPORTED, _("%s: is %s; zhai reads text and HTML pages"),
                         name, _(what));
    return STATUS_OK;
}

/* A mark beyond the one that decoding takes away, by programs that add one to a file that has it.
 */
static void drop_marks(struct buffer *text)
{
    const struct str mark = STR("\xEF\xBB\xBF");
    size_t length = 0;
    while (str_starts(str_slice(buffer_str(text), length, text->length), mark))
        length += mark.length;
    if (length == 0)
        return;
    memmove(text->bytes, text->bytes + length, text->length - length + 1);
    text->length -= length;
}

enum status ingest(struct buffer *content, const struct ingest_options *options,
                   struct document **ret_document, struct error *error)
{
    struct buffer own CLEANUP_BUFFER = *content;
    const char *name = options->name ? options->name : "input";
    struct charset_decision decision;
    *content = (struct buffer){0};
    enum status status = refuse(buffer_str(&own), options, name, error);
    if (status)
        return status;
    enum format format = options->format;
    if (format == FORMAT_AUTO)
        format = format_guess(buffer_str(&own), str_from(options->name));
    struct charset_hints hints = {options->charset, options->container_charset,
                                  format == FORMAT_HTML};
    status = charset_decide(buffer_str(&own), &hints, &decision, error);
    if (status)
        return status;
    charset_decode(&own, &decision);
    drop_marks(&own);
    return format == FORMAT_HTML ? ingest_html(&own, options, &decision, ret_document, error)
                                 : ingest_plain(&own, options, &decision, ret_document, error);
}
