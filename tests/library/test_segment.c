/* What postings.c and segment.c make of rows is, byte for byte, what FTS5 makes of them. */
#include "cmocka_prelude.h"

#include "base/memory.h"
#include "library/functions.h"
#include "library/postings.h"
#include "library/segment.h"
#include "library/segment_merge.h"

#include <string.h>

static const char *const words[] = {"质量",
                                    "振兴",
                                    "の",
                                    "カタカナ",
                                    "한국어",
                                    "e\xCC\x81tude",
                                    "macOS",
                                    "2020",
                                    "C++",
                                    "👩‍👩‍👧",
                                    "𠮷野",
                                    "naïve",
                                    "。",
                                    "，",
                                    " ",
                                    " ",
                                    "\n",
                                    "\x1e",
                                    "\xff\xfe",
                                    "\xe6\x96",
                                    "internationalization",
                                    "的",
                                    "的的"};

struct row {
    int64_t id;
    struct buffer columns[2];
};

struct kept {
    int64_t id;
    struct buffer bytes;
};

/* What was written: pages by id, entries with the value as id. */
struct written {
    struct kept *pages, *entries;
    size_t page_count, page_capacity, entry_count, entry_capacity;
    struct segment *segment;
    int64_t leaf_count;
};

static const struct option_case {
    const char *sql;
    struct postings_options options;
    enum tokens_purpose purpose;
} option_cases[] = {
    {"prefix = '11 12 13', tokenize = 'zhai main'",
     {{11, 12, 13}, TOKENIZER_MARK, TOKENIZER_MARKS, true},
     TOKENS_MAIN},
    {"detail = none, tokenize = 'zhai single'", {.has_places = false}, TOKENS_SINGLE},
    {"prefix = '1 2', tokenize = 'zhai shelf'",
     {.prefixes = {1, 2}, .has_places = true},
     TOKENS_SHELF},
    {"detail = none, tokenize = 'zhai main'", {.has_places = false}, TOKENS_MAIN},
};

static int compare_kept(const void *a, const void *b)
{
    const struct kept *left = a, *right = b;
    return (left->id > right->id) - (left->id < right->id);
}

static uint32_t draw(uint64_t *state, uint32_t below)
{
    *state = *state * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(*state >> 33) % below;
}

static enum status keep_page(int64_t id, struct str bytes, void *closure)
{
    struct written *written = closure;
    ARRAY_RESERVE(written->pages, written->page_count, written->page_capacity);
    struct kept *kept = &written->pages[written->page_count++];
    *kept = (struct kept){.id = id};
    buffer_append(&kept->bytes, bytes);
    return STATUS_OK;
}

static enum status keep_entry(struct str term, int64_t value, void *closure)
{
    struct written *written = closure;
    ARRAY_RESERVE(written->entries, written->entry_count, written->entry_capacity);
    struct kept *kept = &written->entries[written->entry_count++];
    *kept = (struct kept){.id = value};
    buffer_append(&kept->bytes, term);
    return STATUS_OK;
}

static enum status give(struct str term, struct str doclist, void *closure)
{
    struct written *written = closure;
    return segment_add(written->segment, term, doclist);
}

static void written_release(struct written *written)
{
    for (size_t i = 0; i < written->page_count; i++)
        buffer_release(&written->pages[i].bytes);
    for (size_t i = 0; i < written->entry_count; i++)
        buffer_release(&written->entries[i].bytes);
    free(written->pages);
    free(written->entries);
}

struct adding {
    struct postings *postings;
    uint32_t count;
};

static int add_token(void *closure, int flags, const char *token, int length, int start, int end)
{
    struct adding *adding = closure;
    (void)start;
    (void)end;
    adding->count += !(flags & FTS5_TOKEN_COLOCATED);
    postings_add(adding->postings, (struct str){token, (size_t)length}, adding->count - 1);
    return 0;
}

static void write_with(const struct postings_options *options, struct written *written,
                       enum status (*give_all)(struct written *, const void *), const void *from)
{
    const struct segment_output output = {keep_page, keep_entry, written};
    int64_t leaf_count;
    written->segment = segment_new(&output, options->has_places);
    assert_int_equal(give_all(written, from), STATUS_OK);
    assert_int_equal(segment_end(written->segment, &leaf_count), STATUS_OK);
    written->leaf_count = leaf_count;
    segment_free(written->segment);
    qsort(written->pages, written->page_count, sizeof *written->pages, compare_kept);
}

static enum status give_postings(struct written *written, const void *from)
{
    return postings_walk(*(struct postings *const *)from, give, written);
}

/* Backwards, since the order of rows does not matter. */
static void write_ours(const struct row *rows, size_t count, const struct option_case *one,
                       struct written *written)
{
    struct postings *postings = postings_new(&one->options);
    for (size_t i = count; i-- > 0;)
        for (unsigned column = 0; column < 2; column++) {
            struct adding adding = {postings, 0};
            postings_begin_column(postings, rows[i].id, column);
            tokenizer_walk(buffer_str(&rows[i].columns[column]), one->purpose, add_token, &adding);
        }
    write_with(&one->options, written, give_postings, &postings);
    postings_free(postings);
}

