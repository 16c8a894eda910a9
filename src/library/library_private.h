/* The connection and its statements. Inside the library layer only. */
#ifndef LIBRARY_LIBRARY_PRIVATE_H
#define LIBRARY_LIBRARY_PRIVATE_H

#define SQLITE_ENABLE_SESSION
#define SQLITE_ENABLE_PREUPDATE_HOOK
#include "library/library.h"
#include "library/statement_names.h"

#include <sqlite3.h>

/* 'zhai' */
#define LIBRARY_APPLICATION_ID 0x7A686169

struct library {
    sqlite3 *database;
    char *path;
    int64_t (*now)(void);
    bool is_read_only;
    sqlite3_stmt *statements[STATEMENT_COUNT];
    unsigned transaction_depth, reading_depth;
    bool has_failed; /* an inner transaction was rolled back: the outermost cannot commit */
    int patience_ms; /* 0: the usual */
    int64_t data_version;
    bool is_index_checked;
    bool is_index_damaged;        /* SQLite said so: search looks into the texts */
    uint64_t unsettled_leaves[3]; /* index_segments.c: written since it was settled, by table */
    struct index_batch *batch; /* index.c: articles to be indexed with the commit; NULL: none yet */
    struct lengths *lengths;   /* index_length.c: NULL until it is needed */
    struct titles *titles;     /* titles.c: the same */
    library_should_stop *should_stop;
    void *stop_closure;
    library_meanwhile *meanwhile;
    void *meanwhile_closure;
};

/* Nothing has been written between two moments that are equal. */
struct library_moment {
    int64_t data_version, change_count; /* by others, and by this connection */
};
MUST_CHECK enum status library_moment_read(struct library *library,
                                           struct library_moment *ret_moment, struct error *error);
bool library_moment_equal(const struct library_moment *a, const struct library_moment *b);

/* statement.c. Prepared once, reset, with values bound by a letter each: i int64_t, d double, t
 * struct str as text, b struct str as blob, p a pointer for the functions of select.c, n NULL. */
sqlite3_stmt *statement_bind(struct library *library, enum statement_id id, const char *letters,
                             ...);
/* The values from a column on. NULL is fine. */
void statement_bind_more(sqlite3_stmt *statement, int column, const char *letters, ...);
/* True for a row; false at the end or after an error, which *ret_status tells. Reset when false. */
bool statement_step(struct library *library, sqlite3_stmt *statement, enum status *ret_status,
                    struct error *error);
/* Steps to the end. */
MUST_CHECK enum status statement_finish(struct library *library, sqlite3_stmt *statement,
                                        struct error *error);
/* The first row's first column; STATUS_NOT_FOUND without a row. */
MUST_CHECK enum status statement_number(struct library *library, sqlite3_stmt *statement,
                                        int64_t *ret_number, struct error *error);
struct str statement_text(sqlite3_stmt *statement, int column); /* borrowed until the next step */
void statements_release(struct library *library);
const char *statement_name(enum statement_id id);
const char *statement_sql(enum statement_id id);

/* The sentence for SQLite's last error on this connection, and its status. */
enum status library_fail(struct library *library, struct error *error);
/* The same for a call's result. */
enum status library_fail_code(struct library *library, int code, struct error *error);

enum connection_use {
    CONNECTION_USE,
    CONNECTION_CREATE,
    CONNECTION_SALVAGE, /* also of a file whose end is missing; only for reading */
};
/* open.c: the connection alone, hardened, with zhai's functions and tokenizers. STATUS_MALFORMED:
 * damaged where SQLite looks first. */
MUST_CHECK enum status connection_open(const char *path, enum connection_use use,
                                       sqlite3 **ret_database, struct error *error);
/* open.c: nothing of it can be read, and nothing repaired. */
enum status connection_fail_damaged(const char *path, struct error *error);
/* open.c: how long a statement waits for other connections; NULL for the usual. Borrowed. */
void connection_set_patience(sqlite3 *database, const int *milliseconds);
/* open.c: readers and a writer do not wait for each other; an SQLite code. */
int connection_use_wal(sqlite3 *database);
/* migrate.c: brings an empty or older file to this version, in one transaction. */
MUST_CHECK enum status library_migrate(struct library *library, struct error *error);
/* How many migrations it has had, 0 for an empty one; refuses what is not ours, or newer. */
MUST_CHECK enum status library_version(struct library *library, int64_t *ret_version,
                                       struct error *error);
int migration_count(void);
const char *migration_text(int index);
/* schema.c: refuses a file whose tables, but those of the index, are not exactly ours. */
MUST_CHECK enum status schema_compare(struct library *library, bool *ret_is_index_different,
                                      struct error *error);
/* The same, and begins the index anew when it is not ours. */
MUST_CHECK enum status schema_check(struct library *library, struct error *error);
/* Inside a transaction: the tables of the index, whatever is there, empty and as they must be. */
MUST_CHECK enum status schema_make_index(struct library *library, struct error *error);

#endif
