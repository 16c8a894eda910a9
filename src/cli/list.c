#include "cli/list.h"

#include "base/memory.h"
#include "cli/access.h"
#include "cli/article_row.h"
#include "cli/query_operand.h"
#include "config/typography.h"
#include "library/select.h"

#include <limits.h>
#include <stdint.h>

enum { OPTION_LIMIT = OPTION_OWN };

static const struct cli_option options[] = {
    {"limit", "N", NULL, N_("at most N articles (all)"), OPTION_LIMIT},
    CLI_OPTION_JSON,
    CLI_OPTION_HELP,
};

static enum exit_code run(const struct cli_context *context, int argument_count, char **arguments);

const struct cli_command list_command = {
    .name = "list",
    .operands = "[QUERY…]",
    .summary = N_("list the articles of the library, newest first"),
    .details = N_("Words are looked for in title, byline, site, tags and address. Into a pipe "
                  "each line is number, state, star, title, site, date, minutes and tags, a tab "
                  "between them."),
    .example = "zhai list is:unread tag:历史 -site:example.org sort:length",
    .options = options,
    .option_count = ARRAY_LENGTH(options),
    .has_dashed_operands = true,
    .takes_query = true,
    .run = run,
};

struct list_request {
    long limit; /* 0: none */
    bool is_json;
};

static enum status take_option(void *closure, int letter, const char *value, struct error *error)
{
    struct list_request *request = closure;
    if (letter == OPTION_LIMIT)
        return cli_parse_number("limit", value, 0, INT_MAX, &request->limit, error);
    request->is_json = true;
    return STATUS_OK;
}

/* The greatest id sets the width of the numbers' column; articles in no order are all looked at. */
static enum status find_last_id(struct library *library, struct selection *selection, size_t count,
                                int64_t *ret_last_id, struct error *error)
{
    int64_t last_id = 0, id;
    for (size_t i = 0; i < count; i++) {
        enum status status = selection_article(library, selection, i, &id, error);
        if (status)
            return status == STATUS_NOT_FOUND ? STATUS_OK : status;
        last_id = id > last_id ? id : last_id;
        *ret_last_id = last_id;
    }
    return STATUS_OK;
}

static bool print_article(const struct cli_context *context, const struct list_request *request,
                          const struct article_columns *columns,
                          const struct article_record *record, struct buffer *line)
{
    line->length = 0;
    if (request->is_json)
        article_row_append_json(record, line);
    else if (columns->title)
        article_row_append(record, columns, line);
    else
        article_row_append_tabs(record, line);
    return cli_print(context, buffer_str(line));
}

static enum status print_selection(const struct cli_context *context,
                                   const struct list_request *request, struct library *library,
                                   struct selection *selection, struct error *error)
{
    CLEANUP_BUFFER struct buffer line = {0};
    struct article_columns columns = {0};
    unsigned width = cli_terminal_width(context->out);
    size_t count = selection_count(selection);
    if (request->limit && count > (size_t)request->limit)
        count = (size_t)request->limit;
    enum status status = STATUS_OK;
    if (width && !request->is_json) {
        int64_t last_id = 0;
        status = find_last_id(library, selection, count, &last_id, error);
        columns =
            article_columns_for(width, last_id, config_layout_options(context->config).ambiguous);
    }
    bool is_writable = true;
    for (size_t i = 0; i < count && !status && is_writable; i++) {
        struct article_record record;
        int64_t id;
        status = selection_article(library, selection, i, &id, error);
        if (!status)
            status = article_read(library, id, &record, error);
        if (status == STATUS_NOT_FOUND) { /* gone since the selection was made */
            status = STATUS_OK;
            continue;
        }
        if (status)
            break;
        is_writable = print_article(context, request, &columns, &record, &line);
        article_record_release(&record);
    }
    return status;
}

static enum exit_code list(const struct cli_context *context, const struct list_request *request,
                           const struct query *query, struct library *library)
{
    struct error error;
    struct selection *selection;
    enum status status = selection_make(library, query, SELECT_ROWS, false, &selection, &error);
    if (status)
        return cli_fail(context, status, &error);
    bool is_empty = selection_count(selection) == 0;
    status = print_selection(context, request, library, selection, &error);
    selection_free(selection);
    if (status)
        return cli_fail(context, status, &error);
    if (is_empty && !request->is_json)
        cli_complain(context, query->root->kind == QUERY_EVERYTHING
                                  ? _("the library is empty; zhai add FILE… fills it")
                                  : _("no article matches"));
    return is_empty ? EXIT_SOME_FAILED : EXIT_DONE;
}

static enum exit_code run(const struct cli_context *context, int argument_count, char **arguments)
{
    struct list_request request = {0};
    struct cli_operands operands;
    struct library *library;
    struct query *query;
    struct error error;
    enum exit_code result;
    if (!cli_parse(context, &list_command, argument_count, arguments, take_option, &request,
                   &operands, &result))
        return result;
    enum status status = query_operands_parse(operands, &query, &error);
    if (status)
        return cli_fail(context, status, &error);
    result = access_open(context, false, &library);
    if (!result) {
        result = list(context, &request, query, library);
        library_close(library);
    }
    query_free(query);
    return cli_finish(context, result);
}
