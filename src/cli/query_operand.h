/* A query as the words of the command line. */
#ifndef CLI_QUERY_OPERAND_H
#define CLI_QUERY_OPERAND_H

#include "cli/cli.h"
#include "find/query.h"

/* The operands with a blank between them; STATUS_USAGE says where it is wrong. query_free it. */
MUST_CHECK enum status query_operands_parse(struct cli_operands operands, struct query **ret_query,
                                            struct error *error);

#endif
