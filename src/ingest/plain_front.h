/* The front of an article while it is being found; shared by plain_front*.c and plain_glued.c. */
#ifndef INGEST_PLAIN_FRONT_H
#define INGEST_PLAIN_FRONT_H

#include "ingest/plain_header.h"

enum { ROW_LIMIT = 10, GLUED_COLUMNS = 110, TITLE_COLUMNS = 84 };

struct front {
    struct str text;
    const struct form *form;
    const struct rules *rules;
    struct page_part *head;
    struct marks *marks;
    struct header header;
    struct str title, subtitle;
    size_t rows[ROW_LIMIT]; /* lines of the head that are no boilerplate, up to the first prose */
    size_t row_count;
    size_t body;     /* the prose line behind them, or SIZE_MAX */
    size_t file_row; /* an upload's name, or SIZE_MAX */
};

struct str front_row(const struct front *front, size_t row); /* of the text */
bool front_is_marked(const struct front *front, size_t row);
bool front_is_title(const struct front *front, size_t row); /* may be one */
void front_set_title(struct front *front, size_t row);
void front_set_subtitle(struct front *front, size_t row);
/* As front_mark, the whole row. */
void front_mark_row(struct front *front, size_t row, unsigned level);
/* Makes [start, end) of the text a heading of level, or with level 0 a paragraph, of the front. */
void front_mark(struct front *front, size_t start, size_t end, unsigned level, unsigned marker);
bool begins_with_dash(struct str s);
/* plain_front_page.c: title, names and deck of a page whose headline is known. */
void front_read_page(struct front *front);
/* Words of such a page between its headline and its text become asides: category, counts. */
void front_sweep_page(struct front *front);
/* What only the end of such a page says: its site, when a post was written. */
void front_read_page_end(struct front *front);
/* Headline, byline and dateline as chunks at the start of row, a giant paragraph. */
void front_read_glued(struct front *front, size_t row);

#endif
