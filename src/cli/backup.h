/* zhai backup: a verified copy of the library. */
#ifndef CLI_BACKUP_H
#define CLI_BACKUP_H

#include "cli/cli.h"

extern const struct cli_command backup_command;

#endif
