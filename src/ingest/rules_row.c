#include "base/memory.h"
#include "ingest/rules.h"
#include "text/utf8.h"

/* A row of words that a page sets side by side, "下载文档 收藏 举报", "Home | News | Sport": each
 * is read as a line of its own, and counts say nothing. */

enum { ROW_BYTES = 240, WORD_LIMIT = 24, PHRASE_WORDS = 4, PHRASE_BYTES = 60 };

#define KNOWN 0.4 /* the strength from which a word counts */

struct row {
    struct str words[WORD_LIMIT];
    bool begins[WORD_LIMIT]; /* a mark, not a blank, stands before it */
    size_t count;
};

static bool is_bar(uint32_t c)
{
    switch (c) {
    case '|':
    case '/':
    case '>':
    case '-':
    case 0xB7:
    case 0x2022:
    case 0x2013:
    case 0x2014:
    case 0x2502:
    case 0x203A:
    case 0x3001:
    case 0xFF0F:
    case 0xFF5C:
    case 0x4E28:
        return true;
    default:
        return false;
    }
}

static bool is_gap(uint32_t c)
{
    return c == ' ' || c == '\t' || c == 0xA0 || c == 0x3000 || (c >= 0x2000 && c <= 0x200B);
}

static bool split_row(struct str line, struct row *row)
{
    bool is_apart = true;
    size_t start = 0;
    row->count = 0;
    for (size_t at = 0; at <= line.length;) {
        uint32_t c = ' ';
        size_t size = at < line.length ? utf8_decode(line, at, &c) : 1;
        if (is_gap(c) || (is_bar(c) && !(c == '-' && at > start))) {
            if (at > start) {
                if (row->count == WORD_LIMIT)
                    return false;
                row->words[row->count] = str_slice(line, start, at);
                row->begins[row->count++] = is_apart;
                is_apart = false;
            }
            is_apart = is_apart || !is_gap(c);
            start = at + size;
        }
        at += size;
    }
    return row->count > 0;
}

/* Most words of a line of prose begin small; a page's labels do not. */
static bool is_prose(const struct row *row)
{
    size_t small = 0, bars = 0;
    for (size_t i = 0; i < row->count; i++) {
        small += row->words[i].bytes[0] >= 'a' && row->words[i].bytes[0] <= 'z';
        bars += i > 0 && row->begins[i];
    }
    return row->count > 4 && small * 2 > row->count && bars == 0;
}

/* "12", "1.2k", "(3)", "4.5分": nothing but a count. */
static bool is_count(struct str word)
{
    size_t digits = 0, letters = 0;
    for (size_t at = 0; at < word.length;) {
        uint32_t c;
        at += utf8_decode(word, at, &c);
        digits += c >= '0' && c <= '9';
        letters += c > 0x7F ? 1 : (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
    }
    return (digits > 0 && letters <= 1) || letters == 0;
}

/* "下载:33", "评论(2)", "阅读1.2w" without the count. */
static struct str without_count(struct str word)
{
    size_t end = word.length;
    while (end > 0 && strchr("0123456789.,+()kKwW:", word.bytes[end - 1]))
        end--;
    if (str_ends(str_slice(word, 0, end), STR("：")))
        end -= 3;
    bool has_digit = false;
    for (size_t i = end; i < word.length; i++)
        has_digit = has_digit || (word.bytes[i] >= '0' && word.bytes[i] <= '9');
    return has_digit && end ? str_slice(word, 0, end) : word;
}

/* How many words from `at` on are one phrase of a page; 0 if none. */
static size_t phrase_length(const struct rules *rules, const struct row *row, size_t at,
                            enum aside *ret_aside)
{
    /* Only Latin and Hangul set blanks inside a phrase. */
    unsigned char first = (unsigned char)row->words[at].bytes[0];
    size_t most = first < 0x80 ? PHRASE_WORDS : first >= 0xEA && first <= 0xED ? 2 : 1;
    for (size_t count = most; count > 0; count--) {
        if (at + count > row->count)
            continue;
        bool crosses_bar = false;
        for (size_t i = at + 1; i < at + count; i++)
            crosses_bar = crosses_bar || row->begins[i];
        const char *start = row->words[at].bytes;
        struct str last = row->words[at + count - 1];
        struct str phrase = {start, (size_t)(last.bytes - start) + last.length};
        if (crosses_bar || phrase.length > PHRASE_BYTES || is_count(last))
            continue;
        double strength;
        *ret_aside = rules_line(rules, without_count(phrase), &strength);
        if (strength >= KNOWN)
            return count;
    }
    return 0;
}

static double row_strength(size_t known, size_t unknown, size_t counts)
{
    if (unknown == 0 && known >= 2)
        return 0.85;
    if (known >= 3 && unknown * 3 <= known)
        return 0.7;
    if (unknown == 1 && known == 2)
        return 0.5;
    if (unknown == 1 && known == 1 && counts == 0)
        return 0.3;
    return unknown == 0 && known == 1 && counts ? 0.6 : 0;
}

struct rule_reading rules_read_row(const struct rules *rules, struct str line)
{
    struct rule_reading reading = rules_read(rules, line);
    struct row row;
    size_t known = 0, unknown = 0, counts = 0;
    enum aside kind = ASIDE_NONE;
    /* Rows of a page are short, and do not end as sentences do. */
    if (line.length > 1 && strchr(".,;!?", line.bytes[line.length - 1]))
        return reading;
    if (reading.strength >= 0.85 || reading.head_strength >= 0.6 || line.length > ROW_BYTES ||
        !split_row(line, &row) || is_prose(&row))
        return reading;
    for (size_t at = 0; at < row.count;) {
        enum aside aside = ASIDE_NONE;
        size_t length = is_count(row.words[at]) ? 0 : phrase_length(rules, &row, at, &aside);
        if (length) {
            kind = known++ ? kind : aside;
        } else if (is_count(row.words[at])) {
            counts++;
        } else if (++unknown > 1 && unknown > known) {
            return reading;
        }
        at += length ? length : 1;
    }
    double strength = row_strength(known, unknown, counts);
    if (strength > reading.strength) {
        reading.aside = kind;
        reading.strength = strength;
    }
    return reading;
}
