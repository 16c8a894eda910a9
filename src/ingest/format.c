#include "ingest/formats.h"

#include "base/file.h"
#include "base/memory.h"

#include <stdint.h>

/* What bytes are: a known binary format, nothing at all, markup, or text. */

enum { GUESS_BYTES = 4096, BINARY_SAMPLE = 64 * 1024 };

struct magic {
    const char *bytes;
    uint8_t length, offset;
    const char *what;
};

#define MAGIC(literal, offset, what)                                                               \
    {                                                                                              \
        literal, sizeof literal - 1, offset, what                                                  \
    }

static const struct magic magics[] = {
    MAGIC("%PDF-", 0, "a PDF document"),
    MAGIC("\x89PNG\r\n\x1A\n", 0, "a PNG picture"),
    MAGIC("\xFF\xD8\xFF", 0, "a JPEG picture"),
    MAGIC("GIF87a", 0, "a GIF picture"),
    MAGIC("GIF89a", 0, "a GIF picture"),
    MAGIC("WEBP", 8, "a WebP picture"),
    MAGIC("II*\0", 0, "a TIFF picture"),
    MAGIC("MM\0*", 0, "a TIFF picture"),
    MAGIC("ftyp", 4, "a film or picture (MP4, HEIF)"),
    MAGIC("OggS", 0, "an Ogg recording"),
    MAGIC("ID3\x03", 0, "an MP3 recording"),
    MAGIC("ID3\x04", 0, "an MP3 recording"),
    MAGIC("fLaC", 0, "a FLAC recording"),
    MAGIC("\x1A\x45\xDF\xA3", 0, "a film (Matroska, WebM)"),
    MAGIC("\x1F\x8B", 0, "a gzip file"),
    MAGIC("BZh9", 0, "a bzip2 file"),
    MAGIC("\xFD"
          "7zXZ\0",
          0, "an xz file"),
    MAGIC("\x28\xB5\x2F\xFD", 0, "a Zstandard file"),
    MAGIC("7z\xBC\xAF\x27\x1C", 0, "a 7-Zip archive"),
    MAGIC("Rar!\x1A\x07", 0, "a RAR archive"),
    MAGIC("ustar", 255, "a tar archive"), /* offset 257 by way of the loop below */
    MAGIC("\x7F"
          "ELF",
          0, "a program (ELF)"),
    MAGIC("MZ\x90\0", 0, "a Windows program"),
    MAGIC("\xCF\xFA\xED\xFE", 0, "a program (Mach-O)"),
    MAGIC("\xCA\xFE\xBA\xBE", 0, "a Java class"),
    MAGIC("SQLite format 3\0", 0, "an SQLite database"),
    MAGIC("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 0, "an old Microsoft Office document"),
    MAGIC("BOOKMOBI", 60, "a Kindle book"),
    MAGIC("AT&TFORM", 0, "a DjVu document"),
    MAGIC("wOFF", 0, "a font"),
    MAGIC("wOF2", 0, "a font"),
    MAGIC("\0\x01\0\0\0", 0, "a font"),
};

static bool has_at(struct str bytes, size_t offset, struct str wanted)
{
    return bytes.length >= offset + wanted.length &&
           memcmp(bytes.bytes + offset, wanted.bytes, wanted.length) == 0;
}

static const char *zip_kind(struct str bytes)
{
    struct str start = str_slice(bytes, 0, bytes.length < GUESS_BYTES ? bytes.length : GUESS_BYTES);
    if (str_find(start, STR("application/epub+zip"), 0) != SIZE_MAX)
        return "an EPUB book";
    if (str_find(start, STR("word/"), 0) != SIZE_MAX)
        return "a Word document";
    if (str_find(start, STR("xl/"), 0) != SIZE_MAX)
        return "an Excel sheet";
    if (str_find(start, STR("ppt/"), 0) != SIZE_MAX)
        return "a PowerPoint presentation";
    if (str_find(start, STR("opendocument"), 0) != SIZE_MAX)
        return "an OpenDocument file";
    return "a ZIP archive";
}

static const char *known_binary(struct str bytes)
{
    if (has_at(bytes, 0, STR("PK\x03\x04")) || has_at(bytes, 0, STR("PK\x05\x06")))
        return zip_kind(bytes);
    for (size_t i = 0; i < ARRAY_LENGTH(magics); i++) {
        size_t offset = magics[i].offset == 255 ? 257 : magics[i].offset;
        if (has_at(bytes, offset, (struct str){magics[i].bytes, magics[i].length}))
            return magics[i].what;
    }
    return NULL;
}

/* Every other byte zero, or a mark at the start: that is how UTF-16 and UTF-32 look. */
static bool may_be_wide(struct str bytes, size_t zeros_even, size_t zeros_odd, size_t looked)
{
    if (has_at(bytes, 0, STR("\xFF\xFE")) || has_at(bytes, 0, STR("\xFE\xFF")) ||
        has_at(bytes, 0, STR("\0\0\xFE\xFF")))
        return true;
    size_t more = zeros_even > zeros_odd ? zeros_even : zeros_odd;
    size_t less = zeros_even > zeros_odd ? zeros_odd : zeros_even;
    return more * 50 >= looked && less * 20 <= more && more * 2 <= looked + 2;
}

static bool is_binary(struct str bytes)
{
    size_t zeros[2] = {0, 0}, controls = 0;
    size_t looked = bytes.length < BINARY_SAMPLE ? bytes.length : BINARY_SAMPLE;
    for (size_t i = 0; i < looked; i++) {
        unsigned char b = (unsigned char)bytes.bytes[i];
        zeros[i & 1] += b == 0;
        controls += b != 0 && b < 0x20 && b != 0x1B && !(b >= '\b' && b <= '\r');
    }
    if (may_be_wide(bytes, zeros[0], zeros[1], looked))
        return false;
    size_t zero_count = zeros[0] + zeros[1];
    return (zero_count >= 4 && zero_count * 50 > looked) ||
           (controls >= 8 && controls * 20 > looked);
}

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
        return error_set(error, STATUS_MALFORMED, "%s: is empty", name);
    const char *what = known_binary(bytes);
    if (what)
        return error_set(error, STATUS_UNSUPPORTED, "%s: is %s; zhai reads text and HTML pages",
                         name, what);
    if (!options->charset.length && is_binary(bytes))
        return error_set(error, STATUS_UNSUPPORTED,
                         "%s: is a binary file; zhai reads text and HTML pages", name);
    return STATUS_OK;
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
    return format == FORMAT_HTML ? ingest_html(&own, options, &decision, ret_document, error)
                                 : ingest_plain(&own, options, &decision, ret_document, error);
}
