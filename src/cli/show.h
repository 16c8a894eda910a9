/* zhai show: one article on standard output. */
#ifndef CLI_SHOW_H
#define CLI_SHOW_H

#include "cli/cli.h"

extern const struct cli_command show_command;

/* Files as `zhai show` prints them: what `zhai FILE` does without a terminal. */
enum exit_code show_files(const struct cli_context *context, struct cli_operands paths,
                          struct str charset);

#endif
