/* A term's articles, read from the segments, are those that FTS5 finds. */
#include "library/library_test.h"

#include "library/doclist.h"
#include "library/evaluate.h"
#include "library/functions.h"
#include "library/holds.h"
#include "library/library_private.h"
#include "text/utf8.h"

enum { ROWS = 4000, BATCH = 400, COLUMNS_MAX = 5 };

static const char *const words[] = {
    "质量",          "振兴",  "の",   "カタカナ", "한국어",
    "e\xCC\x81tude", "macOS", "2020", "C++",      "👩‍👩‍👧",
    "𠮷野",          "naïve", "的",   "的的",     "\xff\xfe",
    "\xe6\x96",      "zh",    "zhi",  "example",  "example1"};

static const struct table {
    const char *name, *columns;
    enum statement_id match;
    unsigned column_count;
} tables[] = {
    [INDEX_TEXT] = {"text_index", "body, title, byline", STATEMENT_SET_TEXT_MATCH, 3},
    [INDEX_SINGLE] = {"single_index", "body", STATEMENT_SET_SINGLE_MATCH, 1},
    [INDEX_SHELF] = {"shelf_index", "title, byline, site, url, initials", STATEMENT_SET_SHELF_MATCH,
                     5},
};

static void execute(sqlite3 *database, const char *sql)
{
    char *message = NULL;
    if (sqlite3_exec(database, sql, NULL, NULL, &message))
        fail_msg("%s: %s", sql, message);
}

/* What a row has in a column; the same each time. Some columns are empty, some long. */
static void append_content(int64_t row, unsigned column, struct buffer *out)
{
    uint64_t random = UINT64_C(88172645463325252) ^ ((uint64_t)row * 2654435761u + column);
    for (int i = 0; i < 4; i++)
        random_next(&random);
    size_t count = random_next(&random) % 6;
    if (column == 0 && random_next(&random) % 40 == 0)
        count = 3000; /* places that fill a leaf */
    for (size_t i = 0; i < count; i++) {
        buffer_append_c(out, words[random_next(&random) % ARRAY_LENGTH(words)]);
        buffer_append_c(out, random_next(&random) % 3 ? " " : "");
    }
    if (column < 2)
        buffer_append_c(out, " 的 common");
}

/* Puts a row in, or takes it out. */
static void write_row(sqlite3 *database, const struct table *table, int64_t row, bool is_deletion)
{
    CLEANUP_BUFFER struct buffer sql = {0};
    sqlite3_stmt *statement = NULL;
    struct buffer columns[COLUMNS_MAX] = {0};
    buffer_append_format(&sql, "INSERT INTO %s (%s%s%s, rowid) VALUES (%s?1", table->name,
                         is_deletion ? table->name : "", is_deletion ? ", " : "", table->columns,
                         is_deletion ? "'delete', " : "");
    for (unsigned i = 1; i <= table->column_count; i++)
        buffer_append_format(&sql, ", ?%u", i + 1);
    buffer_append_c(&sql, ")");
    assert_int_equal(sqlite3_prepare_v2(database, sql.bytes, -1, &statement, NULL), SQLITE_OK);
    for (unsigned i = 0; i < table->column_count; i++) {
        append_content(row, i, &columns[i]);
        sqlite3_bind_text(statement, (int)i + 1, columns[i].bytes, (int)columns[i].length,
                          SQLITE_TRANSIENT);
    }
    sqlite3_bind_int64(statement, (int)table->column_count + 1, row);
    assert_int_equal(sqlite3_step(statement), SQLITE_DONE);
    sqlite3_finalize(statement);
    for (unsigned i = 0; i < COLUMNS_MAX; i++)
        buffer_release(&columns[i]);
}

static void gather_by_fts5(struct library *library, const struct doclist_term *term,
                           struct id_set *set)
{
    static const char *const names[] = {"title", "byline", "site", "url", "initials"};
    CLEANUP_BUFFER struct buffer columns = {0}, match = {0};
    struct error error;
    struct str token = term->token;
    struct token_phrase phrase = {
        .tokens = &token, .token_count = 1, .last_is_prefix = term->is_prefix};
    for (unsigned i = 0; i < ARRAY_LENGTH(names); i++)
        if (term->columns >> i & 1)
            buffer_append_format(&columns, "%s ", names[i]);
    phrase_append_match(&phrase, term->columns ? columns.bytes : NULL, &match);
    assert_ok(match_gather(library, tables[term->table].match, &match, false, set, &error));
}

