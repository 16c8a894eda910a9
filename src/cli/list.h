/* zhai list: the articles that a query names. */
#ifndef CLI_LIST_H
#define CLI_LIST_H

#include "cli/cli.h"

extern const struct cli_command list_command;

#endif
