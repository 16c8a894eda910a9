/* Periods of the proleptic Gregorian calendar, from the years 0000 to 9999. */
#include "find/query_private.h"

#include "base/memory.h"

#include <assert.h>
#include <stdio.h>

enum { DAY_MS = 24 * 60 * 60 * 1000, YEAR_MAX = 9999 };
enum { DAYS_400_YEARS = 146097, EPOCH_FROM_MARCH_0000 = 719468 };

struct civil {
    int64_t year;
    int month, day; /* from 1 */
};

/* Years that begin in March put the leap day last, so that the days before a month are linear. */
static int64_t day_from_civil(struct civil civil)
{
    const int64_t year = civil.year - (civil.month <= 2);
    const int64_t era = (year >= 0 ? year : year - 399) / 400, year_of_era = year - era * 400;
    const int64_t month = (civil.month + 9) % 12;
    const int64_t day_of_year = (153 * month + 2) / 5 + civil.day - 1;
    return era * DAYS_400_YEARS + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 +
           day_of_year - EPOCH_FROM_MARCH_0000;
}

static struct civil civil_from_day(int64_t day)
{
    const int64_t shifted = day + EPOCH_FROM_MARCH_0000;
    const int64_t era = (shifted >= 0 ? shifted : shifted - DAYS_400_YEARS + 1) / DAYS_400_YEARS;
    const int64_t day_of_era = shifted - era * DAYS_400_YEARS;
    const int64_t year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    const int64_t day_of_year =
        day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    const int month = (int)((5 * day_of_year + 2) / 153);
    const int month_of_year = month < 10 ? month + 3 : month - 9;
    return (struct civil){year_of_era + era * 400 + (month_of_year <= 2), month_of_year,
                          (int)(day_of_year - (153 * month + 2) / 5) + 1};
}

/* The first day of a month counted on from month 1 of the year. */
static int64_t month_start(int64_t year, int64_t month)
{
    const int64_t months = year * 12 + month - 1;
    const int64_t of_year = (months % 12 + 12) % 12;
    return day_from_civil((struct civil){(months - of_year) / 12, (int)of_year + 1, 1});
}

/* A month has as many days as lie between its first and the next one's. */
static int64_t day_clamped(int64_t year, int64_t month, int day)
{
    const int64_t start = month_start(year, month), end = month_start(year, month + 1);
    return start + day > end ? end - 1 : start + day - 1;
}

static int64_t midnight(const struct query_options *options, int64_t day)
{
    return options->midnight ? options->midnight(day) : day * DAY_MS;
}

/* A zone is less than two days from UTC. */
static int64_t today(const struct query_options *options)
{
    int64_t day = options->now_ms / DAY_MS + 2;
    for (int i = 0; i < 5 && midnight(options, day) > options->now_ms; i++)
        day--;
    return day;
}

int64_t query_day_ms(const struct query_options *options, int64_t day)
{
    return day == INT64_MIN || day == INT64_MAX ? day : midnight(options, day);
}

struct str query_day_iso(struct arena *arena, int64_t day)
{
    if (day == INT64_MIN)
        return STR("0");
    if (day == INT64_MAX)
        return STR(":");
    char iso[32];
    const struct civil civil = civil_from_day(day);
    if (civil.year > YEAR_MAX)
        return STR(":");
    int length =
        snprintf(iso, sizeof iso, "%04d-%02d-%02d", (int)civil.year, civil.month, civil.day);
    for (int i = 0; i < 2 && strncmp(iso + length - 3, "-01", 3) == 0; i++)
        length -= 3;
    return arena_copy(arena, (struct str){iso, (size_t)length});
}

/* Up to four digits from *at on; false when there are none or more. */
static bool take_number(struct str text, size_t *at, int *ret_number)
{
    const size_t start = *at;
    int number = 0;
    for (; *at < text.length && text.bytes[*at] >= '0' && text.bytes[*at] <= '9'; (*at)++) {
        if (*at - start == 4)
            return false;
        number = number * 10 + (text.bytes[*at] - '0');
    }
    *ret_number = number;
    return *at > start;
}

