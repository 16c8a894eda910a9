#include "library/passage.h"

#include "base/intl.h"
#include "base/memory.h"
#include "find/anchor.h"
#include "library/change_private.h"
#include "library/passage_private.h"
#include "library/uid.h"

#include <assert.h>

static_assert((int)ANCHOR_EXACT == PASSAGE_EXACT && (int)ANCHOR_MOVED == PASSAGE_MOVED &&
                  (int)ANCHOR_FUZZY == PASSAGE_FUZZY && (int)ANCHOR_ORPHAN == PASSAGE_ORPHAN,
              "a passage fits as its anchor does");

static enum status insert(struct library *library, int64_t article, int64_t text,
                          const struct anchor *anchor, struct str note, int colour,
                          struct error *error)
{
    char uid[UID_LENGTH];
    uid_make(uid);
    int64_t now = library->now();
    return statement_finish(library,
                            statement_bind(library, STATEMENT_PASSAGE_INSERT, "tiiiittttii",
                                           (struct str){uid, UID_LENGTH}, article, text,
                                           (int64_t)anchor->start, (int64_t)anchor->end,
                                           anchor->quote, anchor->prefix, anchor->suffix, note,
                                           (int64_t)colour, now),
                            error);
}

enum status passage_add(struct library *library, int64_t article, int64_t text,
                        const struct document *document, uint32_t start, uint32_t end,
                        struct str note, int colour, int64_t *ret_id, struct error *error)
{
    struct change_scope scope;
    struct anchor anchor = anchor_make(document->text, start, end);
    if (anchor.start >= anchor.end)
        return error_set(error, STATUS_USAGE, _("an empty passage cannot be bookmarked"));
    enum status status = change_begin(library, &scope, error);
    if (status)
        return status;
    status = insert(library, article, text, &anchor, note, colour, error);
    int64_t id = sqlite3_last_insert_rowid(library->database);
    status = change_end(&scope, status, CHANGE_PASSAGE_ADD, anchor.quote, 1, error);
    if (!status)
        *ret_id = id;
    return status;
}

static enum status change_one(struct library *library, sqlite3_stmt *statement, int64_t id,
                              struct error *error)
{
    enum status status = statement_finish(library, statement, error);
    if (!status && sqlite3_changes(library->database) == 0)
        return error_set(error, STATUS_NOT_FOUND, _("there is no passage %lld"), (long long)id);
    return status;
}

enum status passage_edit(struct library *library, int64_t id, struct str note, int colour,
                         struct error *error)
{
    struct change_scope scope;
    enum status status = change_begin(library, &scope, error);
    if (status)
        return status;
    status = change_one(library,
                        statement_bind(library, STATEMENT_PASSAGE_EDIT, "itii", id, note,
                                       (int64_t)colour, library->now()),
                        id, error);
    return change_end(&scope, status, CHANGE_PASSAGE_EDIT, note, 1, error);
}

enum status passage_remove(struct library *library, int64_t id, struct error *error)
{
    struct change_scope scope;
    enum status status = change_begin(library, &scope, error);
    if (status)
        return status;
    status = change_one(library, statement_bind(library, STATEMENT_PASSAGE_REMOVE, "i", id), id,
                        error);
    return change_end(&scope, status, CHANGE_PASSAGE_REMOVE, STR_NONE, 1, error);
}

static struct passage read_passage(sqlite3_stmt *row, struct arena *arena)
{
    int64_t fit = sqlite3_column_int64(row, 11);
    return (struct passage){
        .id = sqlite3_column_int64(row, 0),
        .article = sqlite3_column_int64(row, 1),
        .text = sqlite3_column_int64(row, 2),
        .start = (uint32_t)sqlite3_column_int64(row, 3),
        .end = (uint32_t)sqlite3_column_int64(row, 4),
        .uid = arena_copy(arena, statement_text(row, 5)),
        .quote = arena_copy(arena, statement_text(row, 6)),
        .note = arena_copy(arena, statement_text(row, 7)),
        .colour = sqlite3_column_int(row, 8),
        .created = sqlite3_column_int64(row, 9),
        .updated = sqlite3_column_int64(row, 10),
        .fit = fit >= PASSAGE_EXACT && fit <= PASSAGE_ORPHAN ? (enum passage_fit)fit : PASSAGE_ORPHAN,
    };
}

