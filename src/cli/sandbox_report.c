#include "cli/sandbox_report.h"

#include "collect/pool.h"
#include "document/json.h"

static void append_json(const struct sandbox_report *report, struct buffer *out)
{
    buffer_append_byte(out, '{');
    json_append_boolean("limits", report->has_limits, out);
    json_append_boolean("no_new_privileges", report->has_no_new_privileges, out);
    json_append_number("landlock", report->landlock_version, out);
    json_append_boolean("syscall_filter", report->has_syscall_filter, out);
    buffer_append_c(out, "}\n");
}

static void append_row(const char *name, bool is_active, struct buffer *out)
{
    buffer_append_format(out, "%s: %s\n", name,
                         is_active ? _("active") : _("not possible on this system"));
}

static void append_rows(const struct sandbox_report *report, struct buffer *out)
{
    buffer_append_c(out, _("Pages are parsed by processes of their own, which have given up:\n"));
    append_row(_("writing files, starting programs, memory without bound (resource limits)"),
               report->has_limits, out);
    append_row(_("gaining rights (no new privileges)"), report->has_no_new_privileges, out);
    append_row(_("files, the network, signals to others (Landlock)"), report->landlock_version > 0,
               out);
    append_row(_("every system call but reading, answering and memory (seccomp)"),
               report->has_syscall_filter, out);
}

enum exit_code sandbox_report_print(const struct cli_context *context, bool is_json)
{
    const struct pool_options options = {.worker_count = 1};
    struct sandbox_report report;
    struct error error;
    CLEANUP_BUFFER struct buffer out = {0};
    enum status status = pool_probe(&options, &report, &error);
    if (status) {
        cli_complain(context, error.message);
        return EXIT_SOME_FAILED;
    }
    if (is_json)
        append_json(&report, &out);
    else
        append_rows(&report, &out);
    cli_print(context, buffer_str(&out));
    return cli_finish(context, EXIT_DONE);
}
