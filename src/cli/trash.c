#include "cli/trash.h"

#include "base/memory.h"
#include "cli/bulk.h"

static const struct cli_option options[] = {CLI_OPTION_JSON, CLI_OPTION_HELP};

static enum exit_code run_remove(const struct cli_context *context, int argument_count,
                                 char **arguments);
static enum exit_code run_restore(const struct cli_context *context, int argument_count,
                                  char **arguments);

const struct cli_command remove_command = {
    .name = "remove",
    .operands = "ID…|-",
    .summary = N_("move articles to the trash"),
    .details = N_("Nothing is deleted: zhai list is:trash shows what lies there, zhai restore and "
                  "zhai undo bring it back."),
    .example = "zhai remove 12 13",
    .options = options,
    .option_count = ARRAY_LENGTH(options),
    .run = run_remove,
};

const struct cli_command restore_command = {
    .name = "restore",
    .operands = "ID…|-",
    .summary = N_("take articles out of the trash"),
    .example = "zhai list --json is:trash | jq .id | zhai restore -",
    .options = options,
    .option_count = ARRAY_LENGTH(options),
    .run = run_restore,
};

static enum status act(struct library *library, struct id_list articles, const void *request,
                       size_t *ret_count, struct error *error)
{
    return change_trash(library, articles, *(const bool *)request, ret_count, error);
}

static enum exit_code run(const struct cli_context *context, const struct cli_command *command,
                          bool is_trashed, int argument_count, char **arguments)
{
    const struct bulk_step step = {str_from(command->name), act, &is_trashed};
    struct cli_operands operands;
    enum exit_code result;
    bool is_json = false;
    if (!cli_parse(context, command, argument_count, arguments, bulk_take_json, &is_json, &operands,
                   &result))
        return result;
    return bulk_run(context, operands, &step, 1, is_json);
}

static enum exit_code run_remove(const struct cli_context *context, int argument_count,
                                 char **arguments)
{
    return run(context, &remove_command, true, argument_count, arguments);
}

static enum exit_code run_restore(const struct cli_context *context, int argument_count,
                                  char **arguments)
{
    return run(context, &restore_command, false, argument_count, arguments);
}
