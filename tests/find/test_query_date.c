#include "cmocka_prelude.h"

#include "base/memory.h"
#include "find/query.h"

#include <stdio.h>
#include <string.h>

enum { HOUR_MS = 60 * 60 * 1000, DAY_MS = 24 * HOUR_MS };

static int64_t beijing(int64_t day)
{
    return day * DAY_MS - 8 * HOUR_MS;
}

static int64_t honolulu(int64_t day)
{
    return day * DAY_MS + 10 * HOUR_MS;
}

/* Summer time, an hour ahead, from 2024-03-31 (day 19813) on, and midnight at 1 there. */
static int64_t springing(int64_t day)
{
    return day * DAY_MS - (day > 19813) * HOUR_MS + (day == 19813) * HOUR_MS;
}

#define NOW 1710500000000 /* 2024-03-15T10:53:20Z, a Friday */

struct date_case {
    const char *source, *low_date, *high_date;
};

static const struct date_case cases[] = {
    {"published:2024", "2024", "2025"},
    {"published:2024-03", "2024-03", "2024-04"},
    {"published:2024-12", "2024-12", "2025"},
    {"published:2024-02-29", "2024-02-29", "2024-03"},
    {"published:2024-3-5", "2024-03-05", "2024-03-06"},
    {"published:２０２４－０３", "2024-03", "2024-04"},
    {"published:0000", "0000", "0001"},
    {"published:9999", "9999", ":"},
    {"published:1900-02-28", "1900-02-28", "1900-03"},
    {"published:2000-02-29", "2000-02-29", "2000-03"},
    {"published:today", "2024-03-15", "2024-03-16"},
    {"published:Yesterday", "2024-03-14", "2024-03-15"},
    {"published:this-week", "2024-03-11", "2024-03-18"},
    {"published:last-week", "2024-03-04", "2024-03-11"},
    {"published:this-month", "2024-03", "2024-04"},
    {"published:last-month", "2024-02", "2024-03"},
    {"published:this-year", "2024", "2025"},
    {"published:last-year", "2023", "2024"},
    {"published:0d", "2024-03-15", ":"},
    {"published:3d", "2024-03-12", ":"},
    {"published:2w", "2024-03", ":"},
    {"published:6m", "2023-09-15", ":"},
    {"published:1y", "2023-03-15", ":"},
    {"published:9999y", "0000", ":"},
    {"before:2024", "0", "2024"},
    {"before:2024-03-15", "0", "2024-03-15"},
    {"before:2w", "0", "2024-03"},
    {"after:2024-03", "2024-03", ":"},
    {"after:today", "2024-03-15", ":"},
    {"published:>2023", "2024", ":"},
    {"published:>=2023", "2023", ":"},
    {"published:<2023-02", "0", "2023-02"},
    {"published:<=2023-02", "0", "2023-03"},
    {"published:>3d", "2024-03-13", ":"},
    {"published:2022..2023-02", "2022", "2023-03"},
    {"published:2022..", "2022", ":"},
    {"published:..2022", "0", "2023"},
    {"published:2w..3d", "2024-03", "2024-03-13"},
    {"published:2024..2024", "2024", "2025"},
};

static struct query *parse(const char *source, int64_t now_ms, int64_t (*midnight)(int64_t day))
{
    const struct query_options options = {.now_ms = now_ms, .midnight = midnight};
    struct query *query;
    struct query_fault fault = {0};
    if (query_parse(str_from(source), &options, &query, &fault))
        fail_msg("“%s”: expected a date, got “%s”", source, fault.error.message);
    return query;
}

static void check_dates(const struct date_case *date, int64_t now_ms,
                        int64_t (*midnight)(int64_t day))
{
    struct query *query = parse(date->source, now_ms, midnight);
    assert_int_equal(query->root->kind, QUERY_PUBLISHED);
    if (!str_equal(query->root->low_date, str_from(date->low_date)) ||
        !str_equal(query->root->high_date, str_from(date->high_date)))
        fail_msg("“%s”: expected %s..%s, got %.*s..%.*s", date->source, date->low_date,
                 date->high_date, STR_ARGS(query->root->low_date),
                 STR_ARGS(query->root->high_date));
    query_free(query);
}

