/* What the processes that parse pages have given up, for zhai check --sandbox. */
#ifndef CLI_SANDBOX_REPORT_H
#define CLI_SANDBOX_REPORT_H

#include "cli/cli.h"

/* Starts one and asks it. */
enum exit_code sandbox_report_print(const struct cli_context *context, bool is_json);

#endif
