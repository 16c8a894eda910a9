#include "cli/query_operand.h"

#include "base/clock.h"

enum status query_operands_parse(struct cli_operands operands, struct query **ret_query,
                                 struct error *error)
{
    CLEANUP_BUFFER struct buffer source = {0};
    struct query_options options = {.now_ms = clock_wall_ms(), .midnight = clock_local_midnight};
    struct query_fault fault;
    for (size_t i = 0; i < operands.count; i++)
        buffer_append_format(&source, "%s%s", i ? " " : "", operands.words[i]);
    enum status status = query_parse(buffer_str(&source), &options, ret_query, &fault);
    if (status)
        *error = fault.error;
    return status;
}
