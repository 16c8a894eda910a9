/* zhai search: the articles that hold the words, the best first. */
#ifndef CLI_SEARCH_H
#define CLI_SEARCH_H

#include "cli/cli.h"

extern const struct cli_command search_command;

#endif
