#include "base/clock.h"

#include <time.h>

static int64_t read_ms(clockid_t clock)
{
    struct timespec now;
    clock_gettime(clock, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

int64_t clock_wall_ms(void)
{
    return read_ms(CLOCK_REALTIME);
}

int64_t clock_monotonic_ms(void)
{
    return read_ms(CLOCK_MONOTONIC);
}

int64_t clock_local_midnight(int64_t day)
{
    struct tm local = {.tm_year = 70, .tm_mday = (int)day + 1, .tm_isdst = -1};
    return (int64_t)mktime(&local) * 1000;
}

static void append_time(const struct tm *time, const char *format, struct buffer *out)
{
    char text[32];
    if (time && time->tm_year >= -900 && time->tm_year < 8100)
        buffer_append(out, (struct str){text, strftime(text, sizeof text, format, time)});
}

void clock_append_utc(int64_t ms, struct buffer *out)
{
    struct tm parts;
    time_t seconds = (time_t)(ms / 1000);
    append_time(gmtime_r(&seconds, &parts), "%Y-%m-%dT%H:%M:%SZ", out);
}

void clock_append_local(int64_t ms, struct buffer *out)
{
    struct tm parts;
    time_t seconds = (time_t)(ms / 1000);
    append_time(localtime_r(&seconds, &parts), "%Y-%m-%d %H:%M", out);
}
