/* The index is built anew whenever it is stale, damaged or gone; meanwhile the texts are asked. */
#include "library/library_test.h"

#include "library/change.h"
#include "library/check.h"
#include "library/damage.h"
#include "library/index_state.h"
#include "library/index_structure.h"
#include "library/library_private.h"
#include "library/search.h"

#include <sqlite3.h>

enum { ARTICLES = 130 };

static void add_numbered(struct library *library, int first, int count)
{
    for (int i = first; i < first + count; i++) {
        char title[64], text[128];
        snprintf(title, sizeof title, "第%d篇 %s", i, i % 2 ? "春水" : "秋山");
        snprintf(text, sizeof text, "序号是N%d。\n%s后来%s", i, i % 3 ? "灯塔" : "码头", "质量");
        struct sample sample = {.title = title, .text = text, .language = "zh"};
        add_sample(library, &sample);
    }
}

static size_t count_of(struct library *library, const char *text)
{
    struct error error;
    struct search_result result;
    struct query *query = parse_query(text);
    assert_ok(search_run(library, query, 0, &result, &error));
    size_t count = result.is_loose ? 0 : result.article_count;
    search_result_release(&result);
    query_free(query);
    return count;
}

static size_t row_count(struct library *library, const char *query)
{
    const char *ids = ids_of(library, query);
    size_t count = *ids != '\0';
    for (; *ids; ids++)
        count += *ids == ' ';
    return count;
}

static void assert_right(struct library *library, const char *when, int articles)
{
    static const char *const words[] = {"灯塔", "码头", "质量",       "質量",  "后",
                                        "N7",   "春水", "title:秋山", "后来质"};
    size_t expected[ARRAY_LENGTH(words)] = {0};
    for (int i = 0; i < articles; i++) {
        char number[16];
        snprintf(number, sizeof number, "%d", i);
        expected[0] += i % 3 != 0;
        expected[1] += i % 3 == 0;
        expected[5] += number[0] == '7';
        expected[6] += i % 2;
        expected[7] += i % 2 == 0;
    }
    expected[2] = expected[3] = expected[4] = expected[8] = (size_t)articles;
    for (size_t i = 0; i < ARRAY_LENGTH(words); i++) {
        size_t got = count_of(library, words[i]);
        if (got != expected[i])
            fail_msg("%s: %s: expected %zu articles, got %zu", when, words[i], expected[i], got);
    }
    if (row_count(library, "chunshui") != expected[6])
        fail_msg("%s: by pinyin: expected %zu, got %zu", when, expected[6],
                 row_count(library, "chunshui"));
}

static void build(struct library *library)
{
    struct error error;
    for (bool is_done = false; !is_done;)
        assert_ok(index_build_some(library, 1, &is_done, &error));
    struct index_state state;
    assert_ok(index_state_read(library, &state, &error));
    assert_true(state.is_ready);
}

static void built_anew_while_used(void **state)
{
    struct fixture *fixture = *state;
    struct library *library = fixture->library;
    struct error error;
    bool is_done;
    size_t count;
    add_numbered(library, 0, ARTICLES);
    assert_right(library, "at first", ARTICLES);
    assert_ok(index_restart(library, &error));
    assert_right(library, "without an index", ARTICLES);
    assert_ok(index_build_some(library, 0, &is_done, &error));
    assert_right(library, "with a part of it", ARTICLES);
    add_numbered(library, ARTICLES, 40);
    assert_right(library, "with new ones behind the part", ARTICLES + 40);
    int64_t some[] = {1, ARTICLES, ARTICLES + 1};
    assert_ok(change_trash(library, (struct id_list){some, 3}, true, &count, &error));
    assert_int_equal(count_of(library, "质量"), ARTICLES + 40 - 3);
    assert_ok(change_trash(library, (struct id_list){some, 3}, false, &count, &error));
    fixture_reopen(fixture);
    library = fixture->library;
    assert_right(library, "opened again", ARTICLES + 40);
    build(library);
    assert_right(library, "when it is done", ARTICLES + 40);
    /* What changes while it is built goes in and out of it once. */
    assert_ok(index_restart(library, &error));
    struct sample sample = {
        .title = "换", .url = "https://x.example/1", .text = "灯塔后来质量甲乙丙"};
    add_sample(library, &sample);
    sample.text = "灯塔后来质量甲乙丙丁戊";
    assert_int_equal(add_sample(library, &sample).outcome, STORE_UPDATED);
    build(library);
    assert_int_equal(count_of(library, "丁戊"), 1);
    assert_int_equal(count_of(library, "甲乙丙"), 1);
}

static size_t segment_count(struct library *library)
{
    struct structure *structure;
    sqlite3_stmt *row;
    assert_int_equal(sqlite3_prepare_v2(library->database,
                                        "SELECT block FROM text_index_data WHERE id = 10", -1, &row,
                                        NULL),
                     SQLITE_OK);
    assert_int_equal(sqlite3_step(row), SQLITE_ROW);
    assert_true(structure_parse(statement_text(row, 0), &structure));
    size_t count = structure->segment_count;
    structure_free(structure);
    sqlite3_finalize(row);
    return count;
}

