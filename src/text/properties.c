#include "text/properties.h"

#include "text/properties_table.h"

#include "generate/properties_table.inc"

struct properties code_point_properties(uint32_t code_point)
{
    /* U+10FFFF is a noncharacter: unassigned. */
    return properties_of(code_point <= 0x10FFFF ? code_point : 0x10FFFF);
}
