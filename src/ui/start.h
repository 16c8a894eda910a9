/* How every view begins and ends: configuration, keys, theme, terminal. */
#ifndef UI_START_H
#define UI_START_H

#include "config/config.h"
#include "text/width.h"

struct rules;
struct rules_file;

struct ui_options {
    const struct config *config;
    const struct rules *rules; /* for pages, with the user's own; NULL: the built-in ones */
    struct str rule_problems;  /* what is wrong with those, a line each */
    const struct rules_file *rules_files; /* their texts, for workers */
    size_t rules_file_count;
    const char *library_path; /* for who searches from a file; NULL: there is none */
    struct str charset;       /* --charset, or empty */
    void (*set_wcwidth)(enum ambiguous_width ambiguous); /* the interposed wcwidth, or NULL */
    int64_t (*now)(void);                                /* milliseconds since 1970 */
    int64_t (*midnight)(int64_t day);                    /* clock_local_midnight, or as it is */
};

#endif
