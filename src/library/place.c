#include "library/place.h"

#include "library/change.h"
#include "library/library_private.h"
#include "text/grapheme.h"

static enum status save_anchor(struct library *library, const struct reading *reading,
                               struct error *error)
{
    const struct anchor *anchor = &reading->anchor;
    return statement_finish(library,
                            statement_bind(library, STATEMENT_PLACE_SAVE, "iiittti",
                                           reading->article, reading->text, reading->place,
                                           anchor->quote, anchor->prefix, anchor->suffix,
                                           library->now()),
                            error);
}

static enum status save(struct library *library, const struct reading *reading, struct error *error)
{
    int64_t state = ARTICLE_UNREAD;
    size_t count;
    enum status status = save_anchor(library, reading, error);
    if (!status)
        status = statement_finish(library,
                                  statement_bind(library, STATEMENT_ARTICLE_SET_READING, "iii",
                                                 reading->article, library->now(),
                                                 (int64_t)reading->progress),
                                  error);
    if (!status && reading->is_at_end)
        status = statement_number(
            library, statement_bind(library, STATEMENT_ARTICLE_STATE, "i", reading->article), &state,
            error);
    if (!status && reading->is_at_end && state != ARTICLE_FINISHED)
        status = change_state(library, (struct id_list){&reading->article, 1}, ARTICLE_FINISHED,
                              &count, error);
    return status;
}

enum status place_save(struct library *library, const struct reading *reading, struct error *error)
{
    enum status status = library_begin(library, error);
    if (status)
        return status;
    status = save(library, reading, error);
    if (!status)
        return library_commit(library, error);
    library_rollback(library);
    return status;
}

/* The version it was kept in is still there: what became of each word can be followed. */
static enum status find_again(struct library *library, sqlite3_stmt *row, struct str new_text,
                              int64_t *ret_place, struct error *error)
{
    enum status status;
    struct anchor anchor = {(size_t)sqlite3_column_int64(row, 1), (size_t)sqlite3_column_int64(row, 1),
                            statement_text(row, 2), statement_text(row, 3), statement_text(row, 4)};
    sqlite3_stmt *old =
        statement_bind(library, STATEMENT_TEXT_BODY, "i", sqlite3_column_int64(row, 0));
    struct str old_text = STR_NONE;
    if (statement_step(library, old, &status, error))
        old_text = statement_text(old, 0);
    else if (status)
        return status;
    struct anchor_text *text = anchor_text_new(old_text, new_text);
    *ret_place = (int64_t)anchor_find_place(text, &anchor).start;
    anchor_text_free(text);
    sqlite3_reset(old);
    return STATUS_OK;
}

enum status place_find(struct library *library, int64_t article, int64_t text,
                       const struct document *document, int64_t *ret_place, struct error *error)
{
    enum status status;
    sqlite3_stmt *row = statement_bind(library, STATEMENT_PLACE_FIND, "i", article);
    if (!statement_step(library, row, &status, error))
        return status ? status : STATUS_NOT_FOUND;
    int64_t offset = sqlite3_column_int64(row, 1);
    status = STATUS_OK;
    bool is_above = offset < 0 && offset >= -(int64_t)UINT32_MAX;
    if (offset > UINT32_MAX || (offset < 0 && !is_above))
        status = STATUS_NOT_FOUND;
    else if (is_above)
        *ret_place = offset;
    else if (sqlite3_column_int64(row, 0) == text && (size_t)offset <= document->text.length)
        *ret_place = (int64_t)grapheme_floor(document->text, (size_t)offset);
    else
        status = find_again(library, row, document->text, ret_place, error);
    sqlite3_reset(row);
    return status;
}
