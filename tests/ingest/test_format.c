#include "base/memory.h"
#include "ingest/ingest.h"
#include "text/utf8.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

static enum status ingest_bytes(struct str bytes, const char *name, struct document **ret_document,
                                struct error *error)
{
    struct buffer content = {0};
    struct ingest_options options = {
        .name = name, .charset = STR_NONE, .container_charset = STR_NONE, .url = STR_NONE};
    buffer_append(&content, bytes);
    enum status status = ingest(&content, &options, ret_document, error);
    assert_null(content.bytes);
    assert_int_equal(content.length, 0);
    return status;
}

#define BYTES(literal)                                                                             \
    {                                                                                              \
        literal, sizeof literal - 1                                                                \
    }

static void test_refused(void **state)
{
    static const struct {
        struct str bytes;
        enum status status;
        const char *words;
    } rows[] = {
        {BYTES(""), STATUS_MALFORMED, "is empty"},
        {BYTES(" \n\t\r\n"), STATUS_MALFORMED, "is empty"},
        {BYTES("\xE3\x80\x80\n\xC2\xA0"), STATUS_MALFORMED, "is empty"},
        {BYTES("\xEF\xBB\xBF"), STATUS_MALFORMED, "is empty"},
        {BYTES("\xEF\xBB\xBF\xEF\xBB\xBF\xEF\xBB\xBF\n"), STATUS_MALFORMED, "is empty"},
        {BYTES("%PDF-1.7\n%\xE2\xE3\xCF\xD3"), STATUS_UNSUPPORTED, "is a PDF document"},
        {BYTES("\x89PNG\r\n\x1A\n\0\0\0\rIHDR"), STATUS_UNSUPPORTED, "is a PNG picture"},
        {BYTES("\xFF\xD8\xFF\xE0\0\x10JFIF"), STATUS_UNSUPPORTED, "is a JPEG picture"},
        {BYTES("PK\x03\x04\x14\0\0\0mimetypeapplication/epub+zip"), STATUS_UNSUPPORTED,
         "is an EPUB book"},
        {BYTES("PK\x03\x04\x14\0\0\0word/document.xml"), STATUS_UNSUPPORTED, "is a Word document"},
        {BYTES("PK\x03\x04\x14\0\0\0a.txt"), STATUS_UNSUPPORTED, "is a ZIP archive"},
        {BYTES("\x1F\x8B\x08\0\0\0"), STATUS_UNSUPPORTED, "is a gzip file"},
        {BYTES("\x7F"
               "ELF\x02\x01\x01"),
         STATUS_UNSUPPORTED, "is a program"},
        {BYTES("SQLite format 3\0\x10\0"), STATUS_UNSUPPORTED, "is an SQLite database"},
        {BYTES("\0\0\0\0\0\0\0\0\0\0\0\0"), STATUS_UNSUPPORTED, "is a binary file"},
        {BYTES("\x01\x02\x03\x04\x05\x06\x0E\x0F\x10\x11 abc"), STATUS_UNSUPPORTED,
         "is a binary file"},
    };
    (void)state;
    for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
        struct document *document = NULL;
        struct error error = {""};
        enum status status = ingest_bytes(rows[i].bytes, "some/file.bin", &document, &error);
        if (status != rows[i].status || !strstr(error.message, rows[i].words) ||
            !strstr(error.message, "some/file.bin"))
            fail_msg("row %zu: expected %d \"%s\", got %d \"%s\"", i, rows[i].status, rows[i].words,
                     status, error.message);
        assert_null(document);
    }
}

/* What makes bytes binary is seen in the charset that they would be read in. */
static void test_repeated_units(void **state)
{
    enum { REPEATS = 99 };
    static const struct {
        const char *what;
        unsigned first, end, unit_bytes;
    } rows[] = {
        {"every control", 0, 32, 1},
        {"every byte", 0, 256, 1},
        {"numbers of 16 bits", 0, 3000, 2},
        {"numbers of 32 bits", 0, 3000, 4},
    };
    (void)state;
    for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
        CLEANUP_BUFFER struct buffer bytes = {0};
        struct document *document = NULL;
        struct error error = {""};
        for (unsigned repeat = 0; repeat < REPEATS; repeat++)
            for (unsigned n = rows[i].first; n < rows[i].end; n++)
                for (unsigned k = 0; k < rows[i].unit_bytes; k++)
                    buffer_append_byte(&bytes, (char)(n >> 8 * k));
        if (ingest_bytes(buffer_str(&bytes), "x", &document, &error) != STATUS_UNSUPPORTED)
            fail_msg("%s: expected to be refused, read as %s", rows[i].what,
                     document->metadata.charset.name);
    }
}

static void append_utf16(struct buffer *out, const char *text, bool is_big)
{
    const struct str source = str_from(text);
    for (size_t i = 0; i < source.length;) {
        uint32_t code_point;
        i += utf8_decode(source, i, &code_point);
        assert_true(code_point < 0x10000);
        buffer_append_byte(out, (char)(is_big ? code_point >> 8 : code_point));
        buffer_append_byte(out, (char)(is_big ? code_point : code_point >> 8));
    }
}

