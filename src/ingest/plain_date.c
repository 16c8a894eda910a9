#include "ingest/plain_private.h"

#include "base/memory.h"
#include "text/case.h"
#include "text/utf8.h"

#include <stdio.h>

/* Dates as they stand in datelines and bylines. The text is read as tokens of one code point,
 * folded (so full-width digits count), with Han numerals as digits where a year, month or day may
 * be. */

enum { DATE_BYTES = 400 };

struct cursor {
    struct str s;
    size_t at;
};

static uint32_t peek(const struct cursor *cursor, size_t *ret_size)
{
    uint32_t c = 0;
    *ret_size = 0;
    if (cursor->at < cursor->s.length) {
        *ret_size = utf8_decode(cursor->s, cursor->at, &c);
        c = case_fold(c);
    }
    return c;
}

static bool take(struct cursor *cursor, const char *utf8)
{
    struct cursor trial = *cursor;
    struct str wanted = str_from(utf8);
    for (size_t i = 0; i < wanted.length;) {
        uint32_t w;
        size_t size;
        i += utf8_decode(wanted, i, &w);
        if (peek(&trial, &size) != w || size == 0)
            return false;
        trial.at += size;
    }
    *cursor = trial;
    return true;
}

static void skip_blanks(struct cursor *cursor)
{
    for (size_t size; (size = blank_length(cursor->s, cursor->at)) > 0;)
        cursor->at += size;
}

static int han_digit(uint32_t c)
{
    switch (c) {
    case 0x96F6:
    case 0x25CB:
    case 0x25EF:
    case 0x3007:
        return 0;
    case 0x4E00:
        return 1;
    case 0x4E8C:
        return 2;
    case 0x4E09:
        return 3;
    case 0x56DB:
        return 4;
    case 0x4E94:
        return 5;
    case 0x516D:
        return 6;
    case 0x4E03:
        return 7;
    case 0x516B:
        return 8;
    case 0x4E5D:
        return 9;
    default:
        return -1;
    }
}

/* 1..4 ASCII digits, or Han ones with 十 as ten. */
static bool take_number(struct cursor *cursor, int *ret_value, int *ret_digits)
{
    int value = 0, digits = 0;
    size_t size;
    uint32_t c;
    while (digits < 5 && (c = peek(cursor, &size)) >= '0' && c <= '9') {
        value = value * 10 + (int)(c - '0');
        digits++;
        cursor->at += size;
    }
    while (digits < 5 && (digits == 0 || value < 10000)) {
        c = peek(cursor, &size);
        int digit = han_digit(c);
        if (c == 0x5341) { /* 十 */
            value = value ? value * 10 : 10;
            cursor->at += size;
            digit = han_digit(peek(cursor, &size));
            value += digit > 0 ? digit : 0;
            cursor->at += digit > 0 ? size : 0;
            digits += 2;
            break;
        }
        if (digit < 0)
            break;
        value = value * 10 + digit;
        digits++;
        cursor->at += size;
    }
    *ret_value = value;
    *ret_digits = digits;
    return digits > 0;
}

struct date {
    int year, month, day, hour, minute, second; /* -1: unknown */
};

static bool is_date(const struct date *date)
{
    return date->month >= 1 && date->month <= 12 && date->day >= 1 && date->day <= 31 &&
           (date->year == -1 || (date->year >= 1800 && date->year <= 2199));
}

/* The year before an era's first: 民國109年 is 2020. */
static int take_era(struct cursor *cursor)
{
    static const struct {
        const char *name;
        int before;
    } eras[] = {{"令和", 2018}, {"平成", 1988}, {"昭和", 1925}, {"民國", 1911}, {"民国", 1911}};
    for (size_t i = 0; i < ARRAY_LENGTH(eras); i++)
        if (take(cursor, eras[i].name))
            return eras[i].before;
    return 0;
}

/* 2012年1月13日, 1月13日, 2024년 3월 1일, 令和3年6月14日. */
static bool take_east_asian(struct cursor *cursor, struct date *date)
{
    struct cursor trial = *cursor;
    int value, digits, era = take_era(&trial);
    skip_blanks(&trial);
    if (era && take(&trial, "元"))
        value = 1;
    else if (!take_number(&trial, &value, &digits))
        return false;
    skip_blanks(&trial);
    if ((era || digits == 4) && (take(&trial, "年") || take(&trial, "년"))) {
        date->year = value + era;
        skip_blanks(&trial);
        if (!take_number(&trial, &value, &digits))
            return false;
        skip_blanks(&trial);
    } else if (era) {
        return false;
    }
    date->month = value;
    if (!take(&trial, "月") && !take(&trial, "월"))
        return false;
    skip_blanks(&trial);
    if (!take_number(&trial, &date->day, &digits))
        return false;
    skip_blanks(&trial);
    if (!take(&trial, "日") && !take(&trial, "일") && !take(&trial, "号"))
        return false;
    *cursor = trial;
    return is_date(date);
}

