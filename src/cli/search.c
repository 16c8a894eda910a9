#include "cli/search.h"

#include "base/memory.h"
#include "cli/access.h"
#include "cli/query_operand.h"
#include "cli/search_row.h"
#include "config/typography.h"
#include "library/index_state.h"

#include <limits.h>

enum { OPTION_LIMIT = OPTION_OWN, OPTION_ONLY_COUNT };

/* SPARE_HITS: as many times more hits are asked for as rows, for those that fold into one. */
enum { LIMIT_DEFAULT = 20, PIPE_COLUMNS = 160, SPARE_HITS = 4 };

static const struct cli_option options[] = {
    {"limit", "N", NULL, N_("at most N articles; 0: all (20)"), OPTION_LIMIT},
    {"count", NULL, NULL, N_("print only how many there are"), OPTION_ONLY_COUNT},
    CLI_OPTION_JSON,
    CLI_OPTION_HELP,
};

static enum exit_code run(const struct cli_context *context, int argument_count, char **arguments);

const struct cli_command search_command = {
    .name = "search",
    .operands = "QUERY…",
    .summary = N_("search the whole texts, the best articles first"),
    .details = N_("Any string of one or more Han characters, kana or Hangul is found, and any word "
                  "by its beginning, however it was written: simplified or traditional, full or half "
                  "width, with or without accents. =word asks for the exact form, \"a phrase\" for "
                  "words in a row; OR, -word, (…), /regex/ and the fields of zhai list narrow the "
                  "search. Articles with nearly the same text are one row, with --json a line each. "
                  "Exit status 1 when nothing is found."),
    .example = "zhai search 质量 振兴 -site:example.org after:2009",
    .options = options,
    .option_count = ARRAY_LENGTH(options),
    .has_dashed_operands = true,
    .takes_query = true,
    .run = run,
};

struct search_request {
    long limit; /* 0: none */
    bool is_json, is_count;
};

static enum status take_option(void *closure, int letter, const char *value, struct error *error)
{
    struct search_request *request = closure;
    if (letter == OPTION_LIMIT)
        return cli_parse_number("limit", value, 0, INT_MAX, &request->limit, error);
    request->is_json |= letter == OPTION_JSON;
    request->is_count |= letter == OPTION_ONLY_COUNT;
    return STATUS_OK;
}

static void say_state(const struct cli_context *context, struct library *library)
{
    struct index_state state;
    struct error ignored;
    if (index_state_read(library, &state, &ignored) || state.is_ready)
        return;
    cli_complain(context, state.is_damaged
                              ? _("the index is damaged: the texts themselves were searched; zhai "
                                  "check --repair builds it anew")
                              : _("the index is not complete: texts that it lacks were searched "
                                  "themselves; zhai check --repair builds the rest"));
}

static void print_count(const struct cli_context *context, const struct search_request *request,
                        size_t count)
{
    CLEANUP_BUFFER struct buffer line = {0};
    buffer_append_format(&line, request->is_json ? "{\"count\": %zu}\n" : "%zu\n", count);
    cli_print(context, buffer_str(&line));
}

static bool print_row(const struct cli_context *context, const struct search_request *request,
                      bool is_terminal, struct str row)
{
    return is_terminal && !request->is_json ? cli_print_filtered(context, row)
                                            : cli_print(context, row);
}

static enum status print_rows(const struct cli_context *context,
                              const struct search_request *request, struct search_row_maker *maker,
                              const struct search_row *rows, size_t count, bool is_terminal,
                              struct error *error)
{
    enum status status = STATUS_OK;
    CLEANUP_BUFFER struct buffer out = {0};
    for (size_t i = 0; i < count && !status; i++) {
        out.length = 0;
        status = request->is_json ? search_row_append_json(maker, &rows[i], &out, error)
                                  : search_row_append(maker, &rows[i], is_terminal, &out, error);
        if (status == STATUS_NOT_FOUND) /* gone since */
            status = STATUS_OK;
        else if (!status && !print_row(context, request, is_terminal, buffer_str(&out)))
            break;
    }
    return status;
}

/* For people the hits with nearly one text are one row; programs are given every article. */
static enum status make_rows(struct library *library, const struct search_request *request,
                             const struct search_result *result, struct search_row **ret_rows,
                             size_t *ret_count, struct error *error)
{
    struct followers followers = {0};
    enum status status = STATUS_OK;
    if (!request->is_json)
        status = article_followers(library, &followers.items, &followers.count, error);
    if (status)
        return status;
    *ret_rows = memory_new((result->hit_count + 1) * sizeof **ret_rows);
    *ret_count = search_fold(result, followers, *ret_rows);
    free(followers.items);
    return STATUS_OK;
}

static enum status print_hits(const struct cli_context *context,
                              const struct search_request *request, const struct query *query,
                              struct library *library, const struct search_result *result,
                              struct error *error)
{
    unsigned columns = cli_terminal_width(context->out);
    CLEANUP_FREE struct search_row *rows = NULL;
    size_t count;
    enum status status = make_rows(library, request, result, &rows, &count, error);
    if (status)
        return status;
    struct search_row_maker *maker =
        search_row_maker_new(library, query, result,
                             (struct snippet_width){columns ? columns : PIPE_COLUMNS,
                                                    config_layout_options(context->config).ambiguous});
    if (request->limit && count > (size_t)request->limit)
        count = (size_t)request->limit;
    status = print_rows(context, request, maker, rows, count, columns > 0, error);
    search_row_maker_free(maker);
    return status;
}

static enum exit_code search(const struct cli_context *context,
                             const struct search_request *request, const struct query *query,
                             struct library *library)
{
    struct error error;
    struct search_result result;
    enum status status = library_begin_reading(library, &error);
    if (status)
        return cli_fail(context, status, &error);
    size_t spare = request->is_json || request->is_count ? 1 : SPARE_HITS;
    status = search_run(library, query, (size_t)request->limit * spare, &result, &error);
    if (status) {
        library_end_reading(library);
        return cli_fail(context, status, &error);
    }
    if (request->is_count)
        print_count(context, request, result.is_loose ? 0 : result.article_count);
    else
        status = print_hits(context, request, query, library, &result, &error);
    say_state(context, library);
    library_end_reading(library);
    size_t count = result.is_loose && request->is_count ? 0 : result.article_count;
    bool is_loose = result.is_loose;
    search_result_release(&result);
    if (status)
        return cli_fail(context, status, &error);
    if (is_loose && !request->is_count && !request->is_json)
        cli_complain(context, _("no article holds all of this; these hold parts of it"));
    if (count == 0 && !request->is_count && !request->is_json)
        cli_complain(context, _("no article matches"));
    return count ? EXIT_DONE : EXIT_SOME_FAILED;
}

static enum exit_code run(const struct cli_context *context, int argument_count, char **arguments)
{
    struct search_request request = {.limit = LIMIT_DEFAULT};
    struct cli_operands operands;
    struct library *library;
    struct query *query;
    struct error error;
    enum exit_code result;
    if (!cli_parse(context, &search_command, argument_count, arguments, take_option, &request,
                   &operands, &result))
        return result;
    enum status status =
        operands.count ? query_operands_parse(operands, &query, &error)
                       : error_set(&error, STATUS_USAGE, _("search for what? zhai search --help"));
    if (status)
        return cli_fail(context, status, &error);
    result = access_open(context, false, &library);
    if (!result) {
        result = search(context, &request, query, library);
        library_close(library);
    }
    query_free(query);
    return cli_finish(context, result);
}
