/* zhai demo: a library to try things on, gone afterwards. */
#ifndef CLI_DEMO_H
#define CLI_DEMO_H

#include "cli/cli.h"

extern const struct cli_command demo_command;

#endif
