/* The user's rules for pages: *.rules in the folder rules beside the configuration. */
#ifndef CONFIG_RULE_FILES_H
#define CONFIG_RULE_FILES_H

#include "base/str.h"

struct rule_file {
    char *path;
    struct buffer text;
};

struct rule_files {
    struct rule_file *rows; /* in the order of their names */
    size_t count, capacity;
};

/* Reads them all; a missing folder is no files. One that cannot be used is a sentence in problems,
 * a line each. */
void rule_files_load(struct rule_files *files, struct buffer *problems);
void rule_files_release(struct rule_files *files);

#endif
