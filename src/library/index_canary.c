/* A table that was emptied answers every question with nothing and without an error. So the newest
 * article is asked for by its own words, once for each connection. */
#include "library/index_state.h"

#include "base/memory.h"
#include "library/library_private.h"
#include "text/tokens.h"

static bool take_first(const struct token *token, void *closure)
{
    struct buffer *match = closure;
    buffer_append_format(match, "\"%.*s\"", STR_ARGS(token->text));
    return false;
}

/* STATUS_OK as well when there is no word to ask for. */
static enum status ask(struct library *library, int64_t article, struct str text,
                       enum tokens_purpose purpose, enum statement_id id, struct error *error)
{
    int64_t found;
    CLEANUP_BUFFER struct buffer match = {0};
    tokens_walk(text, purpose, take_first, &match);
    if (match.length == 0)
        return STATUS_OK;
    return statement_number(library, statement_bind(library, id, "ti", buffer_str(&match), article),
                            &found, error);
}

static enum status check(struct library *library, const struct index_state *state,
                         struct error *error)
{
    enum status status;
    sqlite3_stmt *row =
        statement_bind(library, STATEMENT_ARTICLE_NEWEST_INDEXED, "ii", state->done, state->total);
    if (!statement_step(library, row, &status, error))
        return status;
    int64_t article = sqlite3_column_int64(row, 0);
    CLEANUP_BUFFER struct buffer title = {0}, all = {0};
    buffer_append(&title, statement_text(row, 1));
    buffer_append(&all, statement_text(row, 2));
    sqlite3_reset(row);
    status = ask(library, article, buffer_str(&title), TOKENS_SHELF, STATEMENT_SHELF_HAS, error);
    if (!status)
        status = ask(library, article, buffer_str(&all), TOKENS_MAIN, STATEMENT_TEXT_HAS, error);
    if (!status)
        status =
            ask(library, article, buffer_str(&all), TOKENS_SINGLE, STATEMENT_SINGLE_HAS, error);
    if (status == STATUS_NOT_FOUND || status == STATUS_MALFORMED) {
        library->is_index_damaged = true;
        return STATUS_OK;
    }
    return status;
}

static enum status look(struct library *library, struct error *error)
{
    struct index_state state;
    /* In a transaction the newest article may not have been written yet. */
    if (library->is_index_checked || library->transaction_depth)
        return STATUS_OK;
    library->is_index_checked = true;
    enum status status = index_state_read(library, &state, error);
    return status || state.is_damaged ? status : check(library, &state, error);
}

enum status index_doubt(struct library *library, enum status status, bool is_empty,
                        bool *ret_is_damaged, struct error *error)
{
    *ret_is_damaged = false;
    if (library->is_index_damaged)
        return status;
    if (status == STATUS_MALFORMED)
        library->is_index_damaged = true;
    else if (!status && is_empty)
        status = look(library, error);
    *ret_is_damaged = library->is_index_damaged;
    return *ret_is_damaged ? STATUS_OK : status;
}
