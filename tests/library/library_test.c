#include "library/library_test.h"

#include "base/hash.h"
#include "library/select.h"

#include <unistd.h>
#include <zstd.h>

int64_t fixture_now = 1700000000000;

int64_t fixture_clock(void)
{
    return fixture_now++;
}

static void open_library(struct fixture *fixture)
{
    struct error error;
    struct library_options options = {fixture->path, true, fixture_clock};
    assert_ok(library_open(&options, &fixture->library, &error));
}

int fixture_set_up(void **state)
{
    struct fixture *fixture = memory_new(sizeof *fixture);
    snprintf(fixture->folder, sizeof fixture->folder, "/tmp/zhai-library-XXXXXX");
    assert_non_null(mkdtemp(fixture->folder));
    snprintf(fixture->path, sizeof fixture->path, "%s/library.db", fixture->folder);
    open_library(fixture);
    *state = fixture;
    return 0;
}

int fixture_tear_down(void **state)
{
    struct fixture *fixture = *state;
    static const char *const endings[] = {"", "-wal", "-shm", "-journal"};
    library_close(fixture->library);
    for (size_t i = 0; i < ARRAY_LENGTH(endings); i++) {
        char path[128];
        snprintf(path, sizeof path, "%s%s", fixture->path, endings[i]);
        unlink(path);
    }
    rmdir(fixture->folder);
    free(fixture);
    return 0;
}

void fixture_reopen(struct fixture *fixture)
{
    library_close(fixture->library);
    open_library(fixture);
}

static void add_paragraphs(struct builder *builder, const char *text)
{
    for (const char *at = text; at && *at;) {
        size_t length = strcspn(at, "\n");
        builder_begin_block(builder, (struct block){.kind = BLOCK_PARAGRAPH});
        builder_text(builder, (struct str){at, length});
        builder_end_block(builder);
        at += length + (at[length] == '\n');
    }
}

struct document *sample_document(const struct sample *sample)
{
    struct builder *builder = builder_new();
    struct metadata *metadata = builder_metadata(builder);
    const struct {
        struct str *field;
        const char *value;
    } fields[] = {
        {&metadata->title, sample->title},         {&metadata->byline, sample->byline},
        {&metadata->site, sample->site},           {&metadata->url, sample->url},
        {&metadata->published, sample->published}, {&metadata->language, sample->language}};
    for (size_t i = 0; i < ARRAY_LENGTH(fields); i++)
        *fields[i].field = builder_copy(builder, str_from(fields[i].value));
    metadata->charset.name = "UTF-8";
    add_paragraphs(builder, sample->text);
    return builder_finish(builder);
}

struct store_result add_sample(struct library *library, const struct sample *sample)
{
    struct error error;
    struct store_result result;
    struct document *document = sample_document(sample);
    CLEANUP_BUFFER struct buffer structure = {0}, all = {0};
    unsigned char digest[HASH_DIGEST_BYTES];
    char compressed[1 << 16];
    struct store_item item = {.document = document, .media_type = STR("text/plain")};
    document_store(document, &structure);
    document_likeness(document, &item.likeness);
    item.extent = document_extent(document);
    buffer_append(&all, document->text);
    buffer_append(&all, buffer_str(&structure));
    item.text_hash = hash_bytes(document->text);
    hash_digest(buffer_str(&all), digest);
    item.structure = buffer_str(&structure);
    item.hash = (struct str){(char *)digest, sizeof digest};
    item.byte_count = (int64_t)all.length;
    item.compressed.bytes = compressed;
    item.compressed.length = ZSTD_compress(compressed, sizeof compressed, all.bytes, all.length, 1);
    assert_false(ZSTD_isError(item.compressed.length));
    item.file.path = str_from(sample->path);
    assert_ok(store_document(library, &item, &result, &error));
    document_free(document);
    return result;
}

struct query *parse_query(const char *text)
{
    struct query *query;
    struct query_fault fault;
    struct query_options options = {.now_ms = fixture_now};
    if (query_parse(str_from(text), &options, &query, &fault))
        fail_msg("%s: %s", text, fault.error.message);
    return query;
}

const char *ids_of(struct library *library, const char *text)
{
    static char out[1024];
    struct error error;
    struct selection *selection;
    struct query *query = parse_query(text);
    size_t length = 0;
    assert_ok(selection_make(library, query, SELECT_ROWS, true, &selection, &error));
    out[0] = '\0';
    for (size_t i = 0; i < selection_count(selection) && length + 24 < sizeof out; i++) {
        int64_t id;
        size_t index;
        assert_ok(selection_article(library, selection, i, &id, &error));
        assert_ok(selection_index(library, selection, id, &index, &error));
        assert_int_equal(index, i);
        length += (size_t)snprintf(out + length, sizeof out - length, "%s%lld", i ? " " : "",
                                   (long long)id);
    }
    selection_free(selection);
    query_free(query);
    return out;
}
