#include "layout/shape.h"

#include "text/properties.h"
#include "text/utf8.h"

#include <string.h>

/* How far a mark looks for its neighbours, its partner and the start of a URL. */
enum { NEIGHBOUR_COUNT_MAX = 16, PARTNER_LENGTH_MAX = 512, URL_LENGTH_MAX = 256 };

/* What stands on one side of a mark, blanks, quotes, marks and whole brackets passed over. */
enum side { SIDE_BORDER, SIDE_CJK, SIDE_OTHER };

struct line {
    struct str text;
    uint32_t start, end;
};

static bool is_open(uint32_t code_point)
{
    return code_point == '(' || code_point == 0xFF08;
}

static bool is_close(uint32_t code_point)
{
    return code_point == ')' || code_point == 0xFF09;
}

static bool is_cjk_letter(uint32_t code_point)
{
    const unsigned script = code_point_properties(code_point).script;
    return (script >= SCRIPT_HAN && script <= SCRIPT_BOPOMOFO) ||
           (code_point >= 0x3041 && code_point <= 0x30FF);
}

static bool is_cjk_mark(uint32_t code_point)
{
    return (code_point >= 0x3001 && code_point <= 0x303F) ||
           (code_point >= 0xFF01 && code_point <= 0xFF0F) ||
           (code_point >= 0xFF1A && code_point <= 0xFF1F) ||
           (code_point >= 0xFF3B && code_point <= 0xFF65) || code_point == 0x2014 ||
           code_point == 0x2026 || code_point == 0x22EF;
}

/* Marks that say nothing of the script they stand in. */
static bool is_passed_over(uint32_t code_point)
{
    switch (code_point) {
    case ' ':
    case 0x3000:
    case '"':
    case '\'':
    case 0x2018:
    case 0x2019:
    case 0x201C:
    case 0x201D:
    case ',':
    case '.':
    case ':':
    case ';':
    case '!':
    case '?':
    case '(':
    case ')':
        return true;
    default:
        return false;
    }
}

/* Offset of the bracket that closes the one at open, or UINT32_MAX. */
static uint32_t partner_after(const struct line *line, uint32_t open)
{
    uint32_t stop = line->end - open > PARTNER_LENGTH_MAX ? open + PARTNER_LENGTH_MAX : line->end;
    unsigned depth = 0;
    uint32_t code_point;
    for (uint32_t i = open, next; i < stop; i = next) {
        next = i + (uint32_t)utf8_decode(line->text, i, &code_point);
        depth += is_open(code_point);
        if (is_close(code_point) && --depth == 0)
            return i;
    }
    return UINT32_MAX;
}

static uint32_t partner_before(const struct line *line, uint32_t close)
{
    uint32_t code_point;
    uint32_t i = close + (uint32_t)utf8_decode(line->text, close, &code_point);
    const uint32_t stop =
        close - line->start > PARTNER_LENGTH_MAX ? close - PARTNER_LENGTH_MAX : line->start;
    unsigned depth = 0;
    while (i > stop) {
        i = (uint32_t)utf8_decode_before(line->text, i, &code_point);
        depth += is_close(code_point);
        if (is_open(code_point) && --depth == 0)
            return i;
    }
    return UINT32_MAX;
}

static enum side side_after(const struct line *line, uint32_t offset)
{
    uint32_t code_point;
    for (unsigned i = 0; i < NEIGHBOUR_COUNT_MAX; i++) {
        if (offset >= line->end)
            return SIDE_BORDER;
        uint32_t next = offset + (uint32_t)utf8_decode(line->text, offset, &code_point);
        if (is_open(code_point)) {
            const uint32_t close = partner_after(line, offset);
            if (close == UINT32_MAX)
                return SIDE_OTHER;
            next = close + (uint32_t)utf8_decode(line->text, close, &code_point);
        } else if (!is_passed_over(code_point)) {
            return is_cjk_letter(code_point) || is_cjk_mark(code_point) ? SIDE_CJK : SIDE_OTHER;
        }
        offset = next;
    }
    return SIDE_OTHER;
}

static enum side side_before(const struct line *line, uint32_t offset)
{
    uint32_t code_point;
    for (unsigned i = 0; i < NEIGHBOUR_COUNT_MAX; i++) {
        if (offset <= line->start)
            return SIDE_BORDER;
        offset = (uint32_t)utf8_decode_before(line->text, offset, &code_point);
        if (is_close(code_point)) {
            const uint32_t open = partner_before(line, offset);
            if (open == UINT32_MAX)
                return SIDE_OTHER;
            offset = open;
        } else if (!is_passed_over(code_point)) {
            return is_cjk_letter(code_point) || is_cjk_mark(code_point) ? SIDE_CJK : SIDE_OTHER;
        }
    }
    return SIDE_OTHER;
}

