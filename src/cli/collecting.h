/* What add and refresh have in common: progress, a line an input, the failures at the end. */
#ifndef CLI_COLLECTING_H
#define CLI_COLLECTING_H

#include "cli/cli.h"
#include "collect/collect.h"

/* Runs until all is done or ^C, reports, and closes the library. options need no observer. */
enum exit_code collecting_run(const struct cli_context *context, struct library *library,
                              struct collect_options *options, bool is_json);

#endif