/* 3d 2w 6m 1y: the day that long ago, or the first one there is. */
static bool parse_ago(struct str text, int64_t today_day, struct query_period *ret_period)
{
    size_t at = 0;
    int count;
    if (!take_number(text, &at, &count) || at + 1 != text.length)
        return false;
    const struct civil now = civil_from_day(today_day);
    int64_t day = 0;
    if (text.bytes[at] == 'd')
        day = today_day - count;
    else if (text.bytes[at] == 'w')
        day = today_day - count * 7;
    else if (text.bytes[at] == 'm')
        day = day_clamped(now.year, now.month - count, now.day);
    else if (text.bytes[at] == 'y')
        day = day_clamped(now.year - count, now.month, now.day);
    else
        return false;
    const int64_t first = day_from_civil((struct civil){0, 1, 1});
    day = day < first ? first : day;
    *ret_period = (struct query_period){day, day + 1, true};
    return true;
}

/* Splits 2024, 2024-3, 2024-03-15 into numbers. Returns how many there are, 0 when it is no date.
 */
static int split_civil(struct str text, int ret_parts[3])
{
    size_t at = 0;
    for (int count = 0; count < 3; at++) {
        const size_t start = at;
        if (!take_number(text, &at, &ret_parts[count]))
            return 0;
        if (count == 0 ? at - start != 4 : at - start > 2)
            return 0;
        count++;
        if (at == text.length)
            return count;
        if (text.bytes[at] != '-')
            return 0;
    }
    return 0;
}

static bool parse_civil(struct str text, struct query_period *ret_period)
{
    int parts[3];
    const int count = split_civil(text, parts);
    if (count == 0)
        return false;
    const int64_t year = parts[0];
    if (count == 1) {
        *ret_period = (struct query_period){month_start(year, 1), month_start(year + 1, 1), false};
        return true;
    }
    const int64_t start = month_start(year, parts[1]), end = month_start(year, parts[1] + 1);
    if (parts[1] < 1 || parts[1] > 12 || (count == 3 && (parts[2] < 1 || parts[2] > end - start)))
        return false;
    *ret_period = count == 2 ? (struct query_period){start, end, false}
                             : (struct query_period){start + parts[2] - 1, start + parts[2], false};
    return true;
}

static bool parse_named(struct str text, int64_t today_day, struct query_period *ret_period)
{
    const struct civil now = civil_from_day(today_day);
    /* 1970-01-05 was a Monday. */
    const int64_t monday = today_day - ((today_day - 4) % 7 + 7) % 7;
    const struct {
        const char *name;
        int64_t start, end;
    } periods[] = {
        {"today", today_day, today_day + 1},
        {"yesterday", today_day - 1, today_day},
        {"this-week", monday, monday + 7},
        {"last-week", monday - 7, monday},
        {"this-month", month_start(now.year, now.month), month_start(now.year, now.month + 1)},
        {"last-month", month_start(now.year, now.month - 1), month_start(now.year, now.month)},
        {"this-year", month_start(now.year, 1), month_start(now.year + 1, 1)},
        {"last-year", month_start(now.year - 1, 1), month_start(now.year, 1)},
    };
    for (size_t i = 0; i < ARRAY_LENGTH(periods); i++)
        if (str_equal(text, str_from(periods[i].name))) {
            *ret_period = (struct query_period){periods[i].start, periods[i].end, false};
            return true;
        }
    return false;
}

bool query_period_parse(struct str value, const struct query_options *options,
                        struct query_period *ret_period)
{
    const int64_t today_day = today(options);
    return parse_civil(value, ret_period) || parse_ago(value, today_day, ret_period) ||
           parse_named(value, today_day, ret_period);
}
