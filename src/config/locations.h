/* Where the user's files are (XDG Base Directory Specification 0.8). */
#ifndef CONFIG_LOCATIONS_H
#define CONFIG_LOCATIONS_H

#include "base/str.h"

/* Append the path of name in zhai's folder; false, and nothing appended, when there is no usable
 * home. Relative values of the variables are ignored, as the specification says. */
bool location_config(const char *name, struct buffer *out); /* $XDG_CONFIG_HOME/zhai/ */
bool location_state(const char *name, struct buffer *out);  /* $XDG_STATE_HOME/zhai/ */
bool location_data(const char *name, struct buffer *out);   /* $XDG_DATA_HOME/zhai/ */
/* Makes the folders above path, mode 0700; false when that is not possible. */
bool location_make_parents(const char *path);

#endif
