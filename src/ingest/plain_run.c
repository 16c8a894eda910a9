#include "ingest/plain_private.h"

#include "text/properties.h"
#include "text/utf8.h"

/* A run of lines that are neither code nor marked up: one paragraph that was wrapped, verse, or a
 * paragraph a line. */

enum { VERSE_COLUMNS = 56, LOOKED_LINES = 400 };

/* What stands for the line end when lines are joined: nothing between Han and kana or behind a
 * hyphen inside a word, else a space. */
static bool joins_with_space(struct str before, struct str after)
{
    uint32_t last, first;
    utf8_decode_before(before, before.length, &last);
    utf8_decode(after, 0, &first);
    if (is_han_code_point(last) || is_han_code_point(first))
        return false;
    if (last == 0xAD || last == 0x2010)
        return false;
    if (last == '-' && before.length > 1) {
        uint32_t inner;
        utf8_decode_before(before, before.length - 1, &inner);
        return !code_point_properties(inner).is_letter || !starts_lower(after);
    }
    /* “…” between Han: the marks are ambiguous, the neighbours decide. */
    bool is_mark = last > 0x2000 || first > 0x2000;
    return !(is_mark && line_is_cjk(before) && line_is_cjk(after) &&
             !code_point_properties(last).is_letter);
}

void joined_write(struct stanza *stanza, struct block block, size_t from, size_t to)
{
    struct plain_out *out = stanza->out;
    out_begin(out, block);
    for (size_t i = from; i < to; i++) {
        const struct line *line = &stanza->lines[i];
        if (i > from) {
            struct str before = {out->bytes + out->write -
                                     (stanza->lines[i - 1].end - stanza->lines[i - 1].start),
                                 stanza->lines[i - 1].end - stanza->lines[i - 1].start};
            if (joins_with_space(before, line_text(stanza->text, line)))
                out_separator(out, ' ');
        }
        out_piece(out, line->start, line->end);
    }
    out_end(out);
}

static unsigned least_indent(const struct stanza *stanza, size_t from, size_t to)
{
    unsigned least = UINT16_MAX;
    for (size_t i = from; i < to; i++)
        if (stanza->lines[i].indent < least)
            least = stanza->lines[i].indent;
    return least;
}

static unsigned most_columns(const struct stanza *stanza, size_t from, size_t to)
{
    unsigned most = 0;
    for (size_t i = from; i < to; i++) {
        unsigned columns = (unsigned)stanza->lines[i].indent + stanza->lines[i].columns;
        most = columns > most ? columns : most;
    }
    return most;
}

static struct fill measure(const struct stanza *stanza, size_t from, size_t to, unsigned columns)
{
    struct fill fill = {0};
    to = to - from < LOOKED_LINES ? to : from + LOOKED_LINES;
    for (size_t i = from; i + 1 < to; i++)
        fill_add(&fill, stanza->text, &stanza->lines[i], &stanza->lines[i + 1], columns);
    return fill;
}

/* Wrapped by itself, in a text that is not: a longer run whose lines are full and go on in the
 * next. */
static unsigned own_wrap(const struct stanza *stanza, size_t from, size_t to)
{
    unsigned columns = most_columns(stanza, from, to);
    struct fill fill = measure(stanza, from, to, columns);
    if (columns < 50 || columns > 110 || fill.full_count * 10 < fill.pair_count * 7)
        return 0;
    bool is_cjk = fill.cjk_count * 2 > fill.pair_count;
    if (fill.pair_count < 3) /* few lines: all must say so */
        return !is_cjk && columns >= 60 && fill.full_count == fill.pair_count &&
                       fill.lower_count == fill.pair_count && fill.terminal_count == 0
                   ? columns
                   : 0;
    if (is_cjk ? fill.terminal_count * 10 > fill.pair_count * 3
               : fill.lower_count * 10 < fill.pair_count * 5)
        return 0;
    return columns;
}

/* The column that the run's lines were cut at, or 0. */
static unsigned wrap_of(const struct stanza *stanza, size_t from, size_t to)
{
    unsigned columns = stanza->form->wrap_columns;
    if (!columns)
        return own_wrap(stanza, from, to);
    struct fill fill = measure(stanza, from, to, columns);
    if (fill.full_count * 2 >= fill.pair_count)
        return columns;
    /* Set narrower than the rest (an indented quotation), or verse. */
    unsigned own = most_columns(stanza, from, to);
    fill = measure(stanza, from, to, own);
    return fill.pair_count >= 2 && fill.full_count * 10 >= fill.pair_count * 7 &&
                   own * 2 > columns && fill.lower_count * 10 >= fill.pair_count * 5
               ? own
               : 0;
}

/* A deeper first line begins a paragraph; a line in the middle of the page after a full one does
 * not. */
