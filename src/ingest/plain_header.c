#include "ingest/plain_header.h"

#include "base/memory.h"
#include "ingest/plain_names.h"
#include "text/properties.h"
#include "text/utf8.h"

enum { HEADER_BYTES = 300, PLACE_COLUMNS = 44, BRACKET_BYTES = 90 };

static void set_published(struct header *header, const struct date_place *date)
{
    if (!header->published[0])
        memcpy(header->published, date->iso, sizeof header->published);
}

/* The site behind "来源：": up to a blank, or the end. */
static bool read_source(struct header *header, struct str line, const struct rules *rules)
{
    for (size_t at = 0; at < line.length && at < HEADER_BYTES;) {
        uint32_t c;
        struct str rest = str_slice(line, at, line.length);
        size_t label = rules_word_prefix(rules, WORD_SOURCE, rest);
        if (label &&
            (at == 0 || blank_length(line, at - 1) || (unsigned char)line.bytes[at - 1] >= 0x80 ||
             !strchr("abcdefghijklmnopqrstuvwxyz", line.bytes[at - 1]))) {
            size_t start = names_skip_blanks(rest, label);
            struct str site = str_slice(rest, start, names_token_end(rest, start));
            if (str_ends(site, STR(":")) || str_find(site, STR("."), 0) == 0)
                return false; /* an address */
            if (site.length && rough_columns(site) <= 40 && !header->site.length)
                header->site = site;
            return site.length > 0;
        }
        at += utf8_decode(line, at, &c);
    }
    return false;
}

static bool read_line_names(struct header *header, struct str line, const struct rules *rules)
{
    size_t label = names_label(line, rules);
    if (label && rough_columns(line) <= 70) {
        size_t start = names_skip_blanks(line, label);
        if (names_read(header, line, start, rules))
            return true;
        struct str rest = str_slice(line, start, line.length);
        if (starts_upper(rest) && names_read_latin(header, line, start))
            return true;
        bool is_labelled = line.bytes[label - 1] == ':' || line.bytes[label - 1] == '/' ||
                           (unsigned char)line.bytes[label - 1] >= 0x80;
        if (is_labelled && rest.length && rest.length < 60 && line_ending(rest) == END_OPEN &&
            !rules_word_prefix(rules, WORD_ROLE, line)) {
            names_add(header, str_slice(line, start, names_token_end(line, start)));
            return true;
        }
    }
    return names_read_korean(header, line);
}

/* A label for names in the middle of a line: "2012年1月13日 来源：… 作者：张三". */
static void read_inner_names(struct header *header, struct str line, const struct rules *rules)
{
    for (size_t at = 0; at < line.length && at < HEADER_BYTES; at++) {
        size_t blank = blank_length(line, at);
        if (!blank)
            continue;
        at += blank;
        struct str rest = str_slice(line, at, line.length);
        size_t label = names_label(rest, rules);
        if (label)
            names_read(header, rest, names_skip_blanks(rest, label), rules);
        at--;
    }
}

/* "2014-06-03 08:12 江城晚报": a word that ends as the name of a paper does. */
static void read_bare_site(struct header *header, struct str line, const struct rules *rules)
{
    for (size_t at = 0, end; at < line.length && !header->site.length; at = end + 1) {
        at = names_skip_blanks(line, at);
        end = names_token_end(line, at);
        struct str word = str_slice(line, at, end);
        size_t letters = utf8_count(word);
        if (letters >= 3 && letters <= 10 && rules_word_suffix(rules, WORD_AGENCY, word) &&
            !str_ends(word, STR("新闻")) && !str_ends(word, STR("新聞")) &&
            (unsigned char)word.bytes[0] >= 0xE3 && !names_label(word, rules))
            header->site = word;
    }
}

