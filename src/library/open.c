/* A connection to a file that may have been made by anybody (hostile-inputs E). */
#include "library/library_private.h"

#include "base/file.h"
#include "base/intl.h"
#include "base/memory.h"
#include "library/functions.h"
#include "library/index_segments.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

/* No text or page is larger; zeroblob() and the like of a hostile file end here. */
enum {
    LENGTH_LIMIT = 512 << 20,
    SQL_LENGTH_LIMIT = 1 << 20,
    CACHE_KIB = 8192,
    PAGE_SIZE_MIN = 512,
    PAGE_SIZE_MAX = 65536,
    PAGE_SIZE_AT = 16, /* bytes into the header */
    PAGE_COUNT_AT = 28,
    BUSY_MS = 5000
};

static enum status refuse(const char *path, enum status status, const char *why,
                          struct error *error)
{
    return error_set(error, status, _("the library %s cannot be opened: %s"), path, why);
}

/* Only the owner may read what somebody reads. */
static enum status make_file(const char *path, struct error *error)
{
    int descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (descriptor < 0 && errno != EEXIST)
        return refuse(path, STATUS_SYSTEM, strerror(errno), error);
    if (descriptor >= 0)
        close(descriptor);
    return STATUS_OK;
}

static enum status look_at_file(const char *path, bool creates, struct error *error)
{
    struct stat info;
    if (stat(path, &info) < 0) {
        if (errno != ENOENT && errno != ENOTDIR)
            return refuse(path, STATUS_UNREADABLE, strerror(errno), error);
        bool is_there = lstat(path, &info) == 0; /* a link, or made by another process just now */
        if (is_there && S_ISLNK(info.st_mode))
            return refuse(path, STATUS_UNREADABLE, _("it is a link that leads nowhere"), error);
        if (!is_there && !creates)
            return error_set(error, STATUS_NOT_FOUND,
                             _("there is no library at %s yet; zhai add FILE… makes one"), path);
        return make_file(path, error);
    }
    if (!S_ISREG(info.st_mode))
        return refuse(path, STATUS_UNSUPPORTED, _("it is not a regular file"), error);
    if (info.st_size == 0 && !creates)
        return error_set(error, STATUS_NOT_FOUND,
                         _("%s is empty, and no library yet; zhai add FILE… makes it one"), path);
    /* SQLite takes it for an empty database, and would write over it. */
    if (info.st_size > 0 && info.st_size < PAGE_SIZE_MIN)
        return refuse(path, STATUS_UNSUPPORTED, _("it is not a library of zhai"), error);
    return STATUS_OK;
}

/* Waits a millisecond at a time: what others write is short, and a reader should not notice. */
static int wait_for_others(void *closure, int tries)
{
    const int *patience_ms = closure;
    if (tries >= (patience_ms ? *patience_ms : BUSY_MS))
        return 0;
    nanosleep(&(struct timespec){0, 1000000}, NULL);
    return 1;
}

void connection_set_patience(sqlite3 *database, const int *milliseconds)
{
    sqlite3_busy_handler(database, wait_for_others, (void *)milliseconds);
}

/* Two that make a library at once would wait for each other: SQLite lets one fail instead of having
 * it wait. */
int connection_use_wal(sqlite3 *database)
{
    int code;
    for (int tries = 0;; tries++) {
        code = sqlite3_exec(database, "PRAGMA journal_mode = WAL", NULL, NULL, NULL);
        if ((code & 0xFF) != SQLITE_BUSY || !wait_for_others(NULL, tries))
            return code;
    }
}

static void harden(sqlite3 *database)
{
    static const struct {
        int option, value;
    } settings[] = {
        {SQLITE_DBCONFIG_DEFENSIVE, 1},
        {SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0},
        {SQLITE_DBCONFIG_ENABLE_TRIGGER, 0},
        {SQLITE_DBCONFIG_ENABLE_VIEW, 0},
        {SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0},
        {SQLITE_DBCONFIG_ENABLE_FTS3_TOKENIZER, 0},
        {SQLITE_DBCONFIG_DQS_DML, 0},
        {SQLITE_DBCONFIG_DQS_DDL, 0},
    };
    for (size_t i = 0; i < ARRAY_LENGTH(settings); i++)
        sqlite3_db_config(database, settings[i].option, settings[i].value, NULL);
    sqlite3_limit(database, SQLITE_LIMIT_LENGTH, LENGTH_LIMIT);
    sqlite3_limit(database, SQLITE_LIMIT_SQL_LENGTH, SQL_LENGTH_LIMIT);
    sqlite3_limit(database, SQLITE_LIMIT_ATTACHED, 0);
    connection_set_patience(database, NULL);
}

/* Statements that hold for a connection; journal_mode alone is of the file, and the last, since it
 * reads it. */
static int configure(sqlite3 *database)
{
    CLEANUP_BUFFER struct buffer sql = {0};
    buffer_append_format(&sql,
                         "PRAGMA cell_size_check = ON; PRAGMA mmap_size = 0;"
                         "PRAGMA foreign_keys = ON; PRAGMA synchronous = NORMAL;"
                         "PRAGMA temp_store = MEMORY; PRAGMA wal_autocheckpoint = 4000; PRAGMA cache_size = -%d;",
                         CACHE_KIB);
    return sqlite3_exec(database, sql.bytes, NULL, NULL, NULL);
}

/* As a URI, so that a library on a read-only disk, where WAL's companion files cannot be made, can
 * be read all the same. */
