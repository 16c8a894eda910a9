/* The generated table itself, for the text layer's own inner loops; others call
 * code_point_properties. */
#ifndef TEXT_PROPERTIES_TABLE_H
#define TEXT_PROPERTIES_TABLE_H

#include "text/properties.h"

extern const uint16_t property_block_index[0x110000 / 128];
extern const struct properties property_blocks[];

/* code_point <= U+10FFFF. */
static inline struct properties properties_of(uint32_t code_point)
{
    return property_blocks[property_block_index[code_point >> 7] * 128u + (code_point & 127)];
}

#endif
