/* What the index tables hold of an article, for whoever writes them and whoever checks them. Inside
 * the library layer only. */
#ifndef LIBRARY_INDEX_PRIVATE_H
#define LIBRARY_INDEX_PRIVATE_H

#include "document/document.h"
#include "library/library_private.h"

enum index_table { INDEX_TEXT, INDEX_SINGLE, INDEX_SHELF, INDEX_TABLES };
enum { INDEX_COLUMNS_MAX = 5 };

/* What the words of the column initials begin with, so that none is taken for another. */
enum {
    INITIALS_HAN = '1', /* pairs of first letters (pinyin_title_codes) */
    INITIALS_SPELLING = '2',
    INITIALS_OPEN = '3',
    INITIALS_INNER = '4',
};

struct index_source {
    int64_t article;
    struct buffer title, byline, site, url, body;
};

/* document is the article's current version. */
MUST_CHECK enum status index_source_read(struct library *library, int64_t article,
                                         const struct document *document,
                                         struct index_source *ret_source, struct error *error);
void index_source_release(struct index_source *source);

/* Of each table, in its order (data/sql); they borrow from the source. */
struct index_columns {
    struct str of[INDEX_TABLES][INDEX_COLUMNS_MAX];
    struct buffer all, sites, initials;
};

void index_columns_make(const struct index_source *source, struct index_columns *ret_columns);
void index_columns_release(struct index_columns *columns);

#endif
