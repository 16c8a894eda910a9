/* usage: stored_speed [FILE…]
 * What opening from the library adds: a document restored from its text and structure, against the
 * ingestion of the same bytes in the same run. Without FILE over generated texts and pages. */
#include "base/file.h"
#include "base/memory.h"
#include "document/stored.h"
#include "ingest/ingest.h"

#include <stdio.h>
#include <time.h>

enum { MEGABYTE = 1000000, WORK_BYTES = 20 * MEGABYTE };
#define RATIO_MOST 0.5

static double cpu_seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static double ingest_once(struct str bytes, const char *name, struct document **ret_document)
{
    struct buffer content = {0};
    struct error error;
    const struct ingest_options options = {.name = name};
    buffer_append(&content, bytes);
    const double start = cpu_seconds();
    if (ingest(&content, &options, ret_document, &error)) {
        fprintf(stderr, "%s\n", error.message);
        exit(1);
    }
    return cpu_seconds() - start;
}

static double restore_once(const struct document *document, struct str structure)
{
    struct document *restored;
    struct error error;
    const double start = cpu_seconds();
    if (document_restore(document->text, structure, &restored, &error)) {
        fprintf(stderr, "%s\n", error.message);
        exit(1);
    }
    const double seconds = cpu_seconds() - start;
    document_free(restored);
    return seconds;
}

static bool measure(const char *name, struct str bytes)
{
    double ingestion = 1e9, restoration = 1e9, storing = 1e9;
    CLEANUP_BUFFER struct buffer structure = {0};
    const size_t runs = 3 + (WORK_BYTES / 10) / bytes.length;
    for (size_t run = 0; run < runs; run++) {
        struct document *document;
        double seconds = ingest_once(bytes, name, &document);
        ingestion = seconds < ingestion ? seconds : ingestion;
        structure.length = 0;
        seconds = cpu_seconds();
        document_store(document, &structure);
        seconds = cpu_seconds() - seconds;
        storing = seconds < storing ? seconds : storing;
        seconds = restore_once(document, buffer_str(&structure));
        restoration = seconds < restoration ? seconds : restoration;
        document_free(document);
    }
    const bool is_fast = restoration <= RATIO_MOST * ingestion;
    printf("%-16s %9.3f MB  ingest %9.3f ms  store %8.3f ms (%zu bytes)  restore %9.3f ms  ratio "
           "%.2f  bound %.2f  %s\n",
           name, (double)bytes.length / MEGABYTE, ingestion * 1e3, storing * 1e3, structure.length,
           restoration * 1e3, restoration / ingestion, RATIO_MOST, is_fast ? "ok" : "TOO SLOW");
    return is_fast;
}

static void generate(struct buffer *out, bool is_page, size_t size)
{
    if (is_page)
        buffer_append_c(out, "<!DOCTYPE html><html lang=zh><head><title>页</title></head><body>\n");
    for (unsigned i = 0; out->length < size; i++)
        buffer_append_format(out,
                             is_page
                                 ? "<p>第%u段：<a href=\"http://example.org/%u\">链接</a>和<b>粗"
                                   "体</b>，山路从村口一直通到山顶，沿途有松树和溪水。</p>\n"
                                 : "第%u段，山路从村口一直通到山顶，沿途有松树、溪水和 %u "
                                   "间旧屋。春天的时候，孩子们在这里放风筝。\n",
                             i, i);
}

int main(int argc, char **argv)
{
    static const size_t sizes[] = {5000, MEGABYTE, 100 * MEGABYTE};
    bool is_fast = true;
    for (int i = 1; i < argc; i++) {
        CLEANUP_BUFFER struct buffer content = {0};
        struct error error;
        if (file_read(argv[i], &content, &error)) {
            fprintf(stderr, "%s\n", error.message);
            return 1;
        }
        is_fast &= measure(argv[i], buffer_str(&content));
    }
    for (size_t i = 0; argc == 1 && i < 2 * ARRAY_LENGTH(sizes) - 1; i++) {
        CLEANUP_BUFFER struct buffer content = {0};
        generate(&content, i % 2, sizes[i / 2]);
        is_fast &= measure(i % 2 ? "page.html" : "text.txt", buffer_str(&content));
    }
    return !is_fast;
}