static void run(sqlite3 *database, const char *sql)
{
    if (sqlite3_exec(database, sql, NULL, NULL, NULL))
        fail_msg("%s: %s", sql, sqlite3_errmsg(database));
}

static sqlite3 *write_theirs(const struct row *rows, size_t count, const char *options)
{
    sqlite3 *database;
    sqlite3_stmt *insert;
    CLEANUP_BUFFER struct buffer sql = {0};
    assert_int_equal(sqlite3_open(":memory:", &database), SQLITE_OK);
    assert_int_equal(functions_register(database), SQLITE_OK);
    buffer_append_format(
        &sql,
        "CREATE VIRTUAL TABLE t USING fts5 (a, b, content = '', columnsize = 0, %s);"
        "INSERT INTO t (t, rank) VALUES ('hashsize', 1000000000); BEGIN",
        options);
    run(database, sql.bytes);
    sqlite3_prepare_v2(database, "INSERT INTO t (rowid, a, b) VALUES (?1, ?2, ?3)", -1, &insert,
                       NULL);
    for (size_t i = 0; i < count; i++) {
        sqlite3_bind_int64(insert, 1, rows[i].id);
        for (int column = 0; column < 2; column++)
            sqlite3_bind_text(insert, 2 + column, rows[i].columns[column].bytes,
                              (int)rows[i].columns[column].length, SQLITE_STATIC);
        assert_int_equal(sqlite3_step(insert), SQLITE_DONE);
        sqlite3_reset(insert);
    }
    sqlite3_finalize(insert);
    run(database, "COMMIT");
    return database;
}

static size_t assert_same(const char *name, sqlite3 *database, const char *sql,
                          const struct kept *ours, size_t count)
{
    sqlite3_stmt *row;
    size_t i = 0;
    assert_int_equal(sqlite3_prepare_v2(database, sql, -1, &row, NULL), SQLITE_OK);
    for (; sqlite3_step(row) == SQLITE_ROW; i++) {
        struct str bytes = {sqlite3_column_blob(row, 1), (size_t)sqlite3_column_bytes(row, 1)};
        if (i >= count)
            fail_msg("%s: %s: expected another after %zu", name, sql, count);
        if (sqlite3_column_int64(row, 0) != ours[i].id ||
            !str_equal(bytes, buffer_str(&ours[i].bytes)))
            fail_msg("%s: %s: %zu: expected %lld of %zu bytes, got %lld of %zu", name, sql, i,
                     (long long)sqlite3_column_int64(row, 0), bytes.length, (long long)ours[i].id,
                     ours[i].bytes.length);
    }
    sqlite3_finalize(row);
    if (i < count)
        fail_msg("%s: %s: expected %zu, got %zu", name, sql, i, count);
    return i;
}

static void assert_alike(const char *name, const struct row *rows, size_t count)
{
    for (size_t i = 0; i < ARRAY_LENGTH(option_cases); i++) {
        const struct option_case *one = &option_cases[i];
        struct written written = {0};
        sqlite3 *database = write_theirs(rows, count, one->sql);
        write_ours(rows, count, one, &written);
        assert_same(name, database,
                    "SELECT id & 0x1fffffffff, block FROM t_data WHERE id > 10 ORDER BY id",
                    written.pages, written.page_count);
        assert_same(name, database, "SELECT pgno, term FROM t_idx ORDER BY pgno", written.entries,
                    written.entry_count);
        written_release(&written);
        sqlite3_close(database);
    }
}

static void release_rows(struct row *rows, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        buffer_release(&rows[i].columns[0]);
        buffer_release(&rows[i].columns[1]);
    }
    free(rows);
}

static void append_words(uint64_t *state, uint32_t most, struct buffer *out)
{
    for (uint32_t i = draw(state, most); i > 0; i--) {
        buffer_append_c(out, words[draw(state, ARRAY_LENGTH(words))]);
        char letters[8] = {(char)('a' + draw(state, 26)), (char)('a' + draw(state, 26)), 0};
        if (draw(state, 4) == 0)
            buffer_append_c(out, letters);
        uint32_t han = 0x4E00 + draw(state, 300);
        char character[4] = {(char)(0xE0 | han >> 12), (char)(0x80 | (han >> 6 & 0x3F)),
                             (char)(0x80 | (han & 0x3F)), 0};
        buffer_append_c(out, character);
    }
}