static void test_dates(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
        check_dates(&cases[i], NOW, NULL);
        check_dates(&cases[i], NOW, beijing);
    }
}

/* The same moment is another day elsewhere, and months are not equally long. */
static void test_today(void **state)
{
    (void)state;
    static const struct {
        int64_t now_ms;
        int64_t (*midnight)(int64_t day);
        struct date_case date;
    } moments[] = {
        {1709250000000, NULL, {"published:today", "2024-02-29", "2024-03"}}, /* 23:40Z */
        {1709250000000, beijing, {"published:today", "2024-03", "2024-03-02"}},
        {1709280000000, honolulu, {"published:today", "2024-02-29", "2024-03"}}, /* 08:00Z */
        {1711929600000 - HOUR_MS, springing, {"published:today", "2024-04", "2024-04-02"}},
        {1711929600000 - HOUR_MS - 1, springing, {"published:today", "2024-03-31", "2024-04"}},
        {1709250000000, NULL, {"published:1y", "2023-02-28", ":"}},
        {1711900000000, NULL, {"published:1m", "2024-02-29", ":"}}, /* of 03-31 */
        {1711900000000, NULL, {"published:13m", "2023-02-28", ":"}},
        {0, NULL, {"published:today", "1970", "1970-01-02"}},
        {-1, NULL, {"published:today", "1969-12-31", "1970"}},
        {-1, NULL, {"published:this-week", "1969-12-29", "1970-01-05"}},
        {1710115200000 - 1, NULL, {"published:this-week", "2024-03-04", "2024-03-11"}},
        {1710115200000, NULL, {"published:this-week", "2024-03-11", "2024-03-18"}},
    };
    for (size_t i = 0; i < ARRAY_LENGTH(moments); i++)
        check_dates(&moments[i].date, moments[i].now_ms, moments[i].midnight);
}

static void test_milliseconds(void **state)
{
    (void)state;
    static const struct {
        const char *source;
        int64_t (*midnight)(int64_t day);
        enum query_kind kind;
        int64_t low, high;
    } expected[] = {
        {"added:2024-03-15", NULL, QUERY_ADDED, 1710460800000, 1710547200000},
        {"added:2024-03-15", beijing, QUERY_ADDED, 1710432000000, 1710518400000},
        {"read:today", honolulu, QUERY_READ, 1710496800000, 1710583200000},
        {"added:2024-03-31", springing, QUERY_ADDED, 1711846800000, 1711926000000},
        {"before:1970", NULL, QUERY_PUBLISHED, INT64_MIN, 0},
        {"added:1d", beijing, QUERY_ADDED, 1710345600000, INT64_MAX},
        {"read:<=1969", NULL, QUERY_READ, INT64_MIN, 0},
    };
    for (size_t i = 0; i < ARRAY_LENGTH(expected); i++) {
        struct query *query = parse(expected[i].source, NOW, expected[i].midnight);
        if (query->root->kind != expected[i].kind || query->root->low != expected[i].low ||
            query->root->high != expected[i].high)
            fail_msg("“%s”: expected %lld..%lld, got %lld..%lld", expected[i].source,
                     (long long)expected[i].low, (long long)expected[i].high,
                     (long long)query->root->low, (long long)query->root->high);
        query_free(query);
    }
}

