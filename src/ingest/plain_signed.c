#include "ingest/plain_names.h"

#include "base/memory.h"
#include "text/properties.h"
#include "text/utf8.h"

/* Names without a label: what stands before or behind the date of a header's line, and the owner
 * in a copyright line. */

enum { SIGNED_TOKENS = 3, SIGNED_LETTERS = 12, OWNER_COLUMNS = 40, OWNER_WORDS = 5 };

struct tokens {
    struct str rows[SIGNED_TOKENS];
    size_t count;
};

static bool is_mark_between(uint32_t c)
{
    return c == 0xB7 || c == 0x2022 || c == '|' || c == 0xFF5C || c == 0x4E28 || c == 0x30FB ||
           c == '/' || c == 0xFF0F || c == 0xBB || c == '-' || c == 0x2013 || c == 0x2014;
}

/* "于", "發表於", "on" between a name and a date are no part of the name; badges before it neither.
 */
static bool is_filler(struct str token, const struct rules *rules)
{
    static const char *const fillers[] = {"于", "於", "由", "on", "@"};
    for (size_t i = 0; i < ARRAY_LENGTH(fillers); i++)
        if (str_equal_ascii_case(token, str_from(fillers[i])))
            return true;
    return rules_word_prefix(rules, WORD_DATED, token) == token.length ||
           rules_word_prefix(rules, WORD_BADGE, token) == token.length;
}

/* A name of one word: letters of one East Asian script, at most a few digits or dots with them. */
bool names_is_word(struct str token, const struct rules *rules)
{
    size_t letters = 0;
    double strength;
    for (size_t at = 0; at < token.length;) {
        uint32_t c;
        at += utf8_decode(token, at, &c);
        struct properties p = code_point_properties(c);
        if (!p.is_letter && !p.is_digit && c != 0xB7 && c != 0x30FB && c != '_')
            return false;
        if (p.is_letter && !script_is_cjk(p.script))
            return false;
        letters += p.is_letter;
    }
    return letters >= 1 && letters <= SIGNED_LETTERS && !names_label(token, rules) &&
           !rules_word_prefix(rules, WORD_SOURCE, token) &&
           (rules_line(rules, token, &strength) == ASIDE_NONE || strength < 0.4);
}

/* False when s is more than a few such words. */
static bool split_signed(struct str s, const struct rules *rules, struct tokens *tokens)
{
    tokens->count = 0;
    for (size_t at = 0; at < s.length;) {
        uint32_t c;
        size_t blank = blank_length(s, at), size = utf8_decode(s, at, &c), end = at;
        if (blank || is_mark_between(c)) {
            at += blank ? blank : size;
            continue;
        }
        while (end < s.length && !blank_length(s, end)) {
            size = utf8_decode(s, end, &c);
            if (is_mark_between(c) && c != 0x30FB && c != 0xB7)
                break;
            end += size;
        }
        struct str token = str_slice(s, at, end);
        at = end;
        if (is_filler(token, rules))
            continue;
        if (tokens->count == SIGNED_TOKENS || !names_is_word(token, rules))
            return false;
        tokens->rows[tokens->count++] = token;
    }
    return true;
}

static bool is_agency(struct str name, const struct rules *rules)
{
    size_t suffix = rules_word_suffix(rules, WORD_AGENCY, name);
    return suffix > 0 && suffix < name.length && utf8_count(name) >= 3;
}

/* "半截铅笔 于 2020-08-19", "木木 慢城笔记 2022-10-15": a name, or a name and where it is
 * published. */
static void read_before(struct header *header, struct str before, const struct rules *rules)
{
    struct tokens tokens;
    if (!split_signed(before, rules, &tokens) || tokens.count == 0 || tokens.count > 2)
        return;
    struct str name = tokens.rows[0], site = tokens.count == 2 ? tokens.rows[1] : STR_NONE;
    if (tokens.count == 1 && is_agency(name, rules)) {
        site = name;
        name = STR_NONE;
    }
    if (name.length && !header->names.length)
        names_add(header, name);
    if (site.length && !header->site.length)
        header->site = site;
}

