/* A library of every past version of the schema is brought up to date with all that is in it. */
#include "library/damage.h"

#include "base/file.h"
#include "library/index_state.h"
#include "library/library_private.h"
#include "library/passage.h"
#include "library/place.h"
#include "library/shelf.h"

#include <unistd.h>

/* versions/N.sql into the fixture's place. */
static void load(struct fixture *fixture, int version)
{
    struct error error;
    sqlite3 *database;
    char *message = NULL;
    CLEANUP_BUFFER struct buffer path = {0}, sql = {0};
    buffer_append_format(&path, "%s/library/versions/%d.sql", getenv("TEST_DATA"), version);
    assert_ok(file_read(path.bytes, &sql, &error));
    library_close(fixture->library);
    unlink(fixture->path);
    assert_int_equal(sqlite3_open(fixture->path, &database), SQLITE_OK);
    if (sqlite3_exec(database, sql.bytes, NULL, NULL, &message))
        fail_msg("%s: %s", path.bytes, message);
    sqlite3_close(database);
    fixture->library = NULL;
}

static void open_again(struct fixture *fixture)
{
    struct error error;
    struct library_options options = {fixture->path, false, fixture_clock};
    assert_ok(library_open(&options, &fixture->library, &error));
}

static void expect_whole(struct fixture *fixture)
{
    struct error error;
    struct check_options options = {0};
    struct check_report report;
    assert_ok(check_library(fixture->library, &options, &report, &error));
    print_findings(&report);
    assert_int_equal(report.total_count, 0);
    assert_int_equal(report.article_count, 4);
    assert_int_equal(report.text_count, 5);
    check_report_release(&report);
}

static void expect_contents(struct library *library)
{
    static const struct {
        const char *query, *ids;
    } cases[] = {
        {"", "3 2 1"},       {"is:trash", "4"},       {"tag:歷史", "3 1"},    {"is:finished", "2"},
        {"is:starred", "2"}, {"has:note", "1"},       {"報紙", "1"},          {"午後", "3"},
        {"quiet", "2"},      {"sort:title", "1 3 2"}, {"after:2024-10", "3"}, {"lang:ja", "3"},
        {"zhi", "3 1"},         {"~jiubaozhi", "1"},
    };
    for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
        const char *got = ids_of(library, cases[i].query);
        if (strcmp(got, cases[i].ids) != 0)
            fail_msg("%s: expected “%s”, got “%s”", cases[i].query, cases[i].ids, got);
    }
    struct error error;
    struct arena *arena = arena_new();
    struct passage *passages;
    struct shelf *shelves;
    size_t count;
    assert_ok(passage_list(library, 1, arena, &passages, &count, &error));
    assert_int_equal(count, 1);
    assert_true(str_equal(passages[0].quote, STR("批注是自己的")));
    assert_true(str_equal(passages[0].note, STR("他自己的话")));
    free(passages);
    assert_ok(shelf_list(library, arena, &shelves, &count, &error));
    assert_int_equal(count, 1);
    free(shelves);
    arena_free(arena);
}

static void expect_texts(struct library *library)
{
    struct error error;
    struct document *document;
    int64_t place;
    int64_t text = 0;
    assert_ok(article_document(library, 1, 1, &document, &error));
    assert_true(str_find(document->text, STR("後來"), 0) == SIZE_MAX);
    document_free(document);
    assert_ok(article_document(library, 1, 0, &document, &error));
    assert_true(str_find(document->text, STR("後來他说：批注是自己的"), 0) != SIZE_MAX);
    document_free(document);
    assert_ok(article_document(library, 2, 0, &document, &error));
    assert_ok(statement_number(
        library, statement_bind(library, STATEMENT_ARTICLE_TEXT, "i", INT64_C(2)), &text, &error));
    assert_ok(place_find(library, 2, text, document, &place, &error));
    assert_int_equal(place, 10);
    document_free(document);
    CLEANUP_BUFFER struct buffer original = {0};
    assert_ok(article_original(library, 3, 0, &original, &error));
    assert_true(str_starts(buffer_str(&original), STR("<!DOCTYPE html>")));
}

static void undo_everything(struct library *library)
{
    struct error error;
    struct change change;
    struct arena *arena = arena_new();
    for (int i = 0; i < 6; i++)
        assert_ok(change_undo(library, arena, &change, &error));
    assert_int_equal(change_undo(library, arena, &change, &error), STATUS_NOT_FOUND);
    assert_string_equal(ids_of(library, "is:trash"), "4 3 2 1");
    for (int i = 0; i < 6; i++)
        assert_ok(change_redo(library, arena, &change, &error));
    arena_free(arena);
}

static void every_version_is_brought_up_to_date(void **state)
{
    struct fixture *fixture = *state;
    struct error error;
    for (int version = 1; version < migration_count(); version++) {
        bool is_done = false;
        load(fixture, version);
        open_again(fixture);
        expect_whole(fixture);
        expect_contents(fixture->library);
        expect_texts(fixture->library);
        while (!is_done)
            assert_ok(index_build_some(fixture->library, 10, &is_done, &error));
        expect_whole(fixture);
        expect_contents(fixture->library);
        undo_everything(fixture->library);
        expect_contents(fixture->library);
        expect_whole(fixture);
        printf("  version %d of %d\n", version, migration_count());
    }
}

#define ON_A_LIBRARY(test) cmocka_unit_test_setup_teardown(test, fixture_set_up, fixture_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_A_LIBRARY(every_version_is_brought_up_to_date),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
