#include "text/control.h"

#include "base/vector.h"

#include <stdint.h>
#include <string.h>

enum { SCAN_BYTES = 64 };

static bool is_control_at(const unsigned char *bytes, size_t left)
{
    const unsigned char b = bytes[0];
    if (b < 0x20)
        return b != '\n' && b != '\t';
    if (b == 0x7F)
        return true;
    if (b == 0xC2)
        return left > 1 && bytes[1] < 0xA0;
    return b == 0xE2 && left > 2 && bytes[1] == 0x80 && (bytes[2] == 0xA8 || bytes[2] == 0xA9);
}

/* The first byte that is set; of SCAN_BYTES there is one. */
static size_t first_set(const unsigned char *flags)
{
    size_t at = 0;
    uint64_t word;
    while (memcpy(&word, flags + at, sizeof word), !word)
        at += sizeof word;
    while (!flags[at])
        at++;
    return at;
}

WITH_AVX2 static size_t prefix_of(struct str text)
{
    const unsigned char *bytes = (const unsigned char *)text.bytes;
    size_t at = 0;
    for (; at + SCAN_BYTES + 2 <= text.length; at += SCAN_BYTES) {
        const unsigned char *block = bytes + at;
        unsigned char flags[SCAN_BYTES], found = 0;
        for (size_t i = 0; i < SCAN_BYTES; i++) { /* without branches, for the vectorizer */
            const unsigned char b = block[i];
            const unsigned char control = (unsigned char)((b < 0x20) & (b != '\n') & (b != '\t'));
            const unsigned char c1 = (unsigned char)((b == 0xC2) & (block[i + 1] < 0xA0));
            const unsigned char separator = (unsigned char)((b == 0xE2) & (block[i + 1] == 0x80) &
                                                            ((block[i + 2] & 0xFE) == 0xA8));
            flags[i] = (unsigned char)(control | c1 | separator | (b == 0x7F));
            found |= flags[i];
        }
        if (found)
            return at + first_set(flags);
    }
    for (; at < text.length; at++)
        if (is_control_at(bytes + at, text.length - at))
            return at;
    return text.length;
}

/* (The vectorized function is static: clang 14 gives no other name to its clones.) */
size_t control_free_prefix(struct str text)
{
    return prefix_of(text);
}
