#include "ingest/plain_private.h"

#include "base/memory.h"
#include "text/utf8.h"

/* A stanza (lines without a blank one between) is first seen as a whole (code, a table), then line
 * by line (headings, lists, quotes, rules); the runs between those go to plain_run.c. */

/* What a stanza is, its first lines tell. */
enum { LOOKED_LINES = 400 };

static size_t looked_count(const struct stanza *stanza)
{
    return stanza->count < LOOKED_LINES ? stanza->count : LOOKED_LINES;
}

static size_t count_looks(const struct stanza *stanza, enum line_look look)
{
    size_t count = 0;
    for (size_t i = 0; i < looked_count(stanza); i++)
        count += stanza->lines[i].look == look;
    return count;
}

static unsigned least_indent(const struct stanza *stanza)
{
    unsigned least = UINT16_MAX;
    for (size_t i = 0; i < stanza->count; i++)
        if (stanza->lines[i].indent < least)
            least = stanza->lines[i].indent;
    return least;
}

/* "-----|------", what makes lines with bars a table. */
static bool is_delimiter_row(struct str s)
{
    size_t bars = 0, dashes = 0;
    for (size_t i = 0; i < s.length; i++) {
        bars += s.bytes[i] == '|' || s.bytes[i] == '+';
        dashes += s.bytes[i] == '-' || s.bytes[i] == '=';
        if (!memchr("|-: +=", s.bytes[i], 6))
            return false;
    }
    return bars >= 1 && dashes >= 3;
}

static bool is_tabular(const struct stanza *stanza)
{
    for (size_t i = 0; i < stanza->count && i < 3 && stanza->count >= 2; i++)
        if (is_delimiter_row(line_text(stanza->text, &stanza->lines[i])))
            return true;
    size_t tables = count_looks(stanza, LOOK_TABLE);
    if (stanza->count >= 2 && tables * 2 > looked_count(stanza))
        return true;
    return lines_are_aligned(stanza->text, stanza->lines, looked_count(stanza));
}

/* Dots that lead to a page number. */
static bool is_leader_line(struct str s)
{
    if (s.length < 8 || s.bytes[s.length - 1] < '0' || s.bytes[s.length - 1] > '9')
        return false;
    return str_find(s, STR("....."), 0) != SIZE_MAX || str_find(s, STR(". . . ."), 0) != SIZE_MAX ||
           str_find(s, STR("…………"), 0) != SIZE_MAX;
}

static bool is_contents(const struct stanza *stanza)
{
    size_t leaders = 0;
    for (size_t i = 0; i < looked_count(stanza); i++)
        leaders += is_leader_line(line_text(stanza->text, &stanza->lines[i]));
    return leaders * 2 > looked_count(stanza);
}

/* Prose by the share of its lines that read as sentences. */
static bool is_prose(const struct stanza *stanza)
{
    return count_looks(stanza, LOOK_PROSE) * 2 > looked_count(stanza);
}

static size_t atx_marker(struct str s)
{
    size_t level = 0;
    while (level < s.length && s.bytes[level] == '#')
        level++;
    return level >= 1 && level <= 6 && level + 1 < s.length && s.bytes[level] == ' ' ? level + 1
                                                                                     : 0;
}

static bool is_code(const struct stanza *stanza)
{
    struct str first = line_text(stanza->text, &stanza->lines[0]);
    unsigned indent = least_indent(stanza);
    bool ignored;
    if (stanza->form->is_markdown && atx_marker(first))
        return false;
    bool may_be_code = stanza->code_end || stanza->lines[0].indent >= stanza->form->base_indent + 4;
    if (stanza->count == 1 && (stanza->lines[0].columns > 200 || !may_be_code))
        return is_contents(stanza);
    if (is_contents(stanza) || is_tabular(stanza))
        return true;
    size_t code = count_looks(stanza, LOOK_CODE);
    bool is_deep =
        indent >= stanza->form->base_indent + 4 && stanza->lines[0].indent_kind == INDENT_SPACE;
    if (stanza->list_level > 0 && (list_marker(first, &ignored) || !is_deep))
        is_deep = false;
    if (is_deep && stanza->form->is_markdown)
        return true;
    if (is_deep && !line_is_cjk(first) && !is_prose(stanza) && (code > 0 || stanza->code_end))
        return true;
    if (list_marker(first, &ignored) || first.bytes[0] == '>' || count_looks(stanza, LOOK_LOG) > 0)
        return code * 10 > looked_count(stanza) * 8;
    if (stanza->count == 1)
        return code == 1 && (stanza->code_end != 0 || is_deep);
    /* Of two lines one may look like anything. */
    return (stanza->count > 2 ? code * 2 >= looked_count(stanza) : code == stanza->count) &&
           !is_prose(stanza);
}

