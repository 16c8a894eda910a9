#include "cli/read.h"

#include "base/memory.h"
#include "cli/access.h"
#include "library/article.h"

static const struct cli_option options[] = {CLI_OPTION_HELP};

static enum exit_code run(const struct cli_context *context, int argument_count, char **arguments);

const struct cli_command read_command = {
    .name = "read",
    .operands = "ID",
    .summary = N_("read an article of the library, from where reading stopped"),
    .details = N_("ID is the number that zhai list shows, or the first letters of the uid."),
    .example = "zhai read 12",
    .options = options,
    .option_count = ARRAY_LENGTH(options),
    .run = run,
};

static enum exit_code read_named(const struct cli_context *context, struct library *library,
                                 const char *name)
{
    struct error error;
    int64_t article;
    enum status status = article_resolve(library, str_from(name), &article, &error);
    return status ? cli_fail(context, status, &error) : context->open(context, library, article);
}

static enum exit_code run(const struct cli_context *context, int argument_count, char **arguments)
{
    struct cli_operands operands = {0};
    enum exit_code result = EXIT_DONE;
    struct library *library;
    if (!cli_parse(context, &read_command, argument_count, arguments, NULL, NULL, &operands,
                   &result))
        return result;
    if (operands.count != 1) {
        cli_complain(context, _("read which article? Name one; zhai list shows their numbers"));
        return EXIT_USAGE;
    }
    result = access_open(context, false, &library);
    if (result)
        return result;
    result = read_named(context, library, operands.words[0]);
    library_close(library);
    return result;
}
