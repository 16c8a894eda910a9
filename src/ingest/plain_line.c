#include "ingest/plain_line.h"

#include "base/memory.h"
#include "base/vector.h"
#include "text/properties.h"
#include "text/utf8.h"

enum {
    EXACT_BYTES = 300,
    MARK_BYTES = 1000
}; /* 140 columns of anything but a run of marks are less */

size_t blank_length(struct str text, size_t offset)
{
    const unsigned char *b = (const unsigned char *)text.bytes + offset;
    size_t left = text.length - offset;
    if (left == 0)
        return 0;
    if (b[0] == ' ' || b[0] == '\t')
        return 1;
    if (b[0] == 0xC2)
        return left > 1 && b[1] == 0xA0 ? 2 : 0;
    if (left < 3)
        return 0;
    if (b[0] == 0xE3)
        return b[1] == 0x80 && b[2] == 0x80 ? 3 : 0;
    if (b[0] == 0xE2 && b[1] == 0x80)
        return b[2] <= 0x8A || b[2] == 0xAF ? 3 : 0;
    return b[0] == 0xE2 && b[1] == 0x81 && b[2] == 0x9F ? 3 : 0;
}

/* Bytes of the blank that ends before `end`, or 0. */
static size_t blank_length_before(struct str text, size_t start, size_t end)
{
    for (size_t size = 1; size <= 3 && start + size <= end; size++)
        if (blank_length(str_slice(text, 0, end), end - size) == size)
            return size;
    return 0;
}

struct str trim_blanks(struct str s)
{
    size_t start = 0, end = s.length, size;
    while ((size = blank_length(s, start)) > 0)
        start += size;
    while (end > start && (size = blank_length_before(s, start, end)) > 0)
        end -= size;
    return str_slice(s, start, end);
}

static inline uint8_t is_in(uint8_t byte, uint8_t low, uint8_t high)
{
    return (uint8_t)(byte - low) <= high - low;
}

/* By the first byte of a character; continuation bytes, and the combining marks of 0xCC, take none.
 */
static inline uint8_t lead_columns(uint8_t byte)
{
    const uint8_t narrow = (uint8_t)((byte < 0x80) + (byte >= 0xC0) - (byte == 0xCC));
    return (uint8_t)(narrow + is_in(byte, 0xE3, 0xED) + is_in(byte, 0xEF, 0xF0));
}

WITH_AVX2 static size_t sum_columns(struct str s)
{
    enum { BLOCK_BYTES = 64 }; /* whose columns a byte counts */
    size_t columns = 0, i = 0;
    for (; s.length - i >= BLOCK_BYTES; i += BLOCK_BYTES) {
        uint8_t block = 0;
        for (size_t k = 0; k < BLOCK_BYTES; k++)
            block += lead_columns((uint8_t)s.bytes[i + k]);
        columns += block;
    }
    for (; i < s.length; i++)
        columns += lead_columns((uint8_t)s.bytes[i]);
    return columns;
}

size_t rough_columns(struct str s)
{
    return sum_columns(s);
}

void line_read(struct str text, size_t offset, struct line *ret_line)
{
    const char *bytes = text.bytes + offset;
    const char *newline = memchr(bytes, '\n', text.length - offset);
    size_t end = newline ? (size_t)(newline - text.bytes) : text.length;
    struct line line = {.raw_start = (uint32_t)offset, .raw_end = (uint32_t)end};
    struct str upto = {text.bytes, end};
    size_t at = offset, indent = 0, size;
    while ((size = blank_length(upto, at)) > 0) {
        if (text.bytes[at] == '\t')
            indent = (indent / 8 + 1) * 8;
        else
            indent += size == 3 ? 2 : 1;
        line.indent_kind = size > 1           ? INDENT_WIDE
                           : line.indent_kind ? line.indent_kind
                                              : INDENT_SPACE;
        at += size;
    }
    while (end > at && (size = blank_length_before(text, at, end)) > 0)
        end -= size;
    line.start = (uint32_t)at;
    line.end = (uint32_t)end;
    line.indent = (uint16_t)(indent < UINT16_MAX ? indent : UINT16_MAX);
    size_t length = end - at;
    size_t columns =
        length > EXACT_BYTES ? length / 3 * 2 : rough_columns(str_slice(text, at, end));
    line.columns = (uint16_t)(columns < UINT16_MAX ? columns : UINT16_MAX);
    *ret_line = line;
}

size_t skip_blank_lines(struct str text, size_t offset)
{
    struct line line;
    while (offset < text.length) {
        if (text.bytes[offset] == '\n') { /* a line a byte: there may be any number */
            offset++;
            continue;
        }
        line_read(text, offset, &line);
        if (!line_is_blank(&line))
            return offset;
        offset = line.raw_end + (size_t)1;
    }
    return text.length;
}

bool is_han_code_point(uint32_t code_point)
{
    if (code_point >= 0x3000 && code_point <= 0x303F)
        return true;
    if (code_point >= 0xFF01 && code_point <= 0xFFEF)
        return true;
    if (code_point < 0x2E80)
        return false;
    enum script script = code_point_properties(code_point).script;
    return script_is_cjk(script) && script != SCRIPT_HANGUL;
}

WITH_AVX2 static bool has_cjk(struct str s)
{
    enum { LOOKED_BYTES = 200 }; /* which a byte counts */
    uint8_t wide = 0, other = 0;
    const size_t length = s.length < LOOKED_BYTES ? s.length : LOOKED_BYTES;
    for (size_t i = 0; i < length; i++) {
        const uint8_t b = (uint8_t)s.bytes[i];
        wide += is_in(b, 0xE3, 0xE9);
        other += (uint8_t)(is_in(b, 'a', 'z') + is_in(b, 0xC3, 0xE1) + is_in(b, 0xEA, 0xED));
    }
    return wide * 2 > other;
}

