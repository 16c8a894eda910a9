/* Rows of tables whose trees are broken, out of the pages that hold them. Part of a repair. */
#ifndef LIBRARY_SALVAGE_PAGES_H
#define LIBRARY_SALVAGE_PAGES_H

#include "library/check_private.h"
#include "library/pages.h"

/* No table has a number over this (article.h). */
#define SALVAGE_KEY_LIMIT ((int64_t)1 << 40)

struct broken_table {
    const char *name;
    enum statement_id read, insert;
    bool is_numbered;
    char shape[RECORD_COLUMNS_MAX + 1]; /* pages.h: how its rows are told from others */
    size_t found_count;                 /* rows that were found so, set by salvage_pages */
};

/* Adds the rows that are not there yet. Those of free pages are left out: they are of what was
 * deleted. The connection may hold a lock: the file is read through it. */
MUST_CHECK enum status salvage_pages(sqlite3 *from, struct check *into, struct broken_table *tables,
                                     size_t table_count, struct error *error);

#endif
