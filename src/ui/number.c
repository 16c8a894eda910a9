#include "ui/number.h"

#include <stdio.h>

void number_append(uint64_t number, struct buffer *out)
{
    char digits[32];
    int count = snprintf(digits, sizeof digits, "%llu", (unsigned long long)number);
    for (int i = 0; i < count; i++) {
        if (i > 0 && (count - i) % 3 == 0)
            buffer_append_byte(out, ',');
        buffer_append_byte(out, digits[i]);
    }
}