/* How metadata writes dates, against what before: and published: make of them. */
static void test_comparison(void **state)
{
    (void)state;
    static const struct {
        const char *source, *date;
        bool is_within;
    } pairs[] = {
        {"published:2024", "2024", true},
        {"published:2024", "2024-12-31T23:59:59+08:00", true},
        {"published:2024", "2025", false},
        {"published:2024-01", "2024", true},
        {"published:2024-03", "2024", false},
        {"published:2024-03-01", "2024-03", true},
        {"before:2024-03-01", "2024-03", false},
        {"before:2024-03-01", "2024-02-29T08:00:00Z", true},
        {"before:2024", "", false},
        {"before:2024", "--01-13", false},
        {"after:2024", "--01-13", false},
        {"after:2024", "2024", true},
        {"published:9999", "9999-12-31", true},
    };
    for (size_t i = 0; i < ARRAY_LENGTH(pairs); i++) {
        struct query *query = parse(pairs[i].source, NOW, NULL);
        char low[16], high[16];
        snprintf(low, sizeof low, "%.*s", STR_ARGS(query->root->low_date));
        snprintf(high, sizeof high, "%.*s", STR_ARGS(query->root->high_date));
        const bool is_within = strcmp(low, pairs[i].date) <= 0 && strcmp(pairs[i].date, high) < 0;
        if (is_within != pairs[i].is_within)
            fail_msg("“%s” of “%s”: expected %d, got %d (%s..%s)", pairs[i].source, pairs[i].date,
                     pairs[i].is_within, is_within, low, high);
        query_free(query);
    }
}

static void test_refused(void **state)
{
    (void)state;
    static const char *const wrong[] = {
        "added:2024x",
        "added:2024-03x",
        "added:2024-03-15x",
        "added:24",
        "added:20240",
        "added:2024-",
        "added:2024-00",
        "added:2024-13",
        "added:2023-02-29",
        "added:1900-02-29",
        "added:2024-04-31",
        "added:2024-003",
        "added:2024-03-",
        "added:2024-03-00",
        "added:2024-03-1-1",
        "added:2024-03-15T08",
        "added:10000d",
        "added:d",
        "added:3h",
        "added:3dd",
        "added:3",
        "added:tomorrow",
        "added:..",
        "added:2024..x",
        "added:>",
        "added:>>2024",
        "added:2024..2023",
        "added:>2024..2025",
        "before:2023..2024",
        "after:<2024",
        "added:2024-03..2024-02",
        "added:--01-13",
        "added:三天",
        "added:99999999999999999999",
    };
    const struct query_options options = {.now_ms = NOW};
    for (size_t i = 0; i < ARRAY_LENGTH(wrong); i++) {
        struct query *query;
        if (query_parse(str_from(wrong[i]), &options, &query, NULL) != STATUS_USAGE)
            fail_msg("“%s”: expected an error", wrong[i]);
    }
}

/* Every day of eight centuries, against a calendar that only counts. */
static void test_calendar(void **state)
{
    (void)state;
    static const int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    int64_t day = -135140; /* 1600-01-01 */
    for (int year = 1600; year < 2400; year++)
        for (int month = 1; month <= 12; month++) {
            const bool is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
            const int length = lengths[month - 1] + (month == 2 && is_leap);
            char source[32], low[32];
            snprintf(source, sizeof source, "published:%d-%d-%d", year, month, length);
            snprintf(low, sizeof low, "%d-%02d-%02d", year, month, length);
            struct query *query = parse(source, NOW, NULL);
            if (query->root->low != (day + length - 1) * DAY_MS ||
                query->root->high != (day + length) * DAY_MS ||
                !str_equal(query->root->low_date, str_from(low)))
                fail_msg("%s: expected %lld, got %lld %.*s", source,
                         (long long)((day + length - 1) * DAY_MS), (long long)query->root->low,
                         STR_ARGS(query->root->low_date));
            query_free(query);
            day += length;
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_dates),        cmocka_unit_test(test_today),
        cmocka_unit_test(test_milliseconds), cmocka_unit_test(test_comparison),
        cmocka_unit_test(test_refused),      cmocka_unit_test(test_calendar),
    };
    return cmocka_run_group_tests_name("query_date", tests, NULL, NULL);
}
