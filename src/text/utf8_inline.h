/* utf8_decode for the text layer's inner loops, with the commonest lengths in line. */
#ifndef TEXT_UTF8_INLINE_H
#define TEXT_UTF8_INLINE_H

#include "text/utf8.h"

static inline size_t utf8_decode_inline(struct str text, size_t offset, uint32_t *ret_code_point)
{
    const unsigned char *bytes = (const unsigned char *)text.bytes + offset;
    if (bytes[0] < 0x80) {
        *ret_code_point = bytes[0];
        return 1;
    }
    /* E1..EC: any two continuations are well-formed. */
    if (bytes[0] >= 0xE1 && bytes[0] <= 0xEC && text.length - offset >= 3 &&
        (bytes[1] & 0xC0) == 0x80 && (bytes[2] & 0xC0) == 0x80) {
        *ret_code_point = (bytes[0] & 0x0Fu) << 12 | (bytes[1] & 0x3Fu) << 6 | (bytes[2] & 0x3Fu);
        return 3;
    }
    return utf8_decode(text, offset, ret_code_point);
}

#endif
