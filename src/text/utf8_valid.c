#include "text/utf8.h"

#include <string.h>

size_t utf8_valid_prefix(struct str text)
{
    size_t offset = 0;
    while (offset < text.length) {
        uint64_t word;
        if (text.length - offset >= sizeof word) {
            memcpy(&word, text.bytes + offset, sizeof word);
            if ((word & 0x8080808080808080u) == 0) {
                offset += sizeof word;
                continue;
            }
        }
        uint32_t code_point;
        const size_t length = utf8_decode(text, offset, &code_point);
        /* A real U+FFFD is EF BF BD; anything else that decodes to it is ill-formed. */
        if (code_point == CODE_POINT_REPLACEMENT &&
            (length != 3 || memcmp(text.bytes + offset, "\xEF\xBF\xBD", 3) != 0))
            break;
        offset += length;
    }
    return offset;
}
