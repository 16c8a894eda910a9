/* Time, passed in where a result depends on it (STYLE 10). */
#ifndef BASE_CLOCK_H
#define BASE_CLOCK_H

#include <stdint.h>

/* Milliseconds of a clock that never goes back; its zero means nothing. */
int64_t clock_monotonic_ms(void);

#endif