/* Code keeps its blanks and its blank lines, so what follows code in code is the same block. */
static void write_code(struct stanza *stanza)
{
    uint32_t start = stanza->lines[0].raw_start, end = stanza->lines[stanza->count - 1].end;
    if (stanza->code_end) {
        out_reopen(stanza->out);
        out_piece(stanza->out, stanza->code_end, end);
        out_end(stanza->out);
    } else {
        out_block(stanza->out, (struct block){.kind = BLOCK_CODE}, start, end);
    }
    stanza->code_end = end;
    stanza->list_level = 0;
}

static size_t bullet_length(struct str s)
{
    static const char *const bullets[] = {"- ", "* ", "+ ", "•", "◦", "‣",   "▪",   "■",
                                          "□",  "●",  "○",  "◆", "◇", "–  ", "-\t", "*\t"};
    unsigned char first = s.length ? (unsigned char)s.bytes[0] : 'a';
    if (first != '-' && first != '*' && first != '+' && first != 0xE2)
        return 0;
    for (size_t i = 0; i < ARRAY_LENGTH(bullets); i++) {
        struct str bullet = str_from(bullets[i]);
        if (str_starts(s, bullet)) {
            size_t end = bullet.length;
            for (size_t size; (size = blank_length(s, end)) > 0;)
                end += size;
            return end < s.length ? end : 0;
        }
    }
    return 0;
}

static size_t number_mark_length(struct str s, size_t at)
{
    static const char *const marks[] = {". ", ".\t", ") ", ")", "、", "．", "）", "。"};
    for (size_t i = 0; i < ARRAY_LENGTH(marks); i++)
        if (str_starts(str_slice(s, at, s.length), str_from(marks[i])))
            return str_from(marks[i]).length;
    return 0;
}

size_t list_marker(struct str s, bool *ret_is_ordered)
{
    size_t digits = 0, bullet = bullet_length(s);
    *ret_is_ordered = false;
    if (bullet)
        return bullet;
    if (!s.length || (s.bytes[0] != '(' && (unsigned char)s.bytes[0] != 0xEF &&
                      !(s.bytes[0] >= '0' && s.bytes[0] <= '9')))
        return 0;
    bool has_bracket = str_starts(s, STR("(")) || str_starts(s, STR("（"));
    size_t at = has_bracket ? (s.bytes[0] == '(' ? 1 : 3) : 0;
    while (at + digits < s.length && s.bytes[at + digits] >= '0' && s.bytes[at + digits] <= '9')
        digits++;
    if (digits == 0 || digits > 3)
        return 0;
    size_t mark = number_mark_length(s, at + digits);
    size_t end = at + digits + mark;
    if (!mark || (has_bracket && s.bytes[end - mark] != ')' && mark != 3))
        return 0;
    for (size_t size; (size = blank_length(s, end)) > 0;)
        end += size;
    *ret_is_ordered = true;
    return end < s.length ? end : 0;
}

/* A mark of one's own makes no list: dashes begin dialogue, numbers begin headings. */
static bool is_list_here(const struct stanza *stanza, size_t at)
{
    bool is_ordered, other;
    const struct line *line = &stanza->lines[at];
    size_t marker = list_marker(line_text(stanza->text, line), &is_ordered);
    if (!marker)
        return false;
    if (stanza->list_level > 0 || stanza->form->is_markdown)
        return true;
    /* Lines before this one may have been written over; had they been items, a list were open. */
    for (size_t i = at + 1; i < stanza->count && i < at + 40; i++)
        if (list_marker(line_text(stanza->text, &stanza->lines[i]), &other) && other == is_ordered)
            return true;
    /* "  * text", as changelogs have it, and an item whose next line hangs under its text. */
    if (!is_ordered && line->indent >= 2 && line->indent <= 8 && line->indent_kind == INDENT_SPACE)
        return true;
    return at + 1 < stanza->count && stanza->lines[at + 1].indent == line->indent + marker;
}