/* 2012-01-13, 2012/1/13, 2012.1.13., 2012. 1. 13. */
static bool take_numeric(struct cursor *cursor, struct date *date)
{
    static const char *const separators[] = {"-", "/", "."};
    for (size_t i = 0; i < ARRAY_LENGTH(separators); i++) {
        struct cursor trial = *cursor;
        int digits;
        if (!take_number(&trial, &date->year, &digits) || digits != 4 ||
            !take(&trial, separators[i]))
            continue;
        skip_blanks(&trial);
        if (!take_number(&trial, &date->month, &digits) || digits > 2 ||
            !take(&trial, separators[i]))
            continue;
        skip_blanks(&trial);
        if (!take_number(&trial, &date->day, &digits) || digits > 2)
            continue;
        if (separators[i][0] == '.')
            take(&trial, ".");
        *cursor = trial;
        return is_date(date);
    }
    return false;
}

/* 2/26/2015, 26/2/2015: only where the day cannot be a month. */
static bool take_year_last(struct cursor *cursor, struct date *date)
{
    struct cursor trial = *cursor;
    int first, second, digits;
    if (!take_number(&trial, &first, &digits) || digits > 2 || !take(&trial, "/") ||
        !take_number(&trial, &second, &digits) || digits > 2 || !take(&trial, "/") ||
        !take_number(&trial, &date->year, &digits) || digits != 4 || (first > 12) == (second > 12))
        return false;
    date->month = first > 12 ? second : first;
    date->day = first > 12 ? first : second;
    *cursor = trial;
    return is_date(date);
}

static bool is_latin_letter(uint32_t c)
{
    return c >= 'a' && c <= 'z';
}

static int take_month(struct cursor *cursor)
{
    static const char *const months[] = {"january",   "february", "march",    "april",
                                         "may",       "june",     "july",     "august",
                                         "september", "october",  "november", "december"};
    for (int month = 0; month < 12; month++) {
        struct cursor trial = *cursor;
        size_t size, letters = 0;
        const char *name = months[month];
        while (name[letters] && peek(&trial, &size) == (uint32_t)name[letters]) {
            trial.at += size;
            letters++;
        }
        if (letters < 3 || is_latin_letter(peek(&trial, &size)))
            continue;
        take(&trial, ".");
        *cursor = trial;
        return month + 1;
    }
    return 0;
}

static void take_year_behind(struct cursor *cursor, struct date *date)
{
    struct cursor trial = *cursor;
    int value, digits;
    take(&trial, ",");
    skip_blanks(&trial);
    if (take_number(&trial, &value, &digits) && digits == 4 && value >= 1800 && value <= 2199) {
        date->year = value;
        *cursor = trial;
    }
}

/* "星期一", "(水)", "（금）", "週日", "Mon": at most one, blanks around it. */
static void skip_weekday(struct cursor *cursor)
{
    static const char *const names[] = {"星期", "周", "週", "礼拜"};
    struct cursor trial = *cursor;
    size_t size;
    skip_blanks(&trial);
    for (size_t i = 0; i < ARRAY_LENGTH(names); i++)
        if (take(&trial, names[i])) {
            peek(&trial, &size);
            trial.at += size;
            skip_blanks(&trial);
            *cursor = trial;
            return;
        }
    if (!take(&trial, "(") || !peek(&trial, &size))
        return;
    trial.at += size;
    if (!take(&trial, ")") && !(take(&trial, "曜日") && take(&trial, ")")) &&
        !(take(&trial, "요일") && take(&trial, ")")))
        return;
    skip_blanks(&trial);
    *cursor = trial;
}

/* "下午", "午後", "오후" before the hour, or " pm", " p.m." behind the time; 1: afternoon, 0:
 * morning, -1: neither is said. */
static int take_half(struct cursor *cursor)
{
    static const struct {
        const char *name;
        int half;
    } halves[] = {{"上午", 0}, {"下午", 1}, {"午前", 0}, {"午後", 1}, {"午后", 1},
                  {"晚上", 1}, {"凌晨", 0}, {"早上", 0}, {"오전", 0}, {"오후", 1},
                  {"am", 0},   {"pm", 1},   {"a.m.", 0}, {"p.m.", 1}};
    for (size_t i = 0; i < ARRAY_LENGTH(halves); i++) {
        struct cursor trial = *cursor;
        size_t size;
        skip_blanks(&trial);
        if (!take(&trial, halves[i].name) || is_latin_letter(peek(&trial, &size)))
            continue;
        skip_blanks(&trial);
        *cursor = trial;
        return halves[i].half;
    }
    return -1;
}

static int hour_of_day(int hour, int half)
{
    if (half == 1 && hour < 12)
        return hour + 12;
    return half == 0 && hour == 12 ? 0 : hour;
}

