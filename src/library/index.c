/* The index tables keep no text: what was put in is given again to take it out.
 *
 * FTS5 writes what it has gathered to the disk whenever a statement that could fail half-way begins,
 * a small segment each time. So the rows of a transaction wait for its end and go in together: four
 * times as fast. */
#include "library/index.h"

#include "base/memory.h"
#include "library/index_length.h"
#include "library/index_private.h"
#include "library/index_state.h"

void index_append_body(const struct document *document, struct buffer *out)
{
    size_t start = out->length;
    buffer_append(out, document->text);
    for (size_t i = 0; i + 1 < document->block_count; i++)
        for (size_t at = document->blocks[i].end; at < document->blocks[i + 1].start; at++)
            out->bytes[start + at] = '\x1e';
}

void index_pending_release(struct index_pending *pending)
{
    buffer_release(&pending->title);
    buffer_release(&pending->byline);
    buffer_release(&pending->body);
    buffer_release(&pending->all);
}

enum status index_gather(struct library *library, int64_t article, const struct document *document,
                         struct index_pending *ret_pending, struct error *error)
{
    enum status status;
    struct index_pending pending = {.article = article};
    sqlite3_stmt *row = statement_bind(library, STATEMENT_TEXT_INDEX_SOURCE, "i", article);
    if (!statement_step(library, row, &status, error))
        return status ? status : STATUS_NOT_FOUND;
    buffer_append(&pending.title, statement_text(row, 0));
    buffer_append(&pending.byline, statement_text(row, 1));
    sqlite3_reset(row);
    index_append_body(document, &pending.body);
    buffer_append_format(&pending.all, "%.*s\x1e%.*s\x1e", STR_ARGS(buffer_str(&pending.title)),
                         STR_ARGS(buffer_str(&pending.byline)));
    buffer_append(&pending.all, buffer_str(&pending.body));
    *ret_pending = pending;
    return STATUS_OK;
}

static enum status write_text(struct library *library, const struct index_pending *pending,
                              enum statement_id id, struct error *error)
{
    return statement_finish(library,
                            statement_bind(library, id, "ittt", pending->article,
                                           buffer_str(&pending->title), buffer_str(&pending->byline),
                                           buffer_str(&pending->body)),
                            error);
}

static enum status write_single(struct library *library, const struct index_pending *pending,
                                enum statement_id id, struct error *error)
{
    return statement_finish(
        library, statement_bind(library, id, "it", pending->article, buffer_str(&pending->all)),
        error);
}

enum status index_write(struct library *library, int64_t article, const struct document *document,
                        struct error *error)
{
    ARRAY_RESERVE(library->pending, library->pending_count, library->pending_capacity);
    enum status status =
        index_gather(library, article, document, &library->pending[library->pending_count], error);
    library->pending_count += !status;
    return status;
}

/* While the index is built anew, what has not been come to yet is not in it. */
static enum status is_indexed(struct library *library, int64_t article, bool *ret_is_indexed,
                              struct error *error)
{
    struct index_state state;
    enum status status = index_state_read(library, &state, error);
    if (!status)
        *ret_is_indexed = article <= state.done || article > state.total;
    return status;
}

enum status index_add(struct library *library, int64_t article, const struct document *document,
                      struct error *error)
{
    bool belongs = false;
    enum status status = is_indexed(library, article, &belongs, error);
    return status || !belongs ? status : index_write(library, article, document, error);
}

void index_forget(struct library *library)
{
    for (size_t i = 0; i < library->pending_count; i++)
        index_pending_release(&library->pending[i]);
    library->pending_count = 0;
}

static enum status flush_one(struct library *library, const struct index_pending *pending,
                             size_t *ret_token_count, struct error *error)
{
    size_t before = library->token_count;
    enum status status = write_text(library, pending, STATEMENT_TEXT_INDEX_INSERT, error);
    *ret_token_count = library->token_count - before;
    if (!status)
        status = write_single(library, pending, STATEMENT_SINGLE_INDEX_INSERT, error);
    return status ? status : index_shelf_add(library, pending->article, error);
}

enum status index_flush(struct library *library, struct error *error)
{
    enum status status = STATUS_OK;
    size_t count = library->pending_count;
    CLEANUP_FREE size_t *token_counts = memory_new((count + 1) * sizeof *token_counts);
    for (size_t i = 0; i < count && !status; i++) {
        status = flush_one(library, &library->pending[i], &token_counts[i], error);
        if (library->meanwhile)
            library->meanwhile(library->meanwhile_closure);
    }
    for (size_t i = 0; i < count && !status; i++)
        status = lengths_set(library, library->pending[i].article, token_counts[i], error);
    if (!status)
        index_forget(library);
    return status;
}

enum status index_remove(struct library *library, int64_t article, const struct document *document,
                         struct error *error)
{
    struct index_pending pending = {0};
    bool is_there = false;
    enum status status = is_indexed(library, article, &is_there, error);
    if (status || !is_there)
        return status;
    status = index_flush(library, error); /* it may be among them */
    if (!status)
        status = index_gather(library, article, document, &pending, error);
    if (!status)
        status = write_text(library, &pending, STATEMENT_TEXT_INDEX_DELETE, error);
    if (!status)
        status = write_single(library, &pending, STATEMENT_SINGLE_INDEX_DELETE, error);
    index_pending_release(&pending);
    if (!status)
        status = lengths_set(library, article, 0, error);
    return status ? status : index_shelf_remove(library, article, error);
}
