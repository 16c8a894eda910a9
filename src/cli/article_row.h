/* An article as a line of a list: for people, for cut(1) and for programs. */
#ifndef CLI_ARTICLE_ROW_H
#define CLI_ARTICLE_ROW_H

#include "library/article.h"
#include "text/width.h"

/* The object of ARCHITECTURE.md ("zhai list") and \n. */
void article_row_append_json(const struct article_record *record, struct buffer *out);
/* Number, state, star, title, site, date, minutes and tags, a tab between them, and \n. */
void article_row_append_tabs(const struct article_record *record, struct buffer *out);

/* 2024-01-13, 2024-01, 2024 or 01-13: as much of the day as is known. */
void article_row_append_day(struct str iso, struct buffer *out);

/* What fits a terminal: columns each takes, 0 for one that is not shown. */
struct article_columns {
    unsigned id, title, site, date, minutes, tags;
    enum ambiguous_width ambiguous;
};
/* Of a line of width columns (at least 20) in which no id is over last_id. */
struct article_columns article_columns_for(unsigned width, int64_t last_id,
                                           enum ambiguous_width ambiguous);
/* Filtered; cut by cells, never through a character; and \n. */
void article_row_append(const struct article_record *record, const struct article_columns *columns,
                        struct buffer *out);

#endif
