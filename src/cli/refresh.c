#include "cli/refresh.h"

#include "base/memory.h"
#include "cli/access.h"
#include "cli/collecting.h"
#include "cli/operand.h"
#include "find/query.h"
#include "library/select.h"

static const struct cli_option options[] = {
    {"charset", "NAME", NULL,
     N_("the saved pages are in this charset (gb18030, big5, shift_jis …)"), 'C'},
    CLI_OPTION_JSON,
    CLI_OPTION_HELP,
};

static enum exit_code run(const struct cli_context *context, int argument_count, char **arguments);

const struct cli_command refresh_command = {
    .name = "refresh",
    .operands = "[ID…|-]",
    .summary = N_("make articles anew out of their saved pages; alone: all of them"),
    .details = N_("For a page in the wrong charset, and after a better zhai. The old text stays as "
                  "a version, passages are carried over, and zhai undo takes it back."),
    .example = "zhai refresh --charset gb18030 12",
    .options = options,
    .option_count = ARRAY_LENGTH(options),
    .run = run,
};

struct refresh_request {
    struct str charset;
    bool is_json;
};

static enum status take_option(void *closure, int letter, const char *value, struct error *error)
{
    struct refresh_request *request = closure;
    if (letter == 'C')
        return cli_parse_charset(value, &request->charset, error);
    request->is_json = true;
    return STATUS_OK;
}

/* Those that are not in the trash, oldest first. */
static enum status list_all(struct library *library, int64_t **ret_ids, size_t *ret_count,
                            struct error *error)
{
    const struct query_options query_options = {0};
    struct query_fault fault;
    struct query *query;
    struct selection *selection = NULL;
    enum status status = query_parse(STR("sort:added"), &query_options, &query, &fault);
    if (status) {
        *error = fault.error;
        return status;
    }
    status = selection_make(library, query, SELECT_ROWS, false, &selection, error);
    query_free(query);
    if (status)
        return status;
    size_t count = selection_count(selection);
    int64_t *ids = memory_new((count + 1) * sizeof *ids);
    for (size_t i = 0; i < count && !status; i++)
        status = selection_article(library, selection, i, &ids[i], error);
    selection_free(selection);
    if (status) {
        free(ids);
        return status;
    }
    *ret_ids = ids;
    *ret_count = count;
    return STATUS_OK;
}

static enum exit_code run(const struct cli_context *context, int argument_count, char **arguments)
{
    struct refresh_request request = {0};
    struct cli_operands operands;
    struct library *library;
    struct error error;
    enum exit_code result;
    CLEANUP_FREE int64_t *ids = NULL;
    size_t count = 0;
    if (!cli_parse(context, &refresh_command, argument_count, arguments, take_option, &request,
                   &operands, &result))
        return result;
    result = access_open(context, false, &library);
    if (result)
        return result;
    enum status status = operands.count ? operand_articles(library, operands.words, operands.count,
                                                           context->in, &ids, &count, &error)
                                        : list_all(library, &ids, &count, &error);
    if (status) {
        library_close(library);
        return cli_fail(context, status, &error);
    }
    struct collect_options collect_options = {.articles = {ids, count}, .charset = request.charset};
    return collecting_run(context, library, &collect_options, request.is_json);
}
