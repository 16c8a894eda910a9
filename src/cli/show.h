/* zhai show: one article on standard output. */
#ifndef CLI_SHOW_H
#define CLI_SHOW_H

#include "cli/cli.h"
#include "document/document.h"

extern const struct cli_command show_command;

/* The article as `zhai show` prints it to context->out: what `zhai FILE` does without a terminal.
 */
enum exit_code show_paths(const struct cli_context *context, char **paths, size_t path_count,
                          struct str charset);

#endif
