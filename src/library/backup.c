#include "library/backup.h"

#include "base/file.h"
#include "base/intl.h"
#include "base/memory.h"
#include "library/library_private.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

enum { STEP_PAGES = 500 };

/* SQLite's header: its first words, and where the application id stands (fileformat2 §1.3). */
enum { HEADER_BYTES = 100, APPLICATION_OFFSET = 68 };

static bool is_library(const char *path)
{
    unsigned char header[HEADER_BYTES];
    static const unsigned char mark[] = {'z', 'h', 'a', 'i'};
    int descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    if (descriptor < 0)
        return false;
    ssize_t length = read(descriptor, header, sizeof header);
    close(descriptor);
    return length == HEADER_BYTES && memcmp(header, "SQLite format 3", 16) == 0 &&
           memcmp(header + APPLICATION_OFFSET, mark, sizeof mark) == 0;
}

static enum status look_at_target(struct library *library, const char *path, bool replaces,
                                  struct error *error)
{
    struct stat target, own;
    if (lstat(path, &target) < 0)
        return errno == ENOENT ? STATUS_OK
                               : error_set(error, STATUS_SYSTEM, "%s: %s", path, strerror(errno));
    if (stat(library_path(library), &own) == 0 && own.st_dev == target.st_dev &&
        own.st_ino == target.st_ino)
        return error_set(error, STATUS_USAGE, _("%s: is the library itself"), path);
    if (!replaces)
        return error_set(error, STATUS_USAGE,
                         _("%s: is there already; --replace replaces an older backup"), path);
    if (!S_ISREG(target.st_mode) || !is_library(path))
        return error_set(error, STATUS_USAGE, _("%s: is no backup of zhai, and is left as it is"),
                         path);
    return STATUS_OK;
}

struct copy {
    struct library *library;
    const struct backup_options *options;
    const char *path; /* of the copy, while it is made */
    sqlite3 *database;
    struct backup_report report;
};

static enum status fail(const struct copy *copy, struct error *error)
{
    return error_set(error, STATUS_SYSTEM, _("cannot write the backup %s: %s"), copy->path,
                     sqlite3_errmsg(copy->database));
}

static bool should_stop(const struct library *library)
{
    return library->should_stop && library->should_stop(library->stop_closure);
}

static enum status copy_pages(struct copy *copy, struct error *error)
{
    sqlite3_backup *backup =
        sqlite3_backup_init(copy->database, "main", copy->library->database, "main");
    if (!backup)
        return fail(copy, error);
    int code;
    bool is_stopped = false;
    while ((code = sqlite3_backup_step(backup, STEP_PAGES)) == SQLITE_OK && !is_stopped) {
        int total = sqlite3_backup_pagecount(backup), left = sqlite3_backup_remaining(backup);
        if (copy->options->progress && total > 0)
            copy->options->progress(copy->options->closure,
                                    (int)((int64_t)(total - left) * 1000 / total));
        is_stopped = should_stop(copy->library);
    }
    sqlite3_backup_finish(backup);
    if (is_stopped)
        return error_set(error, STATUS_CANCELLED, _("stopped"));
    return code == SQLITE_DONE ? STATUS_OK : fail(copy, error);
}

/* The first column of the first row; false when there is none. */
static bool read_text(sqlite3 *database, enum statement_id id, struct buffer *out)
{
    sqlite3_stmt *row = NULL;
    bool is_read = sqlite3_prepare_v2(database, statement_sql(id), -1, &row, NULL) == SQLITE_OK &&
                   sqlite3_step(row) == SQLITE_ROW;
    for (int i = 0; is_read && i < sqlite3_column_count(row); i++)
        buffer_append_format(out, "%s ", (const char *)sqlite3_column_text(row, i));
    sqlite3_finalize(row);
    return is_read;
}

static enum status verify(struct copy *copy, struct str counts, struct error *error)
{
    CLEANUP_BUFFER struct buffer verdict = {0}, copied = {0};
    /* One file without companions, which can be read from a read-only disk too. */
    if (sqlite3_exec(copy->database, "PRAGMA journal_mode = DELETE", NULL, NULL, NULL) ||
        !read_text(copy->database, STATEMENT_CHECK_PAGES, &verdict))
        return fail(copy, error);
    if (!str_equal(buffer_str(&verdict), STR("ok ")))
        return error_set(error, STATUS_MALFORMED,
                         _("the library is damaged (%s); no backup was written, see zhai check"),
                         verdict.bytes);
    if (!read_text(copy->database, STATEMENT_CHECK_COUNTS, &copied))
        return fail(copy, error);
    if (!str_equal(buffer_str(&copied), counts))
        return error_set(error, STATUS_SYSTEM, _("%s: the copy is not what the library is"),
                         copy->path);
    return STATUS_OK;
}

/* Within one transaction of reading, so that others may write meanwhile and the copy need not start
 * over. */
static enum status copy_moment(struct copy *copy, struct buffer *counts, struct error *error)
{
    struct library *library = copy->library;
    struct error ignored;
    enum status status =
        statement_finish(library, statement_bind(library, STATEMENT_BEGIN_READING, ""), error);
    if (status)
        return status;
    if (read_text(library->database, STATEMENT_CHECK_COUNTS, counts))
        status = copy_pages(copy, error);
    else
        status = library_fail(library, error);
    if (statement_finish(library, statement_bind(library, STATEMENT_COMMIT, ""), &ignored))
        statements_release(library);
    return status;
}

static enum status copy_and_verify(struct copy *copy, struct error *error)
{
    CLEANUP_BUFFER struct buffer counts = {0};
    int code = sqlite3_open_v2(copy->path, &copy->database,
                               SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOFOLLOW, NULL);
    enum status status = code ? fail(copy, error) : copy_moment(copy, &counts, error);
    if (!status)
        status = verify(copy, buffer_str(&counts), error);
    copy->report.article_count = strtoll(counts.bytes ? counts.bytes : "0", NULL, 10);
    if (sqlite3_close(copy->database) && !status)
        status = fail(copy, error);
    return status;
}

static enum status make_file(const char *path, struct error *error)
{
    int descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (descriptor < 0)
        return error_set(error, STATUS_SYSTEM, _("cannot write the backup %s: %s"), path,
                         strerror(errno));
    close(descriptor);
    return STATUS_OK;
}

enum status backup_write(struct library *library, const char *path,
                         const struct backup_options *options, struct backup_report *ret_report,
                         struct error *error)
{
    CLEANUP_BUFFER struct buffer aside = {0};
    struct stat info;
    buffer_append_format(&aside, "%s.%ld", path, (long)getpid());
    enum status status = look_at_target(library, path, options->replaces, error);
    if (!status)
        status = make_file(aside.bytes, error);
    if (status)
        return status;
    struct copy copy = {.library = library, .options = options, .path = aside.bytes};
    status = copy_and_verify(&copy, error);
    if (!status && stat(aside.bytes, &info) == 0)
        copy.report.byte_count = info.st_size;
    if (!status)
        status = file_put_in_place(aside.bytes, path, options->replaces, error);
    if (status) {
        unlink(aside.bytes);
        return status;
    }
    *ret_report = copy.report;
    return STATUS_OK;
}
