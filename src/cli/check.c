#include "cli/check.h"

#include "base/clock.h"
#include "base/memory.h"
#include "cli/access.h"
#include "cli/amount.h"
#include "cli/interrupt.h"
#include "cli/progress.h"
#include "cli/sandbox_report.h"
#include "document/json.h"
#include "library/check.h"
#include "library/repair.h"

enum { OPTION_REPAIR = OPTION_OWN, OPTION_SANDBOX };

static const struct cli_option options[] = {
    {"repair", NULL, NULL, N_("make good what can be made good, and say what cannot"),
     OPTION_REPAIR},
    {"sandbox", NULL, NULL, N_("tell what the processes that parse pages have given up"),
     OPTION_SANDBOX},
    CLI_OPTION_JSON,
    CLI_OPTION_HELP,
};

static enum exit_code run(const struct cli_context *context, int argument_count, char **arguments);

const struct cli_command check_command = {
    .name = "check",
    .operands = "",
    .summary = N_("verify the library: pages, saved pages, texts, search index; tell its sizes"),
    .details = N_("--repair makes the index again from the texts. When the file itself is damaged "
                  "it copies everything that can be read into a new library and keeps the damaged "
                  "file beside it; no other zhai may be running then."),
    .example = "zhai check --repair",
    .options = options,
    .option_count = ARRAY_LENGTH(options),
    .run = run,
};

struct check_request {
    bool repairs, asks_sandbox, is_json;
};

static enum status take_option(void *closure, int letter, const char *value, struct error *error)
{
    struct check_request *request = closure;
    (void)value;
    (void)error;
    request->repairs |= letter == OPTION_REPAIR;
    request->asks_sandbox |= letter == OPTION_SANDBOX;
    request->is_json |= letter == OPTION_JSON;
    return STATUS_OK;
}

static void append_finding(const struct finding *finding, bool is_json, struct buffer *out)
{
    if (!is_json) {
        buffer_append_format(out, "%.*s\n", STR_ARGS(finding->sentence));
        return;
    }
    buffer_append_byte(out, '{');
    json_append_member("kind", str_from(finding_kind_name(finding->kind)), out);
    if (finding->article)
        json_append_number("article", finding->article, out);
    json_append_member("message", finding->sentence, out);
    buffer_append_c(out, "}\n");
}

static void append_findings(const struct check_report *report, bool is_json, struct buffer *out)
{
    for (size_t i = 0; i < report->finding_count; i++)
        append_finding(&report->findings[i], is_json, out);
    size_t more = report->total_count - report->finding_count;
    if (more && !is_json)
        buffer_append_format(out, ngettext("and %zu more\n", "and %zu more\n", more), more);
}

static void append_row(const char *name, int64_t count, int64_t byte_count, struct buffer *out)
{
    buffer_append_format(out, "%s: ", name);
    if (count >= 0)
        buffer_append_format(out, "%lld, ", (long long)count);
    amount_append_bytes(byte_count, out);
    buffer_append_byte(out, '\n');
}

static void append_sizes(const struct check_report *report, struct buffer *out)
{
    buffer_append_format(out, _("articles: %lld\n"), (long long)report->article_count);
    append_row(_("texts with their versions"), report->text_count, report->text_bytes, out);
    append_row(_("saved pages"), report->original_count, report->original_bytes, out);
    append_row(_("saved pages, as they are stored"), -1, report->stored_bytes, out);
    append_row(_("search index"), -1, report->index_bytes, out);
    if (report->unindexed_count)
        buffer_append_format(out, _("not in the search index yet: %lld articles\n"),
                             (long long)report->unindexed_count);
    append_row(_("the whole library"), -1, report->file_bytes, out);
}

static void append_json_summary(const struct check_report *report, size_t loss_count,
                                struct str damaged_path, struct buffer *out)
{
    buffer_append_byte(out, '{');
    json_append_boolean("whole", report->total_count == 0, out);
    json_append_number("findings", (int64_t)report->total_count, out);
    json_append_number("losses", (int64_t)loss_count, out);
    json_append_number("articles", report->article_count, out);
    json_append_number("texts", report->text_count, out);
    json_append_number("text_bytes", report->text_bytes, out);
    json_append_number("originals", report->original_count, out);
    json_append_number("original_bytes", report->original_bytes, out);
    json_append_number("stored_bytes", report->stored_bytes, out);
    json_append_number("index_bytes", report->index_bytes, out);
    if (damaged_path.length)
        json_append_member("damaged_path", damaged_path, out);
    json_append_number("unindexed", report->unindexed_count, out);
    json_append_number("file_bytes", report->file_bytes, out);
    buffer_append_c(out, "}\n");
}