enum status passage_list(struct library *library, int64_t article, struct arena *arena,
                         struct passage **ret_passages, size_t *ret_count, struct error *error)
{
    enum status status;
    struct passage *passages = NULL;
    size_t count = 0, capacity = 0;
    sqlite3_stmt *row = statement_bind(library, STATEMENT_PASSAGE_LIST, "i", article);
    while (statement_step(library, row, &status, error)) {
        ARRAY_RESERVE(passages, count, capacity);
        passages[count++] = read_passage(row, arena);
    }
    if (status) {
        free(passages);
        return status;
    }
    *ret_passages = passages;
    *ret_count = count;
    return STATUS_OK;
}

/* An orphan keeps the version and the place it was last seen at. */
static enum status move_passage(struct library *library, int64_t id, int64_t text,
                                const struct anchor_found *found, struct error *error)
{
    if (found->fit == ANCHOR_ORPHAN)
        return statement_finish(library,
                                statement_bind(library, STATEMENT_PASSAGE_ORPHAN, "ii", id,
                                               (int64_t)PASSAGE_ORPHAN),
                                error);
    return statement_finish(library,
                            statement_bind(library, STATEMENT_PASSAGE_MOVE, "iiiii", id, text,
                                           (int64_t)found->start, (int64_t)found->end,
                                           (int64_t)found->fit),
                            error);
}

struct carried {
    int64_t id, text;
    struct anchor anchor;
};

/* Passages of one old version share what was made ready for it. */
static enum status carry_from(struct library *library, int64_t old_text, struct carried *carried,
                              size_t count, int64_t text, const struct document *document,
                              struct error *error)
{
    enum status status;
    CLEANUP_BUFFER struct buffer body = {0};
    sqlite3_stmt *row = statement_bind(library, STATEMENT_TEXT_BODY, "i", old_text);
    if (statement_step(library, row, &status, error)) {
        buffer_append(&body, statement_text(row, 0));
        sqlite3_reset(row);
        status = STATUS_OK;
    }
    struct anchor_text *ready = anchor_text_new(buffer_str(&body), document->text);
    for (size_t i = 0; i < count && !status; i++) {
        if (carried[i].text != old_text)
            continue;
        struct anchor_found found = anchor_find(ready, &carried[i].anchor);
        status = move_passage(library, carried[i].id, text, &found, error);
    }
    anchor_text_free(ready);
    return status;
}

static enum status read_carried(struct library *library, int64_t article, struct arena *arena,
                                struct carried **ret_carried, size_t *ret_count,
                                struct error *error)
{
    enum status status;
    size_t capacity = 0;
    sqlite3_stmt *row = statement_bind(library, STATEMENT_PASSAGE_ANCHORS, "i", article);
    while (statement_step(library, row, &status, error)) {
        ARRAY_RESERVE(*ret_carried, *ret_count, capacity);
        (*ret_carried)[(*ret_count)++] = (struct carried){
            sqlite3_column_int64(row, 0),
            sqlite3_column_int64(row, 1),
            {(size_t)sqlite3_column_int64(row, 2), (size_t)sqlite3_column_int64(row, 3),
             arena_copy(arena, statement_text(row, 4)), arena_copy(arena, statement_text(row, 5)),
             arena_copy(arena, statement_text(row, 6))}};
    }
    return status;
}

enum status passages_carry_over(struct library *library, int64_t article, int64_t text,
                                const struct document *document, struct error *error)
{
    struct arena *arena = arena_new();
    struct carried *carried = NULL;
    size_t count = 0;
    enum status status = read_carried(library, article, arena, &carried, &count, error);
    for (size_t i = 0; i < count && !status; i++) {
        bool is_done = carried[i].text == text;
        for (size_t j = 0; j < i && !is_done; j++)
            is_done = carried[j].text == carried[i].text;
        if (!is_done)
            status = carry_from(library, carried[i].text, carried, count, text, document, error);
    }
    free(carried);
    arena_free(arena);
    return status;
}