/* Many small transactions, so that segments of all levels are merged, with articles between them
 * that change, are taken out and come back. */
static void merged(void **state)
{
    enum { ROUNDS = 700 };
    struct fixture *fixture = *state;
    struct library *library = fixture->library;
    struct error error;
    struct check_options options = {0};
    struct check_report report;
    uint64_t random = 5;
    for (int i = 0; i < ROUNDS; i++) {
        char text[200], url[64];
        snprintf(text, sizeof text,
                 "第%d回 灯塔 de\xCC\x81ja vu 한국어 カメラ👩‍👩‍👧 word%d %s",
                 i, i % 50, i % 3 ? "质量振兴" : "之後");
        snprintf(url, sizeof url, "https://x.example/%d",
                 i % 9 ? i : (int)(random_next(&random) % (unsigned)(i + 1)));
        struct sample sample = {.title = "换", .url = url, .text = text};
        add_sample(library, &sample);
        if (i == ROUNDS / 2)
            assert_ok(index_settle(library, &error));
    }
    size_t before = segment_count(library);
    assert_ok(index_settle(library, &error));
    if (before < 2 || segment_count(library) >= before)
        fail_msg("%zu segments, settled %zu", before, segment_count(library));
    library->is_index_checked = false;
    assert_ok(check_library(library, &options, &report, &error));
    print_findings(&report);
    assert_int_equal(report.total_count, 0);
    check_report_release(&report);
    assert_true(count_of(library, "灯塔") > ROUNDS / 2);
    assert_int_equal(count_of(library, "灯塔"), count_of(library, "déjà"));
}

/* As somebody with sqlite3 at hand would. */
static void meddle(struct fixture *fixture, const char *sql)
{
    sqlite3 *database;
    library_close(fixture->library);
    fixture->library = NULL;
    assert_int_equal(sqlite3_open(fixture->path, &database), SQLITE_OK);
    if (sqlite3_exec(database, sql, NULL, NULL, NULL))
        fail_msg("%s: %s", sql, sqlite3_errmsg(database));
    sqlite3_close(database);
}

static const char *const damages_of_index[] = {
    "UPDATE text_index_data SET block = x'00ff00ff' WHERE id > 10",
    "UPDATE text_index_data SET block = zeroblob(length(block))",
    "DELETE FROM text_index_data",
    "UPDATE single_index_data SET block = substr(block, 1, length(block) / 2) WHERE id > 10",
    "UPDATE shelf_index_data SET block = x'ffffffffffffffff' WHERE id > 10",
    "DELETE FROM setting WHERE name = 'index'",
    "UPDATE setting SET value = '999 1 2' WHERE name = 'index'",
    "UPDATE setting SET value = '1 -5 x' WHERE name = 'index'",
    "DELETE FROM index_length; INSERT INTO index_length VALUES (0, x'01')",
    "DROP TABLE index_length",
    "PRAGMA writable_schema = ON; DELETE FROM sqlite_schema WHERE name = 'text_index'",
    "PRAGMA writable_schema = ON; DELETE FROM sqlite_schema WHERE name LIKE 'single_index%'",
    "PRAGMA writable_schema = ON; DELETE FROM sqlite_schema WHERE name = 'shelf_index_idx'",
};

static void damaged(void **state)
{
    struct fixture *fixture = *state;
    struct error error;
    add_numbered(fixture->library, 0, ARTICLES);
    for (size_t i = 0; i < ARRAY_LENGTH(damages_of_index); i++) {
        struct library_options options = {fixture->path, false, fixture_clock};
        meddle(fixture, damages_of_index[i]);
        if (library_open(&options, &fixture->library, &error))
            fail_msg("%s: %s", damages_of_index[i], error.message);
        assert_right(fixture->library, damages_of_index[i], ARTICLES);
        assert_ok(index_restart(fixture->library, &error));
        build(fixture->library);
        assert_right(fixture->library, "built anew", ARTICLES);
    }
}

/* The index is made again sooner than an article is refused for it. */
static void added_to_a_damaged_index(void **state)
{
    struct fixture *fixture = *state;
    struct error error;
    int article_count = ARTICLES;
    add_numbered(fixture->library, 0, ARTICLES);
    for (size_t i = 0; i < ARRAY_LENGTH(damages_of_index); i++) {
        struct library_options options = {fixture->path, false, fixture_clock};
        meddle(fixture, damages_of_index[i]);
        assert_ok(library_open(&options, &fixture->library, &error));
        add_numbered(fixture->library, article_count, 20);
        article_count += 20;
        assert_right(fixture->library, damages_of_index[i], article_count);
        build(fixture->library);
        assert_right(fixture->library, "built anew", article_count);
    }
}

#define ON_A_LIBRARY(test) cmocka_unit_test_setup_teardown(test, fixture_set_up, fixture_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_A_LIBRARY(built_anew_while_used),
        ON_A_LIBRARY(merged),
        ON_A_LIBRARY(damaged),
        ON_A_LIBRARY(added_to_a_damaged_index),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
