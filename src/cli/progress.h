/* A line on the terminal that tells how far something is; nothing where stderr is none. */
#ifndef CLI_PROGRESS_H
#define CLI_PROGRESS_H

#include "cli/cli.h"

#include <stdint.h>

struct progress {
    FILE *err;
    bool is_terminal;
    unsigned width;
    int64_t started_ms, drawn_ms;
};

struct progress progress_begin(const struct cli_context *context);
/* At most ten times a second. done of total (0: not known yet); words stand behind the bar. */
void progress_tell(struct progress *progress, int64_t done, int64_t total, const char *words);
/* So many a second since the beginning; 0 in the first second. */
int64_t progress_rate(const struct progress *progress, int64_t done);
/* Takes the line away, before anything else is written and at the end. */
void progress_clear(struct progress *progress);

/* The line without what moves the cursor; elapsed_ms tells how long the rest will take. */
void progress_append(int64_t done, int64_t total, int64_t elapsed_ms, const char *words,
                     struct buffer *out);

#endif
