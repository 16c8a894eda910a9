/* How a text is laid out, measured on samples of it: code or prose, wrapped at which column. */
#ifndef INGEST_PLAIN_FORM_H
#define INGEST_PLAIN_FORM_H

#include "ingest/plain_line.h"

struct form {
    bool is_code;     /* nothing but source, log, table: verbatim */
    bool is_markdown; /* # headings, fences and the like mean what they do there */
    bool is_wrapped;  /* lines were cut at wrap_columns */
    bool is_cjk;
    bool has_blank_lines;   /* paragraphs or stanzas are set apart by them */
    unsigned wrap_columns;  /* 0: none found */
    unsigned base_indent;   /* columns most lines begin at */
    unsigned usual_columns; /* of a line with another behind it; 90 of 100 are not wider */
};

/* Looks at 64 KB at both ends and samples between. name (may be empty) gives the ending. */
void form_measure(struct str text, struct str name, struct form *ret_form);

enum line_look {
    LOOK_OTHER,
    LOOK_PROSE,
    LOOK_CODE,
    LOOK_LOG,   /* begins with a time stamp */
    LOOK_TABLE, /* fields between tabs, bars or commas */
};
enum line_look line_look(struct str s, size_t indent);
/* "key: value" or "key = value" with a short key. */
bool line_is_field(struct str s);
/* Do the lines line up in columns, by gaps of two blanks or more? */
bool lines_are_aligned(struct str text, const struct line *lines, size_t count);
/* A fence of ``` or ~~~; returns its mark, or 0. */
char line_fence(struct str s);

#endif
