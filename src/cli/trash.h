/* zhai remove and zhai restore: into the trash, and out of it. */
#ifndef CLI_TRASH_H
#define CLI_TRASH_H

#include "cli/cli.h"

extern const struct cli_command remove_command, restore_command;

#endif
