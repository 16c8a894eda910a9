#include "base/clock.h"

#include <time.h>

int64_t clock_monotonic_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

int64_t clock_local_midnight(int64_t day)
{
    struct tm local = {.tm_year = 70, .tm_mday = (int)day + 1, .tm_isdst = -1};
    return (int64_t)mktime(&local) * 1000;
}