bool header_read_line(struct header *header, struct str line, const struct rules *rules)
{
    struct date_place date;
    if (line.length > HEADER_BYTES || rough_columns(line) > 110 || starts_as_dialogue(line))
        return false;
    bool has_names = read_line_names(header, line, rules);
    bool has_source = read_source(header, line, rules);
    bool has_date = plain_date_find(line, &date);
    size_t rest = has_date ? line.length - (date.end - date.start) : line.length;
    bool is_dated = has_date &&
                    (has_names || has_source || date.has_time || date.start == 0 ||
                     date.end == line.length || rules_word_prefix(rules, WORD_DATED, line)) &&
                    (rest < 90 || has_source) && line_ending(line) != END_TERMINAL &&
                    (date.iso[0] != '-' || has_names || has_source);
    if (!has_names && has_source && line_ending(line) == END_TERMINAL)
        return false;
    if (is_dated) {
        set_published(header, &date);
        read_inner_names(header, line, rules);
        names_read_around_date(header, line, &date, rules);
        read_bare_site(header, line, rules);
    }
    header->has_meta = header->has_meta || has_names || has_source || is_dated;
    return has_names || has_source || is_dated;
}

/* The longest beginning of "中国经济网北京" that ends as an agency's name does. */
static struct str agency_of(struct str s, const struct rules *rules)
{
    size_t length = 0;
    for (size_t at = 0; at < s.length;) {
        uint32_t c;
        at += utf8_decode(s, at, &c);
        if (rules_word_suffix(rules, WORD_AGENCY, str_slice(s, 0, at)))
            length = at;
    }
    return str_slice(s, 0, length);
}

/* What may stand before a dateline's date. Blanks only behind an agency's name: "新华社 北京
 * 3月5日电". */
static bool is_place(struct str s, const struct rules *rules)
{
    if (rough_columns(s) > PLACE_COLUMNS)
        return false;
    struct str whole = trim_blanks(s);
    for (size_t at = 0; at < whole.length; at++)
        if (blank_length(whole, at)) {
            if (!rules_word_suffix(rules, WORD_AGENCY, str_slice(whole, 0, at)))
                return false;
            break;
        }
    for (size_t at = 0; at < s.length;) {
        uint32_t c;
        at += utf8_decode(s, at, &c);
        struct properties p = code_point_properties(c);
        if (p.is_punctuation && c != 0xB7 && c != '-' && c != '/' && c != '(' && c != 0xFF08 &&
            c != 0x3010 && c != '[' && c != 0x3001)
            return false;
    }
    return true;
}

/* "（记者 张三）" behind a dateline. */
static size_t read_bracket_names(struct header *header, struct str s, size_t at,
                                 const struct rules *rules)
{
    size_t start = names_skip_blanks(s, at);
    struct str rest = str_slice(s, start, s.length);
    size_t open = str_starts(rest, STR("（")) ? 3 : str_starts(rest, STR("(")) ? 1 : 0;
    if (!open)
        return at;
    size_t close = str_find(rest, open == 3 ? STR("）") : STR(")"), open);
    if (close == SIZE_MAX || close > 150)
        return at;
    struct str inner = str_slice(rest, open, close);
    return header_read_byline(header, inner, rules) ? start + close + open : at;
}

static size_t read_wire_dateline(struct header *header, struct str s, const struct rules *rules)
{
    struct date_place date;
    if (!plain_date_find(s, &date) || !is_place(str_slice(s, 0, date.start), rules))
        return 0;
    size_t at = names_skip_blanks(s, date.end);
    size_t wire = rules_word_prefix(rules, WORD_WIRE, str_slice(s, at, s.length));
    if (!wire)
        return 0;
    struct str place = trim_blanks(str_slice(s, 0, date.start));
    struct str agency = agency_of(place, rules);
    while (agency.length && (agency.bytes[0] == '(' || agency.bytes[0] == '['))
        agency = str_slice(agency, 1, agency.length);
    while (str_starts(agency, STR("（")) || str_starts(agency, STR("【")))
        agency = str_slice(agency, 3, agency.length);
    bool is_own = str_starts(agency, STR("本报")) || str_starts(agency, STR("本網")) ||
                  str_starts(agency, STR("本网")) || str_starts(agency, STR("本報"));
    if (agency.length && !is_own && !header->site.length)
        header->site = agency;
    set_published(header, &date);
    return read_bracket_names(header, s, at + wire, rules);
}

