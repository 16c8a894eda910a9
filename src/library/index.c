/* The index tables keep no text: what was put in is given again to take it out. The rows of a
 * transaction wait for its end and go in together. An index that is found damaged is begun anew:
 * the texts are the truth. */
#include "library/index.h"

#include "library/index_batch.h"
#include "library/index_length.h"
#include "library/index_private.h"
#include "library/index_segments.h"
#include "library/index_state.h"

enum status index_write(struct library *library, int64_t article, const struct document *document,
                        struct error *error)
{
    struct index_source source;
    enum status status = index_source_read(library, article, document, &source, error);
    if (status)
        return status;
    if (!library->batch)
        library->batch = index_batch_new();
    index_batch_put(library->batch, &source);
    return STATUS_OK;
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
    if (library->batch)
        index_batch_clear(library->batch);
}

enum status index_flush(struct library *library, struct error *error)
{
    struct index_batch *batch = library->batch;
    size_t count = batch ? index_batch_count(batch) : 0;
    if (count == 0)
        return STATUS_OK;
    index_batch_finish(batch, library->meanwhile, library->meanwhile_closure);
    enum status status = index_segments_write(library, batch, error);
    for (size_t i = 0; i < count && !status; i++) {
        size_t token_count;
        int64_t article = index_batch_article(batch, i, &token_count);
        status = lengths_set(library, article, token_count, error);
    }
    if (status == STATUS_MALFORMED)
        return index_restart(library, error);
    if (!status)
        index_forget(library);
    return status;
}

static enum status take_out(struct library *library, const struct index_source *source,
                            struct error *error)
{
    struct index_columns columns;
    index_columns_make(source, &columns);
    const struct str *text = columns.of[INDEX_TEXT], *shelf = columns.of[INDEX_SHELF];
    enum status status =
        statement_finish(library,
                         statement_bind(library, STATEMENT_TEXT_INDEX_DELETE, "ittt",
                                        source->article, text[0], text[1], text[2]),
                         error);
    if (!status)
        status = statement_finish(library,
                                  statement_bind(library, STATEMENT_SINGLE_INDEX_DELETE, "it",
                                                 source->article, columns.of[INDEX_SINGLE][0]),
                                  error);
    if (!status)
        status = statement_finish(library,
                                  statement_bind(library, STATEMENT_SHELF_INDEX_DELETE, "ittttt",
                                                 source->article, shelf[0], shelf[1], shelf[2],
                                                 shelf[3], shelf[4]),
                                  error);
    index_columns_release(&columns);
    return status;
}

enum status index_remove(struct library *library, int64_t article, const struct document *document,
                         struct error *error)
{
    struct index_source source = {0};
    bool is_there = false;
    enum status status = is_indexed(library, article, &is_there, error);
    if (status || !is_there)
        return status;
    status = index_flush(library, error); /* it may be among them */
    if (!status)
        status = index_source_read(library, article, document, &source, error);
    if (!status)
        status = take_out(library, &source, error);
    index_source_release(&source);
    if (!status)
        status = lengths_set(library, article, 0, error);
    return status == STATUS_MALFORMED ? index_restart(library, error) : status;
}
