/* Numbers and strings one behind another as bytes, written by zhai and read with suspicion. */
#ifndef BASE_WIRE_H
#define BASE_WIRE_H

#include "base/str.h"

#include <stdint.h>

/* 7 bits a byte, the lowest first, the top bit set on all but the last (LEB128): 1 to 10 bytes. */
void wire_append_number(struct buffer *out, uint64_t number);
void wire_append_real(struct buffer *out, double real);
void wire_append_str(struct buffer *out, struct str s); /* its length, then the bytes */

/* {.bytes = …} is at the start. Past the end, at a malformed number and after wire_break everything
 * read is 0 or empty and is_broken stays set, so that it need be asked only once. */
struct wire {
    struct str bytes;
    size_t offset;
    bool is_broken;
};

void wire_break(struct wire *wire);
size_t wire_left(const struct wire *wire); /* bytes not yet read */
uint64_t wire_number(struct wire *wire);
/* Broken when the number is over most. */
uint64_t wire_number_to(struct wire *wire, uint64_t most);
double wire_real(struct wire *wire);
struct str wire_str(struct wire *wire); /* borrowed from bytes */

#endif