static unsigned list_depth(struct stanza *stanza, unsigned indent)
{
    while (stanza->list_level > 1 && indent < stanza->list_indents[stanza->list_level - 1])
        stanza->list_level--;
    if (stanza->list_level == 0)
        stanza->list_level = 1;
    else if (indent >= stanza->list_indents[stanza->list_level - 1] + 2 &&
             stanza->list_level < ARRAY_LENGTH(stanza->list_indents))
        stanza->list_level++;
    stanza->list_indents[stanza->list_level - 1] = indent;
    return stanza->list_level;
}

/* The lines behind an item's first that are still it: deeper, or cut off by wrapping. */
static size_t item_end(const struct stanza *stanza, size_t at)
{
    size_t end = at + 1;
    bool ignored;
    while (end < stanza->count) {
        const struct line *line = &stanza->lines[end];
        struct str s = line_text(stanza->text, line);
        if (list_marker(s, &ignored) || s.bytes[0] == '>' || line_fence(s))
            break;
        if (line->indent <= stanza->lines[at].indent &&
            !(stanza->form->is_wrapped && line_is_full(stanza->text, &stanza->lines[end - 1], line,
                                                       stanza->form->wrap_columns)))
            break;
        end++;
    }
    return end;
}

static size_t write_item(struct stanza *stanza, size_t at)
{
    bool is_ordered;
    const struct line *line = &stanza->lines[at];
    size_t marker = list_marker(line_text(stanza->text, line), &is_ordered);
    size_t end = item_end(stanza, at);
    struct block block = {.kind = BLOCK_LIST_ITEM,
                          .value = (uint32_t)marker,
                          .flags =
                              (uint16_t)(BLOCK_MARKER_IN_TEXT | (is_ordered ? BLOCK_ORDERED : 0)),
                          .level = (uint8_t)list_depth(stanza, line->indent)};
    joined_write(stanza, block, at, end);
    return end;
}

static unsigned quote_depth(struct str s)
{
    unsigned depth = 0;
    for (size_t i = 0; i < s.length && (s.bytes[i] == '>' || s.bytes[i] == ' '); i++)
        depth += s.bytes[i] == '>';
    return depth < 200 ? depth : 200;
}

/* Quoted mail: every line keeps its marks, so they stay lines. */
static size_t write_quote(struct stanza *stanza, size_t at)
{
    unsigned depth = quote_depth(line_text(stanza->text, &stanza->lines[at]));
    size_t end = at + 1;
    while (end < stanza->count &&
           quote_depth(line_text(stanza->text, &stanza->lines[end])) == depth)
        end++;
    bool is_one = end - at == 1;
    size_t marker = 0;
    struct str s = line_text(stanza->text, &stanza->lines[at]);
    while (is_one && marker < s.length && (s.bytes[marker] == '>' || s.bytes[marker] == ' '))
        marker++;
    struct block block = {.kind = BLOCK_QUOTE,
                          .quote_depth = (uint8_t)depth,
                          .value = (uint32_t)marker,
                          .flags = is_one ? BLOCK_MARKER_IN_TEXT : BLOCK_VERSE};
    out_begin(stanza->out, block);
    for (size_t i = at; i < end; i++) {
        if (i > at)
            out_separator(stanza->out, '\n');
        out_piece(stanza->out, stanza->lines[i].start, stanza->lines[i].end);
    }
    out_end(stanza->out);
    return end;
}

static bool is_rule_of(struct str s, const char *marks, size_t least)
{
    size_t count = 0;
    for (size_t i = 0; i < s.length; i++) {
        if (s.bytes[i] == ' ')
            continue;
        if (!strchr(marks, s.bytes[i]) || s.bytes[i] == 0 || s.bytes[i] != s.bytes[0])
            return false;
        count++;
    }
    return count >= least;
}

static bool is_underlined(const struct stanza *stanza, size_t at)
{
    if (at + 1 >= stanza->count)
        return false;
    const struct line *line = &stanza->lines[at], *under = &stanza->lines[at + 1];
    struct str s = line_text(stanza->text, under);
    if (s.length < 3 || !memchr("=-~", s.bytes[0], 3) || memchr(s.bytes, ' ', s.length))
        return false;
    return line->columns <= 90 && line->indent == under->indent && is_rule_of(s, "=-~", 3) &&
           s.length + 4 >= line->columns && s.length <= line->columns + 4u && at == 0;
}

