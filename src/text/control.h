/* Characters that steer instead of showing. */
#ifndef TEXT_CONTROL_H
#define TEXT_CONTROL_H

#include "base/str.h"

/* Bytes of well-formed text before its first C0 control other than \n and \t, DEL, C1 control,
 * U+2028 or U+2029. Several GB/s. */
size_t control_free_prefix(struct str text);

#endif
