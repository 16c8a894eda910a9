/* Rows out of a file whose pages are damaged. A walk along a table breaks off at the first damaged
 * page; asked for a later key, SQLite comes down to a later page of the tree. So the walk goes on
 * behind the hole, whose end is found by doubling and halving. Tables without numbers are walked
 * from both ends, and along their second index. */
#include "library/repair_private.h"

#include "base/intl.h"
#include "base/memory.h"

#include <stdint.h>

/* No table has a number over this (article.h). */
#define KEY_LIMIT ((int64_t)1 << 40)

/* Whoever has the library open keeps it open for longer than it is worth waiting. */
enum { LOCK_MS = 500 };

struct salvage {
    struct library from; /* its connection, path and statements are all there is of it */
};

struct numbered_table {
    enum statement_id read, insert;
    const char *what; /* msgid */
};

/* What others refer to comes first. */
static const struct numbered_table numbered[] = {
    {STATEMENT_SALVAGE_ORIGINAL, STATEMENT_SALVAGE_ORIGINAL_INSERT, N_("saved pages")},
    {STATEMENT_SALVAGE_ARTICLE, STATEMENT_SALVAGE_ARTICLE_INSERT, N_("articles")},
    {STATEMENT_SALVAGE_TEXT, STATEMENT_SALVAGE_TEXT_INSERT, N_("texts")},
    {STATEMENT_SALVAGE_TAG, STATEMENT_SALVAGE_TAG_INSERT, N_("tags")},
    {STATEMENT_SALVAGE_PLACE, STATEMENT_SALVAGE_PLACE_INSERT, N_("reading places")},
    {STATEMENT_SALVAGE_SHELF, STATEMENT_SALVAGE_SHELF_INSERT, N_("shelves")},
    {STATEMENT_SALVAGE_PASSAGE, STATEMENT_SALVAGE_PASSAGE_INSERT, N_("passages")},
    {STATEMENT_SALVAGE_CHANGE, STATEMENT_SALVAGE_CHANGE_INSERT, N_("changes")},
};

static const struct {
    enum statement_id read, insert;
} unnumbered[] = {
    {STATEMENT_SALVAGE_SOURCE, STATEMENT_SALVAGE_SOURCE_INSERT},
    {STATEMENT_SALVAGE_SOURCE_BACK, STATEMENT_SALVAGE_SOURCE_INSERT},
    {STATEMENT_SALVAGE_ARTICLE_TAG, STATEMENT_SALVAGE_ARTICLE_TAG_INSERT},
    {STATEMENT_SALVAGE_ARTICLE_TAG_BACK, STATEMENT_SALVAGE_ARTICLE_TAG_INSERT},
    {STATEMENT_SALVAGE_ARTICLE_TAG_INDEX, STATEMENT_SALVAGE_ARTICLE_TAG_INSERT},
    {STATEMENT_SALVAGE_ARTICLE_TAG_INDEX_BACK, STATEMENT_SALVAGE_ARTICLE_TAG_INSERT},
    {STATEMENT_SALVAGE_CHANGE_ARTICLE, STATEMENT_SALVAGE_CHANGE_ARTICLE_INSERT},
    {STATEMENT_SALVAGE_CHANGE_ARTICLE_BACK, STATEMENT_SALVAGE_CHANGE_ARTICLE_INSERT},
    {STATEMENT_SALVAGE_SETTING, STATEMENT_SALVAGE_SETTING_INSERT},
    {STATEMENT_SALVAGE_SETTING_BACK, STATEMENT_SALVAGE_SETTING_INSERT},
};

/* Rollback journal instead of WAL: what the journal held is in the file, and nobody else can read
 * it, let alone write. */
static int lock(sqlite3 *database)
{
    sqlite3_busy_timeout(database, LOCK_MS);
    int code = sqlite3_exec(database, "PRAGMA journal_mode = DELETE", NULL, NULL, NULL);
    return code ? code : sqlite3_exec(database, "BEGIN EXCLUSIVE", NULL, NULL, NULL);
}

/* What could not be opened as a library is trusted no more for that. */
static enum status look_at_tables(struct library *from, struct error *error)
{
    int64_t version;
    bool is_index_different;
    enum status status = library_version(from, &version, error);
    if (!status && version != migration_count())
        return error_set(error, STATUS_UNSUPPORTED,
                         _("%s: the library is damaged, and of another zhai: the zhai that made it "
                           "can repair it"),
                         from->path);
    if (!status)
        status = schema_compare(from, &is_index_different, error);
    bool is_unreadable = status && (sqlite3_errcode(from->database) & 0xFF) == SQLITE_CORRUPT;
    return is_unreadable ? connection_fail_damaged(from->path, error) : status;
}

enum status salvage_open(const char *path, struct salvage **ret_salvage, struct error *error)
{
    struct salvage *salvage = memory_new(sizeof *salvage);
    struct library *from = &salvage->from;
    from->path = str_to_c(str_from(path));
    enum status status =
        connection_open(path, CONNECTION_SALVAGE, &from->database, error);
    if (!status)
        status = look_at_tables(from, error);
    statements_release(from);
    if (!status && lock(from->database))
        status =
            error_set(error, STATUS_SYSTEM,
                      _("%s: another program is using the library; end it and repair again"), path);
    if (status) {
        salvage_close(salvage);
        return status;
    }
    *ret_salvage = salvage;
    return STATUS_OK;
}

void salvage_close(struct salvage *salvage)
{
    if (!salvage)
        return;
    sqlite3_close(salvage->from.database);
    free(salvage->from.path);
    free(salvage);
}

