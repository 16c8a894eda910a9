#include "cli/bulk.h"

#include "base/memory.h"
#include "cli/access.h"
#include "cli/operand.h"
#include "document/json.h"

enum status bulk_take_json(void *request, int letter, const char *value, struct error *error)
{
    (void)letter;
    (void)value;
    (void)error;
    *(bool *)request = true;
    return STATUS_OK;
}

static enum status act_all(struct library *library, struct id_list articles,
                           const struct bulk_step *steps, size_t step_count, size_t *counts,
                           struct error *error)
{
    enum status status = library_begin(library, error);
    if (status)
        return status;
    for (size_t i = 0; i < step_count && !status; i++)
        status = steps[i].act(library, articles, steps[i].request, &counts[i], error);
    if (!status)
        return library_commit(library, error);
    library_rollback(library);
    return status;
}

static void append_json(const struct bulk_step *step, size_t article_count, size_t count,
                        struct buffer *out)
{
    buffer_append_byte(out, '{');
    json_append_member("change", step->label, out);
    json_append_number("articles", (int64_t)article_count, out);
    json_append_number("changed", (int64_t)count, out);
    buffer_append_c(out, "}\n");
}

static void append_sentence(const struct bulk_step *step, bool is_one_of_many, size_t count,
                            struct buffer *out)
{
    if (is_one_of_many)
        buffer_append_format(out, "%.*s: ", STR_ARGS(step->label));
    if (count == 0)
        buffer_append_c(out, _("nothing to change"));
    else
        buffer_append_format(out, ngettext("%zu article changed", "%zu articles changed", count),
                             count);
    buffer_append_byte(out, '\n');
}

static enum status run_steps(const struct cli_context *context, struct library *library,
                             struct cli_operands operands, const struct bulk_step *steps,
                             size_t step_count, bool is_json, struct error *error)
{
    CLEANUP_FREE int64_t *ids = NULL;
    CLEANUP_FREE size_t *counts = memory_new((step_count + 1) * sizeof *counts);
    CLEANUP_BUFFER struct buffer out = {0};
    size_t id_count = 0;
    enum status status = operand_articles(library, operands.words, operands.count, context->in,
                                          &ids, &id_count, error);
    if (!status)
        status =
            act_all(library, (struct id_list){ids, id_count}, steps, step_count, counts, error);
    if (status)
        return status;
    for (size_t i = 0; i < step_count; i++)
        if (is_json)
            append_json(&steps[i], id_count, counts[i], &out);
        else
            append_sentence(&steps[i], step_count > 1, counts[i], &out);
    cli_print(context, buffer_str(&out));
    return STATUS_OK;
}

enum exit_code bulk_run(const struct cli_context *context, struct cli_operands articles,
                        const struct bulk_step *steps, size_t step_count, bool is_json)
{
    struct library *library;
    struct error error;
    if (articles.count == 0) {
        cli_complain(context, _("which articles? Name their numbers as zhai list shows them, or - "
                                "to read them from standard input"));
        return EXIT_USAGE;
    }
    enum exit_code result = access_open(context, false, &library);
    if (result)
        return result;
    enum status status = run_steps(context, library, articles, steps, step_count, is_json, &error);
    library_close(library);
    return cli_finish(context, status ? cli_fail(context, status, &error) : EXIT_DONE);
}