/* 本报讯, 本报北京讯: no date. */
static size_t read_own_dateline(struct header *header, struct str s, const struct rules *rules)
{
    static const char *const starts[] = {"本报", "本刊", "本网", "本報", "本刊", "本網", "本台"};
    for (size_t i = 0; i < ARRAY_LENGTH(starts); i++) {
        if (!str_starts(s, str_from(starts[i])))
            continue;
        size_t at = 6;
        for (size_t letters = 0; letters < 5 && at < s.length; letters++) {
            uint32_t c;
            struct str rest = str_slice(s, at, s.length);
            if (str_starts(rest, STR("讯")) || str_starts(rest, STR("訊")) ||
                str_starts(rest, STR("电")))
                return read_bracket_names(header, s, at + 3, rules);
            at += utf8_decode(s, at, &c);
        }
    }
    return 0;
}

/* "LONDON, Jan 5 (Reuters) - ", "SHANGHAI (AP) —": a place in front, an agency in brackets, a dash.
 */
static size_t read_latin_dateline(struct header *header, struct str s)
{
    struct date_place date;
    size_t open = str_find(s, STR("("), 0);
    if (open == SIZE_MAX || open > 60)
        return 0;
    size_t close = str_find(s, STR(")"), open);
    if (close == SIZE_MAX || close - open > 24 || close - open < 3)
        return 0;
    size_t at = names_skip_blanks(s, close + 1);
    struct str dash = str_slice(s, at, s.length);
    size_t size = str_starts(dash, STR("--"))                                ? 2
                  : str_starts(dash, STR("-"))                               ? 1
                  : str_starts(dash, STR("—")) || str_starts(dash, STR("–")) ? 3
                                                                             : 0;
    struct str place = trim_blanks(str_slice(s, 0, open));
    if (!size || (place.length && !starts_upper(place)) ||
        str_find(place, STR(". "), 0) != SIZE_MAX)
        return 0;
    struct str agency = str_slice(s, open + 1, close);
    if (!starts_upper(agency))
        return 0;
    if (!header->site.length)
        header->site = agency;
    if (plain_date_find(place, &date))
        set_published(header, &date);
    return at + size;
}

/* "(서울=연합뉴스) 홍길동 기자 = ". */
static size_t read_korean_dateline(struct header *header, struct str s)
{
    if (!str_starts(s, STR("(")) && !str_starts(s, STR("[")))
        return 0;
    size_t equals = str_find(s, STR("="), 0);
    size_t close = str_find(s, s.bytes[0] == '(' ? STR(")") : STR("]"), 0);
    if (equals == SIZE_MAX || close == SIZE_MAX || close > 60 || equals > close)
        return 0;
    header->site =
        header->site.length ? header->site : trim_blanks(str_slice(s, equals + 1, close));
    size_t second = str_find(s, STR("="), close);
    if (second == SIZE_MAX || second > close + 60)
        return close + 1;
    names_read_korean(header, str_slice(s, close + 1, second));
    return second + 1;
}

/* "（中央社記者吳建宏蘇澳22日電）": agency, role, name, place, day in one bracket. */
static size_t read_bracket_dateline(struct header *header, struct str s, const struct rules *rules)
{
    size_t open = str_starts(s, STR("（")) || str_starts(s, STR("〔")) ? 3 : s.bytes[0] == '(';
    size_t close = str_find(s,
                            open == 1                  ? STR(")")
                            : str_starts(s, STR("（")) ? STR("）")
                                                       : STR("〕"),
                            open);
    if (!open || close == SIZE_MAX || close > BRACKET_BYTES)
        return 0;
    struct str inner = str_slice(s, open, close);
    size_t role = str_find(inner, STR("記者"), 0);
    role = role == SIZE_MAX ? str_find(inner, STR("记者"), 0) : role;
    if (role == SIZE_MAX || !rules_word_suffix(rules, WORD_WIRE, inner))
        return 0;
    struct str agency = str_slice(inner, 0, role);
    struct str name = str_slice(inner, role + 6, inner.length);
    size_t letters = 0, end = 0;
    while (end < name.length && (unsigned char)name.bytes[end] >= 0xE3 && letters < 3) {
        end += 3;
        letters++;
    }
    if (letters == 3 && rules_word_prefix(rules, WORD_SURNAME, name))
        names_add(header, str_slice(name, 0, end));
    if (rules_word_suffix(rules, WORD_AGENCY, agency) && !header->site.length)
        header->site = agency;
    return close + (open == 1 ? 1 : 3);
}

