/* The inputs of hostile-inputs A17, D01–D08, D12 and their kin, several MB each: a document or a
 * clear message, the model's promises kept, and no more than a bounded time. */
#include "base/memory.h"
#include "document/check.h"
#include "ingest/formats.h"
#include "text/utf8.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <time.h>

#include <cmocka.h>

/* CPU seconds; the measured worst is a tenth of it, sanitizers take five times as long. */
enum { SECONDS_MOST = 20 };

struct hostile {
    const char *name, *before, *repeated;
    size_t times;
    const char *after;
    const char *kept; /* text that must still be read, or NULL */
};

static const struct hostile inputs[] = {
    {"nested div", "", "<div>", 200000, "x山", "x山"},
    {"nested custom", "", "<x-y>", 200000, "x", "x"},
    {"nested span", "", "<span>", 500000, "x", "x"},
    {"bold before p", "<b>", "<b>", 3000, "<p>x", "x"},
    {"bold, then paragraphs", "<b><i><u><s><tt><em><big><code>", "<p>x", 300000, "end", "end"},
    {"unclosed fonts in p", "", "<p><font color=a>x</p>", 50000, "end", "end"},
    {"tables", "", "<table>", 20000, "x", "x"},
    {"tables with text", "", "<table>x", 20000, "end", "end"},
    {"nested tables", "", "<table><tr><td>", 500, "deep", "deep"},
    {"cells without a table", "", "<td><b>x", 100000, "end", "end"},
    {"cells in one row", "<table><tr>", "<td><b><i>x", 100000, "end", "end"},
    {"foster parents", "<table>", "<b>x</b><p>", 100000, "end", "end"},
    {"links", "", "<a href=x>y", 100000, "end", "end"},
    {"nobr", "", "<nobr>", 100000, "x", "x"},
    {"ampersands", "", "&", 1000000, "x", "x"},
    {"references", "", "&lt;&amp;&notit;&#x0000000000000041;&ampamp;", 20000, "end", "end"},
    {"comment not closed", "<p>before<!-- ", "y ", 50000, "<p>behind", "behind"},
    {"comments", "", "<!--", 100000, "--><p>behind", "behind"},
    {"sections", "", "<![CDATA[", 100000, "x", NULL},
    {"title not closed", "<title>", "<p>word ", 10000, "end", "end"},
    {"textareas", "", "<textarea>", 50000, "text", "text"},
    {"scripts", "<p>seen", "<script><!--<script>", 10000, "x", "seen"},
    {"plaintext", "<plaintext>", "<p>", 100000, "end", "end"},
    {"end tags", "<p>x", "</div></b></p>", 100000, "end", "end"},
    {"mis-nested", "", "<b><i><div>x</b></i>", 100000, "end", "end"},
    {"adoption in depth", "<div><div><div><div><div><div>", "<b><p>x</b>", 100000, "end", "end"},
    {"bodies", "", "<body class=a id=b>", 100000, "x", "x"},
    {"lists", "", "<ul><li>", 100000, "x", "x"},
    {"items", "", "<li>x", 200000, "end", "end"},
    {"definition lists", "", "<dl><dd><dl><dt>", 50000, "x", "x"},
    {"ruby", "<ruby>", "a<rt>b", 100000, "end", NULL},
    {"nested ruby", "", "<ruby><rt>", 50000, "x", NULL},
    {"math", "", "<math><mi>", 100000, "x", "x"},
    {"svg", "", "<svg><path d='x'/><g>", 100000, "<p>x", NULL},
    {"selects", "", "<select><option>", 100000, "x", "x"},
    {"forms", "", "<form><input>", 100000, "x", "x"},
    {"headings", "", "<h1>", 300000, "x", "x"},
    {"quotes", "", "<blockquote>", 300000, "x", "x"},
    {"attributes", "<p ", "a=1 b=2 class=3 ", 100000, ">x", "x"},
    {"quote not closed", "<p>x<a href=\"", "y ", 100000, "><b>z", "z"},
    {"odd quotes", "", "<a href=\"x>y", 100000, "<b class='", NULL},
    {"angle brackets", "", "<", 1000000, " x", "x"},
    {"data URI", "<p>x<img src=\"data:image/png;base64,", "AAAA", 2000000, "\">y", "y"},
    {"figures", "", "<figure><img alt=pic src=x>", 50000, "<figcaption>x", NULL},
    {"hidden", "", "<div style='display:none'>x</div>", 50000, "<p>seen", NULL},
    {"breaks", "<p>", "x<br>", 300000, "end", "end"},
    {"colons in styles", "<p style='", "a:b;", 100000, "'>x", "x"},
    {"JSON", "<p>x<script type=application/ld+json>", "[{\"author\":", 50000, "</script>y", "y"},
    {"fragments", "", "<a href=#a>1</a><p id=a>", 50000, "end", "end"},
    {"titles", "<title>", "a_b-", 50000, "</title><h1>x</h1>y", "y"},
    {"marks", "<p>a", "\xCC\x81", 300000, "</p>end", "end"},
    {"blanks", "<p>a", "\xE3\x80\x80", 1000000, "</p>end", "end"},
};