static sqlite3_stmt *prepare(struct salvage *salvage, enum statement_id id)
{
    sqlite3_stmt *statement = NULL;
    sqlite3_prepare_v2(salvage->from.database, statement_sql(id), -1, &statement, NULL);
    return statement; /* NULL is a walk that breaks off at once */
}

/* A row that breaks the rules of its table is left out, and missed later. */
static enum status insert_row(struct check *into, sqlite3_stmt *row, enum statement_id id,
                              struct error *error)
{
    sqlite3_stmt *insert = statement_bind(into->library, id, "");
    for (int i = 0; insert && i < sqlite3_column_count(row); i++)
        sqlite3_bind_value(insert, i + 1, sqlite3_column_value(row, i));
    enum status status = statement_finish(into->library, insert, error);
    bool is_refused =
        status && (sqlite3_errcode(into->library->database) & 0xFF) == SQLITE_CONSTRAINT;
    return is_refused ? STATUS_OK : status;
}

/* A row. A page that was half written has numbers out of their order: it is damaged too. */
static int step_behind(sqlite3_stmt *rows, int64_t last)
{
    int code = sqlite3_step(rows);
    return code == SQLITE_ROW && sqlite3_column_int64(rows, 0) <= last ? SQLITE_CORRUPT : code;
}

/* Copies what is behind *last, which moves along, NULL in a table without numbers. *ret_code is how
 * the walk ended. */
static enum status copy_rows(struct check *into, sqlite3_stmt *rows, enum statement_id insert,
                             int64_t *last, int *ret_code, struct error *error)
{
    enum status status = STATUS_OK;
    int code = SQLITE_CORRUPT;
    while (!status && (code = last ? step_behind(rows, *last) : sqlite3_step(rows)) == SQLITE_ROW) {
        if (last)
            *last = sqlite3_column_int64(rows, 0);
        status = insert_row(into, rows, insert, error);
    }
    sqlite3_reset(rows);
    *ret_code = code;
    return status;
}

static bool is_readable_from(sqlite3_stmt *rows, int64_t key)
{
    sqlite3_bind_int64(rows, 1, key);
    int code = step_behind(rows, key - 1);
    sqlite3_reset(rows);
    return code == SQLITE_ROW || code == SQLITE_DONE;
}

/* The least key behind the hole at which the walk can go on; KEY_LIMIT when there is none. */
static int64_t find_end_of_hole(sqlite3_stmt *rows, int64_t hole)
{
    int64_t step = 1;
    while (hole + step < KEY_LIMIT && !is_readable_from(rows, hole + step))
        step *= 2;
    if (hole + step >= KEY_LIMIT)
        return KEY_LIMIT;
    int64_t low = hole + step / 2, high = hole + step;
    while (high - low > 1) {
        int64_t middle = low + (high - low) / 2;
        if (is_readable_from(rows, middle))
            high = middle;
        else
            low = middle;
    }
    return high;
}

static enum status copy_numbered(struct salvage *salvage, struct check *into,
                                 const struct numbered_table *table, struct error *error)
{
    sqlite3_stmt *rows = prepare(salvage, table->read);
    enum status status = STATUS_OK;
    int64_t from = 1;
    size_t hole_count = 0;
    while (!status && from < KEY_LIMIT) {
        int code;
        int64_t last = from - 1;
        sqlite3_bind_int64(rows, 1, from);
        status = copy_rows(into, rows, table->insert, &last, &code, error);
        if (status || code == SQLITE_DONE)
            break;
        hole_count++;
        from = find_end_of_hole(rows, last + 1);
    }
    sqlite3_finalize(rows);
    if (hole_count && !status)
        check_find(into, FINDING_FILE, 0,
                   ngettext("%s: what lay at %zu damaged place is lost",
                            "%s: what lay at %zu damaged places is lost", hole_count),
                   _(table->what), hole_count);
    return status;
}

static enum status copy_unnumbered(struct salvage *salvage, struct check *into, size_t index,
                                   struct error *error)
{
    sqlite3_stmt *rows = prepare(salvage, unnumbered[index].read);
    int code;
    enum status status = copy_rows(into, rows, unnumbered[index].insert, NULL, &code, error);
    sqlite3_finalize(rows);
    return status;
}

/* Numbers are not used again, those of lost articles neither. */
static enum status copy_sequence(struct salvage *salvage, struct check *into, int64_t *ret_last,
                                 struct error *error)
{
    sqlite3_stmt *row = prepare(salvage, STATEMENT_REPAIR_SEQUENCE);
    if (sqlite3_step(row) == SQLITE_ROW)
        *ret_last = sqlite3_column_int64(row, 0);
    sqlite3_finalize(row);
    return statement_finish(
        into->library, statement_bind(into->library, STATEMENT_REPAIR_SET_SEQUENCE, "i", *ret_last),
        error);
}

enum status salvage_copy(struct salvage *salvage, struct check *into, int64_t *ret_last_article,
                         struct error *error)
{
    enum status status = STATUS_OK;
    /* What refers to a lost row comes over too; rebuild.c decides. Not possible in a transaction.
     */
    sqlite3_exec(into->library->database, "PRAGMA foreign_keys = OFF", NULL, NULL, NULL);
    status = library_begin(into->library, error);
    if (status)
        return status;
    for (size_t i = 0; i < ARRAY_LENGTH(numbered) && !status; i++)
        status = copy_numbered(salvage, into, &numbered[i], error);
    for (size_t i = 0; i < ARRAY_LENGTH(unnumbered) && !status; i++)
        status = copy_unnumbered(salvage, into, i, error);
    if (!status)
        status = copy_sequence(salvage, into, ret_last_article, error);
    if (!status)
        return library_commit(into->library, error);
    library_rollback(into->library);
    return status;
}
