/* Indexing in process: index_speed FILE. Builds the index of the library's texts anew, then adds
 * articles one by one, each in a transaction of its own. The file is changed. */
#include "base/hash.h"
#include "base/memory.h"
#include "document/builder.h"
#include "document/stored.h"
#include "lexicon.h"
#include "library/index_state.h"
#include "library/library_private.h"
#include "library/store.h"

#include <stdio.h>
#include <time.h>
#include <zstd.h>

enum { ADDED = 400, TEXT_BYTES = 3000, BUILD_MS = 1000, MERGE_MS = 60000 };
static const double RATE_LEAST = 10, ADD_MOST_MS = 1;

static void check(enum status status, const struct error *error)
{
    if (status) {
        fprintf(stderr, "index_speed: %s\n", error->message);
        exit(1);
    }
}

static int64_t today(void)
{
    return 1700000000000;
}

static double clock_ms(clockid_t clock)
{
    struct timespec now;
    clock_gettime(clock, &now);
    return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

static double text_megabytes(struct library *library)
{
    double bytes = 0;
    sqlite3_stmt *row = NULL;
    if (!sqlite3_prepare_v2(library->database,
                            "SELECT sum(length(CAST(text.body AS BLOB))) FROM article"
                            " JOIN text ON text.id = article.text",
                            -1, &row, NULL) &&
        sqlite3_step(row) == SQLITE_ROW)
        bytes = sqlite3_column_double(row, 0);
    sqlite3_finalize(row);
    return bytes / 1e6;
}

/* Megabytes of text a second of CPU; merging what is there comes after. */
static bool rebuild(struct library *library)
{
    struct error error;
    struct index_state state = {0};
    bool is_done = false;
    check(index_restart(library, &error), &error);
    double megabytes = text_megabytes(library), cpu = clock_ms(CLOCK_PROCESS_CPUTIME_ID),
           wall = clock_ms(CLOCK_MONOTONIC);
    while (!state.is_ready) {
        check(index_build_some(library, BUILD_MS, &is_done, &error), &error);
        check(index_state_read(library, &state, &error), &error);
    }
    cpu = (clock_ms(CLOCK_PROCESS_CPUTIME_ID) - cpu) / 1e3;
    wall = (clock_ms(CLOCK_MONOTONIC) - wall) / 1e3;
    double merging = clock_ms(CLOCK_PROCESS_CPUTIME_ID);
    check(index_build_some(library, MERGE_MS, &is_done, &error), &error);
    merging = (clock_ms(CLOCK_PROCESS_CPUTIME_ID) - merging) / 1e3;
    bool is_fast = megabytes / cpu >= RATE_LEAST;
    printf("index of %.0f MB: %.1f s of CPU, %.1f s; %.1f MB a second of CPU, bound %g: %s; merged "
           "in %.1f s of CPU\n",
           megabytes, cpu, wall, megabytes / cpu, RATE_LEAST, is_fast ? "ok" : "TOO SLOW", merging);
    return is_fast;
}

static struct document *make_document(const struct lexicon *lexicon, uint64_t *state)
{
    struct topic topic;
    struct builder *builder = builder_new();
    CLEANUP_BUFFER struct buffer text = {0};
    lexicon_choose(lexicon, lexicon_draw(state, LEXICON_LANGUAGE_COUNT), state, &topic);
    lexicon_append_title(lexicon, &topic, state, &text);
    builder_metadata(builder)->title = builder_copy(builder, buffer_str(&text));
    builder_metadata(builder)->charset.name = "UTF-8";
    text.length = 0;
    lexicon_append_paragraph(lexicon, &topic, state, TEXT_BYTES, &text);
    builder_begin_block(builder, (struct block){.kind = BLOCK_PARAGRAPH});
    builder_text(builder, buffer_str(&text));
    builder_end_block(builder);
    return builder_finish(builder);
}

static void add(struct library *library, const struct document *document)
{
    struct error error;
    struct store_result result;
    CLEANUP_BUFFER struct buffer structure = {0};
    unsigned char digest[HASH_DIGEST_BYTES];
    char compressed[2 * TEXT_BYTES + 1000];
    size_t length = ZSTD_compress(compressed, sizeof compressed, document->text.bytes,
                                  document->text.length, 3);
    hash_digest(document->text, digest);
    document_store(document, &structure);
    struct store_item item = {.document = document,
                              .media_type = STR("text/plain"),
                              .structure = buffer_str(&structure),
                              .hash = {(const char *)digest, sizeof digest},
                              .byte_count = (int64_t)document->text.length,
                              .compressed = {compressed, length},
                              .text_hash = hash_bytes(document->text),
                              .extent = document_extent(document)};
    check(library_begin(library, &error), &error);
    check(store_document(library, &item, &result, &error), &error);
    check(library_commit(library, &error), &error);
}

static int compare_doubles(const void *a, const void *b)
{
    double left = *(const double *)a, right = *(const double *)b;
    return (left > right) - (left < right);
}

static bool add_one_by_one(struct library *library)
{
    double wall[ADDED], cpu[ADDED];
    uint64_t state = UINT64_C(6364136223846793005);
    struct lexicon *lexicon = lexicon_new();
    for (size_t i = 0; i < ADDED; i++) {
        struct document *document = make_document(lexicon, &state);
        wall[i] = clock_ms(CLOCK_MONOTONIC);
        cpu[i] = clock_ms(CLOCK_PROCESS_CPUTIME_ID);
        add(library, document);
        cpu[i] = clock_ms(CLOCK_PROCESS_CPUTIME_ID) - cpu[i];
        wall[i] = clock_ms(CLOCK_MONOTONIC) - wall[i];
        document_free(document);
    }
    lexicon_free(lexicon);
    qsort(wall, ADDED, sizeof *wall, compare_doubles);
    qsort(cpu, ADDED, sizeof *cpu, compare_doubles);
    bool is_fast = cpu[ADDED / 2] <= ADD_MOST_MS;
    printf("one article: p50 %.2f ms, p95 %.2f, most %.2f; of CPU %.2f, %.2f, %.2f; bound of p50 "
           "%g: %s\n",
           wall[ADDED / 2], wall[ADDED * 95 / 100], wall[ADDED - 1], cpu[ADDED / 2],
           cpu[ADDED * 95 / 100], cpu[ADDED - 1], ADD_MOST_MS, is_fast ? "ok" : "TOO SLOW");
    return is_fast;
}

int main(int argument_count, char **arguments)
{
    struct error error;
    struct library *library;
    if (argument_count != 2) {
        fputs("usage: index_speed FILE\n", stderr);
        return 2;
    }
    struct library_options options = {arguments[1], false, today};
    check(library_open(&options, &library, &error), &error);
    bool is_fast = rebuild(library);
    is_fast &= add_one_by_one(library);
    library_close(library);
    return !is_fast;
}
