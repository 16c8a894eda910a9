/* Every statement against a fresh library: it prepares, and the database has an index for it. */
#include "library/library_test.h"

#include "library/library_private.h"

/* Walks that are meant: the order of a list is an index of its own, maintenance sees all, a few
 * rows are a table. */
static bool may_scan(const char *name)
{
    static const char *const names[] = {
        "counts",    "set_all",     "article_count", "article_max",   "tag_list",
        "tag_names", "shelf_list",  "titles",        "length_chunks", "passage_words",
        "schema",    "table_count", "change_page",   "article_next",
    };
    for (size_t i = 0; i < ARRAY_LENGTH(names); i++)
        if (strcmp(name, names[i]) == 0)
            return true;
    static const char *const beginnings[] = {"order_", "check_", "clear_", "repair_", "salvage_"};
    for (size_t i = 0; i < ARRAY_LENGTH(beginnings); i++)
        if (strncmp(name, beginnings[i], strlen(beginnings[i])) == 0)
            return true;
    return false;
}

/* Statements over the connection's own tables prepare once these are made, and those over the insides
 * of an index only inside another statement or without defences. */
static int set_up(void **state)
{
    fixture_set_up(state);
    struct fixture *fixture = *state;
    sqlite3_db_config(fixture->library->database, SQLITE_DBCONFIG_DEFENSIVE, 0, NULL);
    for (int i = 0; i < STATEMENT_COUNT; i++)
        if (strncmp(statement_name(i), "make_", 5) == 0)
            assert_int_equal(
                sqlite3_exec(fixture->library->database, statement_sql(i), NULL, NULL, NULL),
                SQLITE_OK);
    return 0;
}

static void all_prepare(void **state)
{
    struct fixture *fixture = *state;
    for (int i = 0; i < STATEMENT_COUNT; i++) {
        sqlite3_stmt *statement = NULL;
        const char *rest = "";
        if (sqlite3_prepare_v2(fixture->library->database, statement_sql(i), -1, &statement, &rest))
            fail_msg("%s: %s", statement_name(i), sqlite3_errmsg(fixture->library->database));
        if (rest[strspn(rest, " \n;")])
            fail_msg("%s: is more than one statement: %s", statement_name(i), rest);
        sqlite3_finalize(statement);
    }
}

static void none_scans(void **state)
{
    struct fixture *fixture = *state;
    for (int i = 0; i < STATEMENT_COUNT; i++) {
        CLEANUP_BUFFER struct buffer sql = {0};
        sqlite3_stmt *plan = NULL;
        const char *text = statement_sql(i);
        bool is_query = strncmp(text, "SELECT", 6) == 0 || strncmp(text, "UPDATE", 6) == 0 ||
                        strncmp(text, "DELETE", 6) == 0 || strncmp(text, "INSERT", 6) == 0;
        if (!is_query)
            continue;
        buffer_append_format(&sql, "EXPLAIN QUERY PLAN %s", text);
        assert_int_equal(sqlite3_prepare_v2(fixture->library->database, sql.bytes, -1, &plan, NULL),
                         SQLITE_OK);
        while (sqlite3_step(plan) == SQLITE_ROW) {
            const char *detail = (const char *)sqlite3_column_text(plan, 3);
            bool is_scan = strstr(detail, "SCAN") && !strstr(detail, "CONSTANT ROW") &&
                           !strstr(detail, "VIRTUAL TABLE INDEX") && !strstr(detail, "SUBQUERY");
            bool is_sorted = strstr(detail, "TEMP B-TREE") != NULL;
            bool is_index = strstr(detail, "USING COVERING INDEX") || strstr(detail, "USING INDEX");
            if ((is_scan && !may_scan(statement_name(i)) && !is_index) ||
                (is_sorted && strncmp(statement_name(i), "order_", 6) == 0))
                fail_msg("%s: %s", statement_name(i), detail);
        }
        sqlite3_finalize(plan);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_prepare),
        cmocka_unit_test(none_scans),
    };
    return cmocka_run_group_tests(tests, set_up, fixture_tear_down);
}