/* Its low bytes look like controls. */
static void test_utf16_without_bom(void **state)
{
    static const char *const texts[] = {
        "渡口的老人说，船是昨天夜里漂走的，绳子断在第二根木桩旁边。没有人听见。",
        "一、二、三、四。丁、丈、上、下。“不”、“与”、“丐”。丑、专、且、丕。世、丘、丙、业。",
        "朝の市場で、おばさんが「これは今日の鰯だよ」と言った。二匹、百円。",
        "강가의 작은 배는 어젯밤에 떠내려갔다. 아무도 듣지 못했다.",
    };
    (void)state;
    for (size_t i = 0; i < ARRAY_LENGTH(texts); i++)
        for (int is_big = 0; is_big < 2; is_big++) {
            CLEANUP_BUFFER struct buffer bytes = {0};
            struct document *document = NULL;
            struct error error = {""};
            for (int repeat = 0; repeat < 12; repeat++)
                append_utf16(&bytes, texts[i], is_big != 0);
            if (ingest_bytes(buffer_str(&bytes), "x", &document, &error))
                fail_msg("%s (%s): %s", texts[i], is_big ? "BE" : "LE", error.message);
            assert_string_equal(document->metadata.charset.name, is_big ? "UTF-16BE" : "UTF-16LE");
            assert_int_equal(document->metadata.charset.replaced, 0);
            document_free(document);
        }
}

static void test_read(void **state)
{
    static const struct {
        struct str bytes;
        const char *text, *charset;
    } rows[] = {
        {BYTES("\033[1;32mok\033[0m built\n\033[31mno\033[0m linked\b\b\a\n"),
         "␛[1;32mok␛[0m built\n␛[31mno␛[0m linked␈␈␇", "UTF-8"},
        {BYTES("a few\0NUL bytes in a text that is otherwise whole and long enough\n"),
         "a few\xE2\x90\x80NUL bytes in a text that is otherwise whole and long enough", "UTF-8"},
        {BYTES("\xFF\xFEh\0i\0-N\x87\x65"), "hi中文", "UTF-16LE"},
        {BYTES("\xEF\xBB\xBF中文"), "中文", "UTF-8"},
        {BYTES("<html><body><p>One paragraph of a page that is long enough to be "
               "one.</p></body></html>"),
         "One paragraph of a page that is long enough to be one.", "UTF-8"},
    };
    (void)state;
    for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
        struct document *document = NULL;
        struct error error = {""};
        if (ingest_bytes(rows[i].bytes, NULL, &document, &error))
            fail_msg("row %zu: %s", i, error.message);
        if (!str_equal(document->text, str_from(rows[i].text)) ||
            strcmp(document->metadata.charset.name, rows[i].charset) != 0)
            fail_msg("row %zu: expected %s \"%s\", got %s \"%.*s\"", i, rows[i].charset,
                     rows[i].text, document->metadata.charset.name, STR_ARGS(document->text));
        document_free(document);
    }
}

static void test_guess(void **state)
{
    static const struct {
        struct str bytes;
        const char *name;
        enum format format;
    } rows[] = {
        {BYTES("<!DOCTYPE html><title>x</title>"), "", FORMAT_HTML},
        {BYTES("\n <!-- saved from url=(0019)http://example.org/ -->\n<HTML><BODY>"), "",
         FORMAT_HTML},
        {BYTES("<?xml version=\"1.0\"?><!DOCTYPE html><html>"), "", FORMAT_HTML},
        {BYTES("\xFF\xFE<\0h\0t\0m\0l\0>\0"), "", FORMAT_HTML},
        {BYTES("<div><p>piece of a page</p></div>"), "", FORMAT_HTML},
        {BYTES("text with a <p> in it and a <div>"), "", FORMAT_TEXT},
        {BYTES("text with <b>some</b> tags"), "page.html", FORMAT_HTML},
        {BYTES("no tags at all"), "page.html", FORMAT_TEXT},
        {BYTES("# How to write <html>\n\n<html><body><p>…"), "readme.md", FORMAT_TEXT},
        {BYTES("<!doctype html><p>saved as text"), "page.txt", FORMAT_HTML},
        {BYTES("<?xml version=\"1.0\"?><rss>"), "", FORMAT_TEXT},
        {BYTES("<alice> hi\n<bob> hello"), "", FORMAT_TEXT},
        {BYTES(""), "", FORMAT_TEXT},
    };
    (void)state;
    for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
        enum format got = format_guess(rows[i].bytes, str_from(rows[i].name));
        if (got != rows[i].format)
            fail_msg("row %zu (%s): expected %d, got %d", i, rows[i].bytes.bytes, rows[i].format,
                     got);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_refused),
        cmocka_unit_test(test_repeated_units),
        cmocka_unit_test(test_utf16_without_bom),
        cmocka_unit_test(test_read),
        cmocka_unit_test(test_guess),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
