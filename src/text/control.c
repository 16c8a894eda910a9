#include "text/control.h"

#include "base/vector.h"

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

/* End of the blocks from offset on that have no control in them. */
WITH_AVX2 static size_t free_until(struct str text, size_t offset)
{
    const unsigned char *bytes = (const unsigned char *)text.bytes;
    while (offset + SCAN_BYTES + 2 <= text.length) {
        const unsigned char *block = bytes + offset;
        unsigned char found = 0; /* a loop without branches, for the vectorizer */
        for (size_t i = 0; i < SCAN_BYTES; i++) {
            const unsigned char b = block[i];
            const unsigned char control = (unsigned char)((b < 0x20) & (b != '\n') & (b != '\t'));
            const unsigned char separator = (unsigned char)((b == 0xE2) & (block[i + 1] == 0x80) &
                                                            ((block[i + 2] & 0xFE) == 0xA8));
            const unsigned char c1 = (unsigned char)((b == 0xC2) & (block[i + 1] < 0xA0));
            found |= (unsigned char)(control | separator | c1 | (b == 0x7F));
        }
        if (found)
            break;
        offset += SCAN_BYTES;
    }
    return offset;
}

size_t control_free_prefix(struct str text)
{
    const unsigned char *bytes = (const unsigned char *)text.bytes;
    for (size_t at = free_until(text, 0); at < text.length; at++)
        if (is_control_at(bytes + at, text.length - at))
            return at;
    return text.length;
}
