/* usage: html_speed [FILE…]
 * HTML to document in MB of markup a second, against gumbo's parse alone of the same bytes in the
 * same run; without FILE over generated pages of many kinds. 15 MB/s are wanted; the verdict is the
 * ratio to the parse alone, which the whole may be slower than by half, and is not for most kinds.
 */
#include "base/file.h"
#include "base/memory.h"
#include "ingest/formats.h"

#include <gumbo.h>
#include <stdio.h>
#include <time.h>

#define RATIO_LEAST 0.65
enum { RUNS = 3, MEGABYTE = 1000000 };

static double cpu_seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static double parse_alone(struct str page)
{
    double start = cpu_seconds();
    GumboOutput *output = gumbo_parse_with_options(&kGumboDefaultOptions, page.bytes, page.length);
    gumbo_destroy_output(&kGumboDefaultOptions, output);
    return cpu_seconds() - start;
}

static double ingest_whole(struct str page)
{
    struct buffer content = {0};
    buffer_append(&content, page);
    struct charset_decision decision = {.name = "UTF-8", .source = CHARSET_FROM_UTF8};
    struct ingest_options options = {.name = "bench"};
    struct document *document;
    struct error error;
    double start = cpu_seconds();
    if (ingest_html(&content, &options, &decision, &document, &error)) {
        fprintf(stderr, "%s\n", error.message);
        exit(1);
    }
    double seconds = cpu_seconds() - start;
    document_free(document);
    return seconds;
}

static bool measure(const char *name, struct str page)
{
    double best = 1e9, alone = 1e9;
    for (int run = 0; run < RUNS; run++) {
        double seconds = ingest_whole(page), parse = parse_alone(page);
        best = seconds < best ? seconds : best;
        alone = parse < alone ? parse : alone;
    }
    double size = (double)page.length / MEGABYTE;
    bool is_fast = alone >= RATIO_LEAST * best;
    printf("%-12s %6.1f MB  %6.1f MB/s  gumbo alone %6.1f MB/s  ratio %.2f  bound %.2f  %s\n", name,
           size, size / best, size / alone, alone / best, RATIO_LEAST, is_fast ? "ok" : "TOO SLOW");
    return is_fast;
}

struct kind {
    const char *name, *before, *repeated; /* with the number twice */
};

static void generate(struct buffer *page, const struct kind *kind, size_t size)
{
    buffer_append_c(page, "<!DOCTYPE html><html lang=zh><head><title>页</title></head><body>\n");
    buffer_append_c(page, kind->before);
    for (unsigned i = 0; page->length < size; i++)
        buffer_append_format(page, kind->repeated, i, i);
    buffer_append_c(page, "</body></html>\n");
}

int main(int argc, char **argv)
{
    static const struct kind kinds[] = {
        {"prose", "",
         "<p>第%"
         "u段，山路从村口一直通到山顶，沿途有松树、溪水和几间旧屋。春天的时候，孩子们在这里放风筝，"
         "老人坐在石头上晒太阳，说着去年的收成，盼着今年的雨水，一直说到天黑，才各自回家去，第%"
         "u次。</p>\n"},
        {"links", "",
         "<p>第%u段：<a "
         "href=\"http://example.org/%u\">链接</a>和<b>粗体</b>，一些文字，刚好一行左右。</p>\n"},
        {"list", "", "<ul><li>第%u项<li>第%u项，两个字</ul>\n"},
        {"table", "<table border=1><tr><th>号<th>校名<th>日期<th>金额<th>备注\n",
         "<tr><td>%u</td><td>城东第一小学</td><td align=\"right\">2009-11-23</td><td "
         "align=\"right\">1,%u.50</td><td>合格，已经登记在册，三年以后再来复查</td></tr>\n"},
        {"styled", "",
         "<p class=\"MsoNormal\" style=\"text-indent:24.0pt;line-height:150%%\"><span "
         "style=\"font-size:12.0pt;font-family:宋体\">第%u段，<b>山路</b>从村口<span "
         "style=\"color:black\">一直通到<i>山顶</i></span>，沿途有松树、溪水，</span><span "
         "lang=\"EN-US\" style=\"font-size:12.0pt\">%u</span><span "
         "style=\"font-size:12.0pt;font-family:宋体\">次。<o:p></o:p></span></p>\n"},
        {"blocks", "",
         "<div class=\"item clearfix\" id=\"post-%u\">\n  <div class=\"inner\">\n    <h3 "
         "class=\"title\">第%u题</h3>\n    <div class=\"text\">一些文字，刚好一行左右。</div>\n  "
         "</div>\n</div>\n"},
        {"breaks", "", "第%u行文字，不长也不短，<br>\n第%u行。<br><br>\n"},
    };
    bool is_fast = true;
    for (int i = 1; i < argc; i++) {
        struct buffer content CLEANUP_BUFFER = {0};
        struct error error;
        if (file_read(argv[i], &content, &error)) {
            fprintf(stderr, "%s\n", error.message);
            return 1;
        }
        is_fast &= measure(argv[i], buffer_str(&content));
    }
    for (size_t i = 0; argc == 1 && i < ARRAY_LENGTH(kinds); i++) {
        struct buffer page CLEANUP_BUFFER = {0};
        generate(&page, &kinds[i], 10 * MEGABYTE);
        is_fast &= measure(kinds[i].name, buffer_str(&page));
    }
    return !is_fast;
}