/* "Jane Doe · June 5, 2020", "June 5, 2020 by Jane Doe". */
static void read_latin(struct header *header, struct str line, const struct date_place *date,
                       const struct rules *rules)
{
    struct str before = trim_blanks(str_slice(line, 0, date->start));
    struct str after = str_slice(line, date->end, line.length);
    size_t by = str_find(after, STR(" by "), 0);
    if (by != SIZE_MAX && by < 16) {
        names_read_latin(header, after, by + 4);
        return;
    }
    by = str_starts(after, STR("By ")) || str_starts(after, STR("by ")) ? 3 : 0;
    if (by) {
        names_read_latin(header, after, by);
        return;
    }
    for (size_t end = before.length; end > 0; before = trim_blanks(str_slice(before, 0, end))) {
        uint32_t c;
        end = utf8_decode_before(before, before.length, &c);
        if (!is_mark_between(c) && c != ',')
            break;
    }
    header_read_bare_name(header, before, rules);
}

void names_read_around_date(struct header *header, struct str line, const struct date_place *date,
                            const struct rules *rules)
{
    struct str before = trim_blanks(str_slice(line, 0, date->start));
    bool is_ascii = true;
    for (size_t i = 0; i < before.length; i++)
        is_ascii = is_ascii && (unsigned char)before.bytes[i] < 0xC4;
    if (header->names.length)
        return;
    if (is_ascii)
        read_latin(header, line, date, rules);
    else if (before.length && header->is_page)
        read_before(header, before, rules);
    /* A Chinese word there is rather a place. */
    struct str after = trim_blanks(str_slice(line, date->end, line.length));
    if (!header->names.length && !before.length && header->is_page && names_have_kana(after))
        read_before(header, after, rules);
}

/* Where the owner begins behind "Copyright © 2010-2014", or SIZE_MAX. */
static size_t owner_start(struct str line)
{
    static const char *const marks[] = {"©", "ⓒ", "(C)", "(c)", "Copyright", "COPYRIGHT"};
    size_t start = SIZE_MAX;
    for (size_t i = 0; i < ARRAY_LENGTH(marks); i++) {
        size_t found = str_find(line, str_from(marks[i]), 0);
        size_t end = found + strlen(marks[i]);
        if (found < OWNER_COLUMNS && (start == SIZE_MAX || end > start))
            start = end;
    }
    while (start < line.length) {
        uint32_t c;
        size_t size = utf8_decode(line, start, &c);
        if (code_point_properties(c).is_letter)
            return str_starts(str_slice(line, start, line.length), STR("by ")) ? start + 3 : start;
        start += size;
    }
    return SIZE_MAX;
}

struct str names_owner(struct str line)
{
    static const char *const stops[] = {"版权", "版權", "著作", "股份", "有限公司", "保留", "无断",
                                        "無断", "無斷", "무단", "All ", "ALL ",     "all ", " Inc",
                                        " Ltd", " LLC", ". ",   ",",    "|",        "，",   "。",
                                        " - ",  ";",    "(",    "（",   "·",        "ICP",  "  "};
    size_t start = owner_start(line), stop = line.length;
    if (start == SIZE_MAX) { /* "临江在线 版权所有" */
        start = 0;
        stop = str_find(line, STR("所有"), 0);
    }
    if (stop == SIZE_MAX || line.length > 300)
        return STR_NONE;
    struct str owner = str_slice(line, start, stop);
    for (size_t i = 0; i < ARRAY_LENGTH(stops); i++) {
        stop = str_find(owner, str_from(stops[i]), 0);
        owner.length = stop < owner.length ? stop : owner.length;
    }
    bool has_blanks = owner.length && (unsigned char)owner.bytes[0] < 0xE3;
    for (size_t i = 0; i < owner.length && !has_blanks; i++)
        owner.length = blank_length(owner, i) ? i : owner.length;
    while (owner.length && strchr("0123456789.- ", owner.bytes[owner.length - 1]))
        owner.length--;
    size_t words = 1, columns = rough_columns(owner);
    for (size_t i = 0; i < owner.length; i++)
        words += owner.bytes[i] == ' ';
    return columns >= 3 && columns <= OWNER_COLUMNS && words <= OWNER_WORDS ? trim_blanks(owner)
                                                                            : STR_NONE;
}