/* 18:14 or 18:14:48, behind at most a few blanks or a T. */
static void take_time(struct cursor *cursor, struct date *date)
{
    struct cursor trial = *cursor;
    int digits, hour, minute, second;
    skip_weekday(&trial);
    skip_blanks(&trial);
    if (take(&trial, ","))
        skip_blanks(&trial);
    take(&trial, "t");
    take(&trial, "at ");
    int half = take_half(&trial);
    if (!take_number(&trial, &hour, &digits) || digits > 2)
        return;
    bool is_worded = take(&trial, "时") || take(&trial, "時") || take(&trial, "시");
    skip_blanks(&trial);
    if ((!is_worded && !take(&trial, ":")) || !take_number(&trial, &minute, &digits) ||
        (digits != 2 && !is_worded) || hour > 23 || minute > 59)
        return;
    if (is_worded && !take(&trial, "分") && !take(&trial, "분"))
        return;
    date->minute = minute;
    *cursor = trial;
    if (take(&trial, ":") && take_number(&trial, &second, &digits) && digits == 2 && second < 61) {
        date->second = second;
        *cursor = trial;
    }
    date->hour = hour_of_day(hour, half >= 0 ? half : take_half(cursor));
}

static void take_ordinal(struct cursor *cursor)
{
    static const char *const endings[] = {"st", "nd", "rd", "th"};
    for (size_t i = 0; i < ARRAY_LENGTH(endings); i++)
        if (take(cursor, endings[i]))
            return;
}

/* "23:08:45 2015", as C writes times. */
static void take_time_and_year(struct cursor *cursor, struct date *date)
{
    struct cursor trial = *cursor;
    struct date timed = *date;
    take_time(&trial, &timed);
    take_year_behind(&trial, &timed);
    if (timed.hour < 0 || timed.year < 0)
        return;
    *date = timed;
    *cursor = trial;
}

/* January 13, 2012; Jan. 13; 13 January 2012; Jan 13 18:14:48 2012; January 13th. */
static bool take_english(struct cursor *cursor, struct date *date)
{
    struct cursor trial = *cursor;
    int digits;
    date->month = take_month(&trial);
    if (date->month) {
        skip_blanks(&trial);
        if (!take_number(&trial, &date->day, &digits) || digits > 2)
            return false;
        take_ordinal(&trial);
    } else {
        if (!take_number(&trial, &date->day, &digits) || digits > 2)
            return false;
        take_ordinal(&trial);
        skip_blanks(&trial);
        date->month = take_month(&trial);
    }
    if (!date->month)
        return false;
    take_year_behind(&trial, date);
    if (date->year < 0)
        take_time_and_year(&trial, date);
    *cursor = trial;
    return is_date(date);
}

static void write_iso(const struct date *date, char out[32])
{
    char year[16] = "-";
    size_t length;
    if (date->year > 0)
        snprintf(year, sizeof year, "%04d", date->year);
    length = (size_t)snprintf(out, 32, "%s-%02d-%02d", year, date->month, date->day);
    if (date->hour < 0 || date->year < 0)
        return;
    length += (size_t)snprintf(out + length, 32 - length, "T%02d:%02d", date->hour, date->minute);
    if (date->second >= 0)
        snprintf(out + length, 32 - length, ":%02d", date->second);
}

/* Each form begins with a number, an era or a month; only the first of them passes over blanks. Of
 * most characters this is all that is asked. */
static bool may_begin(struct str s, size_t at, uint32_t c)
{
    switch (c) {
    case 0x4EE4: /* 令和 */
    case 0x5E73: /* 平成 */
    case 0x662D: /* 昭和 */
    case 0x6C11: /* 民國 */
    case 0x5341: /* 十 */
        return true;
    default:
        break;
    }
    if (c < 0x80 && c != ' ')
        return (c >= '0' && c <= '9') || (c && strchr("jfmasond", (int)c)) ||
               blank_length(s, at) > 0;
    return han_digit(c) >= 0 || blank_length(s, at) > 0;
}

static bool read_at(struct str s, size_t at, struct date_place *ret_date)
{
    static bool (*const forms[])(struct cursor *, struct date *) = {take_east_asian, take_numeric,
                                                                    take_year_last, take_english};
    for (size_t i = 0; i < ARRAY_LENGTH(forms); i++) {
        struct cursor cursor = {s, at};
        struct date date = {-1, -1, -1, -1, -1, -1};
        if (!forms[i](&cursor, &date))
            continue;
        if (date.hour < 0)
            take_time(&cursor, &date);
        *ret_date = (struct date_place){.start = at, .end = cursor.at, .has_time = date.hour >= 0};
        write_iso(&date, ret_date->iso);
        return true;
    }
    return false;
}

bool plain_date_find(struct str s, struct date_place *ret_date)
{
    s.length = s.length < DATE_BYTES ? s.length : DATE_BYTES;
    uint32_t before = ' ';
    for (size_t at = 0; at < s.length;) {
        struct cursor cursor = {s, at};
        size_t size;
        const uint32_t c = peek(&cursor, &size);
        const bool is_apart = !(before >= '0' && before <= '9') && !is_latin_letter(before);
        if (is_apart && may_begin(s, at, c) && read_at(s, at, ret_date))
            return true;
        before = c;
        at += size;
    }
    return false;
}
