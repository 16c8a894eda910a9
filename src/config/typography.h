/* The options that say how text is laid out, in the layout's own terms. */
#ifndef CONFIG_TYPOGRAPHY_H
#define CONFIG_TYPOGRAPHY_H

#include "config/config.h"
#include "layout/layout.h"

/* As the reader shows it: front blocks are not rows, folds are. ambiguous=auto is narrow here. */
struct layout_options config_layout_options(const struct config *config);

#endif
