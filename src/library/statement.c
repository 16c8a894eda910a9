#include "library/library_private.h"

#include "base/memory.h"

#include <assert.h>
#include <stdarg.h>

static void bind_one(sqlite3_stmt *statement, int column, char letter, va_list *arguments)
{
    struct str s;
    switch (letter) {
    case 'i':
        sqlite3_bind_int64(statement, column, va_arg(*arguments, int64_t));
        break;
    case 'd':
        sqlite3_bind_double(statement, column, va_arg(*arguments, double));
        break;
    case 't':
        s = va_arg(*arguments, struct str);
        sqlite3_bind_text64(statement, column, s.bytes ? s.bytes : "", s.length, SQLITE_STATIC,
                            SQLITE_UTF8);
        break;
    case 'b':
        s = va_arg(*arguments, struct str);
        sqlite3_bind_blob64(statement, column, s.bytes ? s.bytes : "", s.length, SQLITE_STATIC);
        break;
    case 'p':
        sqlite3_bind_pointer(statement, column, va_arg(*arguments, void *), "zhai", NULL);
        break;
    default:
        assert(letter == 'n');
        sqlite3_bind_null(statement, column);
    }
}

static void bind_all(sqlite3_stmt *statement, int column, const char *letters, va_list *arguments)
{
    for (; *letters; letters++)
        bind_one(statement, column++, *letters, arguments);
}

/* A text that does not prepare (a damaged schema) gives NULL, which every later call reports. */
sqlite3_stmt *statement_bind(struct library *library, enum statement_id id, const char *letters,
                             ...)
{
    sqlite3_stmt **statement = &library->statements[id];
    if (!*statement && sqlite3_prepare_v3(library->database, statement_sql(id), -1,
                                          SQLITE_PREPARE_PERSISTENT, statement, NULL))
        return NULL;
    sqlite3_reset(*statement);
    sqlite3_clear_bindings(*statement);
    va_list arguments;
    va_start(arguments, letters);
    bind_all(*statement, 1, letters, &arguments);
    va_end(arguments);
    return *statement;
}

void statement_bind_more(sqlite3_stmt *statement, int column, const char *letters, ...)
{
    if (!statement)
        return;
    va_list arguments;
    va_start(arguments, letters);
    bind_all(statement, column, letters, &arguments);
    va_end(arguments);
}

bool statement_step(struct library *library, sqlite3_stmt *statement, enum status *ret_status,
                    struct error *error)
{
    if (!statement) {
        *ret_status = library_fail(library, error);
        return false;
    }
    int code = sqlite3_step(statement);
    if (code == SQLITE_ROW)
        return true;
    *ret_status = code == SQLITE_DONE ? STATUS_OK : library_fail_code(library, code, error);
    sqlite3_reset(statement);
    return false;
}

enum status statement_finish(struct library *library, sqlite3_stmt *statement, struct error *error)
{
    enum status status;
    while (statement_step(library, statement, &status, error))
        ;
    return status;
}

enum status statement_number(struct library *library, sqlite3_stmt *statement, int64_t *ret_number,
                             struct error *error)
{
    enum status status;
    if (!statement_step(library, statement, &status, error))
        return status ? status : STATUS_NOT_FOUND;
    *ret_number = sqlite3_column_int64(statement, 0);
    sqlite3_reset(statement);
    return STATUS_OK;
}

struct str statement_text(sqlite3_stmt *statement, int column)
{
    const char *bytes = sqlite3_column_blob(statement, column);
    return (struct str){bytes ? bytes : "", (size_t)sqlite3_column_bytes(statement, column)};
}

void statements_release(struct library *library)
{
    for (int i = 0; i < STATEMENT_COUNT; i++) {
        sqlite3_finalize(library->statements[i]);
        library->statements[i] = NULL;
    }
}
