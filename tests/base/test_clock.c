#include "cmocka_prelude.h"

#include "base/clock.h"
#include "base/memory.h"

#include <time.h>

static const struct {
    const char *zone;
    int64_t day, midnight_ms;
} cases[] = {
    {"UTC0", 0, 0},
    {"UTC0", 19797, 1710460800000},
    {"UTC0", -719528, -62167219200000}, /* 0000-01-01 */
    {"UTC0", 2932897, 253402300800000}, /* 10000-01-01 */
    {"CST-8", 19797, 1710432000000},
    {"HST10", 19797, 1710496800000},
    {"NPT-5:45", 19797, 1710440100000},
    /* an hour ahead in summer, changing on 2024-03-31 (day 19813) and 2024-10-27 (day 20023) */
    {"CET-1CEST,M3.5.0,M10.5.0/3", 19813, 1711839600000},
    {"CET-1CEST,M3.5.0,M10.5.0/3", 19814, 1711922400000},
    {"CET-1CEST,M3.5.0,M10.5.0/3", 20023, 1729980000000},
    {"CET-1CEST,M3.5.0,M10.5.0/3", 20024, 1730070000000},
};

static void test_midnight(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
        setenv("TZ", cases[i].zone, 1);
        tzset();
        const int64_t got = clock_local_midnight(cases[i].day);
        if (got != cases[i].midnight_ms)
            fail_msg("day %lld in %s: expected %lld, got %lld", (long long)cases[i].day,
                     cases[i].zone, (long long)cases[i].midnight_ms, (long long)got);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_midnight)};
    return cmocka_run_group_tests_name("clock", tests, NULL, NULL);
}
