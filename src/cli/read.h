#ifndef CLI_READ_H
#define CLI_READ_H

#include "cli/cli.h"

extern const struct cli_command read_command;

#endif
