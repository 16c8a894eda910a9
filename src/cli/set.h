/* zhai set: the reading state, the star and the shown version of articles. */
#ifndef CLI_SET_H
#define CLI_SET_H

#include "cli/cli.h"

extern const struct cli_command set_command;

#endif
