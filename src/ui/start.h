/* How every view begins and ends: configuration, keys, theme, terminal. */
#ifndef UI_START_H
#define UI_START_H

#include "config/config.h"
#include "text/width.h"

struct ui_options {
    const struct config *config;
    struct str charset;                                  /* --charset, or empty */
    void (*set_wcwidth)(enum ambiguous_width ambiguous); /* the interposed wcwidth, or NULL */
    int64_t (*now)(void);                                /* milliseconds since 1970 */
    int64_t (*midnight)(int64_t day);                    /* clock_local_midnight, or as it is */
};

#endif
