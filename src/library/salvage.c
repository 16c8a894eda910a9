/* Rows out of a file whose pages are damaged. A walk along a table breaks off at the first damaged
 * page; asked for a later key, SQLite comes down to a later page of the tree. So the walk goes on
 * behind the hole, whose end is found by doubling and halving. Tables without numbers are walked
 * from both ends, and along their second index. */
#include "library/repair_private.h"
#include "library/salvage_pages.h"

#include "base/intl.h"
#include "base/memory.h"

#include <stdint.h>

/* Whoever has the library open keeps it open for longer than it is worth waiting. */
enum { LOCK_MS = 500 };

struct salvage {
    struct library from; /* its connection, path and statements are all there is of it */
};

struct salvaged_table {
    const char *name;
    const char *what; /* msgid */
    enum statement_id insert;
    bool is_numbered;
    enum statement_id reads[4]; /* a numbered table's one; else all that give its rows */
    size_t read_count;
};

#define NUMBERED(name, NAME, what)                                                                 \
    {                                                                                              \
        name, what, STATEMENT_SALVAGE_##NAME##_INSERT, true, {STATEMENT_SALVAGE_##NAME}, 1         \
    }
#define UNNUMBERED(name, NAME, what)                                                               \
    {                                                                                              \
        name, what, STATEMENT_SALVAGE_##NAME##_INSERT, false,                                      \
            {STATEMENT_SALVAGE_##NAME, STATEMENT_SALVAGE_##NAME##_BACK}, 2                         \
    }

/* What others refer to comes first. */
static const struct salvaged_table tables[] = {
    NUMBERED("original", ORIGINAL, N_("saved pages")),
    NUMBERED("article", ARTICLE, N_("articles")),
    NUMBERED("text", TEXT, N_("texts")),
    NUMBERED("tag", TAG, N_("tags")),
    NUMBERED("place", PLACE, N_("reading places")),
    NUMBERED("shelf", SHELF, N_("shelves")),
    NUMBERED("passage", PASSAGE, N_("passages")),
    NUMBERED("change", CHANGE, N_("changes")),
    UNNUMBERED("source", SOURCE, N_("files that were added")),
    UNNUMBERED("change_article", CHANGE_ARTICLE, N_("articles of changes")),
    UNNUMBERED("setting", SETTING, N_("settings")),
    {"article_tag",
     N_("tags of articles"),
     STATEMENT_SALVAGE_ARTICLE_TAG_INSERT,
     false,
     {STATEMENT_SALVAGE_ARTICLE_TAG, STATEMENT_SALVAGE_ARTICLE_TAG_INDEX,
      STATEMENT_SALVAGE_ARTICLE_TAG_BACK, STATEMENT_SALVAGE_ARTICLE_TAG_INDEX_BACK},
     4},
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
    enum status status = connection_open(path, CONNECTION_SALVAGE, &from->database, error);
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

/* The least key behind the hole at which the walk can go on; SALVAGE_KEY_LIMIT when there is none.
 */
static int64_t find_end_of_hole(sqlite3_stmt *rows, int64_t hole)
{
    int64_t step = 1;
    while (hole + step < SALVAGE_KEY_LIMIT && !is_readable_from(rows, hole + step))
        step *= 2;
    if (hole + step >= SALVAGE_KEY_LIMIT)
        return SALVAGE_KEY_LIMIT;
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
                                 const struct salvaged_table *table, size_t *hole_count,
                                 struct error *error)
{
    sqlite3_stmt *rows = prepare(salvage, table->reads[0]);
    enum status status = STATUS_OK;
    int64_t from = 1;
    while (!status && from < SALVAGE_KEY_LIMIT) {
        int code;
        int64_t last = from - 1;
        sqlite3_bind_int64(rows, 1, from);
        status = copy_rows(into, rows, table->insert, &last, &code, error);
        if (status || code == SQLITE_DONE)
            break;
        ++*hole_count;
        from = find_end_of_hole(rows, last + 1);
    }
    sqlite3_finalize(rows);
    return status;
}

/* One walk that does not break off is enough. */
static enum status copy_unnumbered(struct salvage *salvage, struct check *into,
                                   const struct salvaged_table *table, size_t *hole_count,
                                   struct error *error)
{
    enum status status = STATUS_OK;
    int code = SQLITE_CORRUPT;
    for (size_t i = 0; i < table->read_count && !status && code != SQLITE_DONE; i++) {
        sqlite3_stmt *rows = prepare(salvage, table->reads[i]);
        status = copy_rows(into, rows, table->insert, NULL, &code, error);
        sqlite3_finalize(rows);
    }
    *hole_count = code != SQLITE_DONE;
    return status;
}

/* Names and types of a table's columns as its statement gives them: all are NOT NULL and STRICT. */
static void describe(struct check *into, const struct salvaged_table *table,
                     struct broken_table *broken)
{
    sqlite3_stmt *rows = statement_bind(into->library, table->reads[0], "");
    int column_count = sqlite3_column_count(rows);
    *broken = (struct broken_table){.name = table->name,
                                    .read = table->reads[0],
                                    .insert = table->insert,
                                    .is_numbered = table->is_numbered};
    for (int i = 0; i < column_count && i < RECORD_COLUMNS_MAX; i++) {
        const char *type = sqlite3_column_decltype(rows, i);
        broken->shape[i] = i == 0 && table->is_numbered   ? 'k'
                           : strcmp(type, "INTEGER") == 0 ? 'i'
                           : strcmp(type, "TEXT") == 0    ? 't'
                                                          : 'b';
    }
}

static void tell(struct check *into, const struct salvaged_table *table, size_t hole_count,
                 size_t found_count)
{
    if (found_count)
        check_find(into, FINDING_FILE, 0,
                   ngettext("%s: %zu damaged place; found all the same behind it: %zu",
                            "%s: %zu damaged places; found all the same behind them: %zu",
                            hole_count),
                   _(table->what), hole_count, found_count);
    else
        check_find(into, FINDING_FILE, 0,
                   ngettext("%s: what lay at %zu damaged place is lost",
                            "%s: what lay at %zu damaged places is lost", hole_count),
                   _(table->what), hole_count);
}

static enum status copy_tables(struct salvage *salvage, struct check *into, struct error *error)
{
    struct broken_table broken[ARRAY_LENGTH(tables)];
    size_t hole_counts[ARRAY_LENGTH(tables)] = {0}, indexes[ARRAY_LENGTH(tables)], count = 0;
    enum status status = STATUS_OK;
    for (size_t i = 0; i < ARRAY_LENGTH(tables) && !status; i++) {
        status = (tables[i].is_numbered ? copy_numbered : copy_unnumbered)(
            salvage, into, &tables[i], &hole_counts[i], error);
        if (!hole_counts[i])
            continue;
        describe(into, &tables[i], &broken[count]);
        indexes[count++] = i;
    }
    if (!status)
        status = salvage_pages(salvage->from.database, into, broken, count, error);
    for (size_t i = 0; i < count && !status; i++)
        tell(into, &tables[indexes[i]], hole_counts[indexes[i]], broken[i].found_count);
    return status;
}

/* Numbers are not used again, those of lost articles neither. */
static enum status copy_sequence(struct salvage *salvage, struct check *into, int64_t *ret_last,
                                 struct error *error)
{
    int64_t stated = 0,
            greatest = 0; /* by the damaged library, and of the articles that came over */
    sqlite3_stmt *row = prepare(salvage, STATEMENT_REPAIR_SEQUENCE);
    if (sqlite3_step(row) == SQLITE_ROW)
        stated = sqlite3_column_int64(row, 0);
    sqlite3_finalize(row);
    enum status status = statement_finish(
        into->library, statement_bind(into->library, STATEMENT_REPAIR_SET_SEQUENCE, "i", stated),
        error);
    if (!status)
        status = statement_number(into->library,
                                  statement_bind(into->library, STATEMENT_REPAIR_SEQUENCE, ""),
                                  &greatest, error);
    if (status && status != STATUS_NOT_FOUND)
        return status;
    *ret_last = greatest > stated ? greatest : stated;
    return STATUS_OK;
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
    status = copy_tables(salvage, into, error);
    if (!status)
        status = copy_sequence(salvage, into, ret_last_article, error);
    if (!status)
        return library_commit(into->library, error);
    library_rollback(into->library);
    return status;
}
