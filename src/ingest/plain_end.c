#include "ingest/plain_private.h"

#include "base/memory.h"
#include "text/properties.h"
#include "text/utf8.h"

/* Whether the body breaks off. Only a paragraph of prose can, and only in a text whose other
 * paragraphs do end their sentences. */

enum { PROSE_COLUMNS = 80, NEIGHBOURS = 8, TAIL_BYTES = 600 };

static bool is_body(const struct block *block)
{
    return block->aside == ASIDE_NONE && !(block->flags & BLOCK_FRONT) && block->kind != BLOCK_RULE;
}

static struct str block_text(struct str text, const struct block *block)
{
    return str_slice(text, block->start, block->end);
}

static bool is_prose_block(struct str text, const struct block *block)
{
    struct str s = block_text(text, block);
    if (block->kind != BLOCK_PARAGRAPH || (block->flags & BLOCK_VERSE) || s.length < PROSE_COLUMNS)
        return false;
    s.length = s.length < TAIL_BYTES ? s.length : TAIL_BYTES;
    return rough_columns(s) >= PROSE_COLUMNS;
}

static bool says_to_be_continued(struct str s)
{
    static const char *const words[] = {
        "未完待续", "未完待續",        "待续",        "待續", "つづく",
        "続く",     "to be continued", "다음에 계속", "계속)"};
    if (s.length > 60)
        return false;
    for (size_t i = 0; i < ARRAY_LENGTH(words); i++) {
        struct str word = str_from(words[i]);
        for (size_t at = 0; at + word.length <= s.length; at++)
            if (str_equal_ascii_case(str_slice(s, at, at + word.length), word))
                return true;
    }
    return false;
}

static bool has_inner_marks(struct str s)
{
    static const char *const marks[] = {"，", "。", "、", ",", ". ", "；", "！", "？"};
    for (size_t i = 0; i < ARRAY_LENGTH(marks); i++)
        if (str_find(s, str_from(marks[i]), 0) != SIZE_MAX)
            return true;
    return false;
}

/* Korean sentences are told by their last syllable where the full stop is left out. */
static bool is_korean_ending(uint32_t c)
{
    static const uint32_t syllables[] = {0xB2E4, 0xC694, 0xC74C, 0xD568,
                                         0xAE4C, 0xC8E0, 0xC784, 0xB428};
    for (size_t i = 0; i < ARRAY_LENGTH(syllables); i++)
        if (syllables[i] == c)
            return true;
    return false;
}

/* The last word of Latin prose: a plain lower-case one, no address or file name. */
static bool ends_in_plain_word(struct str s)
{
    size_t start = s.length;
    while (start > 0 && s.bytes[start - 1] != ' ' && s.bytes[start - 1] != '\n')
        start--;
    for (size_t i = start; i < s.length; i++)
        if (strchr("/@.:_=<>()[]{}0123456789", s.bytes[i]))
            return false;
    return starts_lower(str_slice(s, start, s.length));
}

static bool breaks_off(struct str s, const struct form *form)
{
    uint32_t last;
    enum line_end end = line_ending(s);
    size_t tail = s.length > TAIL_BYTES ? s.length - TAIL_BYTES : 0;
    while (tail < s.length && ((unsigned char)s.bytes[tail] & 0xC0) == 0x80)
        tail++;
    if (end == END_TERMINAL || !has_inner_marks(str_slice(s, tail, s.length)))
        return false;
    utf8_decode_before(s, s.length, &last);
    struct properties p = code_point_properties(last);
    if (end == END_SOFT) /* a colon or semicolon ends an introduction or code */
        return last == ',' || last == 0xFF0C || last == 0x3001 || last == 0xFF1B;
    if (!p.is_letter)
        return false;
    if (p.script == SCRIPT_HANGUL)
        return !is_korean_ending(last);
    if (script_is_cjk(p.script))
        return true;
    return !form->is_markdown && ends_in_plain_word(s) && str_find(s, STR(". "), 0) != SIZE_MAX;
}

/* Most of the paragraphs before it end as this one does: that is how the text is written. */
static bool is_usual(struct str text, const struct block *blocks, size_t last,
                     const struct form *form)
{
    size_t seen = 0, broken = 0;
    for (size_t i = last; i-- > 0 && seen < NEIGHBOURS && last - i < 200;) {
        if (!is_body(&blocks[i]) || !is_prose_block(text, &blocks[i]))
            continue;
        seen++;
        broken += breaks_off(block_text(text, &blocks[i]), form);
    }
    return seen >= 1 && broken * 2 >= seen;
}

bool plain_is_incomplete(struct str text, const struct block *blocks, size_t count,
                         const struct form *form)
{
    size_t last = count;
    while (last > 0 && !is_body(&blocks[last - 1]))
        last--;
    if (last-- == 0 || form->is_code)
        return false;
    struct str s = block_text(text, &blocks[last]);
    if (says_to_be_continued(s))
        return true;
    return is_prose_block(text, &blocks[last]) && breaks_off(s, form) &&
           !is_usual(text, blocks, last, form);
}