static double cpu_seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static bool ingest_one(const struct hostile *hostile)
{
    struct buffer content = {0};
    buffer_append_c(&content, hostile->before);
    for (size_t i = 0; i < hostile->times; i++)
        buffer_append_c(&content, hostile->repeated);
    buffer_append_c(&content, hostile->after);
    struct charset_decision decision = {.name = "UTF-8", .source = CHARSET_FROM_UTF8};
    struct ingest_options options = {.name = hostile->name};
    struct document *document = NULL;
    struct error error = {""};
    double start = cpu_seconds();
    enum status status = ingest_html(&content, &options, &decision, &document, &error);
    double seconds = cpu_seconds() - start;
    bool is_fine = seconds < SECONDS_MOST;
    if (status) {
        is_fine &=
            !hostile->kept && str_find(str_from(error.message), str_from(hostile->name), 0) == 0;
        printf("%s: %.2f s, %s\n", hostile->name, seconds, error.message);
    } else {
        const char *broken = document_check(document);
        size_t found = hostile->kept ? str_find(document->text, str_from(hostile->kept), 0) : 0;
        printf("%s: %.2f s, %zu blocks, %zu bytes%s%s%s\n", hostile->name, seconds,
               document->block_count, document->text.length, broken ? ", " : "",
               broken ? broken : "", found == SIZE_MAX ? ", text lost" : "");
        is_fine &= !broken && found != SIZE_MAX;
        document_free(document);
    }
    return is_fine;
}

static void test_hostile(void **state)
{
    (void)state;
    size_t failures = 0;
    for (size_t i = 0; i < ARRAY_LENGTH(inputs); i++)
        if (!ingest_one(&inputs[i])) {
            printf("FAILED %s\n", inputs[i].name);
            failures++;
        }
    assert_int_equal(failures, 0);
}

static void test_bytes_that_are_controls(void **state)
{
    (void)state;
    static const char page[] = "<title>t\x1B]0;x\x07</title><p>a\0b\x1B[31m \xC2\x9B"
                               "31m\x7F \x0B</p>"
                               "<p>&#27; &#x9b; &#155; &#0; &#xD800; &#x110000; &#x202E;</p>"
                               "<p><a href='http://h/%1b%5d0;x\x07'>link</a></p>";
    struct buffer content = {0};
    buffer_append(&content, (struct str){page, sizeof page - 1});
    struct charset_decision decision = {.name = "UTF-8", .source = CHARSET_FROM_UTF8};
    struct ingest_options options = {.name = "controls"};
    struct document *document;
    struct error error;
    assert_int_equal(ingest_html(&content, &options, &decision, &document, &error), STATUS_OK);
    assert_null(document_check(document));
    struct str text = document->text, title = document->metadata.title;
    for (size_t i = 0; i < text.length; i++)
        assert_true((unsigned char)text.bytes[i] >= 0x20 || text.bytes[i] == '\n');
    for (size_t i = 0; i < title.length; i++)
        assert_true((unsigned char)title.bytes[i] >= 0x20);
    assert_true(str_find(text,
                         STR("a\xEF\xBF\xBD"
                             "b\xE2\x90\x9B[31m"),
                         0) != SIZE_MAX);
    for (size_t i = 0; i < document->target_count; i++)
        assert_null(memchr(document->targets[i].bytes, '\x07', document->targets[i].length));
    document_free(document);
}

/* More than any page has: what stands in front is read, and the document says that it breaks off.
 */
static void test_pages_without_end(void **state)
{
    (void)state;
    static const struct {
        const char *unit;
        size_t count;
        const char *kept;
    } rows[] = {
#ifndef __SANITIZE_ADDRESS__ /* which looks at all that a memchr might, and so takes a minute */
        {"<!---->", 2100000, "begin"}, /* tags and declarations */
#endif
        {"&lt;", 11000000, "<"},       /* what the parser reads */
        {"雪，", 23000000, "雪，雪"},  /* a text */
    };
    for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
        struct buffer content = {0};
        const struct str unit = str_from(rows[i].unit);
        buffer_append_c(&content, "<p>begin ");
        buffer_reserve(&content, unit.length * rows[i].count);
        for (size_t k = 0; k < rows[i].count; k++)
            buffer_append(&content, unit);
        buffer_append_c(&content, "<p>never read");
        struct charset_decision decision = {.name = "UTF-8", .source = CHARSET_FROM_UTF8};
        struct ingest_options options = {.name = "endless"};
        struct document *document;
        struct error error;
        clock_t start = clock();
        assert_int_equal(ingest_html(&content, &options, &decision, &document, &error), STATUS_OK);
        printf("%s: %.2f s, %zu bytes\n", rows[i].unit, (double)(clock() - start) / CLOCKS_PER_SEC,
               document->text.length);
        assert_true(document->metadata.is_incomplete);
        assert_true(str_starts(document->text, STR("begin")));
        assert_true(str_find(document->text, str_from(rows[i].kept), 0) != SIZE_MAX);
        assert_int_equal(utf8_valid_prefix(document->text), document->text.length);
        assert_true(str_find(document->text, STR("never read"), 0) == SIZE_MAX);
        document_free(document);
    }
}

static void test_empty_names_the_input(void **state)
{
    (void)state;
    struct buffer content = {0};
    buffer_append_c(&content, "<html><body><script>x</script></body>");
    struct charset_decision decision = {.name = "UTF-8"};
    struct ingest_options options = {.name = "nothing.html"};
    struct document *document = NULL;
    struct error error;
    assert_int_equal(ingest_html(&content, &options, &decision, &document, &error),
                     STATUS_UNSUPPORTED);
    assert_null(document);
    assert_int_equal(content.length, 0);
    assert_non_null(strstr(error.message, "nothing.html"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_hostile), cmocka_unit_test(test_bytes_that_are_controls),
        cmocka_unit_test(test_pages_without_end), cmocka_unit_test(test_empty_names_the_input)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
