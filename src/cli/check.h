/* zhai check: whether the library is whole, and making it so. */
#ifndef CLI_CHECK_H
#define CLI_CHECK_H

#include "cli/cli.h"

extern const struct cli_command check_command;

#endif
