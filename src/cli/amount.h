/* Numbers for people. */
#ifndef CLI_AMOUNT_H
#define CLI_AMOUNT_H

#include "base/str.h"

#include <stdint.h>

/* "812 B", "3.4 kB", "120 MB": powers of 1000, two or three digits. */
void amount_append_bytes(int64_t byte_count, struct buffer *out);

#endif
