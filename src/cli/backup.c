#include "cli/backup.h"

#include "base/memory.h"
#include "cli/access.h"
#include "cli/amount.h"
#include "cli/interrupt.h"
#include "cli/progress.h"
#include "document/json.h"
#include "library/backup.h"

enum { OPTION_REPLACE = OPTION_OWN };

static const struct cli_option options[] = {
    {"replace", NULL, NULL, N_("replace an older backup; no other file is ever replaced"),
     OPTION_REPLACE},
    CLI_OPTION_JSON,
    CLI_OPTION_HELP,
};

static enum exit_code run(const struct cli_context *context, int argument_count, char **arguments);

const struct cli_command backup_command = {
    .name = "backup",
    .operands = "FILE",
    .summary = N_("copy the library, also while it is in use, and verify the copy"),
    .details = N_("The copy is a library itself: zhai --library FILE reads it, and putting it in "
                  "the library's place brings everything back."),
    .example = "zhai backup ~/backup/zhai-$(date +%F).db",
    .options = options,
    .option_count = ARRAY_LENGTH(options),
    .run = run,
};

struct backup_request {
    bool replaces, is_json;
};

static enum status take_option(void *closure, int letter, const char *value, struct error *error)
{
    struct backup_request *request = closure;
    (void)value;
    (void)error;
    request->replaces |= letter == OPTION_REPLACE;
    request->is_json |= letter == OPTION_JSON;
    return STATUS_OK;
}

static void tell(void *progress, int thousandths)
{
    progress_tell(progress, thousandths, 1000, "");
}

static enum status write_backup(const struct cli_context *context, struct library *library,
                                const char *path, bool replaces, struct backup_report *ret_report,
                                struct error *error)
{
    struct interrupt interrupt;
    struct progress progress = progress_begin(context);
    struct backup_options backup_options = {replaces, tell, &progress};
    interrupt_begin(&interrupt);
    library_set_stop(library, interrupt_has_come, &interrupt);
    enum status status = backup_write(library, path, &backup_options, ret_report, error);
    library_set_stop(library, NULL, NULL);
    interrupt_end(&interrupt);
    progress_clear(&progress);
    return status;
}

static void append_report(const struct backup_report *report, const char *path, bool is_json,
                          struct buffer *out)
{
    CLEANUP_BUFFER struct buffer size = {0};
    if (is_json) {
        buffer_append_byte(out, '{');
        json_append_member("path", str_from(path), out);
        json_append_number("articles", report->article_count, out);
        json_append_number("bytes", report->byte_count, out);
        buffer_append_c(out, "}\n");
        return;
    }
    amount_append_bytes(report->byte_count, &size);
    buffer_append_format(out,
                         ngettext("%s: %lld article, %s, verified\n",
                                  "%s: %lld articles, %s, verified\n",
                                  (unsigned long)report->article_count),
                         path, (long long)report->article_count, size.bytes);
}

static enum exit_code run(const struct cli_context *context, int argument_count, char **arguments)
{
    struct backup_request request = {0};
    struct backup_report report;
    struct cli_operands operands;
    struct library *library;
    struct error error;
    enum exit_code result;
    if (!cli_parse(context, &backup_command, argument_count, arguments, take_option, &request,
                   &operands, &result))
        return result;
    if (operands.count != 1) {
        cli_complain(context, _("where to? Name one file for the copy"));
        return EXIT_USAGE;
    }
    result = access_open(context, false, &library);
    if (result)
        return result;
    const char *path = operands.words[0];
    enum status status = write_backup(context, library, path, request.replaces, &report, &error);
    library_close(library);
    if (status)
        return cli_fail(context, status, &error) == EXIT_USAGE ? EXIT_USAGE : EXIT_SOME_FAILED;
    CLEANUP_BUFFER struct buffer out = {0};
    append_report(&report, path, request.is_json, &out);
    cli_print(context, buffer_str(&out));
    return cli_finish(context, EXIT_DONE);
}
