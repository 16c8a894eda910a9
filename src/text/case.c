#include "text/case.h"

#include "text/properties.h"

#include <unicode/uchar.h>

uint32_t case_fold(uint32_t code_point)
{
    if (code_point >= 0xFF01 && code_point <= 0xFF5E)
        code_point -= 0xFF01 - '!';
    else if (code_point == 0x3000)
        code_point = ' ';
    if (code_point < 0x80)
        return code_point >= 'A' && code_point <= 'Z' ? code_point + 0x20 : code_point;
    if (code_point > 0x3000 && code_point < 0xA640) /* kana, Han, Yi: no case */
        return code_point;
    if (!code_point_properties(code_point).is_upper)
        return code_point;
    return (uint32_t)u_foldCase((UChar32)code_point, U_FOLD_CASE_DEFAULT);
}
