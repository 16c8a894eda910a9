/* Numbers as SQLite and FTS5 store them: seven bits a byte, the highest first. */
#ifndef LIBRARY_VARINT_H
#define LIBRARY_VARINT_H

#include "base/str.h"

#include <stdint.h>

enum { VARINT_BYTES_MAX = 8 }; /* of numbers below 2^56, which ids, places and sizes are */

static inline size_t varint_put(char *out, uint64_t number)
{
    size_t length = 1;
    if (number < 0x80) {
        *out = (char)number;
        return 1;
    }
    for (uint64_t rest = number >> 7; rest; rest >>= 7)
        length++;
    for (size_t i = length; i-- > 0; number >>= 7)
        out[i] = (char)((number & 0x7F) | (i + 1 < length ? 0x80 : 0));
    return length;
}

static inline void varint_append(struct buffer *out, uint64_t number)
{
    buffer_reserve(out, VARINT_BYTES_MAX);
    out->length += varint_put(out->bytes + out->length, number);
}

/* The bytes it takes; 0 when it does not end before limit or is 2^56 or more. */
static inline size_t varint_get(const char *bytes, size_t limit, uint64_t *ret_number)
{
    uint64_t number = 0;
    for (size_t i = 0; i < limit && i < VARINT_BYTES_MAX; i++) {
        number = number << 7 | ((unsigned char)bytes[i] & 0x7F);
        if (!((unsigned char)bytes[i] & 0x80)) {
            *ret_number = number;
            return i + 1;
        }
    }
    return 0;
}

#endif
