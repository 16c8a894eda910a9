/* What the shelf's filter looks at. The table keeps no text, so that what was put in must be given
 * again to take it out: it is read from the article's row. */
#include "library/index.h"

#include "base/memory.h"
#include "library/library_private.h"
#include "library/pending.h"

static enum status write_row(struct library *library, int64_t article, enum statement_id id,
                             struct error *error)
{
    enum status status;
    struct buffer texts[5] = {{0}};
    sqlite3_stmt *row = statement_bind(library, STATEMENT_SHELF_INDEX_SOURCE, "i", article);
    if (!statement_step(library, row, &status, error))
        return status ? status : STATUS_NOT_FOUND;
    for (int i = 0; i < 4; i++)
        buffer_append(&texts[i], statement_text(row, i));
    sqlite3_reset(row);
    pinyin_append_codes(buffer_str(&texts[0]), &texts[4]);
    status = statement_finish(library,
                              statement_bind(library, id, "ittttt", article, buffer_str(&texts[0]),
                                             buffer_str(&texts[1]), buffer_str(&texts[2]),
                                             buffer_str(&texts[3]), buffer_str(&texts[4])),
                              error);
    for (size_t i = 0; i < ARRAY_LENGTH(texts); i++)
        buffer_release(&texts[i]);
    return status;
}

enum status index_add(struct library *library, int64_t article, const struct document *document,
                      struct error *error)
{
    (void)document;
    return write_row(library, article, STATEMENT_SHELF_INDEX_INSERT, error);
}

enum status index_remove(struct library *library, int64_t article, struct error *error)
{
    return write_row(library, article, STATEMENT_SHELF_INDEX_DELETE, error);
}
