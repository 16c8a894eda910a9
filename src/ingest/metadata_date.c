#include "ingest/metadata_date.h"

#include "base/memory.h"

#include <stdint.h>
#include <strings.h>
#include <time.h>

struct date {
    int year, month, day; /* 0: not given */
    int hour, minute, second;
    bool has_time;
    int zone_minutes;
    bool has_zone, is_utc;
};

struct cursor {
    struct str text;
    size_t at;
};

static bool is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

static char peek(const struct cursor *cursor)
{
    return cursor->at < cursor->text.length ? cursor->text.bytes[cursor->at] : 0;
}

static bool take(struct cursor *cursor, struct str token)
{
    if (!str_starts(str_slice(cursor->text, cursor->at, cursor->text.length), token))
        return false;
    cursor->at += token.length;
    return true;
}

static bool take_any(struct cursor *cursor, const struct str *tokens, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (take(cursor, tokens[i]))
            return true;
    return false;
}

static void skip_blanks(struct cursor *cursor)
{
    while (peek(cursor) == ' ' || peek(cursor) == '\t' || peek(cursor) == '\n' ||
           take(cursor, STR("\xC2\xA0")) || take(cursor, STR("　")))
        if (peek(cursor) == ' ' || peek(cursor) == '\t' || peek(cursor) == '\n')
            cursor->at++;
}

/* 1..most digits; returns how many, 0 when there is none or more follow. */
static unsigned take_number(struct cursor *cursor, unsigned most, int *ret)
{
    unsigned count = 0;
    int value = 0;
    while (count < most && is_digit(peek(cursor))) {
        value = value * 10 + (cursor->text.bytes[cursor->at++] - '0');
        count++;
    }
    *ret = value;
    return count && !is_digit(peek(cursor)) ? count : 0;
}

static bool is_valid(const struct date *date)
{
    static const int days[] = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    if (date->year && (date->year < 1000 || date->year > 2200))
        return false;
    return date->month >= 1 && date->month <= 12 && date->day >= 0 &&
           date->day <= days[date->month - 1];
}

static void take_zone(struct cursor *cursor, struct date *date)
{
    skip_blanks(cursor);
    if (take(cursor, STR("Z")) || take(cursor, STR("UTC")) || take(cursor, STR("GMT"))) {
        date->has_zone = date->is_utc = true;
    }
    char sign = peek(cursor);
    if (sign != '+' && sign != '-')
        return;
    struct cursor ahead = {cursor->text, cursor->at + 1};
    int hours, minutes = 0;
    unsigned digits = take_number(&ahead, 4, &hours);
    if (digits == 4) {
        minutes = hours % 100;
        hours /= 100;
    } else if (digits == 2 && peek(&ahead) == ':') {
        ahead.at++;
        if (take_number(&ahead, 2, &minutes) != 2)
            return;
    } else if (digits != 2) {
        return;
    }
    if (hours > 14 || minutes > 59)
        return;
    date->zone_minutes = (hours * 60 + minutes) * (sign == '-' ? -1 : 1);
    date->has_zone = true;
    date->is_utc = false;
    cursor->at = ahead.at;
}

/* "T08:30:00.5+08:00", " 8:30", "（金）8時30分", " at 8:30 p.m." behind a date. */
static void take_time(struct cursor *cursor, struct date *date)
{
    static const struct str colons[] = {{":", 1}, {"：", 3}, {"时", 3}, {"時", 3}, {"点", 3}};
    static const struct str before[] = {{"T", 1},    {"t", 1},    {",", 1},
                                        {"at", 2},   {"下午", 6}, {"上午", 6},
                                        {"午後", 6}, {"午前", 6}, {"|", 1}};
    struct cursor ahead = *cursor;
    bool is_afternoon = false;
    for (unsigned i = 0; i < 8; i++) {
        skip_blanks(&ahead);
        struct str rest = str_slice(ahead.text, ahead.at, ahead.text.length);
        is_afternoon |= str_starts(rest, STR("下午")) || str_starts(rest, STR("午後"));
        bool is_bracket = str_starts(rest, STR("(")) || str_starts(rest, STR("（"));
        if (is_bracket) { /* a weekday */
            struct str near = str_slice(rest, 0, rest.length < 24 ? rest.length : 24);
            size_t close = str_find(near, STR(")"), 0), wide = str_find(near, STR("）"), 0);
            if (close == SIZE_MAX && wide == SIZE_MAX)
                return;
            ahead.at += close < wide ? close + 1 : wide + 3;
        } else if (take(&ahead, STR("星期")) || take(&ahead, STR("周"))) {
            ahead.at += ahead.at + 3 <= ahead.text.length ? 3 : 0;
        } else if (!take_any(&ahead, before, ARRAY_LENGTH(before))) {
            break;
        }
    }
    int hour, minute = 0, second = 0;
    if (!take_number(&ahead, 2, &hour) || hour > 24)
        return;
    if (!take_any(&ahead, colons, ARRAY_LENGTH(colons)) || !take_number(&ahead, 2, &minute) ||
        minute > 59)
        return;
    *cursor = ahead;
    if ((take_any(&ahead, colons, 2) || take(&ahead, STR("分"))) &&
        take_number(&ahead, 2, &second) && second < 61)
        *cursor = ahead;
    if (peek(cursor) == '.' && cursor->at + 1 < cursor->text.length &&
        is_digit(cursor->text.bytes[cursor->at + 1]))
        for (cursor->at++; is_digit(peek(cursor)); cursor->at++)
            ;
    ahead = *cursor;
    skip_blanks(&ahead);
    char half = (char)(peek(&ahead) | 0x20);
    if ((half == 'a' || half == 'p') && ahead.at + 1 < ahead.text.length &&
        ((ahead.text.bytes[ahead.at + 1] | 0x20) == 'm' || ahead.text.bytes[ahead.at + 1] == '.')) {
        is_afternoon = half == 'p';
        hour = hour == 12 && half == 'a' ? 0 : hour;
        size_t after = ahead.at + (ahead.text.bytes[ahead.at + 1] == '.' ? 4 : 2);
        ahead.at = after < ahead.text.length ? after : ahead.text.length;
        *cursor = ahead;
    }
    date->hour = is_afternoon && hour < 12 ? hour + 12 : hour;
    date->minute = minute;
    date->second = second;
    date->has_time = date->hour < 24;
    take_zone(cursor, date);
}

