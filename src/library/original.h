/* Pages as they were saved: zstd in the library. Inside the library layer only. */
#ifndef LIBRARY_ORIGINAL_H
#define LIBRARY_ORIGINAL_H

#include "base/str.h"

#include <stdint.h>

/* Appends what was compressed. byte_count is what the library says; STATUS_MALFORMED, without a
 * sentence, when the bytes say something else. */
MUST_CHECK enum status original_decompress(struct str compressed, int64_t byte_count,
                                           struct buffer *out);

#endif
