/* zhai undo: takes the last change back, or forth again, or lists them. */
#ifndef CLI_UNDO_H
#define CLI_UNDO_H

#include "cli/cli.h"

extern const struct cli_command undo_command;

#endif