static void assert_same(struct library *library, const struct doclist_term *term)
{
    struct id_set expected CLEANUP_ID_SET = {0}, got CLEANUP_ID_SET = {0};
    struct error error;
    bool is_answered;
    assert_ok(doclist_gather(library, term, &got, &is_answered, &error));
    if (!is_answered) {
        assert_true(term->is_prefix);
        return;
    }
    gather_by_fts5(library, term, &expected);
    for (int64_t id = 0; id <= ROWS; id++)
        if (id_set_has(&expected, id) != id_set_has(&got, id))
            fail_msg("%s %.*s%s, columns %u: %lld is %s", tables[term->table].name,
                     STR_ARGS(term->token), term->is_prefix ? "*" : "", term->columns,
                     (long long)id, id_set_has(&got, id) ? "no hit" : "missing");
    assert_int_equal(id_set_count(&expected), id_set_count(&got));
}

/* Each term there is, one that is not behind it, and what begins as it does. */
static void assert_terms(struct library *library, enum index_table table, uint64_t *random)
{
    sqlite3_stmt *row = NULL;
    CLEANUP_BUFFER struct buffer sql = {0};
    buffer_append_format(&sql, "SELECT term FROM temp.%s_terms", tables[table].name);
    assert_int_equal(sqlite3_prepare_v2(library->database, sql.bytes, -1, &row, NULL), SQLITE_OK);
    while (sqlite3_step(row) == SQLITE_ROW) {
        struct str token = tokenizer_unmarked(statement_text(row, 0));
        struct doclist_term term = {.table = table, .token = token};
        assert_same(library, &term);
        if (table == INDEX_SHELF)
            term.columns = 1 + random_next(random) % 31;
        assert_same(library, &term);
        CLEANUP_BUFFER struct buffer other = {0};
        buffer_append(&other, token);
        buffer_append_c(&other, "x");
        term.token = buffer_str(&other);
        assert_same(library, &term);
        uint32_t point;
        term.is_prefix = true;
        for (size_t end = 0; end < token.length && table != INDEX_SINGLE;) {
            end += utf8_decode(token, end, &point);
            term.token = str_slice(token, 0, end);
            assert_same(library, &term);
        }
    }
    sqlite3_finalize(row);
}

static void make_term_tables(sqlite3 *database)
{
    for (size_t i = 0; i < ARRAY_LENGTH(tables); i++) {
        CLEANUP_BUFFER struct buffer sql = {0};
        buffer_append_format(&sql,
                             "CREATE VIRTUAL TABLE temp.%s_terms USING fts5vocab (main, %s, row)",
                             tables[i].name, tables[i].name);
        execute(database, sql.bytes);
    }
}

/* In several segments, rows taken out and put in again, and merges that are not at their end. */
static void fill(struct library *library, uint64_t *random, int from, int end)
{
    for (int i = from; i < end; i += BATCH) {
        execute(library->database, "BEGIN");
        for (int row = i + 1; row <= i + BATCH; row++)
            for (size_t j = 0; j < ARRAY_LENGTH(tables); j++) {
                write_row(library->database, &tables[j], row, false);
                /* Every fortieth is taken out, half of these in a later segment. */
                int other = random_next(random) % 2 ? row : row - BATCH;
                if (other > 0 && other % 40 == (int)(j * 7))
                    write_row(library->database, &tables[j], other, true);
            }
        execute(library->database, "COMMIT");
        if (random_next(random) % 3 == 0)
            execute(library->database,
                    "INSERT INTO shelf_index (shelf_index, rank) VALUES ('merge', -7);"
                    "INSERT INTO text_index (text_index, rank) VALUES ('merge', -40);"
                    "INSERT INTO single_index (single_index, rank) VALUES ('merge', 3)");
    }
}

static void as_fts5_finds_them(void **state)
{
    struct library *library = ((struct fixture *)*state)->library;
    uint64_t random = UINT64_C(2463534242);
    execute(library->database,
            "INSERT INTO shelf_index (shelf_index, rank) VALUES ('automerge', 0);"
            "INSERT INTO text_index (text_index, rank) VALUES ('usermerge', 2)");
    make_term_tables(library->database);
    for (int from = 0; from < ROWS; from += ROWS / 2) {
        fill(library, &random, from, from + ROWS / 2);
        for (size_t i = 0; i < ARRAY_LENGTH(tables); i++)
            assert_terms(library, (enum index_table)i, &random);
    }
}

