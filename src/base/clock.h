/* Time, passed in where a result depends on it (STYLE 10). */
#ifndef BASE_CLOCK_H
#define BASE_CLOCK_H

#include <stdint.h>

/* Milliseconds of a clock that never goes back; its zero means nothing. */
int64_t clock_monotonic_ms(void);
/* When a day begins where the user is (TZ), in milliseconds since 1970; day 0 is 1970-01-01. */
int64_t clock_local_midnight(int64_t day);

#endif
