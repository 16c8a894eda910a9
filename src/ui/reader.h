/* The reader: files on the terminal, one after the other, until the user leaves. */
#ifndef UI_READER_H
#define UI_READER_H

#include "config/config.h"
#include "text/width.h"

struct rules;

struct reader_options {
    const struct config *config;
    const struct rules *rules; /* for pages, with the user's own; NULL: the built-in ones */
    struct str rule_problems;  /* what is wrong with those, a line each */
    const char *const *paths;  /* "-" is standard input */
    size_t path_count;
    struct str charset;                                  /* --charset, or empty */
    void (*set_wcwidth)(enum ambiguous_width ambiguous); /* the interposed wcwidth, or NULL */
};

/* Returns when the user leaves. An error when the terminal is not fit or no file could be opened
 * (the first one's reason); a file that fails beside others is a message on the screen. */
MUST_CHECK enum status reader_run(const struct reader_options *options, struct error *error);

#endif
