/* All that a library holds, but what can be made again of it: to compare before and after. */
#ifndef LIBRARY_SNAPSHOT_H
#define LIBRARY_SNAPSHOT_H

#include "library/library_test.h"

#include "library/library_private.h"

static const char *const tables[] = {"original", "article",     "text",           "tag",
                                     "place",    "shelf",       "passage",        "change",
                                     "source",   "article_tag", "change_article", "setting"};

/* Every row of every table, a line each. */
struct snapshot {
    struct buffer rows[ARRAY_LENGTH(tables)];
};

static inline void snapshot_release(struct snapshot *snapshot)
{
    for (size_t i = 0; i < ARRAY_LENGTH(tables); i++)
        buffer_release(&snapshot->rows[i]);
}

static inline void append_row(sqlite3_stmt *row, struct buffer *out)
{
    for (int i = 0; i < sqlite3_column_count(row); i++) {
        const unsigned char *bytes = sqlite3_column_blob(row, i);
        int length = sqlite3_column_bytes(row, i);
        for (int k = 0; k < length; k++)
            buffer_append_format(out, bytes[k] > ' ' && bytes[k] != '%' ? "%c" : "%%%02X",
                                 bytes[k]);
        buffer_append_byte(out, ' ');
    }
    buffer_append_byte(out, '\n');
}

static inline sqlite3_stmt *query(sqlite3 *database, const char *sql)
{
    sqlite3_stmt *rows;
    if (sqlite3_prepare_v2(database, sql, -1, &rows, NULL))
        fail_msg("%s: %s", sql, sqlite3_errmsg(database));
    return rows;
}

static inline void take_snapshot(sqlite3 *database, struct snapshot *snapshot)
{
    for (size_t i = 0; i < ARRAY_LENGTH(tables); i++) {
        char sql[64];
        snprintf(sql, sizeof sql, "SELECT * FROM %s ORDER BY 1, 2", tables[i]);
        sqlite3_stmt *rows = query(database, sql);
        while (sqlite3_step(rows) == SQLITE_ROW)
            append_row(rows, &snapshot->rows[i]);
        sqlite3_finalize(rows);
    }
}

static inline void execute(sqlite3 *database, const char *sql)
{
    if (sqlite3_exec(database, sql, NULL, NULL, NULL))
        fail_msg("%s: %s", sql, sqlite3_errmsg(database));
}

static inline bool next_line(struct str *rest, struct str *line)
{
    size_t end = str_find(*rest, STR("\n"), 0);
    if (end == SIZE_MAX)
        return false;
    *line = str_slice(*rest, 0, end);
    *rest = str_slice(*rest, end + 1, rest->length);
    return true;
}

/* How many rows of the first are not in the second, both sorted alike; the first of them is
 * printed. */
static inline size_t count_missing(struct str rows, struct str others, const char *what)
{
    size_t count = 0;
    struct str row, other = STR_NONE;
    while (next_line(&rows, &row)) {
        struct str rest = others;
        bool is_found = false;
        while (!is_found && next_line(&rest, &other))
            is_found = str_equal(row, other);
        if (is_found)
            others = rest;
        else if (!count++)
            printf("    %s: %.*s\n", what, (int)(row.length < 150 ? row.length : 150), row.bytes);
    }
    return count;
}

/* As many rows of a table as lost may be missing; none may be new. */
static inline void expect_rows(const struct snapshot *before, const struct snapshot *after,
                               size_t table, size_t lost)
{
    struct str old_rows = buffer_str(&before->rows[table]);
    struct str new_rows = buffer_str(&after->rows[table]);
    size_t missing_count = count_missing(old_rows, new_rows, "missing");
    size_t added_count = count_missing(new_rows, old_rows, "not there before");
    if (missing_count > lost || added_count)
        fail_msg("%s: %zu rows are missing, expected at most %zu; %zu are new", tables[table],
                 missing_count, lost, added_count);
}

#endif
