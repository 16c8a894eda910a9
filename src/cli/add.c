#include "cli/add.h"

#include "base/memory.h"
#include "cli/access.h"
#include "cli/collecting.h"
#include "library/tag.h"

enum { OPTION_JOBS = OPTION_OWN, JOBS_MAX = 64, TAGS_MAX = 100 };

static const struct cli_option options[] = {
    {"tag", "TAG", NULL, N_("tag all of them, also what is there already; may be repeated"), 't'},
    {"charset", "NAME", NULL, N_("the files are in this charset (gb18030, big5, shift_jis …)"),
     'C'},
    {"jobs", "N", NULL, N_("so many pages at once (one for each processor)"), OPTION_JOBS},
    CLI_OPTION_JSON,
    CLI_OPTION_HELP,
};

static enum exit_code run(const struct cli_context *context, int argument_count, char **arguments);

const struct cli_command add_command = {
    .name = "add",
    .operands = "PATH…|-",
    .summary = N_("save pages and texts in the library: files, folders, standard input"),
    .details = N_(
        "What is there already is skipped, so that the same command goes on after ^C. A page of "
        "an address that is known becomes a new version of its article; one that looks worse (an "
        "error, a login, half the text) is kept aside. In a folder, what does not look like an "
        "article is left out and links are not followed, which is no failure; what is named itself "
        "is always tried. zhai undo takes all of it back."),
    .example = "zhai add --tag 历史 ~/pages",
    .options = options,
    .option_count = ARRAY_LENGTH(options),
    .run = run,
};

struct add_request {
    struct str tags[TAGS_MAX];
    size_t tag_count;
    struct str charset;
    long job_count;
    bool is_json;
};

static enum status take_tag(struct add_request *request, const char *value, struct error *error)
{
    struct str tag = str_from(value);
    enum status status = tag_check(&tag, 1, error);
    if (!status && request->tag_count == TAGS_MAX)
        status = error_set(error, STATUS_USAGE, _("more than %d tags"), TAGS_MAX);
    if (!status)
        request->tags[request->tag_count++] = tag;
    return status;
}

static enum status take_option(void *closure, int letter, const char *value, struct error *error)
{
    struct add_request *request = closure;
    switch (letter) {
    case 't':
        return take_tag(request, value, error);
    case 'C':
        return cli_parse_charset(value, &request->charset, error);
    case OPTION_JOBS:
        return cli_parse_number("jobs", value, 1, JOBS_MAX, &request->job_count, error);
    default:
        request->is_json = true;
        return STATUS_OK;
    }
}

static enum exit_code run(const struct cli_context *context, int argument_count, char **arguments)
{
    struct add_request request = {0};
    struct cli_operands operands;
    struct library *library;
    enum exit_code result;
    if (!cli_parse(context, &add_command, argument_count, arguments, take_option, &request,
                   &operands, &result))
        return result;
    if (operands.count == 0) {
        cli_complain(context, _("add what? Name files or folders, or - for standard input"));
        return EXIT_USAGE;
    }
    result = access_open(context, true, &library);
    if (result)
        return result;
    struct collect_options collect_options = {
        .paths = (const char *const *)operands.words,
        .path_count = operands.count,
        .charset = request.charset,
        .tags = request.tags,
        .tag_count = request.tag_count,
        .pool = {.worker_count = (size_t)request.job_count},
    };
    return collecting_run(context, library, &collect_options, request.is_json);
}
