/* zhai refresh: articles made anew out of their saved pages. */
#ifndef CLI_REFRESH_H
#define CLI_REFRESH_H

#include "cli/cli.h"

extern const struct cli_command refresh_command;

#endif
