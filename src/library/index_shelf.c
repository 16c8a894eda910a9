/* What the shelf's filter looks at. The table keeps no text, so that what was put in must be given
 * again to take it out: it is read from the article's row. */
#include "library/index.h"

#include "base/memory.h"
#include "document/url.h"
#include "library/index_private.h"
#include "text/pinyin.h"

#include <stdint.h>

/* How a title is typed in pinyin or romaji: pairs of first letters after a 1, whole spellings after
 * a 2, so that neither is taken for the other. */
static void append_initials(struct str title, struct buffer *out)
{
    struct pinyin_code *codes;
    CLEANUP_BUFFER struct buffer spellings = {0};
    size_t count = pinyin_title_codes(title, &codes);
    for (size_t i = 0; i < count; i++)
        if (codes[i].letters[1])
            buffer_append_format(out, " 1%c%c", codes[i].letters[0], codes[i].letters[1]);
    free(codes);
    pinyin_append_spellings(title, &spellings);
    struct str rest = buffer_str(&spellings);
    while (rest.length) {
        size_t blank = str_find(rest, STR(" "), 0);
        size_t end = blank == SIZE_MAX ? rest.length : blank;
        buffer_append_format(out, " 2%.*s", (int)end, rest.bytes);
        rest = str_slice(rest, end + (end < rest.length), rest.length);
    }
}

/* The site's name and its host are asked for by the same word. */
static void append_site(struct str site, struct str url, struct buffer *out)
{
    buffer_append(out, site);
    buffer_append_byte(out, '\x1e');
    buffer_append(out, url_host(url));
}

enum status index_shelf_gather(struct library *library, int64_t article,
                               struct buffer ret_columns[SHELF_COLUMNS], struct error *error)
{
    enum status status;
    sqlite3_stmt *row = statement_bind(library, STATEMENT_SHELF_INDEX_SOURCE, "i", article);
    if (!statement_step(library, row, &status, error))
        return status ? status : STATUS_NOT_FOUND;
    for (int i = 0; i < SHELF_COLUMNS; i++)
        ret_columns[i] = (struct buffer){0};
    buffer_append(&ret_columns[0], statement_text(row, 0));
    buffer_append(&ret_columns[1], statement_text(row, 1));
    append_site(statement_text(row, 2), statement_text(row, 3), &ret_columns[2]);
    buffer_append(&ret_columns[3], statement_text(row, 3));
    append_initials(buffer_str(&ret_columns[0]), &ret_columns[4]);
    sqlite3_reset(row);
    return STATUS_OK;
}

static enum status write_row(struct library *library, int64_t article, enum statement_id id,
                             struct error *error)
{
    struct buffer texts[SHELF_COLUMNS];
    enum status status = index_shelf_gather(library, article, texts, error);
    if (status)
        return status;
    status = statement_finish(library,
                              statement_bind(library, id, "ittttt", article, buffer_str(&texts[0]),
                                             buffer_str(&texts[1]), buffer_str(&texts[2]),
                                             buffer_str(&texts[3]), buffer_str(&texts[4])),
                              error);
    for (size_t i = 0; i < ARRAY_LENGTH(texts); i++)
        buffer_release(&texts[i]);
    return status;
}

enum status index_shelf_add(struct library *library, int64_t article, struct error *error)
{
    return write_row(library, article, STATEMENT_SHELF_INDEX_INSERT, error);
}

enum status index_shelf_remove(struct library *library, int64_t article, struct error *error)
{
    return write_row(library, article, STATEMENT_SHELF_INDEX_DELETE, error);
}