static void append_verdict(const struct check_report *report, bool was_repaired, struct buffer *out)
{
    if (report->total_count == 0)
        buffer_append_c(out, _("the library is whole\n"));
    else
        buffer_append_format(
            out, ngettext("%zu thing is wrong\n", "%zu things are wrong\n", report->total_count),
            report->total_count);
    if (report->total_count && !was_repaired)
        buffer_append_c(out, _("zhai check --repair makes good what can be made good\n"));
}

static void tell(void *progress, int thousandths)
{
    progress_tell(progress, thousandths, 1000, "");
}

struct check_session {
    const struct cli_context *context;
    const struct check_request *request;
    struct progress progress;
    struct interrupt interrupt;
    size_t loss_count;
    struct buffer damaged_path; /* where a repair put the damaged file */
};

static enum exit_code check(struct check_session *session)
{
    struct library *library;
    struct check_report report;
    struct error error;
    bool is_json = session->request->is_json;
    struct check_options check_options = {.progress = tell, .closure = &session->progress};
    enum exit_code result = access_open(session->context, false, &library);
    if (result)
        return result;
    library_set_stop(library, interrupt_has_come, &session->interrupt);
    enum status status = check_library(library, &check_options, &report, &error);
    library_close(library);
    progress_clear(&session->progress);
    if (status)
        return cli_fail(session->context, status, &error);
    CLEANUP_BUFFER struct buffer out = {0};
    append_findings(&report, is_json, &out);
    if (is_json) {
        append_json_summary(&report, session->loss_count, buffer_str(&session->damaged_path), &out);
    } else {
        append_sizes(&report, &out);
        append_verdict(&report, session->request->repairs, &out);
    }
    cli_print(session->context, buffer_str(&out));
    bool is_whole = report.total_count == 0 && session->loss_count == 0;
    check_report_release(&report);
    return is_whole ? EXIT_DONE : EXIT_SOME_FAILED;
}

static enum exit_code repair(struct check_session *session)
{
    const struct cli_context *context = session->context;
    struct library_options library_options = {context->library_path, false, clock_wall_ms};
    struct check_options check_options = {tell, &session->progress, interrupt_has_come,
                                          &session->interrupt};
    struct repair_report report;
    struct error error;
    enum exit_code result = access_begin(context);
    if (result)
        return result;
    enum status status = repair_library(&library_options, &check_options, &report, &error);
    progress_clear(&session->progress);
    if (status) {
        cli_complain(context, error.message);
        return status == STATUS_CANCELLED ? EXIT_SOME_FAILED : EXIT_NO_LIBRARY;
    }
    CLEANUP_BUFFER struct buffer out = {0};
    append_findings(&report.losses, session->request->is_json, &out);
    if (report.is_salvaged && !session->request->is_json)
        buffer_append_format(&out, _("the damaged library is kept as %.*s\n"),
                             STR_ARGS(report.damaged_path));
    cli_print(context, buffer_str(&out));
    session->loss_count = report.losses.total_count;
    buffer_append(&session->damaged_path, report.damaged_path);
    repair_report_release(&report);
    return EXIT_DONE;
}

static enum exit_code run(const struct cli_context *context, int argument_count, char **arguments)
{
    struct check_request request = {0};
    struct cli_operands operands;
    enum exit_code result;
    if (!cli_parse(context, &check_command, argument_count, arguments, take_option, &request,
                   &operands, &result))
        return result;
    if (operands.count) {
        cli_complain(context, _("zhai check looks at the whole library and takes no articles"));
        return EXIT_USAGE;
    }
    if (request.asks_sandbox)
        return sandbox_report_print(context, request.is_json);
    struct check_session session = {.context = context, .request = &request};
    session.progress = progress_begin(context);
    interrupt_begin(&session.interrupt);
    result = request.repairs ? repair(&session) : EXIT_DONE;
    if (!result)
        result = check(&session);
    interrupt_end(&session.interrupt);
    buffer_release(&session.damaged_path);
    return cli_finish(context, result);
}