bool line_is_cjk(struct str s)
{
    return has_cjk(s);
}

static bool is_closing_mark(uint32_t c)
{
    return c == '"' || c == '\'' || c == ')' || c == ']' || c == 0x2019 || c == 0x201D ||
           c == 0xBB || c == 0x300D || c == 0x300F || c == 0x300B || c == 0x3009 || c == 0x3011 ||
           c == 0xFF09 || c == 0xFE42 || c == 0xFE44 || c == 0xFF3D || c == '*' || c == '_';
}

static bool is_terminal_mark(uint32_t c)
{
    return c == '.' || c == '!' || c == '?' || c == 0x3002 || c == 0xFF01 || c == 0xFF1F ||
           c == 0xFF0E || c == 0x2026 || c == 0x22EF || c == 0x203C || c == 0x2047 || c == 0x2048 ||
           c == 0x2049 || c == 0x61F || c == 0x6D4 || c == 0x964 || c == 0x965 || c == 0xFF61 ||
           c == 0x2014 || c == 0x1362;
}

static bool is_soft_mark(uint32_t c)
{
    return c == ',' || c == ';' || c == ':' || c == 0xFF0C || c == 0x3001 || c == 0xFF1B ||
           c == 0xFF1A || c == '-' || c == 0x2010 || c == 0x60C || c == '(' || c == 0xFF08;
}

enum line_end line_ending(struct str s)
{
    size_t end = s.length;
    bool is_closed = false;
    while (end > 0) {
        uint32_t c;
        size_t start = utf8_decode_before(s, end, &c);
        if (is_terminal_mark(c))
            return END_TERMINAL;
        if (is_soft_mark(c))
            return END_SOFT;
        if (!is_closing_mark(c) || s.length - start > 16)
            break;
        is_closed = is_closed || c == 0x201D || c == 0x300D || c == 0x300F || c == '"';
        end = start;
    }
    return is_closed ? END_TERMINAL : END_OPEN;
}

/* Not ! ? or colons, which headlines have too. */
size_t sentence_marks(struct str s)
{
    size_t count = 0, end = s.length < MARK_BYTES ? s.length : MARK_BYTES;
    for (size_t i = 0; i < end; i++) {
        const unsigned char *b = (const unsigned char *)s.bytes + i;
        size_t left = s.length - i;
        unsigned char before = i > 0 ? b[-1] : '.';
        bool is_ascii = b[0] == ',' || b[0] == '.' || b[0] == ';';
        bool is_end = left == 1 || b[1] == ' ' || b[1] == '"' || b[1] >= 0xE2;
        /* 、 。 ， ； */
        bool is_wide =
            left > 2 && ((b[0] == 0xE3 && b[1] == 0x80 && (b[2] - 0x81u) < 2) ||
                         (b[0] == 0xEF && b[1] == 0xBC && (b[2] == 0x8C || b[2] == 0x9B)));
        count += is_wide || (is_ascii && is_end && before != '.');
    }
    return count;
}

size_t first_unit_columns(struct str s)
{
    size_t at = 0, columns = 0;
    while (at < s.length && at < 80) {
        uint32_t c;
        size_t size = utf8_decode(s, at, &c);
        if (c == ' ' || c == '\t')
            break;
        if (is_han_code_point(c))
            return columns ? columns : 2;
        columns += rough_columns(str_slice(s, at, at + size));
        at += size;
    }
    return columns;
}

bool starts_as_dialogue(struct str s)
{
    uint32_t c;
    if (!s.length)
        return false;
    utf8_decode(s, 0, &c);
    return c == '"' || c == 0x201C || c == 0x2018 || c == 0x300C || c == 0x300E || c == 0xAB ||
           c == 0x2014 || c == 0x2015 || c == 0xFE41 || c == 0xFF02;
}

static struct properties first_letter(struct str s)
{
    for (size_t at = 0; at < s.length && at < 16;) {
        uint32_t c;
        at += utf8_decode(s, at, &c);
        struct properties properties = code_point_properties(c);
        if (properties.is_letter || properties.is_digit)
            return properties;
    }
    return (struct properties){0};
}

bool starts_upper(struct str s)
{
    return first_letter(s).is_upper;
}

bool starts_lower(struct str s)
{
    struct properties p = first_letter(s);
    return p.is_letter && !p.is_upper &&
           (p.script == SCRIPT_LATIN || p.script == SCRIPT_GREEK || p.script == SCRIPT_CYRILLIC);
}

bool line_is_full(struct str text, const struct line *line, const struct line *next, size_t columns)
{
    struct str s = line_text(text, line);
    size_t width = (size_t)line->indent + line->columns;
    uint32_t last = 0;
    if (s.length)
        utf8_decode_before(s, s.length, &last);
    bool is_han = is_han_code_point(last);
    size_t needed = first_unit_columns(line_text(text, next)) + (is_han ? 0 : 1);
    /* Kinsoku takes one or two characters along to the next row. */
    /* By hand, and before a hyphen, lines are cut a little early. */
    return width + needed + (is_han ? 3 : columns / 16) > columns;
}

void fill_add(struct fill *fill, struct str text, const struct line *line, const struct line *next,
              size_t columns)
{
    struct str s = line_text(text, line), n = line_text(text, next);
    fill->pair_count++;
    fill->full_count += line_is_full(text, line, next, columns);
    fill->lower_count += starts_lower(n);
    fill->upper_count += starts_upper(n);
    fill->terminal_count += line_ending(s) == END_TERMINAL;
    fill->cjk_count += line_is_cjk(s);
}
