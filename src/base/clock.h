/* Time, passed in where a result depends on it (STYLE 10). */
#ifndef BASE_CLOCK_H
#define BASE_CLOCK_H

#include "base/str.h"

#include <stdint.h>

/* Milliseconds since 1970. */
int64_t clock_wall_ms(void);
/* Milliseconds of a clock that never goes back; its zero means nothing. */
int64_t clock_monotonic_ms(void);
/* A time since 1970 as "2024-03-01T12:00:00Z", and where the user is as "2024-03-01 13:00"; nothing
 * when it is in no year of four digits. */
void clock_append_utc(int64_t ms, struct buffer *out);
void clock_append_local(int64_t ms, struct buffer *out);
/* When a day begins where the user is (TZ), in milliseconds since 1970; day 0 is 1970-01-01. */
int64_t clock_local_midnight(int64_t day);

#endif
