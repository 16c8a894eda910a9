/* The setting "index" is "version done total". Another version of the tokens, or a table that
 * SQLite finds damaged, makes the whole of it stale. */
#include "library/index_state.h"

#include "base/clock.h"
#include "base/memory.h"
#include "library/index.h"
#include "library/index_segments.h"
#include "library/text_private.h"
#include "text/tokens.h"

#include <inttypes.h>
#include <stdio.h>

static void parse(struct str value, struct index_state *state)
{
    char text[80] = "";
    int version = 0;
    if (value.length < sizeof text)
        memcpy(text, value.bytes, value.length);
    int count = sscanf(text, "%d %" SCNd64 " %" SCNd64, &version, &state->done, &state->total);
    if (count != 3 || version != TOKENS_VERSION || state->done < 0 || state->done > state->total)
        *state = (struct index_state){.is_damaged = true};
}

enum status index_state_read(struct library *library, struct index_state *ret_state,
                             struct error *error)
{
    enum status status;
    struct index_state state = {.is_damaged = true};
    sqlite3_stmt *row = statement_bind(library, STATEMENT_SETTING_READ, "t", STR("index"));
    if (statement_step(library, row, &status, error)) {
        state.is_damaged = false;
        parse(statement_text(row, 0), &state);
        sqlite3_reset(row);
    } else if (status) {
        return status;
    }
    state.is_damaged |= library->is_index_damaged;
    if (state.is_damaged) {
        state.done = 0;
        status = statement_number(library, statement_bind(library, STATEMENT_ARTICLE_MAX, ""),
                                  &state.total, error);
        if (status)
            return status;
    }
    state.is_ready = !state.is_damaged && state.done == state.total;
    *ret_state = state;
    return STATUS_OK;
}

static enum status write_state(struct library *library, int64_t done, int64_t total,
                               struct error *error)
{
    CLEANUP_BUFFER struct buffer value = {0};
    buffer_append_format(&value, "%d %" PRId64 " %" PRId64, TOKENS_VERSION, done, total);
    return statement_finish(
        library,
        statement_bind(library, STATEMENT_SETTING_WRITE, "tt", STR("index"), buffer_str(&value)),
        error);
}

static enum status empty(struct library *library, struct error *error)
{
    int64_t total = 0;
    enum status status = schema_make_index(library, error);
    if (!status)
        status = statement_number(library, statement_bind(library, STATEMENT_ARTICLE_MAX, ""),
                                  &total, error);
    return status ? status : write_state(library, 0, total, error);
}

enum status index_empty(struct library *library, struct error *error)
{
    enum status status = schema_make_index(library, error);
    index_forget(library);
    library->is_index_damaged = false;
    return status ? status : write_state(library, 0, 0, error);
}

enum status index_restart(struct library *library, struct error *error)
{
    enum status status = library_begin(library, error);
    if (status)
        return status;
    index_forget(library);
    status = empty(library, error);
    if (status) {
        library_rollback(library);
        return status;
    }
    library->is_index_damaged = false;
    return library_commit(library, error);
}

static enum status add_one(struct library *library, int64_t article, size_t *byte_count,
                           struct error *error)
{
    int64_t text = 0;
    struct document *document;
    enum status status = statement_number(
        library, statement_bind(library, STATEMENT_ARTICLE_TEXT, "i", article), &text, error);
    if (status == STATUS_NOT_FOUND)
        return STATUS_OK;
    if (!status)
        status = text_document(library, text, &document, error);
    if (status == STATUS_MALFORMED)
        return STATUS_OK; /* zhai check names it; the others are to be found all the same */
    if (status)
        return status;
    status = index_write(library, article, document, error);
    *byte_count += document->text.length;
    document_free(document);
    return status;
}

enum { BATCH = 4096, BYTES_PER_MS = 4096, MERGE_PAGES = 64 };

/* One article at least, and no more after the deadline, nor of more bytes: what was read is written
 * after it. A batch of books would be felt. */
static enum status build_batch(struct library *library, int64_t deadline, size_t bytes_most,
                               bool *ret_is_ready, struct error *error)
{
    size_t byte_count = 0;
    struct index_state state;
    enum status status = library_begin(library, error);
    if (status)
        return status;
    status = index_state_read(library, &state, error);
    if (!status && state.is_damaged)
        status = index_restart(library, error);
    if (!status && state.is_damaged)
        status = index_state_read(library, &state, error);
    int64_t before = state.done, end = before + BATCH < state.total ? before + BATCH : state.total;
    for (; !status && state.done < end; state.done++) {
        bool is_enough = byte_count >= bytes_most || clock_monotonic_ms() >= deadline;
        if (state.done > before && is_enough)
            break;
        status = add_one(library, state.done + 1, &byte_count, error);
    }
    if (!status && !state.is_ready)
        status = write_state(library, state.done, state.total, error);
    if (status) {
        library_rollback(library);
        return status;
    }
    *ret_is_ready = state.done == state.total;
    return library_commit(library, error);
}

/* FTS5 says by the rows it touched whether there was anything to merge. */
static enum status merge_some(struct library *library, bool *ret_is_done, struct error *error)
{
    int64_t before = sqlite3_total_changes64(library->database);
    enum status status = library_begin(library, error);
    if (status)
        return status;
    status = statement_finish(
        library, statement_bind(library, STATEMENT_TEXT_INDEX_MERGE, "i", (int64_t)MERGE_PAGES),
        error);
    if (!status)
        status = statement_finish(
            library,
            statement_bind(library, STATEMENT_SINGLE_INDEX_MERGE, "i", (int64_t)MERGE_PAGES),
            error);
    if (status) {
        library_rollback(library);
        return status;
    }
    *ret_is_done = sqlite3_total_changes64(library->database) - before <= 2;
    return library_commit(library, error);
}

enum status index_build_some(struct library *library, unsigned milliseconds, bool *ret_is_done,
                             struct error *error)
{
    int64_t deadline = clock_monotonic_ms() + milliseconds;
    bool is_ready = false, is_done = false;
    enum status status = STATUS_OK;
    do {
        status = is_ready ? merge_some(library, &is_done, error)
                          : build_batch(library, deadline, (size_t)milliseconds * BYTES_PER_MS,
                                        &is_ready, error);
    } while (!status && !is_done && clock_monotonic_ms() < deadline);
    if (!status)
        *ret_is_done = is_done;
    return status;
}

enum status index_settle(struct library *library, struct error *error)
{
    enum status status = library_begin(library, error);
    if (status)
        return status;
    status = index_segments_settle(library, error);
    if (!status)
        return library_commit(library, error);
    library_rollback(library);
    return status;
}
