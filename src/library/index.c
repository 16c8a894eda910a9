/* The index tables keep no text: what was put in is given again to take it out. */
#include "library/index.h"

#include "base/memory.h"
#include "library/index_length.h"
#include "library/library_private.h"

void index_append_body(const struct document *document, struct buffer *out)
{
    size_t start = out->length;
    buffer_append(out, document->text);
    for (size_t i = 0; i + 1 < document->block_count; i++)
        for (size_t at = document->blocks[i].end; at < document->blocks[i + 1].start; at++)
            out->bytes[start + at] = '\x1e';
}

struct indexed {
    struct buffer title, byline, body, all;
};

static void indexed_release(struct indexed *indexed)
{
    buffer_release(&indexed->title);
    buffer_release(&indexed->byline);
    buffer_release(&indexed->body);
    buffer_release(&indexed->all);
}

static enum status gather(struct library *library, int64_t article,
                          const struct document *document, struct indexed *indexed,
                          struct error *error)
{
    enum status status;
    sqlite3_stmt *row = statement_bind(library, STATEMENT_TEXT_INDEX_SOURCE, "i", article);
    if (!statement_step(library, row, &status, error))
        return status ? status : STATUS_NOT_FOUND;
    buffer_append(&indexed->title, statement_text(row, 0));
    buffer_append(&indexed->byline, statement_text(row, 1));
    sqlite3_reset(row);
    index_append_body(document, &indexed->body);
    buffer_append_format(&indexed->all, "%.*s\x1e%.*s\x1e", STR_ARGS(buffer_str(&indexed->title)),
                         STR_ARGS(buffer_str(&indexed->byline)));
    buffer_append(&indexed->all, buffer_str(&indexed->body));
    return STATUS_OK;
}

static enum status write(struct library *library, int64_t article, const struct indexed *indexed,
                         bool is_added, struct error *error)
{
    size_t before = library->token_count;
    enum status status = statement_finish(
        library,
        statement_bind(library, is_added ? STATEMENT_TEXT_INDEX_INSERT : STATEMENT_TEXT_INDEX_DELETE,
                       "ittt", article, buffer_str(&indexed->title), buffer_str(&indexed->byline),
                       buffer_str(&indexed->body)),
        error);
    size_t token_count = library->token_count - before;
    if (!status)
        status = statement_finish(
            library,
            statement_bind(library,
                           is_added ? STATEMENT_SINGLE_INDEX_INSERT : STATEMENT_SINGLE_INDEX_DELETE,
                           "it", article, buffer_str(&indexed->all)),
            error);
    return status ? status : lengths_set(library, article, is_added ? token_count : 0, error);
}

enum status index_add(struct library *library, int64_t article, const struct document *document,
                      struct error *error)
{
    struct indexed indexed = {0};
    enum status status = gather(library, article, document, &indexed, error);
    if (!status)
        status = write(library, article, &indexed, true, error);
    indexed_release(&indexed);
    return status ? status : index_shelf_add(library, article, error);
}

enum status index_remove(struct library *library, int64_t article, const struct document *document,
                         struct error *error)
{
    struct indexed indexed = {0};
    enum status status = gather(library, article, document, &indexed, error);
    if (!status)
        status = write(library, article, &indexed, false, error);
    indexed_release(&indexed);
    return status ? status : index_shelf_remove(library, article, error);
}
