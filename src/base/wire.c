#include "base/wire.h"

#include <string.h>

void wire_append_number(struct buffer *out, uint64_t number)
{
    char bytes[10];
    size_t length = 0;
    for (; number >= 0x80; number >>= 7)
        bytes[length++] = (char)(number | 0x80);
    bytes[length++] = (char)number;
    buffer_append(out, (struct str){bytes, length});
}

void wire_append_real(struct buffer *out, double real)
{
    uint64_t bits;
    memcpy(&bits, &real, sizeof bits);
    for (unsigned shift = 0; shift < 64; shift += 8)
        buffer_append_byte(out, (char)(bits >> shift));
}

void wire_append_str(struct buffer *out, struct str s)
{
    wire_append_number(out, s.length);
    buffer_append(out, s);
}

void wire_break(struct wire *wire)
{
    wire->is_broken = true;
    wire->offset = wire->bytes.length;
}

size_t wire_left(const struct wire *wire)
{
    return wire->bytes.length - wire->offset;
}

uint64_t wire_number(struct wire *wire)
{
    uint64_t number = 0;
    for (unsigned shift = 0; shift < 64 && wire_left(wire) > 0; shift += 7) {
        const uint64_t byte = (unsigned char)wire->bytes.bytes[wire->offset++];
        if (shift == 63 && byte > 1)
            break;
        number |= (byte & 0x7F) << shift;
        if (byte < 0x80)
            return number;
    }
    wire_break(wire);
    return 0;
}

uint64_t wire_number_to(struct wire *wire, uint64_t most)
{
    const uint64_t number = wire_number(wire);
    if (number <= most)
        return number;
    wire_break(wire);
    return 0;
}

double wire_real(struct wire *wire)
{
    uint64_t bits = 0;
    double real = 0;
    if (wire_left(wire) < sizeof bits) {
        wire_break(wire);
        return 0;
    }
    for (unsigned shift = 0; shift < 64; shift += 8)
        bits |= (uint64_t)(unsigned char)wire->bytes.bytes[wire->offset++] << shift;
    memcpy(&real, &bits, sizeof real);
    return real;
}

struct str wire_str(struct wire *wire)
{
    const uint64_t length = wire_number(wire);
    if (length > wire_left(wire)) {
        wire_break(wire);
        return STR_NONE;
    }
    const size_t start = wire->offset;
    wire->offset += (size_t)length;
    return str_slice(wire->bytes, start, wire->offset);
}