static bool begins_paragraph(const struct stanza *stanza, size_t at, unsigned columns,
                             unsigned least)
{
    const struct line *line = &stanza->lines[at], *before = &stanza->lines[at - 1];
    bool is_full = line_is_full(stanza->text, before, line, columns);
    enum line_end end = line_ending(line_text(stanza->text, before));
    if (line->indent > least && line->indent - least <= 8 && before->indent <= line->indent &&
        (line->indent_kind == INDENT_WIDE || line->indent > before->indent))
        return line->indent_kind == INDENT_WIDE || !is_full || end == END_TERMINAL;
    return !is_full && end == END_TERMINAL && least == most_columns(stanza, at, at) + least &&
           before->columns + 12u < columns;
}

static void write_wrapped(struct stanza *stanza, size_t from, size_t to, unsigned columns)
{
    unsigned least = least_indent(stanza, from, to);
    size_t start = from;
    for (size_t i = from + 1; i <= to; i++) {
        if (i < to && !begins_paragraph(stanza, i, columns, least))
            continue;
        joined_write(stanza, (struct block){.kind = BLOCK_PARAGRAPH}, start, i);
        start = i;
    }
}

static bool is_signature(const struct stanza *stanza, size_t from)
{
    struct str s = line_text(stanza->text, &stanza->lines[from]);
    return str_equal(s, STR("--"));
}

static bool are_fields(const struct stanza *stanza, size_t from, size_t to)
{
    size_t fields = 0;
    to = to - from < LOOKED_LINES ? to : from + LOOKED_LINES;
    for (size_t i = from; i < to; i++)
        fields += line_is_field(line_text(stanza->text, &stanza->lines[i]));
    return to - from >= 2 && fields * 10 >= (to - from) * 8;
}

/* Short lines of the author's: they do not end as paragraphs do, or are set in stanzas; speech is
 * not verse, and neither is a run with one long line. */
static bool is_verse(const struct stanza *stanza, size_t from, size_t to)
{
    size_t count = to - from, terminal = 0, speech = 0, like_first = 0, wide_indent = 0;
    if (count < 2)
        return false;
    if (is_signature(stanza, from) || are_fields(stanza, from, to))
        return true;
    size_t looked = count < LOOKED_LINES ? count : LOOKED_LINES;
    for (size_t i = from; i < from + looked; i++) {
        const struct line *line = &stanza->lines[i];
        struct str s = line_text(stanza->text, line);
        if (line->columns > VERSE_COLUMNS)
            return false;
        terminal += line_ending(s) == END_TERMINAL;
        speech += starts_as_dialogue(s);
        wide_indent += line->indent_kind == INDENT_WIDE;
        like_first += line->columns == stanza->lines[from].columns;
    }
    if (like_first == looked)
        return true; /* 五言, 七言, couplets */
    if (speech * 10 >= looked * 3 || (wide_indent == looked && terminal * 2 > looked))
        return false;
    /* Where paragraphs are set apart by blank lines, lines set together belong together. */
    return terminal * 10 < looked * (stanza->form->has_blank_lines ? 8 : 5);
}

/* What a line of verse stands deeper than the others is the author's. */
static size_t verse_start(const struct stanza *stanza, const struct line *line, unsigned least)
{
    size_t start = line->start, columns = line->indent - least;
    while (columns > 0 && start > line->raw_start && stanza->text.bytes[start - 1] == ' ') {
        start--;
        columns--;
    }
    return start;
}

static void write_verse(struct stanza *stanza, size_t from, size_t to)
{
    unsigned least = least_indent(stanza, from, to);
    struct plain_out *out = stanza->out;
    bool goes_on = stanza->is_continued && from == 0 && out->count &&
                   (out->blocks[out->count - 1].flags & BLOCK_VERSE) &&
                   out->blocks[out->count - 1].kind == BLOCK_PARAGRAPH;
    if (goes_on)
        out_reopen(out);
    else
        out_begin(out, (struct block){.kind = BLOCK_PARAGRAPH, .flags = BLOCK_VERSE});
    for (size_t i = from; i < to; i++) {
        if (i > from || goes_on)
            out_separator(out, '\n');
        out_piece(out, verse_start(stanza, &stanza->lines[i], least), stanza->lines[i].end);
    }
    out_end(out);
}

void run_write(struct stanza *stanza, size_t from, size_t to)
{
    unsigned columns = to - from > 1 ? wrap_of(stanza, from, to) : 0;
    if (columns && !is_signature(stanza, from) && !are_fields(stanza, from, to)) {
        write_wrapped(stanza, from, to, columns);
    } else if (is_verse(stanza, from, to)) {
        write_verse(stanza, from, to);
    } else {
        for (size_t i = from; i < to; i++)
            out_block(stanza->out, (struct block){.kind = BLOCK_PARAGRAPH}, stanza->lines[i].start,
                      stanza->lines[i].end);
    }
}