static bool take_separator(struct cursor *cursor, char *ret_separator)
{
    static const struct str marks[] = {{"-", 1},  {"/", 1},  {".", 1}, {"年", 3},
                                       {"月", 3}, {"년", 3}, {"월", 3}};
    static const char kinds[] = {'-', '/', '.', 'c', 'c', 'c', 'c'};
    skip_blanks(cursor);
    for (size_t i = 0; i < ARRAY_LENGTH(marks); i++)
        if (take(cursor, marks[i])) {
            *ret_separator = kinds[i];
            skip_blanks(cursor);
            return true;
        }
    return false;
}

/* 2024-3-1, 2024/03/01, 2024.3.1, 2024年3月1日, 2024-03, with a time. */
static bool take_numeric(struct cursor *cursor, int year, struct date *ret)
{
    struct date date = {.year = year};
    char first, second;
    if (!take_separator(cursor, &first) || !take_number(cursor, 2, &date.month))
        return false;
    struct cursor ahead = *cursor;
    if (take_separator(&ahead, &second) && (second == first) && take_number(&ahead, 2, &date.day) &&
        date.day) {
        *cursor = ahead;
        if (!take(cursor, STR("日")) && !take(cursor, STR("号")))
            take(cursor, STR("일"));
        if (!is_valid(&date))
            return false;
        take_time(cursor, &date);
    } else {
        date.day = 0;
        if (first == '.' || first == '/')
            return false;
    }
    *ret = date;
    return is_valid(&date);
}

static bool take_month_name(struct cursor *cursor, int *ret_month)
{
    static const char *const names[] = {"january",   "february", "march",    "april",
                                        "may",       "june",     "july",     "august",
                                        "september", "october",  "november", "december"};
    size_t start = cursor->at, end = start;
    while (end < cursor->text.length && (cursor->text.bytes[end] | 0x20) >= 'a' &&
           (cursor->text.bytes[end] | 0x20) <= 'z')
        end++;
    size_t length = end - start;
    if (length < 3 || length > 9)
        return false;
    for (int i = 0; i < 12; i++) {
        size_t whole = strlen(names[i]);
        bool is_short = length == 3 || (length == 4 && i == 8) || length == whole;
        if (is_short && length <= whole &&
            !strncasecmp(names[i], cursor->text.bytes + start, length)) {
            *ret_month = i + 1;
            cursor->at = end;
            return true;
        }
    }
    return false;
}

static void skip_ordinal(struct cursor *cursor)
{
    static const struct str marks[] = {{"st", 2}, {"nd", 2}, {"rd", 2}, {"th", 2}};
    take_any(cursor, marks, ARRAY_LENGTH(marks));
    take(cursor, STR(","));
    take(cursor, STR("."));
    skip_blanks(cursor);
    if (take(cursor, STR("of ")))
        skip_blanks(cursor);
}

/* March 1, 2024; Mar 01 2024 08:30:00 GMT+0800 */
static bool take_month_first(struct cursor *cursor, struct date *ret)
{
    struct date date = {0};
    if (!take_month_name(cursor, &date.month))
        return false;
    take(cursor, STR("."));
    skip_blanks(cursor);
    if (!take_number(cursor, 2, &date.day))
        return false;
    skip_ordinal(cursor);
    if (take_number(cursor, 4, &date.year) != 4 || !is_valid(&date) || !date.day)
        return false;
    take_time(cursor, &date);
    *ret = date;
    return true;
}

/* 1 March 2024; 01 Mar 2024 08:30:00 +0800 */
static bool take_day_first(struct cursor *cursor, int day, struct date *ret)
{
    struct date date = {.day = day};
    skip_ordinal(cursor);
    take(cursor, STR("-"));
    if (!take_month_name(cursor, &date.month))
        return false;
    skip_ordinal(cursor);
    take(cursor, STR("-"));
    if (take_number(cursor, 4, &date.year) != 4 || !is_valid(&date))
        return false;
    take_time(cursor, &date);
    *ret = date;
    return true;
}

