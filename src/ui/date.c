#include "ui/date.h"

#include "base/intl.h"
#include "base/memory.h"

static const char *const months[] = {
    N_("January"), N_("February"), N_("March"),     N_("April"),   N_("May"),      N_("June"),
    N_("July"),    N_("August"),   N_("September"), N_("October"), N_("November"), N_("December"),
};

/* The number of exactly count digits at offset, or -1. */
static int digits_at(struct str s, size_t offset, size_t count)
{
    int number = 0;
    if (offset + count > s.length)
        return -1;
    for (size_t i = offset; i < offset + count; i++) {
        if (s.bytes[i] < '0' || s.bytes[i] > '9')
            return -1;
        number = number * 10 + (s.bytes[i] - '0');
    }
    return number;
}

struct date {
    int year, month, day; /* -1: not said */
};

static bool parse(struct str iso, struct date *ret_date)
{
    bool has_year = !str_starts(iso, STR("--"));
    size_t at = has_year ? 4 : 1;
    struct date date = {has_year ? digits_at(iso, 0, 4) : -1, -1, -1};
    if (has_year && date.year < 0)
        return false;
    if (at < iso.length && iso.bytes[at] == '-') {
        date.month = digits_at(iso, at + 1, 2);
        at += 3;
    }
    if (date.month > 0 && at < iso.length && iso.bytes[at] == '-')
        date.day = digits_at(iso, at + 1, 2);
    if (date.month == 0 || date.month > 12 || date.day == 0 || date.day > 31 ||
        (!has_year && date.day < 0))
        return false;
    *ret_date = date;
    return true;
}

static void expand(const char *pattern, const struct date *date, struct buffer *out)
{
    while (*pattern) {
        struct str rest = str_from(pattern);
        if (str_starts(rest, STR("{year}"))) {
            buffer_append_format(out, "%d", date->year);
            pattern += strlen("{year}");
        } else if (str_starts(rest, STR("{day}"))) {
            buffer_append_format(out, "%d", date->day);
            pattern += strlen("{day}");
        } else if (str_starts(rest, STR("{month}"))) {
            buffer_append_c(out, _(months[date->month - 1]));
            pattern += strlen("{month}");
        } else if (str_starts(rest, STR("{month-number}"))) {
            buffer_append_format(out, "%d", date->month);
            pattern += strlen("{month-number}");
        } else {
            buffer_append_byte(out, *pattern++);
        }
    }
}

void date_append(struct str iso, struct buffer *out)
{
    struct date date;
    if (!parse(iso, &date)) {
        buffer_append(out, iso);
        return;
    }
    /* TRANSLATORS: {month} is a name, {month-number} 1 to 12; both can be used in each. */
    const char *pattern = date.month < 0  ? _("{year}")
                          : date.year < 0 ? _("{day} {month}")
                          : date.day < 0  ? _("{month} {year}")
                                          : _("{day} {month} {year}");
    expand(pattern, &date, out);
}

void date_append_short(struct str iso, struct str today, unsigned columns, struct buffer *out)
{
    enum { YEAR_LENGTH = 4, MONTH_LENGTH = 7 };
    struct str date = iso;
    date.length = date.length < DATE_COLUMNS ? date.length : DATE_COLUMNS;
    bool is_this_year = date.length == DATE_COLUMNS && today.length > YEAR_LENGTH &&
                        str_starts(date, str_slice(today, 0, YEAR_LENGTH));
    if (str_starts(date, STR("--")))
        date = str_slice(date, 2, date.length);
    else if (is_this_year && columns < DATE_COLUMNS)
        date = str_slice(date, YEAR_LENGTH + 1, date.length);
    else if (columns < DATE_COLUMNS && date.length > MONTH_LENGTH)
        date = str_slice(date, 0, MONTH_LENGTH);
    buffer_append(out, date);
}
