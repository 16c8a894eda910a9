#include "cli/amount.h"

void amount_append_bytes(int64_t byte_count, struct buffer *out)
{
    static const char *const units[] = {"B", "kB", "MB", "GB", "TB"};
    int64_t tenths = byte_count * 10;
    size_t unit = 0;
    for (; tenths >= 9995 && unit + 1 < sizeof units / sizeof *units; unit++)
        tenths = (tenths + 500) / 1000;
    if (unit > 0 && tenths < 1000)
        buffer_append_format(out, "%lld.%lld %s", (long long)tenths / 10, (long long)tenths % 10,
                             units[unit]);
    else
        buffer_append_format(out, "%lld %s", (long long)(tenths + 5) / 10, units[unit]);
}