/* 令和6年3月1日, 民國113年3月1日 */
static bool take_era(struct cursor *cursor, struct date *ret)
{
    static const struct {
        struct str name;
        int base;
    } eras[] = {{{"令和", 6}, 2018},
                {{"平成", 6}, 1988},
                {{"昭和", 6}, 1925},
                {{"民國", 6}, 1911},
                {{"民国", 6}, 1911}};
    for (size_t i = 0; i < ARRAY_LENGTH(eras); i++) {
        if (!take(cursor, eras[i].name))
            continue;
        int year = 1;
        if (!take(cursor, STR("元")) && !take_number(cursor, 3, &year))
            return false;
        return take_numeric(cursor, eras[i].base + year, ret);
    }
    return false;
}

/* 20240301, 20240301083000, 1709253000, 1709253000000: only when nothing else is there. */
static bool read_digits(struct str text, struct date *ret)
{
    int64_t value = 0;
    text = str_trim_ascii(text);
    for (size_t i = 0; i < text.length; i++) {
        if (!is_digit(text.bytes[i]) || i >= 14)
            return false;
        value = value * 10 + (text.bytes[i] - '0');
    }
    struct date date = {0};
    if (text.length == 10 || text.length == 13) {
        time_t seconds = text.length == 13 ? value / 1000 : value;
        struct tm utc;
        if (seconds < 300000000 || !gmtime_r(&seconds, &utc))
            return false;
        *ret =
            (struct date){utc.tm_year + 1900, utc.tm_mon + 1, utc.tm_mday, utc.tm_hour, utc.tm_min,
                          utc.tm_sec,         true,           0,           true,        true};
        return true;
    }
    if (text.length != 8 && text.length != 14)
        return false;
    if (text.length == 14) {
        date.second = (int)(value % 100);
        date.minute = (int)(value / 100 % 100);
        date.hour = (int)(value / 10000 % 100);
        date.has_time = date.hour < 24 && date.minute < 60 && date.second < 61;
        value /= 1000000;
    }
    date.day = (int)(value % 100);
    date.month = (int)(value / 100 % 100);
    date.year = (int)(value / 10000);
    *ret = date;
    return date.day && is_valid(&date);
}

static void append_date(struct buffer *out, const struct date *date)
{
    if (date->year)
        buffer_append_format(out, "%04d-%02d", date->year, date->month);
    else
        buffer_append_format(out, "--%02d", date->month);
    if (!date->day)
        return;
    buffer_append_format(out, "-%02d", date->day);
    if (!date->has_time)
        return;
    buffer_append_format(out, "T%02d:%02d:%02d", date->hour, date->minute, date->second % 60);
    int zone = date->zone_minutes;
    if (date->is_utc)
        buffer_append_byte(out, 'Z');
    else if (date->has_zone)
        buffer_append_format(out, "%c%02d:%02d", zone < 0 ? '-' : '+', abs(zone) / 60,
                             abs(zone) % 60);
}

/* "3月1日" on its own. */
static bool take_month_day(struct cursor *cursor, int month, struct date *ret)
{
    struct date date = {.month = month};
    if (!take(cursor, STR("月")) || !take_number(cursor, 2, &date.day) ||
        !(take(cursor, STR("日")) || take(cursor, STR("号"))))
        return false;
    *ret = date;
    return date.day && is_valid(&date);
}

static bool date_at(struct cursor *cursor, bool is_visible, struct date *ret)
{
    struct cursor start = *cursor;
    if (!is_digit(peek(cursor)))
        return (peek(cursor) & 0x80) ? take_era(cursor, ret) : take_month_first(cursor, ret);
    int number;
    unsigned digits = take_number(cursor, 4, &number);
    if (digits == 4)
        return take_numeric(cursor, number, ret);
    if (!digits || digits > 2)
        return false;
    struct cursor ahead = *cursor;
    if (take_day_first(&ahead, number, ret))
        return true;
    *cursor = start;
    take_number(cursor, 2, &number);
    return is_visible && take_month_day(cursor, number, ret);
}

bool date_find(struct str text, bool is_visible, struct buffer *out)
{
    struct date date;
    if (text.length > 4096)
        text.length = 4096;
    if (read_digits(text, &date)) {
        append_date(out, &date);
        return true;
    }
    for (size_t at = 0; at < text.length; at++) {
        char byte = text.bytes[at];
        char before = at ? text.bytes[at - 1] : ' ';
        bool is_letter = (byte | 0x20) >= 'a' && (byte | 0x20) <= 'z';
        if (is_digit(byte) ? is_digit(before)
                           : is_letter && (before | 0x20) >= 'a' && (before | 0x20) <= 'z')
            continue;
        if ((byte & 0xC0) == 0x80)
            continue;
        struct cursor cursor = {text, at};
        if (!date_at(&cursor, is_visible, &date))
            continue;
        append_date(out, &date);
        return true;
    }
    return false;
}
