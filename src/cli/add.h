/* zhai add: saved pages into the library. */
#ifndef CLI_ADD_H
#define CLI_ADD_H

#include "cli/cli.h"

extern const struct cli_command add_command;

#endif
