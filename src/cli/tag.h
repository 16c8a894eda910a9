/* zhai tag: puts tags on articles and takes them off; alone it lists all tags. */
#ifndef CLI_TAG_H
#define CLI_TAG_H

#include "cli/cli.h"

extern const struct cli_command tag_command;

#endif
