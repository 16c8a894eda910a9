/* A library from elsewhere may hold a trigger, a view or a table that only looks like ours; none of
 * them is ever used. What the tables must be is taken from the migrations, run in memory when zhai
 * is built (generate_schema.c). The index is another matter: it can always be made again. */
#include "library/library_private.h"

#include "base/intl.h"
#include "base/memory.h"
#include "library/index_state.h"
#include "library/schema.inc"

static const char *const index_tables[] = {"shelf_index", "text_index", "single_index",
                                           "index_length"};

static bool is_of_index(struct str name)
{
    for (size_t i = 0; i < ARRAY_LENGTH(index_tables); i++)
        if (str_starts(name, str_from(index_tables[i])))
            return true;
    return false;
}

static bool is_same(sqlite3_stmt *row, const struct schema_row *expected)
{
    return str_equal(statement_text(row, 0), str_from(expected->type)) &&
           (expected->is_shadow || str_equal(statement_text(row, 2), str_from(expected->sql)));
}

struct difference {
    struct buffer name;     /* of a table that is not ours, or not as we make it; empty: none */
    bool is_index_different;
};

static void note(struct difference *difference, struct str name)
{
    if (is_of_index(name))
        difference->is_index_different = true;
    else if (difference->name.length == 0)
        buffer_append(&difference->name, name);
}

/* Both lists are in the order of names. */
static enum status compare(struct library *library, struct difference *difference,
                           struct error *error)
{
    enum status status;
    size_t next = 0;
    sqlite3_stmt *row = statement_bind(library, STATEMENT_SCHEMA, "");
    while (statement_step(library, row, &status, error)) {
        struct str name = statement_text(row, 1);
        while (next < ARRAY_LENGTH(schema_rows) && strcmp(schema_rows[next].name, name.bytes) < 0)
            note(difference, str_from(schema_rows[next++].name));
        bool is_expected =
            next < ARRAY_LENGTH(schema_rows) && str_equal(name, str_from(schema_rows[next].name));
        if (!is_expected || !is_same(row, &schema_rows[next]))
            note(difference, name);
        next += is_expected;
    }
    while (next < ARRAY_LENGTH(schema_rows))
        note(difference, str_from(schema_rows[next++].name));
    return status;
}

enum status schema_compare(struct library *library, bool *ret_is_index_different,
                           struct error *error)
{
    struct difference difference = {0};
    enum status status = compare(library, &difference, error);
    if (!status && difference.name.length)
        status = error_set(error, STATUS_MALFORMED,
                           _("%s: has been altered: its table “%.*s” is not as zhai makes it; it is "
                             "left untouched"),
                           library->path, STR_ARGS(buffer_str(&difference.name)));
    buffer_release(&difference.name);
    *ret_is_index_different = difference.is_index_different;
    return status;
}

/* A full-text table whose inside is damaged cannot even be dropped: it is taken out of the schema,
 * and what was its inside dropped as the plain tables that remain. */
static int drop_index(sqlite3 *database)
{
    static const char *const endings[] = {"", "_data", "_idx", "_content", "_docsize", "_config"};
    sqlite3_db_config(database, SQLITE_DBCONFIG_DEFENSIVE, 0, NULL);
    int code = sqlite3_exec(database,
                            "PRAGMA writable_schema = ON;"
                            "DELETE FROM sqlite_schema WHERE sql LIKE 'CREATE VIRTUAL TABLE %';"
                            "PRAGMA writable_schema = RESET;",
                            NULL, NULL, NULL);
    for (size_t i = 0; i < ARRAY_LENGTH(index_tables) * ARRAY_LENGTH(endings) && !code; i++) {
        CLEANUP_BUFFER struct buffer sql = {0};
        buffer_append_format(&sql, "DROP TABLE IF EXISTS %s%s",
                             index_tables[i / ARRAY_LENGTH(endings)],
                             endings[i % ARRAY_LENGTH(endings)]);
        code = sqlite3_exec(database, sql.bytes, NULL, NULL, NULL);
    }
    sqlite3_db_config(database, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    return code;
}

static int create_index(sqlite3 *database)
{
    int code = SQLITE_OK;
    for (size_t i = 0; i < ARRAY_LENGTH(schema_rows) && !code; i++)
        if (is_of_index(str_from(schema_rows[i].name)) && !schema_rows[i].is_shadow &&
            schema_rows[i].sql[0])
            code = sqlite3_exec(database, schema_rows[i].sql, NULL, NULL, NULL);
    return code;
}

enum status schema_make_index(struct library *library, struct error *error)
{
    int code = drop_index(library->database);
    if (!code)
        code = create_index(library->database);
    return code ? library_fail_code(library, code, error) : STATUS_OK;
}

enum status schema_check(struct library *library, struct error *error)
{
    bool is_different = false;
    enum status status = schema_compare(library, &is_different, error);
    if (status || !is_different)
        return status;
    if (library->is_read_only) {
        library->is_index_damaged = true;
        return STATUS_OK;
    }
    return index_restart(library, error);
}
