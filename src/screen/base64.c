#include "screen/base64.h"

#include <stdint.h>

void base64_append(struct buffer *out, struct str bytes)
{
    static const char alphabet[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    buffer_reserve(out, (bytes.length + 2) / 3 * 4);
    for (size_t i = 0; i < bytes.length; i += 3) {
        const size_t count = bytes.length - i < 3 ? bytes.length - i : 3;
        uint32_t group = 0;
        for (size_t k = 0; k < 3; k++)
            group = group << 8 | (k < count ? (unsigned char)bytes.bytes[i + k] : 0u);
        for (size_t k = 0; k < 4; k++)
            buffer_append_byte(out, k <= count ? alphabet[group >> (18 - 6 * k) & 63] : '=');
    }
}
