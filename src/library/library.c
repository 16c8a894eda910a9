#include "library/library_private.h"

#include "base/intl.h"
#include "base/memory.h"
#include "library/index.h"
#include "library/index_batch.h"
#include "library/index_length.h"
#include "library/titles.h"

#include <assert.h>

/* Virtual-machine steps between two questions whether to stop: well under a millisecond. */
enum { STOP_STEPS = 20000 };

static enum status prepare(struct library *library, struct error *error)
{
    enum status status = library_migrate(library, error);
    if (status)
        return status;
    if (!library->is_read_only && connection_use_wal(library->database))
        return library_fail(library, error);
    library_has_changed(library); /* from now on */
    return STATUS_OK;
}

enum status library_open(const struct library_options *options, struct library **ret_library,
                         struct error *error)
{
    struct library *library = memory_new(sizeof *library);
    enum status status =
        connection_open(options->path, options->creates ? CONNECTION_CREATE : CONNECTION_USE,
                        &library->database, error);
    if (status) {
        free(library);
        return status;
    }
    library->path = str_to_c(str_from(options->path));
    library->now = options->now;
    library->is_read_only = sqlite3_db_readonly(library->database, "main") == 1;
    status = prepare(library, error);
    if (status) {
        library_close(library);
        return status;
    }
    *ret_library = library;
    return STATUS_OK;
}

void library_close(struct library *library)
{
    if (!library)
        return;
    statements_release(library);
    sqlite3_close(library->database);
    index_batch_free(library->batch);
    lengths_free(library->lengths);
    titles_free(library->titles);
    free(library->path);
    free(library);
}

const char *library_path(const struct library *library)
{
    return library->path;
}

bool library_is_read_only(const struct library *library)
{
    return library->is_read_only;
}

enum status library_fail_code(struct library *library, int code, struct error *error)
{
    const char *path = library->path;
    switch (code & 0xFF) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return error_set(error, STATUS_BUSY,
                         _("%s: another program is writing to the library; try again"), path);
    case SQLITE_FULL:
        return error_set(error, STATUS_SYSTEM,
                         _("%s: the disk is full, and the change was not stored"), path);
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_CANTOPEN:
        return error_set(error, STATUS_SYSTEM, _("%s: the library cannot be written to"), path);
    case SQLITE_INTERRUPT:
        return error_set(error, STATUS_CANCELLED, _("stopped"));
    case SQLITE_TOOBIG:
        return error_set(error, STATUS_TOO_LARGE, _("%s: too large for the library"), path);
    case SQLITE_CORRUPT:
    case SQLITE_CONSTRAINT: /* our statements respect them all */
    case SQLITE_NOTADB:
        return error_set(error, STATUS_MALFORMED,
                         _("%s: the library is damaged; zhai check tells where, and zhai check "
                           "--repair rebuilds what can be rebuilt"),
                         path);
    default:
        return error_set(error, STATUS_SYSTEM, "%s: %s", path, sqlite3_errmsg(library->database));
    }
}

enum status library_fail(struct library *library, struct error *error)
{
    return library_fail_code(library, sqlite3_errcode(library->database), error);
}

enum status library_moment_read(struct library *library, struct library_moment *ret_moment,
                                struct error *error)
{
    ret_moment->change_count = sqlite3_total_changes64(library->database);
    return statement_number(library, statement_bind(library, STATEMENT_DATA_VERSION, ""),
                            &ret_moment->data_version, error);
}

bool library_moment_equal(const struct library_moment *a, const struct library_moment *b)
{
    return a->data_version == b->data_version && a->change_count == b->change_count;
}

bool library_has_changed(struct library *library)
{
    struct error ignored;
    int64_t version = 0;
    if (statement_number(library, statement_bind(library, STATEMENT_DATA_VERSION, ""), &version,
                         &ignored))
        return false;
    bool has_changed = version != library->data_version;
    library->data_version = version;
    return has_changed;
}

static int ask_to_stop(void *closure)
{
    const struct library *library = closure;
    return library->should_stop(library->stop_closure);
}

void library_set_stop(struct library *library, library_should_stop *should_stop, void *closure)
{
    library->should_stop = should_stop;
    library->stop_closure = closure;
    sqlite3_progress_handler(library->database, should_stop ? STOP_STEPS : 0,
                             should_stop ? ask_to_stop : NULL, library);
}

void library_set_meanwhile(struct library *library, library_meanwhile *meanwhile, void *closure)
{
    library->meanwhile = meanwhile;
    library->meanwhile_closure = closure;
}

void library_set_patience(struct library *library, int milliseconds)
{
    library->patience_ms = milliseconds;
}

enum status library_begin(struct library *library, struct error *error)
{
    assert(library->reading_depth == 0);
    if (library->transaction_depth == 0) {
        if (library->is_read_only)
            return library_fail_code(library, SQLITE_READONLY, error);
        connection_set_patience(library->database,
                                library->patience_ms ? &library->patience_ms : NULL);
        enum status status =
            statement_finish(library, statement_bind(library, STATEMENT_BEGIN, ""), error);
        connection_set_patience(library->database, NULL);
        if (status)
            return status;
        library->has_failed = false;
    }
    library->transaction_depth++;
    return STATUS_OK;
}

void library_rollback(struct library *library)
{
    struct error ignored;
    library->has_failed = true;
    if (--library->transaction_depth > 0)
        return;
    index_forget(library);
    /* SQLite may have rolled back already, when the disk was full. */
    if (!sqlite3_get_autocommit(library->database) &&
        statement_finish(library, statement_bind(library, STATEMENT_ROLLBACK, ""), &ignored))
        statements_release(library);
}

enum status library_commit(struct library *library, struct error *error)
{
    if (library->transaction_depth > 1) {
        library->transaction_depth--;
        return STATUS_OK;
    }
    if (library->has_failed) {
        library_rollback(library);
        return error_set(error, STATUS_SYSTEM, _("%s: nothing was changed"), library->path);
    }
    enum status status = index_flush(library, error);
    if (!status)
        status = statement_finish(library, statement_bind(library, STATEMENT_COMMIT, ""), error);
    if (status) {
        library_rollback(library);
        return status;
    }
    library->transaction_depth = 0;
    return STATUS_OK;
}

enum status library_begin_reading(struct library *library, struct error *error)
{
    enum status status = STATUS_OK;
    if (library->reading_depth == 0 && library->transaction_depth == 0)
        status =
            statement_finish(library, statement_bind(library, STATEMENT_BEGIN_READING, ""), error);
    library->reading_depth += !status;
    return status;
}

void library_end_reading(struct library *library)
{
    struct error ignored;
    if (--library->reading_depth > 0 || library->transaction_depth)
        return;
    /* Nothing was written: to end it cannot fail. */
    if (statement_finish(library, statement_bind(library, STATEMENT_ROLLBACK, ""), &ignored))
        statements_release(library);
}
