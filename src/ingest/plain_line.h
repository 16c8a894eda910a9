/* Lines of clean text, and what can be seen of one alone. Nothing here looks at more than the first
 * few hundred bytes of a line. */
#ifndef INGEST_PLAIN_LINE_H
#define INGEST_PLAIN_LINE_H

#include "base/str.h"

#include <stdint.h>

enum indent_kind { INDENT_NONE, INDENT_SPACE, INDENT_WIDE /* U+3000 or no-break spaces */ };

enum line_end {
    END_OPEN,     /* a letter, a digit, anything */
    END_SOFT,     /* , ; : and their like: more must follow */
    END_TERMINAL, /* a full stop, ! ? …, or a closing quote or bracket after one */
};

/* Bytes of the text; [start, end) without blanks at both ends, empty for a blank line. */
struct line {
    uint32_t raw_start, start, end, raw_end; /* raw_end is at the \n */
    uint16_t indent;                         /* columns of blanks before it */
    uint16_t columns;                        /* of [start, end); estimated over 300 bytes */
    uint8_t indent_kind;
    uint8_t look; /* enum line_look, once a stanza is being written */
};

static inline bool line_is_blank(const struct line *line)
{
    return line->start == line->end;
}

static inline struct str line_text(struct str text, const struct line *line)
{
    return (struct str){text.bytes + line->start, line->end - line->start};
}

/* The line at offset (< text.length). */
void line_read(struct str text, size_t offset, struct line *ret_line);
/* Start of the first line with text at or behind offset, a line's start; text.length if none. */
size_t skip_blank_lines(struct str text, size_t offset);
/* Bytes of the blank (White_Space but \n) at offset, or 0. */
size_t blank_length(struct str text, size_t offset);
struct str trim_blanks(struct str s);
/* Columns of s, ambiguous ones narrow, marks as nothing. */
size_t rough_columns(struct str s);
enum line_end line_ending(struct str s);
/* Commas, full stops and semicolons in the first 1000 bytes. */
size_t sentence_marks(struct str s);
/* Columns that must stay on one row with the end of the line before: a Latin word, or a Han
 * character. */
size_t first_unit_columns(struct str s);
bool is_han_code_point(
    uint32_t code_point);       /* Han, kana, bopomofo, their punctuation and full-width forms */
bool line_is_cjk(struct str s); /* by the first 200 bytes */
bool starts_as_dialogue(struct str s); /* an opening quote or dash */
bool starts_upper(struct str s);
bool starts_lower(struct str s);

/* Whether the lines of a text were cut where the next unit would not have fitted. */
struct fill {
    size_t pair_count, full_count;
    size_t lower_count, upper_count, terminal_count, cjk_count;
};
/* Adds how line, followed by next, fills columns. */
void fill_add(struct fill *fill, struct str text, const struct line *line, const struct line *next,
              size_t columns);
/* Is line so full that next's first unit had no place on it? */
bool line_is_full(struct str text, const struct line *line, const struct line *next,
                  size_t columns);

#endif
