#include "library/repair_private.h"

#include "base/clock.h"
#include "base/file.h"
#include "base/intl.h"
#include "base/memory.h"
#include "library/article.h"

#include <errno.h>
#include <stdio.h>
#include <unistd.h>

void repair_report_release(struct repair_report *report)
{
    check_report_release(&report->losses);
    *report = (struct repair_report){0};
}

/* The places of a repair by copying. */
struct exchange {
    char *path;            /* without links */
    struct buffer made;    /* the new library, while it is made */
    struct buffer damaged; /* where the damaged one goes */
};

static void exchange_release(struct exchange *exchange)
{
    free(exchange->path);
    buffer_release(&exchange->made);
    buffer_release(&exchange->damaged);
}

static enum status exchange_init(struct exchange *exchange, const struct library_options *options,
                                 struct error *error)
{
    CLEANUP_BUFFER struct buffer time = {0};
    exchange->path = realpath(options->path, NULL);
    if (!exchange->path)
        return error_set(error, STATUS_SYSTEM, "%s: %s", options->path, strerror(errno));
    clock_append_utc(options->now(), &time);
    buffer_append_format(&exchange->made, "%s.repair-%ld", exchange->path, (long)getpid());
    buffer_append_format(&exchange->damaged, "%s.damaged-%s", exchange->path, time.bytes);
    return STATUS_OK;
}

static void remove_made(const struct exchange *exchange)
{
    static const char *const endings[] = {"", "-wal", "-shm", "-journal"};
    for (size_t i = 0; i < ARRAY_LENGTH(endings); i++) {
        CLEANUP_BUFFER struct buffer path = {0};
        buffer_append_format(&path, "%s%s", exchange->made.bytes, endings[i]);
        unlink(path.bytes);
    }
}

/* Articles of which not a row was found. Numbers have no gaps but those of what was never saved. */
static enum status find_missing(struct check *check, int64_t last, struct error *error)
{
    struct article_record record;
    enum status status = STATUS_OK;
    for (int64_t id = 1; id <= last && id <= ARTICLE_ID_LIMIT && !status; id++) {
        status = article_read(check->library, id, &record, error);
        if (status == STATUS_NOT_FOUND) {
            check_find(check, FINDING_LINK, id, _("article %lld: nothing of it was found"),
                       (long long)id);
            status = STATUS_OK;
            continue;
        }
        if (!status)
            article_record_release(&record);
    }
    return status;
}

static enum status fill_made(struct salvage *salvage, struct check *check,
                             const struct library_options *options, struct error *error)
{
    int64_t last = 0;
    enum status status = library_open(options, &check->library, error);
    if (status)
        return status;
    library_set_stop(check->library, check->options->should_stop, check->options->stop_closure);
    status = salvage_copy(salvage, check, &last, error);
    if (!status)
        status = rebuild(check, error);
    if (!status)
        status = find_missing(check, last, error);
    library_close(check->library);
    return status;
}

/* A second name for the damaged file first, so that there is a library under the name at every
 * moment. */
static enum status put_in_place(const struct exchange *exchange, struct error *error)
{
    if (link(exchange->path, exchange->damaged.bytes) < 0 &&
        rename(exchange->path, exchange->damaged.bytes) < 0)
        return error_set(error, STATUS_SYSTEM, "%s: %s", exchange->damaged.bytes, strerror(errno));
    return file_put_in_place(exchange->made.bytes, exchange->path, true, error);
}

static enum status copy_readable(struct check *check, const struct library_options *options,
                                 struct repair_report *report, struct error *error)
{
    struct exchange exchange CLEANUP(exchange_release) = {0};
    struct salvage *salvage = NULL;
    enum status status = exchange_init(&exchange, options, error);
    if (!status)
        status = salvage_open(exchange.path, &salvage, error);
    if (status)
        return status;
    struct library_options made = {exchange.made.bytes, true, options->now};
    status = fill_made(salvage, check, &made, error);
    if (!status)
        status = put_in_place(&exchange, error);
    salvage_close(salvage);
    remove_made(&exchange);
    report->is_salvaged = true;
    report->damaged_path = arena_copy(report->losses.arena, buffer_str(&exchange.damaged));
    return status;
}

enum status repair_library(const struct library_options *options,
                           const struct check_options *check_options,
                           struct repair_report *ret_report, struct error *error)
{
    struct repair_report report = {.losses = {.arena = arena_new()}};
    struct check check = {NULL, check_options, &report.losses, 0, 1, -1};
    enum status status = library_open(options, &check.library, error);
    if (!status) {
        library_set_stop(check.library, check_options->should_stop, check_options->stop_closure);
        status = rebuild(&check, error);
        library_close(check.library);
    }
    if (status == STATUS_MALFORMED) {
        check_report_release(&report.losses);
        report.losses.arena = arena_new();
        status = copy_readable(&check, options, &report, error);
    }
    if (status)
        repair_report_release(&report);
    else
        *ret_report = report;
    return status;
}
