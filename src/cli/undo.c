#include "cli/undo.h"

#include "base/clock.h"
#include "base/memory.h"
#include "cli/access.h"
#include "document/json.h"
#include "library/change.h"

#include <limits.h>

enum { OPTION_REDO = OPTION_OWN, OPTION_LIST, OPTION_LIMIT };

static const struct cli_option options[] = {
    {"redo", NULL, NULL, N_("do again what was undone last"), OPTION_REDO},
    {"list", NULL, NULL, N_("list what was done, newest first; change nothing"), OPTION_LIST},
    {"limit", "N", NULL, N_("with --list: at most N changes, 0 for all (20)"), OPTION_LIMIT},
    CLI_OPTION_JSON,
    CLI_OPTION_HELP,
};

static enum exit_code run(const struct cli_context *context, int argument_count, char **arguments);

const struct cli_command undo_command = {
    .name = "undo",
    .operands = "",
    .summary = N_("undo the last change of the library, bulk changes and adding included"),
    .details = N_("Again and again it goes further back. The history is one for all programs that "
                  "use the library."),
    .example = "zhai undo --list",
    .options = options,
    .option_count = ARRAY_LENGTH(options),
    .run = run,
};

struct undo_request {
    bool is_redo, is_list, is_json;
    long limit;
};

static enum status take_option(void *closure, int letter, const char *value, struct error *error)
{
    struct undo_request *request = closure;
    request->is_redo |= letter == OPTION_REDO;
    request->is_list |= letter == OPTION_LIST;
    request->is_json |= letter == OPTION_JSON;
    return letter == OPTION_LIMIT
               ? cli_parse_number("limit", value, 0, INT_MAX, &request->limit, error)
               : STATUS_OK;
}

static void append_json(const struct change *change, struct buffer *out)
{
    CLEANUP_BUFFER struct buffer created = {0};
    enum article_state state;
    clock_append_utc(change->created, &created);
    buffer_append_byte(out, '{');
    json_append_number("id", change->id, out);
    json_append_member("created", buffer_str(&created), out);
    json_append_member("kind", str_from(change_kind_name(change->kind)), out);
    if (change_kind_state(change->kind, &state))
        json_append_member("state", str_from(article_state_name(state)), out);
    json_append_member("subject", change->subject, out);
    json_append_number("articles", change->article_count, out);
    json_append_boolean("undone", change->is_undone, out);
    buffer_append_c(out, "}\n");
}

static void append_list_line(const struct change *change, struct buffer *out)
{
    clock_append_local(change->created, out);
    buffer_append_c(out, "  ");
    change_describe(change, out);
    if (change->is_undone)
        buffer_append_c(out, _(" (undone)"));
    buffer_append_byte(out, '\n');
}

static enum status list(struct library *library, const struct undo_request *request,
                        struct arena *arena, struct buffer *out, struct error *error)
{
    size_t count;
    struct change *changes;
    enum status status = change_list(library, 0, request->limit ? (size_t)request->limit : INT_MAX,
                                     arena, &changes, &count, error);
    if (status)
        return status;
    for (size_t i = 0; i < count; i++)
        if (request->is_json)
            append_json(&changes[i], out);
        else
            append_list_line(&changes[i], out);
    free(changes);
    return count ? STATUS_OK : error_set(error, STATUS_NOT_FOUND, _("nothing was done yet"));
}

static enum status undo(struct library *library, const struct undo_request *request,
                        struct arena *arena, struct buffer *out, struct error *error)
{
    struct change change;
    enum status status = request->is_redo ? change_redo(library, arena, &change, error)
                                          : change_undo(library, arena, &change, error);
    if (status)
        return status;
    if (request->is_json) {
        append_json(&change, out);
        return STATUS_OK;
    }
    CLEANUP_BUFFER struct buffer what = {0};
    change_describe(&change, &what);
    buffer_append_format(out, request->is_redo ? _("done again: %.*s\n") : _("undone: %.*s\n"),
                         STR_ARGS(buffer_str(&what)));
    return STATUS_OK;
}

static enum exit_code run(const struct cli_context *context, int argument_count, char **arguments)
{
    struct undo_request request = {.limit = 20};
    struct cli_operands operands;
    struct library *library;
    struct error error;
    enum exit_code result;
    CLEANUP_BUFFER struct buffer out = {0};
    if (!cli_parse(context, &undo_command, argument_count, arguments, take_option, &request,
                   &operands, &result))
        return result;
    if (operands.count) {
        cli_complain(context, _("zhai undo takes no articles: it undoes what was done last"));
        return EXIT_USAGE;
    }
    result = access_open(context, false, &library);
    if (result)
        return result;
    struct arena *arena = arena_new();
    enum status status = request.is_list ? list(library, &request, arena, &out, &error)
                                         : undo(library, &request, arena, &out, &error);
    library_close(library);
    arena_free(arena);
    cli_print(context, buffer_str(&out));
    return cli_finish(context, status ? cli_fail(context, status, &error) : EXIT_DONE);
}
