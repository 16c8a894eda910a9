#include "text/utf8.h"

#include <string.h>

static inline bool is_continuation(unsigned char byte)
{
    return (byte & 0xC0) == 0x80;
}

/* Table 3-7: length by lead byte, and the range that the second byte must be in. */
struct lead {
    uint8_t length, second_min, second_max;
};

static inline struct lead lead_of(unsigned char byte)
{
    if (byte < 0xC2 || byte > 0xF4)
        return (struct lead){1, 0, 0};
    if (byte < 0xE0)
        return (struct lead){2, 0x80, 0xBF};
    if (byte < 0xF0)
        return (struct lead){3, byte == 0xE0 ? 0xA0 : 0x80, byte == 0xED ? 0x9F : 0xBF};
    return (struct lead){4, byte == 0xF0 ? 0x90 : 0x80, byte == 0xF4 ? 0x8F : 0xBF};
}

size_t utf8_decode(struct str text, size_t offset, uint32_t *ret_code_point)
{
    const unsigned char *bytes = (const unsigned char *)text.bytes + offset;
    const size_t left = text.length - offset;
    *ret_code_point = bytes[0];
    if (bytes[0] < 0x80)
        return 1;
    const struct lead lead = lead_of(bytes[0]);
    *ret_code_point = CODE_POINT_REPLACEMENT;
    if (lead.length == 1 || left < 2 || bytes[1] < lead.second_min || bytes[1] > lead.second_max)
        return 1;
    uint32_t value = bytes[0] & (0x7Fu >> lead.length);
    value = value << 6 | (bytes[1] & 0x3F);
    for (size_t i = 2; i < lead.length; i++) {
        if (i >= left || !is_continuation(bytes[i]))
            return i;
        value = value << 6 | (bytes[i] & 0x3F);
    }
    *ret_code_point = value;
    return lead.length;
}

/* Correct on ill-formed text too: a byte that is no continuation always starts a sequence, so the
 * sequence before offset either starts at the nearest such byte or is one stray continuation. */
size_t utf8_decode_before(struct str text, size_t offset, uint32_t *ret_code_point)
{
    for (size_t back = 1; back <= 4 && back <= offset; back++) {
        const size_t start = offset - back;
        if (is_continuation((unsigned char)text.bytes[start]))
            continue;
        if (utf8_decode(str_slice(text, 0, offset), start, ret_code_point) == back)
            return start;
        break;
    }
    *ret_code_point = CODE_POINT_REPLACEMENT;
    return offset - 1;
}

size_t utf8_encode(uint32_t code_point, char ret_bytes[4])
{
    if (code_point > 0x10FFFF || (code_point >= 0xD800 && code_point <= 0xDFFF))
        code_point = CODE_POINT_REPLACEMENT;
    if (code_point < 0x80) {
        ret_bytes[0] = (char)code_point;
        return 1;
    }
    const size_t length = code_point < 0x800 ? 2 : code_point < 0x10000 ? 3 : 4;
    for (size_t i = length - 1; i > 0; i--, code_point >>= 6)
        ret_bytes[i] = (char)(0x80 | (code_point & 0x3F));
    ret_bytes[0] = (char)((0xF00u >> length & 0xFF) | code_point);
    return length;
}

void utf8_append(struct buffer *buffer, uint32_t code_point)
{
    char bytes[4];
    const size_t length = utf8_encode(code_point, bytes);
    buffer_append(buffer, (struct str){bytes, length});
}

size_t utf8_count(struct str text)
{
    size_t count = 0;
    for (size_t i = 0; i < text.length; i++)
        count += !is_continuation((unsigned char)text.bytes[i]);
    return count;
}

size_t utf8_offset(struct str text, size_t code_point_index)
{
    for (size_t i = 0; i < text.length; i++) {
        if (is_continuation((unsigned char)text.bytes[i]))
            continue;
        if (code_point_index == 0)
            return i;
        code_point_index--;
    }
    return text.length;
}