static void append_uri(const char *path, struct buffer *out)
{
    buffer_append_c(out, "file:");
    for (; *path; path++)
        if (strchr("?#%", *path) || (unsigned char)*path < 0x20)
            buffer_append_format(out, "%%%02X", (unsigned char)*path);
        else
            buffer_append_byte(out, *path);
    buffer_append_c(out, "?immutable=1");
}

static bool has_companion(const char *path, const char *ending, off_t least_size)
{
    CLEANUP_BUFFER struct buffer companion = {0};
    struct stat info;
    buffer_append_format(&companion, "%s%s", path, ending);
    return stat(companion.bytes, &info) == 0 && info.st_size >= least_size;
}

/* SQLite refuses a file that is shorter than it says, unless its schema may be written to. */
static void soften(sqlite3 *database)
{
    sqlite3_db_config(database, SQLITE_DBCONFIG_DEFENSIVE, 0, NULL);
    sqlite3_db_config(database, SQLITE_DBCONFIG_WRITABLE_SCHEMA, 1, NULL);
}

static int open_at(const char *name, int flags, bool is_soft, sqlite3 **database)
{
    int code = sqlite3_open_v2(
        name, database, flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_NOFOLLOW | SQLITE_OPEN_EXRESCODE,
        NULL);
    if (!code) {
        harden(*database);
        if (is_soft)
            soften(*database);
        code = configure(*database);
    }
    /* The first statement that looks at the file. */
    return code ? code : sqlite3_exec(*database, "PRAGMA schema_version", NULL, NULL, NULL);
}

/* Also where companions could not be made. The path is absolute. */
static bool is_read_only(const char *path)
{
    size_t folder_length = (size_t)(strrchr(path, '/') + 1 - path);
    CLEANUP_FREE char *folder = str_to_c(str_slice(str_from(path), 0, folder_length));
    return access(path, W_OK) < 0 || access(folder, W_OK) < 0;
}

/* A file that may only be read and that nobody has open is opened as one that does not change:
 * SQLite would make companions for it, as read-only as it, which are in the way for ever. */
static int open_any_way(const char *path, bool is_soft, sqlite3 **database)
{
    bool is_left =
        is_read_only(path) && !has_companion(path, "-wal", 0) && !has_companion(path, "-shm", 0);
    int code = is_left ? SQLITE_READONLY : open_at(path, SQLITE_OPEN_READWRITE, is_soft, database);
    bool is_unwritable = (code & 0xFF) == SQLITE_CANTOPEN || (code & 0xFF) == SQLITE_READONLY;
    if (!is_unwritable || has_companion(path, "-wal", 1))
        return code;
    CLEANUP_BUFFER struct buffer uri = {0};
    append_uri(path, &uri);
    sqlite3_close(*database);
    *database = NULL;
    return open_at(uri.bytes, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI, is_soft, database);
}

/* By its header (SQLite file format §1.3). Read by SQLite: closing a file of one's own ends the
 * locks of other connections. */
static bool is_cut_short(sqlite3 *database, int64_t *ret_size, int64_t *ret_whole_size)
{
    unsigned char header[PAGE_COUNT_AT + 4];
    sqlite3_file *file = NULL;
    sqlite3_int64 size;
    sqlite3_file_control(database, "main", SQLITE_FCNTL_FILE_POINTER, &file);
    if (!file || !file->pMethods || file->pMethods->xFileSize(file, &size) ||
        file->pMethods->xRead(file, header, sizeof header, 0))
        return false;
    int64_t page_size = header[PAGE_SIZE_AT] << 8 | header[PAGE_SIZE_AT + 1];
    int64_t page_count = 0;
    for (int i = 0; i < 4; i++)
        page_count = page_count << 8 | header[PAGE_COUNT_AT + i];
    *ret_size = size;
    *ret_whole_size = (page_size == 1 ? PAGE_SIZE_MAX : page_size) * page_count;
    return size < *ret_whole_size;
}

enum status connection_fail_damaged(const char *path, struct error *error)
{
    return error_set(error, STATUS_MALFORMED,
                     _("%s: the library is damaged where it lists its tables, and cannot be read; "
                       "put a backup in its place"),
                     path);
}

static enum status explain(const char *path, int code, sqlite3 *database, struct error *error)
{
    int64_t size, whole_size;
    if ((code & 0xFF) == SQLITE_NOTADB)
        return refuse(path, STATUS_UNSUPPORTED, _("it is not a library of zhai"), error);
    if ((code & 0xFF) != SQLITE_CORRUPT)
        return refuse(path, STATUS_UNREADABLE, sqlite3_errmsg(database), error);
    if (is_cut_short(database, &size, &whole_size))
        return error_set(error, STATUS_MALFORMED,
                         _("%s: the library is cut short: only %lld of its %lld bytes are there; "
                           "zhai check --repair saves what can be saved"),
                         path, (long long)size, (long long)whole_size);
    return connection_fail_damaged(path, error);
}

enum status connection_open(const char *path, enum connection_use use,
                            sqlite3 **ret_database, struct error *error)
{
    sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0); /* a lock for each word; too late is no harm */
    enum status status = look_at_file(path, use == CONNECTION_CREATE, error);
    if (status)
        return status;
    /* The user's own link is followed, once; SQLite follows none behind it. */
    CLEANUP_FREE char *real = realpath(path, NULL);
    if (!real)
        return refuse(path, STATUS_UNREADABLE, strerror(errno), error);
    sqlite3 *database = NULL;
    int code = open_any_way(real, use == CONNECTION_SALVAGE, &database);
    if (!code)
        code = functions_register(database);
    if (!code)
        code = index_segments_register(database);
    if (code) {
        status = explain(path, code, database, error);
        sqlite3_close(database);
        return status;
    }
    *ret_database = database;
    return STATUS_OK;
}
