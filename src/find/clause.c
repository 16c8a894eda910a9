#include "find/clause.h"

#include "text/kinsoku.h"
#include "text/properties.h"
#include "text/utf8.h"

/* More blanks or closing marks in a row than these are no end of a clause. */
enum { BACK_MAX = 16 };

static bool is_mark(uint32_t point)
{
    switch (point) {
    case 0x3002: /* 。 */
    case 0xFF0C: /* ， */
    case 0xFF1B: /* ； */
    case 0xFF1A: /* ： */
    case 0xFF01: /* ！ */
    case 0xFF1F: /* ？ */
    case 0xFF0E: /* ． */
    case 0xFF61: /* ｡ */
    case 0x2026: /* … */
    case 0x22EF: /* ⋯ */
    case 0x0964: /* danda */
    case 0x061F: /* Arabic ? */
    case 0x061B: /* Arabic ; */
    case 0x060C: /* Arabic , */
        return true;
    default:
        return false;
    }
}

static bool is_ascii_mark(uint32_t point)
{
    return point == ',' || point == '.' || point == ';' || point == ':' || point == '!' ||
           point == '?';
}

static bool is_blank(uint32_t point)
{
    return point == '\n' || point == '\t' || code_point_properties(point).is_space;
}

static bool is_closing(uint32_t point)
{
    return point == '"' || point == '\'' || code_point_properties(point).is_closing;
}

static bool is_wide(uint32_t point)
{
    return code_point_properties(point).width == 2;
}

static bool is_lower(uint32_t point)
{
    struct properties properties = code_point_properties(point);
    return properties.is_letter && !properties.is_upper && !is_wide(point);
}

/* A period behind one capital letter is an initial's. */
static bool is_initial(struct str text, size_t mark)
{
    uint32_t point = 0;
    if (mark == 0)
        return false;
    size_t before = utf8_decode_before(text, mark, &point);
    if (!code_point_properties(point).is_upper)
        return false;
    return before == 0 || (utf8_decode_before(text, before, &point) < before && is_blank(point));
}

static bool ascii_mark_ends(struct str text, size_t mark, uint32_t next, bool has_blank)
{
    uint32_t point = (unsigned char)text.bytes[mark], before = 0;
    if (mark > 0)
        utf8_decode_before(text, mark, &before);
    if (is_wide(before) || (point != '.' && is_wide(next)))
        return true;
    if (!has_blank || point == ',' || point == ';' || point == ':')
        return false;
    return point != '.' || (!is_lower(next) && !is_initial(text, mark));
}

bool clause_begins(struct str text, size_t offset)
{
    uint32_t next, point = 0;
    bool has_blank = false;
    size_t at = offset, start = offset;
    if (offset == 0 || offset >= text.length)
        return true;
    utf8_decode(text, offset, &next);
    if (is_blank(next) || is_closing(next) || is_mark(next) || is_ascii_mark(next))
        return false;
    for (unsigned i = 0; i < BACK_MAX && at > 0; i++, at = start) {
        start = utf8_decode_before(text, at, &point);
        if (point == '\n')
            return true;
        if (!is_blank(point))
            break;
        has_blank = true;
    }
    for (unsigned i = 0; i < BACK_MAX && start > 0 && is_closing(point); i++)
        start = utf8_decode_before(text, start, &point);
    return is_mark(point) ||
           (is_ascii_mark(point) && ascii_mark_ends(text, start, next, has_blank));
}

static bool is_of_word(uint32_t point)
{
    struct properties properties = code_point_properties(point);
    return (properties.is_letter || properties.is_digit || properties.is_mark) &&
           properties.width != 2;
}

/* Whether the letters on both sides are of one word: it's and it’s are, too. */
static bool is_inside_word(struct str text, size_t offset, uint32_t next)
{
    uint32_t before;
    size_t at = utf8_decode_before(text, offset, &before);
    if ((before == '\'' || before == 0x2019) && at > 0)
        utf8_decode_before(text, at, &before);
    return is_of_word(before) && is_of_word(next);
}

bool clause_is_awkward(struct str text, size_t offset)
{
    uint32_t before, next;
    if (offset == 0 || offset >= text.length)
        return false;
    utf8_decode_before(text, offset, &before);
    utf8_decode(text, offset, &next);
    if (is_blank(before) || is_blank(next))
        return false;
    return is_inside_word(text, offset, next) || !kinsoku_may_start(next, KINSOKU_BASIC) ||
           !kinsoku_may_end(before, KINSOKU_BASIC);
}
