#include "cli/tag.h"

#include "base/memory.h"
#include "cli/access.h"
#include "cli/bulk.h"
#include "document/json.h"
#include "library/tag.h"

static const struct cli_option options[] = {CLI_OPTION_JSON, CLI_OPTION_HELP};

static enum exit_code run(const struct cli_context *context, int argument_count, char **arguments);

const struct cli_command tag_command = {
    .name = "tag",
    .operands = "[ID…|- +TAG… -TAG…]",
    .summary = N_("tag articles (+TAG) and take tags off (-TAG); alone: list all tags"),
    .details =
        N_("A tag with blanks is one word of the shell: '+read later'. 历史 and 歷史 are one "
           "tag. zhai undo takes it back."),
    .example = "zhai tag 12 13 +历史 -toread",
    .options = options,
    .option_count = ARRAY_LENGTH(options),
    .has_dashed_operands = true,
    .run = run,
};

struct tag_request {
    struct str *added, *removed;
    size_t added_count, removed_count;
};

static enum status act(struct library *library, struct id_list articles, const void *closure,
                       size_t *ret_count, struct error *error)
{
    const struct tag_request *request = closure;
    return change_tags(library, articles, request->added, request->added_count, request->removed,
                       request->removed_count, ret_count, error);
}

/* Takes the tags out of the operands; the articles stay. */
static void split(struct cli_operands *operands, struct tag_request *request, struct buffer *label)
{
    size_t article_count = 0;
    for (size_t i = 0; i < operands->count; i++) {
        char *word = operands->words[i];
        bool is_tag = (word[0] == '+' || word[0] == '-') && word[1];
        if (!is_tag) {
            operands->words[article_count++] = word;
            continue;
        }
        buffer_append_format(label, "%s%s", label->length ? " " : "", word);
        if (word[0] == '+')
            request->added[request->added_count++] = str_from(word + 1);
        else
            request->removed[request->removed_count++] = str_from(word + 1);
    }
    operands->count = article_count;
}

static void append_tag(const struct tag *tag, bool is_json, struct buffer *out)
{
    if (!is_json) {
        buffer_append_format(out, "%7lld  %.*s\n", (long long)tag->article_count,
                             STR_ARGS(tag->name));
        return;
    }
    buffer_append_byte(out, '{');
    json_append_member("tag", tag->name, out);
    json_append_number("articles", tag->article_count, out);
    buffer_append_c(out, "}\n");
}

static enum exit_code print_tags(const struct cli_context *context, bool is_json)
{
    struct library *library;
    struct error error;
    struct tag *tags;
    size_t count;
    CLEANUP_BUFFER struct buffer out = {0};
    enum exit_code result = access_open(context, false, &library);
    if (result)
        return result;
    struct arena *arena = arena_new();
    enum status status = tag_list(library, arena, &tags, &count, &error);
    for (size_t i = 0; !status && i < count; i++)
        append_tag(&tags[i], is_json, &out);
    if (!status)
        free(tags);
    arena_free(arena);
    library_close(library);
    if (status)
        return cli_fail(context, status, &error);
    cli_print(context, buffer_str(&out));
    return cli_finish(context, count ? EXIT_DONE : EXIT_SOME_FAILED);
}

static enum exit_code run(const struct cli_context *context, int argument_count, char **arguments)
{
    struct cli_operands operands;
    enum exit_code result;
    bool is_json = false;
    if (!cli_parse(context, &tag_command, argument_count, arguments, bulk_take_json, &is_json,
                   &operands, &result))
        return result;
    if (operands.count == 0)
        return print_tags(context, is_json);
    CLEANUP_FREE struct str *words = memory_new(2 * operands.count * sizeof *words);
    CLEANUP_BUFFER struct buffer label = {0};
    struct tag_request request = {words, words + operands.count, 0, 0};
    split(&operands, &request, &label);
    if (label.length == 0) {
        cli_complain(context, _("which tag? Write +TAG to put one on, -TAG to take one off"));
        return EXIT_USAGE;
    }
    const struct bulk_step step = {buffer_str(&label), act, &request};
    return bulk_run(context, operands, &step, 1, is_json);
}