static void mixed_rows(void **state)
{
    static const struct {
        const char *name;
        size_t count;
        uint32_t words, gap;
    } cases[] = {{"no row", 0, 1, 1},
                 {"empty rows", 3, 1, 1},
                 {"one row", 1, 50, 1},
                 {"short rows", 3000, 12, 3},
                 {"long rows", 40, 6000, 1000000},
                 {"one very long row", 1, 200000, 1}};
    (void)state;
    uint64_t seed = 7;
    for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
        struct row *rows = memory_new((cases[i].count + 1) * sizeof *rows);
        int64_t id = 0;
        for (size_t j = 0; j < cases[i].count; j++) {
            rows[j].id = id += 1 + draw(&seed, cases[i].gap);
            append_words(&seed, cases[i].words, &rows[j].columns[0]);
            append_words(&seed, 1 + cases[i].words / 8, &rows[j].columns[1]);
        }
        assert_alike(cases[i].name, rows, cases[i].count);
        release_rows(rows, cases[i].count);
    }
}

/* A term in every row, in so many that the index of their leaves has two heights. */
static void common_term(void **state)
{
    enum { ROWS = 760, TIMES = 4100 };
    struct row *rows = memory_new(ROWS * sizeof *rows);
    (void)state;
    for (size_t i = 0; i < ROWS; i++) {
        rows[i].id = (int64_t)(i + 1) << 40;
        for (int j = 0; j < TIMES; j++)
            buffer_append_c(&rows[i].columns[0], "的");
        buffer_append_c(&rows[i].columns[1], i % 2 ? "后" : "之後");
    }
    assert_alike("a term of two heights", rows, ROWS);
    release_rows(rows, ROWS);
}

enum { PARTS = 5 };

static enum status read_leaf(int64_t leaf, struct buffer *ret_page, void *closure)
{
    const struct written *written = closure;
    for (size_t i = 0; i < written->page_count; i++)
        if (written->pages[i].id == leaf) {
            buffer_append(ret_page, buffer_str(&written->pages[i].bytes));
            return STATUS_OK;
        }
    return STATUS_NOT_FOUND;
}

struct parts {
    struct written written[PARTS];
    bool has_places;
};

static enum status give_merged(struct written *written, const void *from)
{
    const struct parts *parts = from;
    struct segment_reader readers[PARTS];
    for (size_t i = 0; i < PARTS; i++)
        segment_reader_init(&readers[i],
                            &(struct segment_input){read_leaf, (void *)&parts->written[i]},
                            parts->has_places, 1, parts->written[i].leaf_count);
    enum status status = segments_merge(readers, PARTS, true, give, written);
    for (size_t i = 0; i < PARTS; i++)
        segment_reader_release(&readers[i]);
    return status;
}

static struct row *make_rows(size_t count, uint32_t word_count, uint64_t *seed)
{
    struct row *rows = memory_new(count * sizeof *rows);
    for (size_t i = 0; i < count; i++) {
        rows[i].id = (int64_t)i * 3 + 1;
        append_words(seed, word_count, &rows[i].columns[0]);
        append_words(seed, 5, &rows[i].columns[1]);
    }
    return rows;
}

/* Parts that are merged are what all rows at once are. */
static void merged(void **state)
{
    static const struct {
        size_t count;
        uint32_t words;
    } cases[] = {{PARTS, 3}, {700, 40}, {60, 3000}, {7, 60000}};
    uint64_t seed = 11;
    (void)state;
    for (size_t i = 0; i < ARRAY_LENGTH(cases) * ARRAY_LENGTH(option_cases); i++) {
        const struct option_case *one = &option_cases[i % ARRAY_LENGTH(option_cases)];
        size_t count = cases[i / ARRAY_LENGTH(option_cases)].count, share = count / PARTS;
        struct row *rows = make_rows(count, cases[i / ARRAY_LENGTH(option_cases)].words, &seed);
        struct parts parts = {.has_places = one->options.has_places};
        struct written expected = {0}, got = {0};
        for (size_t j = 0; j < PARTS; j++)
            write_ours(rows + j * share, j + 1 < PARTS ? share : count - j * share, one,
                       &parts.written[j]);
        write_ours(rows, count, one, &expected);
        write_with(&one->options, &got, give_merged, &parts);
        if (got.page_count != expected.page_count || got.entry_count != expected.entry_count)
            fail_msg("%zu: expected %zu pages and %zu entries, got %zu and %zu", i,
                     expected.page_count, expected.entry_count, got.page_count, got.entry_count);
        for (size_t j = 0; j < got.page_count; j++)
            if (!str_equal(buffer_str(&got.pages[j].bytes), buffer_str(&expected.pages[j].bytes)))
                fail_msg("%zu: page %zu is another", i, j);
        for (size_t j = 0; j < got.entry_count; j++)
            assert_true(str_equal(buffer_str(&got.entries[j].bytes),
                                  buffer_str(&expected.entries[j].bytes)));
        for (size_t j = 0; j < PARTS; j++)
            written_release(&parts.written[j]);
        written_release(&expected);
        written_release(&got);
        release_rows(rows, count);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(mixed_rows), cmocka_unit_test(common_term),
                                       cmocka_unit_test(merged)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
