/* A library from elsewhere may hold a trigger, a view or a table that only looks like ours; none of
 * them is ever used. What the tables must be is taken from the migrations, run in memory when zhai
 * is built (generate_schema.c). */
#include "library/library_private.h"

#include "base/intl.h"
#include "base/memory.h"
#include "library/schema.inc"

static bool is_same(sqlite3_stmt *row, const struct schema_row *expected)
{
    bool is_same_sql = expected->is_shadow ||
                       str_equal(statement_text(row, 2), str_from(expected->sql));
    return is_same_sql && str_equal(statement_text(row, 0), str_from(expected->type)) &&
           str_equal(statement_text(row, 1), str_from(expected->name));
}

/* Both are in the order of names. */
enum status schema_check(struct library *library, struct error *error)
{
    enum status status;
    size_t count = 0;
    bool is_ours = true;
    struct buffer name CLEANUP_BUFFER = {0};
    sqlite3_stmt *row = statement_bind(library, STATEMENT_SCHEMA, "");
    while (statement_step(library, row, &status, error)) {
        is_ours = count < ARRAY_LENGTH(schema_rows) && is_same(row, &schema_rows[count]);
        count++;
        if (!is_ours) {
            buffer_append(&name, statement_text(row, 1));
            sqlite3_reset(row);
            break;
        }
    }
    if (is_ours && status)
        return status;
    if (is_ours && count == ARRAY_LENGTH(schema_rows))
        return STATUS_OK;
    return error_set(error, STATUS_MALFORMED,
                     _("%s: has been altered: its table “%.*s” is not as zhai makes it; it is left "
                       "untouched"),
                     library->path, STR_ARGS(buffer_str(&name)));
}