/* What this transaction wrote may be in FTS5's memory yet. */
static void not_while_writing(void **state)
{
    struct library *library = ((struct fixture *)*state)->library;
    struct id_set set CLEANUP_ID_SET = {0};
    struct doclist_term term = {.table = INDEX_SHELF, .token = STR("common")};
    struct error error;
    bool is_answered;
    assert_ok(doclist_gather(library, &term, &set, &is_answered, &error));
    assert_true(is_answered);
    execute(library->database, "BEGIN");
    write_row(library->database, &tables[INDEX_SHELF], 1, false);
    assert_ok(doclist_gather(library, &term, &set, &is_answered, &error));
    assert_false(is_answered);
    execute(library->database, "COMMIT");
    assert_ok(doclist_gather(library, &term, &set, &is_answered, &error));
    assert_true(is_answered);
    assert_true(id_set_has(&set, 1));
}

static int64_t page_at(sqlite3 *database, const char *table, uint32_t place,
                       struct buffer *ret_page)
{
    CLEANUP_BUFFER struct buffer sql = {0};
    sqlite3_stmt *row = NULL;
    buffer_append_format(&sql,
                         "SELECT id, block FROM %s_data WHERE id > 10 LIMIT 1 OFFSET %u %% "
                         "(SELECT count(*) FROM %s_data WHERE id > 10)",
                         table, place, table);
    assert_int_equal(sqlite3_prepare_v2(database, sql.bytes, -1, &row, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_step(row), SQLITE_ROW);
    int64_t id = sqlite3_column_int64(row, 0);
    buffer_append(ret_page, statement_text(row, 1));
    sqlite3_finalize(row);
    return id;
}

static void put_page(sqlite3 *database, const char *table, int64_t id, const struct buffer *page)
{
    CLEANUP_BUFFER struct buffer sql = {0};
    sqlite3_stmt *statement = NULL;
    buffer_append_format(&sql, "UPDATE %s_data SET block = ?1 WHERE id = ?2", table);
    assert_int_equal(sqlite3_prepare_v2(database, sql.bytes, -1, &statement, NULL), SQLITE_OK);
    sqlite3_bind_blob(statement, 1, page->bytes, (int)page->length, SQLITE_STATIC);
    sqlite3_bind_int64(statement, 2, id);
    assert_int_equal(sqlite3_step(statement), SQLITE_DONE);
    sqlite3_finalize(statement);
}

/* Bytes changed or cut off are refused or overlooked: nothing worse. */
static void damaged_pages(void **state)
{
    enum { ROUNDS = 600 };
    struct fixture *fixture = *state;
    uint64_t random = UINT64_C(362436069);
    sqlite3 *other = NULL;
    size_t refused_count = 0;
    fill(fixture->library, &random, 0, BATCH);
    assert_int_equal(sqlite3_open(fixture->path, &other), SQLITE_OK);
    for (int i = 0; i < ROUNDS; i++) {
        CLEANUP_BUFFER struct buffer page = {0}, damaged = {0};
        enum index_table table = (enum index_table)(random_next(&random) % INDEX_TABLES);
        int64_t id = page_at(other, tables[table].name, random_next(&random), &page);
        buffer_append(&damaged, buffer_str(&page));
        if (random_next(&random) % 8 == 0)
            damaged.length = random_next(&random) % page.length;
        for (uint32_t j = random_next(&random) % 4; j-- > 0 && damaged.length;)
            damaged.bytes[random_next(&random) % (i % 2 ? 8 : damaged.length) % damaged.length] =
                (char)random_next(&random);
        put_page(other, tables[table].name, id, &damaged);
        for (size_t j = 0; j < ARRAY_LENGTH(words); j++) {
            struct id_set set CLEANUP_ID_SET = {0};
            struct doclist_term term = {
                .table = table, .token = str_from(words[j]), .columns = j % 2 ? 2 : 0};
            struct error error;
            bool is_answered;
            enum status status =
                doclist_gather(fixture->library, &term, &set, &is_answered, &error);
            assert_true(status == STATUS_OK || status == STATUS_MALFORMED);
            refused_count += status == STATUS_MALFORMED;
        }
        put_page(other, tables[table].name, id, &page);
    }
    assert_true(refused_count > ROUNDS);
    sqlite3_close(other);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(as_fts5_finds_them, fixture_set_up, fixture_tear_down),
        cmocka_unit_test_setup_teardown(not_while_writing, fixture_set_up, fixture_tear_down),
        cmocka_unit_test_setup_teardown(damaged_pages, fixture_set_up, fixture_tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