static void write_heading(struct stanza *stanza, size_t at, unsigned level, size_t marker)
{
    const struct line *line = &stanza->lines[at];
    struct block block = {.kind = BLOCK_HEADING,
                          .level = (uint8_t)level,
                          .value = (uint32_t)marker,
                          .flags = marker ? BLOCK_MARKER_IN_TEXT : 0};
    out_block(stanza->out, block, line->start, line->end);
    stanza->list_level = 0;
}

static bool is_chapter(const struct stanza *stanza, size_t at)
{
    const struct line *line = &stanza->lines[at];
    struct str s = line_text(stanza->text, line);
    bool is_alone = stanza->count == 1 || (at == 0 && stanza->lines[1].indent > line->indent) ||
                    !stanza->form->has_blank_lines;
    return is_alone && line->columns <= 60 && line_ending(s) == END_OPEN &&
           rules_line_is(stanza->rules, WORD_CHAPTER, s);
}

enum construct { NO_CONSTRUCT, ATX_HEADING, UNDERLINED, QUOTE, RULE, ITEM, CHAPTER };

static enum construct construct_at(const struct stanza *stanza, size_t at)
{
    const struct line *line = &stanza->lines[at];
    struct str s = line_text(stanza->text, line);
    bool is_markdown = stanza->form->is_markdown;
    if (is_markdown && atx_marker(s))
        return ATX_HEADING;
    if (s.bytes[0] == '>' &&
        (s.length == 1 || s.bytes[1] == ' ' || s.bytes[1] == '>' || is_markdown))
        return QUOTE;
    if (line->columns <= 200 && is_rule_of(s, "-*_=~#", 3))
        return RULE;
    if (is_underlined(stanza, at))
        return UNDERLINED;
    if (is_list_here(stanza, at))
        return ITEM;
    return is_chapter(stanza, at) ? CHAPTER : NO_CONSTRUCT;
}

/* Returns the line behind it. */
static size_t write_construct(struct stanza *stanza, enum construct construct, size_t at)
{
    const struct line *line = &stanza->lines[at];
    struct str s = line_text(stanza->text, line);
    switch (construct) {
    case ATX_HEADING:
        write_heading(stanza, at, (unsigned)atx_marker(s) - 1, atx_marker(s));
        break;
    case UNDERLINED:
        write_heading(stanza, at, stanza->text.bytes[line[1].start] == '=' ? 1 : 2, 0);
        break;
    case CHAPTER:
        write_heading(stanza, at, 2, 0);
        break;
    case RULE:
        out_block(stanza->out, (struct block){.kind = BLOCK_RULE}, line->start, line->end);
        break;
    case QUOTE:
        return write_quote(stanza, at);
    case ITEM:
        return write_item(stanza, at);
    case NO_CONSTRUCT:
        break;
    }
    return at + 1;
}

/* A deeper paragraph below an item is the item's. */
static bool continues_item(const struct stanza *stanza)
{
    return stanza->list_level > 0 && stanza->lines[0].indent_kind == INDENT_SPACE &&
           stanza->lines[0].indent >= stanza->list_indents[stanza->list_level - 1] + 2;
}

static void write_run(struct stanza *stanza, size_t from, size_t to)
{
    if (from == to)
        return;
    if (from == 0 && continues_item(stanza)) {
        struct block block = {.kind = BLOCK_LIST_ITEM,
                              .flags = BLOCK_CONTINUES,
                              .level = (uint8_t)stanza->list_level};
        joined_write(stanza, block, from, to);
        return;
    }
    stanza->list_level = 0;
    run_write(stanza, from, to);
}

static void write_lines(struct stanza *stanza)
{
    size_t run = 0, at = 0;
    while (at < stanza->count) {
        enum construct construct = construct_at(stanza, at);
        if (construct == NO_CONSTRUCT) {
            at++;
            continue;
        }
        write_run(stanza, run, at);
        at = run = write_construct(stanza, construct, at);
    }
    write_run(stanza, run, at);
}

void stanza_write(struct stanza *stanza)
{
    for (size_t i = 0; i < looked_count(stanza); i++) {
        struct line *line = &stanza->lines[i];
        line->look = (uint8_t)line_look(line_text(stanza->text, line), line->indent);
    }
    if (is_code(stanza)) {
        write_code(stanza);
        return;
    }
    stanza->code_end = 0;
    write_lines(stanza);
}