/* End of the URL whose "://" stands at offset: Han in the host is an IDN's. */
static uint32_t url_end(const struct line *line, uint32_t offset)
{
    uint32_t code_point;
    bool is_host = true;
    offset += 3;
    while (offset < line->end) {
        const uint32_t next = offset + (uint32_t)utf8_decode(line->text, offset, &code_point);
        if (code_point == '/')
            is_host = false;
        const bool is_mark = code_point == ',' || code_point == ';' || code_point == '!' ||
                             code_point == '(' || code_point == ')' || code_point == '"' ||
                             is_cjk_mark(code_point);
        if (code_point <= ' ' || (is_host ? is_mark : code_point >= 0x7F))
            break;
        offset = next;
    }
    return offset;
}

static bool is_in_url(const struct line *line, uint32_t offset)
{
    const char *bytes = line->text.bytes;
    const uint32_t stop =
        offset - line->start > URL_LENGTH_MAX ? offset - URL_LENGTH_MAX : line->start;
    /* from the colon of "://" on, which may be the mark itself */
    for (uint32_t until = offset + 1; until > stop;) {
        const char *colon = memrchr(bytes + stop, ':', until - stop);
        if (!colon)
            return false;
        until = (uint32_t)(colon - bytes);
        if (until + 2 < line->end && colon[1] == '/' && colon[2] == '/')
            return offset + 1 < url_end(line, until);
    }
    return false;
}

static uint32_t dot_shown(const struct line *line, uint32_t offset)
{
    uint32_t code_point;
    if (offset == line->start || (offset + 1 < line->end && line->text.bytes[offset + 1] == '.'))
        return 0;
    utf8_decode_before(line->text, offset, &code_point);
    const bool ends_sentence = is_cjk_letter(code_point) || is_close(code_point) ||
                               code_point == 0x201D || code_point == 0x2019 ||
                               code_point == 0x300D || code_point == 0x300B;
    return ends_sentence && side_after(line, offset + 1) != SIDE_OTHER ? 0x3002 : 0;
}

/* Brackets change as a pair or not at all; what is inside decides only when nothing is outside. */
static uint32_t bracket_shown(const struct line *line, uint32_t offset, bool opens)
{
    const uint32_t partner = opens ? partner_after(line, offset) : partner_before(line, offset);
    if (partner == UINT32_MAX)
        return 0;
    const uint32_t open = opens ? offset : partner, close = opens ? partner : offset;
    uint32_t code_point;
    const uint32_t behind = close + (uint32_t)utf8_decode(line->text, close, &code_point);
    const enum side before = side_before(line, open), after = side_after(line, behind);
    if (before == SIDE_OTHER || after == SIDE_OTHER)
        return 0;
    const uint32_t inside = open + (uint32_t)utf8_decode(line->text, open, &code_point);
    const struct line content = {line->text, inside, close};
    if (before == SIDE_BORDER && after == SIDE_BORDER && side_after(&content, inside) != SIDE_CJK)
        return 0;
    return opens ? 0xFF08 : 0xFF09;
}

static bool is_ascii_word(uint32_t code_point)
{
    return (code_point >= '0' && code_point <= '9') || (code_point >= 'A' && code_point <= 'Z') ||
           (code_point >= 'a' && code_point <= 'z');
}

/* A mark in Chinese prose beside a number or a Latin name, nothing between: 张明说,2009年 and
 * 成为VIP,下载. */
static bool joins_han_and_word(const struct line *line, uint32_t offset)
{
    uint32_t before, after;
    if (offset == line->start || offset + 1 >= line->end)
        return false;
    utf8_decode_before(line->text, offset, &before);
    utf8_decode(line->text, offset + 1, &after);
    if (is_cjk_letter(before))
        return is_ascii_word(after);
    return line->text.bytes[offset] != ':' && is_ascii_word(before) && is_cjk_letter(after);
}

static uint32_t form_of(const struct line *line, uint32_t offset)
{
    const char mark = line->text.bytes[offset];
    if (mark == '(' || mark == ')')
        return bracket_shown(line, offset, mark == '(');
    if (mark != '.' && joins_han_and_word(line, offset))
        return 0xFF00u + (uint32_t)(mark - 0x20);
    if (side_before(line, offset) != SIDE_CJK)
        return 0;
    if (mark == '.')
        return dot_shown(line, offset);
    return side_after(line, offset + 1) != SIDE_OTHER ? 0xFF00u + (uint32_t)(mark - 0x20) : 0;
}

uint32_t mark_shown(struct str text, uint32_t line_start, uint32_t line_end, uint32_t offset)
{
    const struct line line = {text, line_start, line_end};
    const uint32_t form = form_of(&line, offset);
    return form && !is_in_url(&line, offset) ? form : 0;
}
