/* Interposes libc's wcwidth for libncursesw, so that the cursor moves by our one width table. It
 * must be among the executable's own sources (a member of an archive would not be pulled in) and
 * visible to the dynamic linker. */
#include "wcwidth.h"

#include <stdint.h>
#include <wchar.h>

#define EXPORTED __attribute__((visibility("default"), used))

EXPORTED int wcwidth(wchar_t character);
EXPORTED int wcswidth(const wchar_t *characters, size_t count);

/* The one mutable global of the program: ncurses calls wcwidth with nothing but the character. */
static enum ambiguous_width ambiguous_setting = AMBIGUOUS_NARROW;

void wcwidth_set_ambiguous(enum ambiguous_width ambiguous)
{
    ambiguous_setting = ambiguous;
}

int wcwidth(wchar_t character)
{
    const uint32_t code_point = (uint32_t)character;
    if (code_point == 0)
        return 0;
    if (code_point < 0x20 || (code_point >= 0x7F && code_point < 0xA0) || code_point > 0x10FFFF)
        return -1;
    return (int)code_point_width(code_point, ambiguous_setting);
}

int wcswidth(const wchar_t *characters, size_t count)
{
    int columns = 0;
    for (size_t i = 0; i < count && characters[i] != L'\0'; i++) {
        const int width = wcwidth(characters[i]);
        if (width < 0)
            return -1;
        columns += width;
    }
    return columns;
}
