#include "ingest/rules_fold.h"

#include "base/memory.h"
#include "text/case.h"
#include "text/utf8.h"

uint32_t fold_for_rules(uint32_t code_point)
{
    return code_point == 0xA0 || code_point == '\t' ? ' ' : case_fold(code_point);
}

static bool is_decoration(uint32_t code_point)
{
    switch (code_point) {
    case ' ':
    case '*':
    case '-':
    case '>':
    case '<':
    case '|':
    case '+':
    case '~':
    case '=':
    case 0x2022:
    case 0xB7:
    case 0x25A0:
    case 0x25A1:
    case 0x25AA:
    case 0x25CF:
    case 0x25CB:
    case 0x25C6:
    case 0x25C7:
    case 0x25E6:
    case 0xBB:
    case 0xAB:
    case 0x203A:
    case 0x2039:
    case 0x2192:
    case 0x25B6:
    case 0x25B8:
    case 0x25BC:
    case 0x25BE:
    case 0x25BA:
    case 0x2014:
    case 0x2013:
    case 0x2605:
    case 0x2606:
    case 0x203B:
    case 0x30FB:
    case 0x200B:
    case 0x2060:
    case 0xFEFF:
        return true;
    default:
        return false;
    }
}

static uint32_t closing_of(uint32_t opening)
{
    switch (opening) {
    case '[':
        return ']';
    case '(':
        return ')';
    case 0x3010:
        return 0x3011;
    case 0x300C:
        return 0x300D;
    case 0x300A:
        return 0x300B;
    case 0x201C:
        return 0x201D;
    default:
        return 0;
    }
}

static struct str trim_decoration(struct str s)
{
    uint32_t code_point;
    while (s.length) {
        size_t taken = utf8_decode(s, 0, &code_point);
        if (!is_decoration(code_point))
            break;
        s = str_slice(s, taken, s.length);
    }
    while (s.length) {
        size_t start = utf8_decode_before(s, s.length, &code_point);
        if (!is_decoration(code_point) && code_point != ':' && code_point != 0x2026)
            break;
        s.length = start;
    }
    return s;
}

/* Takes off brackets that hold the whole line: "【打印】", "[ 閉じる ]". */
static struct str trim_brackets(struct str s)
{
    while (s.length > 2) {
        uint32_t opening, closing;
        size_t first = utf8_decode(s, 0, &opening);
        size_t last = utf8_decode_before(s, s.length, &closing);
        if (!closing_of(opening) || closing != closing_of(opening))
            return s;
        struct str inner = str_slice(s, first, last);
        if (str_find(inner, str_slice(s, last, s.length), 0) != SIZE_MAX)
            return s;
        s = trim_decoration(inner);
    }
    return s;
}

/* "评论(12)" → "评论": the count says nothing, and hides the word from equals. */
static struct str trim_count(struct str s)
{
    if (!s.length || s.bytes[s.length - 1] != ')')
        return s;
    size_t at = s.length - 1;
    while (at > 0 && ((s.bytes[at - 1] >= '0' && s.bytes[at - 1] <= '9') || s.bytes[at - 1] == ','))
        at--;
    if (at == s.length - 1 || at < 2 || s.bytes[at - 1] != '(')
        return s;
    s.length = at - 1;
    return trim_decoration(s);
}

void fold_line(struct folded *folded, struct str line)
{
    line = trim_decoration(line);
    folded->length = 0;
    for (size_t at = 0; at < line.length && folded->length < FOLDED_SIZE;) {
        uint32_t code_point;
        at += utf8_decode(line, at, &code_point);
        code_point = fold_for_rules(code_point);
        if (code_point == ' ' && folded->length && folded->bytes[folded->length - 1] == ' ')
            continue;
        folded->length += utf8_encode(code_point, folded->bytes + folded->length);
    }
}

unsigned gram_of(const char *bytes)
{
    const unsigned char *b = (const unsigned char *)bytes;
    return (b[0] * 7u + b[1] * 61u + b[2] * 509u) & (GRAM_COUNT - 1);
}

struct str folded_core(struct folded *folded)
{
    struct str core = {folded->bytes, folded->length};
    core = trim_count(trim_brackets(trim_decoration(core)));
    folded->code_points = utf8_count(core);
    memset(folded->grams, 0, sizeof folded->grams);
    for (size_t i = 0; i + GRAM_BYTES <= core.length; i++) {
        unsigned gram = gram_of(core.bytes + i);
        folded->grams[gram / 64] |= UINT64_C(1) << (gram % 64);
    }
    return core;
}
