/* The front of an article while it is being found; shared by plain_front.c and plain_glued.c. */
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

/* Makes [start, end) of the text a heading of level, or with level 0 a paragraph, of the front. */
void front_mark(struct front *front, size_t start, size_t end, unsigned level, unsigned marker);
bool begins_with_dash(struct str s);
/* Headline, byline and dateline as chunks at the start of row, a giant paragraph. */
void front_read_glued(struct front *front, size_t row);

#endif
