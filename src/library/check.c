#include "library/check_private.h"

#include "base/intl.h"
#include "base/memory.h"

#include <stdarg.h>
#include <stdio.h>
#include <sys/stat.h>

const char *finding_kind_name(enum finding_kind kind)
{
    static const char *const names[FINDING_KIND_COUNT] = {
        [FINDING_FILE] = "file", [FINDING_LINK] = "link",   [FINDING_ORIGINAL] = "original",
        [FINDING_TEXT] = "text", [FINDING_INDEX] = "index",
    };
    return names[kind];
}

void check_report_release(struct check_report *report)
{
    free(report->findings);
    arena_free(report->arena);
    *report = (struct check_report){0};
}

void check_find(struct check *check, enum finding_kind kind, int64_t article, const char *format,
                ...)
{
    struct check_report *report = check->report;
    char sentence[1024];
    report->total_count++;
    report->kind_counts[kind]++;
    if (report->finding_count >= FINDINGS_MAX)
        return;
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(sentence, sizeof sentence, format, arguments);
    va_end(arguments);
    ARRAY_RESERVE(report->findings, report->finding_count, report->finding_capacity);
    report->findings[report->finding_count++] =
        (struct finding){kind, article, arena_copy(report->arena, str_from(sentence))};
}

void check_advance(struct check *check)
{
    check->done++;
    int share = check->done >= check->total ? 1000 : (int)(check->done * 1000 / check->total);
    if (share == check->told || !check->options->progress)
        return;
    check->told = share;
    check->options->progress(check->options->closure, share);
}

enum status check_end_walk(struct check *check, enum status status, const char *what,
                           const struct error *error)
{
    if (status != STATUS_MALFORMED)
        return status;
    (void)error;
    check_find(check, FINDING_FILE, 0, _("reading the %s broke off at a damaged page"), what);
    return STATUS_OK;
}

static enum status check_pages(struct check *check, struct error *error)
{
    enum status status;
    sqlite3_stmt *row = statement_bind(check->library, STATEMENT_CHECK_PAGES, "");
    while (statement_step(check->library, row, &status, error)) {
        struct str message = statement_text(row, 0);
        if (!str_equal(message, STR("ok")))
            check_find(check, FINDING_FILE, 0, "SQLite: %.*s", STR_ARGS(message));
    }
    return check_end_walk(check, status, _("pages"), error);
}

static enum status check_references(struct check *check, struct error *error)
{
    enum status status;
    sqlite3_stmt *row = statement_bind(check->library, STATEMENT_CHECK_REFERENCES, "");
    while (statement_step(check->library, row, &status, error))
        check_find(check, FINDING_LINK, 0,
                   _("a row of the table %.*s refers to a %.*s that is not there"),
                   STR_ARGS(statement_text(row, 0)), STR_ARGS(statement_text(row, 2)));
    return check_end_walk(check, status, _("references"), error);
}

static enum status read_sizes(struct check *check, struct error *error)
{
    enum status status;
    struct check_report *report = check->report;
    sqlite3_stmt *row = statement_bind(check->library, STATEMENT_CHECK_COUNTS, "");
    if (statement_step(check->library, row, &status, error)) {
        report->article_count = sqlite3_column_int64(row, 0);
        report->text_count = sqlite3_column_int64(row, 1);
        report->original_count = sqlite3_column_int64(row, 2);
        report->index_bytes = sqlite3_column_int64(row, 3);
        sqlite3_reset(row);
        status = STATUS_OK;
    }
    struct stat info;
    if (stat(library_path(check->library), &info) == 0)
        report->file_bytes = info.st_size;
    check->total = report->original_count + report->text_count + 2 * report->article_count + 1;
    return check_end_walk(check, status, _("counts"), error);
}

static enum status run_parts(struct check *check, struct error *error)
{
    static enum status (*const parts[])(struct check *, struct error *) = {
        read_sizes,  check_pages,    check_references,      check_originals,
        check_texts, check_articles, check_index_agreement,
    };
    enum status status = STATUS_OK;
    for (size_t i = 0; i < ARRAY_LENGTH(parts) && !status; i++)
        status = parts[i](check, error);
    return status;
}

/* All parts but the first see one state of the library, whatever others write meanwhile. */
static enum status run(struct check *check, struct error *error)
{
    struct library *library = check->library;
    struct error ignored;
    enum status status =
        library_is_read_only(library) ? STATUS_OK : check_index_structure(check, error);
    if (!status)
        status =
            statement_finish(library, statement_bind(library, STATEMENT_BEGIN_READING, ""), error);
    if (status)
        return status;
    status = run_parts(check, error);
    if (statement_finish(library, statement_bind(library, STATEMENT_COMMIT, ""), &ignored))
        statements_release(library);
    return status;
}

enum status check_library(struct library *library, const struct check_options *options,
                          struct check_report *ret_report, struct error *error)
{
    struct check_report report = {.arena = arena_new()};
    struct check check = {library, options, &report, 0, 1, -1};
    enum status status = run(&check, error);
    if (status)
        check_report_release(&report);
    else
        *ret_report = report;
    return status;
}
