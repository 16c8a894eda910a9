/* Shared by the parts of plain text ingestion. */
#ifndef INGEST_PLAIN_PRIVATE_H
#define INGEST_PLAIN_PRIVATE_H

#include "document/builder.h"
#include "ingest/plain_form.h"
#include "ingest/plain_out.h"
#include "ingest/plain_page.h"

/* A part of the clean text that is known to be a block of its own: boilerplate or front matter. */
struct mark {
    uint32_t start, end; /* within one line, without blanks at the ends */
    struct block block;
};

struct marks {
    struct mark *rows; /* in text order, not overlapping */
    size_t count, capacity;
};

void marks_add(struct marks *marks, struct mark mark);
void marks_sort(struct marks *marks);

void page_mark(const struct page_part *part, struct marks *marks);

/* Finds title, subtitle, byline, dateline at the head, marks them and fills metadata. head is the
 * part page_find gave; a file's name in it that is not the title becomes an aside there. */
void front_find(struct str text, const struct form *form, const struct rules *rules,
                struct page_part *head, const struct page_part *tail, struct marks *marks,
                struct builder *builder);

/* A date as ISO 8601 in out ("--01-13" without a year), where it stands in s; false if there is
 * none. */
struct date_place {
    char iso[32];
    size_t start, end;
    bool has_time;
};
bool plain_date_find(struct str s, struct date_place *ret_date);

/* Blocks from lines. */
void plain_blocks(struct str text, const struct form *form, const struct rules *rules,
                  const struct marks *marks, struct plain_out *out);
/* Does the last body block break off in the middle of a sentence? */
bool plain_is_incomplete(struct str text, const struct block *blocks, size_t count,
                         const struct form *form);

/* One run of lines without a blank one between, being made into blocks. */
struct stanza {
    struct str text;
    const struct form *form;
    const struct rules *rules;
    struct plain_out *out;
    struct line *lines;
    size_t count;
    bool is_continued; /* the lines before it, without a blank line, were cut off as a stanza */
    /* carried from stanza to stanza */
    unsigned list_indents[8];
    unsigned list_level; /* 0: no list is open */
    uint32_t code_end;   /* source end of a code block that may go on; 0: none */
};

void stanza_write(struct stanza *stanza);
/* Bytes of a list marker with its blank at the start of s; 0 if none. */
size_t list_marker(struct str s, bool *ret_is_ordered);
void run_write(struct stanza *stanza, size_t from, size_t to);
void joined_write(struct stanza *stanza, struct block block, size_t from, size_t to);

#endif
