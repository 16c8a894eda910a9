/* What tag, set, remove and restore have in common: articles are named, something is done to all of
 * them in one step of the history each, and what changed is told. */
#ifndef CLI_BULK_H
#define CLI_BULK_H

#include "cli/cli.h"
#include "library/change.h"

struct bulk_step {
    struct str label; /* "state=finished": for JSON, and for people when there are several steps */
    enum status (*act)(struct library *library, struct id_list articles, const void *request,
                       size_t *ret_count, struct error *error);
    const void *request;
};

/* All steps are one transaction. */
enum exit_code bulk_run(const struct cli_context *context, struct cli_operands articles,
                        const struct bulk_step *steps, size_t step_count, bool is_json);

/* cli_take_option of a command whose only option is --json; request is a bool. */
enum status bulk_take_json(void *request, int letter, const char *value, struct error *error);

#endif