/* "【北嶺通信】": a paper's name before the first sentence. */
static size_t read_agency_bracket(struct header *header, struct str s, const struct rules *rules)
{
    size_t close = str_find(s, STR("】"), 0);
    if (!str_starts(s, STR("【")) || close == SIZE_MAX || close > BRACKET_BYTES)
        return 0;
    struct str inner = str_slice(s, 3, close);
    struct header scratch = {0};
    size_t length = read_wire_dateline(&scratch, inner, rules);
    buffer_release(&scratch.names);
    if (length)
        return read_wire_dateline(header, inner, rules) ? close + 3 : 0;
    if (!rules_word_suffix(rules, WORD_AGENCY, inner) || utf8_count(inner) < 3)
        return 0;
    if (!header->site.length)
        header->site = inner;
    return close + 3;
}

size_t header_read_dateline(struct header *header, struct str s, const struct rules *rules)
{
    s.length = s.length < HEADER_BYTES ? s.length : HEADER_BYTES;
    size_t length = read_wire_dateline(header, s, rules);
    if (!length)
        length = read_own_dateline(header, s, rules);
    if (!length)
        length = read_bracket_dateline(header, s, rules);
    if (!length)
        length = read_agency_bracket(header, s, rules);
    if (!length)
        length = read_latin_dateline(header, s);
    return length ? length : read_korean_dateline(header, s);
}

struct str header_title(struct str line, const struct rules *rules)
{
    line = trim_blanks(str_slice(line, rules_word_prefix(rules, WORD_TITLED, line), line.length));
    size_t last = line.length && line.bytes[line.length - 1] == ']' ? line.length : 0;
    while (last > 0 && line.bytes[last - 1] != '[')
        last--;
    bool has_blank = last > 1 && line.bytes[last - 2] == ' ';
    return has_blank && line.length - last <= 16 ? trim_blanks(str_slice(line, 0, last - 1)) : line;
}

bool header_is_title(struct str line, const struct rules *rules)
{
    bool is_ordered, has_letter = false;
    size_t columns = rough_columns(line);
    if (columns < 3 || columns > 100 || line.bytes[0] == '>' || starts_lower(line) ||
        (list_marker(line, &is_ordered) && !is_ordered))
        return false;
    enum line_look look = line_look(line, 0);
    if (look == LOOK_CODE || look == LOOK_LOG || look == LOOK_TABLE || line_is_field(line))
        return false;
    enum line_end end = line_ending(line);
    if (end == END_SOFT)
        return false;
    if (end == END_TERMINAL && (str_ends(line, STR("。")) || str_ends(line, STR(".")) ||
                                str_ends(line, STR("……")) || starts_as_dialogue(line)))
        return false;
    for (size_t at = 0; at < line.length && !has_letter;) {
        uint32_t c;
        at += utf8_decode(line, at, &c);
        has_letter = code_point_properties(c).is_letter;
    }
    return has_letter && !names_label(line, rules);
}

size_t header_file_stem(struct str line, const struct rules *rules)
{
    if (rough_columns(line) > 120)
        return 0;
    for (size_t badges = 0; badges < 4; badges++) {
        size_t suffix = rules_word_suffix(rules, WORD_SUFFIX, line);
        if (suffix && suffix < line.length)
            return trim_blanks(str_slice(line, 0, line.length - suffix)).length;
        size_t badge = rules_word_suffix(rules, WORD_BADGE, line);
        if (!badge)
            return 0;
        line = trim_blanks(str_slice(line, 0, line.length - badge));
    }
    return 0;
}
