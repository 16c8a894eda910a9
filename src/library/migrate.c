/* data/sql/NNNN_*.sql in their order; PRAGMA user_version counts those done. */
#include "library/library_private.h"

#include "base/intl.h"
#include "library/index_state.h"

static enum status read_number(struct library *library, enum statement_id id, int64_t *ret_number,
                               struct error *error)
{
    return statement_number(library, statement_bind(library, id, ""), ret_number, error);
}

enum status library_version(struct library *library, int64_t *ret_version, struct error *error)
{
    int64_t application, version, table_count;
    enum status status = read_number(library, STATEMENT_APPLICATION_ID, &application, error);
    if (!status)
        status = read_number(library, STATEMENT_USER_VERSION, &version, error);
    if (!status)
        status = read_number(library, STATEMENT_TABLE_COUNT, &table_count, error);
    if (status)
        return status;
    bool is_empty = application == 0 && version == 0 && table_count == 0;
    if (!is_empty && (application != LIBRARY_APPLICATION_ID || version < 1))
        return error_set(error, STATUS_UNSUPPORTED, _("%s: is not a library of zhai"),
                         library->path);
    if (version > migration_count())
        return error_set(error, STATUS_UNSUPPORTED,
                         _("%s: was written by a newer zhai (version %lld of the library, this zhai "
                           "knows %d); it is left as it is"),
                         library->path, (long long)version, migration_count());
    *ret_version = version;
    return STATUS_OK;
}

static enum status migrate_from(struct library *library, int64_t version, struct error *error)
{
    CLEANUP_BUFFER struct buffer stamp = {0};
    for (int i = (int)version; i < migration_count(); i++)
        if (sqlite3_exec(library->database, migration_text(i), NULL, NULL, NULL))
            return library_fail(library, error);
    buffer_append_format(&stamp, "PRAGMA application_id = %d; PRAGMA user_version = %d;",
                         LIBRARY_APPLICATION_ID, migration_count());
    if (sqlite3_exec(library->database, stamp.bytes, NULL, NULL, NULL))
        return library_fail(library, error);
    enum status status = schema_check(library, error);
    /* A new library's index is complete; an older one's is built from its texts by and by. */
    return status ? status : index_restart(library, error);
}

enum status library_migrate(struct library *library, struct error *error)
{
    int64_t version;
    /* All of it as it is at one time: another process may be making the library. */
    enum status status = library_begin_reading(library, error);
    if (status)
        return status;
    status = library_version(library, &version, error);
    library_end_reading(library);
    if (status)
        return status;
    if (version == migration_count())
        return schema_check(library, error);
    status = library_begin(library, error);
    if (status)
        return status;
    /* Another process may have done it while we waited for the lock. */
    status = library_version(library, &version, error);
    if (!status)
        status = migrate_from(library, version, error);
    if (!status)
        return library_commit(library, error);
    library_rollback(library);
    return status;
}
