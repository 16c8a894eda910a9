#include "cli/set.h"

#include "base/memory.h"
#include "cli/bulk.h"

static const struct cli_option options[] = {CLI_OPTION_JSON, CLI_OPTION_HELP};

static enum exit_code run(const struct cli_context *context, int argument_count, char **arguments);

const struct cli_command set_command = {
    .name = "set",
    .operands = "ID…|- NAME=VALUE…",
    .summary = N_("set the state, the star or the shown version of articles"),
    .details = N_("state=unread|reading|finished, starred=yes|no; version=N makes another version "
                  "of an article's text the one that is shown (zhai show --versions lists them). "
                  "zhai undo takes it back."),
    .example = "zhai set 12 13 state=finished starred=yes",
    .options = options,
    .option_count = ARRAY_LENGTH(options),
    .run = run,
};

typedef enum status setter(struct library *library, struct id_list articles, const void *request,
                           size_t *ret_count, struct error *error);

static enum status set_state(struct library *library, struct id_list articles, const void *request,
                             size_t *ret_count, struct error *error)
{
    return change_state(library, articles, *(const enum article_state *)request, ret_count, error);
}

static enum status set_starred(struct library *library, struct id_list articles,
                               const void *request, size_t *ret_count, struct error *error)
{
    return change_starred(library, articles, *(const bool *)request, ret_count, error);
}

static enum status set_version(struct library *library, struct id_list articles,
                               const void *request, size_t *ret_count, struct error *error)
{
    long version = *(const long *)request;
    struct article_version *versions;
    size_t count;
    if (articles.count != 1)
        return error_set(error, STATUS_USAGE, _("version= is for one article"));
    enum status status = article_versions(library, articles.ids[0], &versions, &count, error);
    if (status)
        return status;
    bool is_current = false;
    for (size_t i = 0; i < count; i++)
        is_current |= versions[i].is_current && versions[i].version == version;
    free(versions);
    status = change_version(library, articles.ids[0], version, error);
    if (!status)
        *ret_count = !is_current;
    return status;
}

/* An assignment's value, of the type that its setter looks at. */
struct assignment {
    setter *set;
    union {
        enum article_state state;
        bool is_starred;
        long version;
    } value;
};

static enum status parse_state(const char *word, struct assignment *assignment, struct error *error)
{
    assignment->set = set_state;
    if (article_state_parse(str_from(word), &assignment->value.state))
        return STATUS_OK;
    return error_set(error, STATUS_USAGE, _("state=%s: is none of unread, reading, finished"),
                     word);
}

static enum status parse_starred(const char *word, struct assignment *assignment,
                                 struct error *error)
{
    assignment->set = set_starred;
    assignment->value.is_starred = strcmp(word, "yes") == 0;
    if (assignment->value.is_starred || strcmp(word, "no") == 0)
        return STATUS_OK;
    return error_set(error, STATUS_USAGE, _("starred=%s: is neither yes nor no"), word);
}

static enum status parse_version(const char *word, struct assignment *assignment,
                                 struct error *error)
{
    char *end;
    assignment->set = set_version;
    assignment->value.version = strtol(word, &end, 10);
    if (assignment->value.version > 0 && end != word && !*end)
        return STATUS_OK;
    return error_set(error, STATUS_USAGE, _("version=%s: is no number of a version"), word);
}

static enum status parse_assignment(const char *word, struct assignment *assignment,
                                    struct error *error)
{
    static const struct {
        struct str prefix;
        enum status (*parse)(const char *word, struct assignment *assignment, struct error *error);
    } names[] = {
        {{"state=", 6}, parse_state},
        {{"starred=", 8}, parse_starred},
        {{"version=", 8}, parse_version},
    };
    for (size_t i = 0; i < ARRAY_LENGTH(names); i++)
        if (str_starts(str_from(word), names[i].prefix))
            return names[i].parse(word + names[i].prefix.length, assignment, error);
    return error_set(error, STATUS_USAGE, _("%s: there are state=, starred= and version="), word);
}

/* Takes the assignments out of the operands, a step each; the articles stay. */
static enum status split(struct cli_operands *operands, struct assignment *assignments,
                         struct bulk_step *steps, size_t *ret_count, struct error *error)
{
    size_t article_count = 0, count = 0;
    for (size_t i = 0; i < operands->count; i++) {
        char *word = operands->words[i];
        if (!strchr(word, '=')) {
            operands->words[article_count++] = word;
            continue;
        }
        enum status status = parse_assignment(word, &assignments[count], error);
        if (status)
            return status;
        steps[count] =
            (struct bulk_step){str_from(word), assignments[count].set, &assignments[count].value};
        count++;
    }
    operands->count = article_count;
    *ret_count = count;
    return count ? STATUS_OK
                 : error_set(error, STATUS_USAGE,
                             _("set what? Write state=finished, starred=yes or version=2"));
}

static enum exit_code run(const struct cli_context *context, int argument_count, char **arguments)
{
    struct cli_operands operands;
    enum exit_code result;
    struct error error;
    bool is_json = false;
    size_t count;
    if (!cli_parse(context, &set_command, argument_count, arguments, bulk_take_json, &is_json,
                   &operands, &result))
        return result;
    CLEANUP_FREE struct assignment *assignments =
        memory_new((operands.count + 1) * sizeof *assignments);
    CLEANUP_FREE struct bulk_step *steps = memory_new((operands.count + 1) * sizeof *steps);
    enum status status = split(&operands, assignments, steps, &count, &error);
    if (status)
        return cli_fail(context, status, &error);
    return bulk_run(context, operands, steps, count, is_json);
}
