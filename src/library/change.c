/* A change is recorded by SQLite's session extension: the rows before and after, so that one way
 * back serves every kind. Articles that were added or got another text are listed one by one
 * instead (store.c), since their texts are never unmade. */
#include "library/change.h"

#include "base/intl.h"
#include "base/memory.h"
#include "library/change_private.h"
#include "library/tag.h"

static const char *const recorded_tables[] = {"article", "tag", "article_tag", "shelf", "passage"};

static const char *const kind_names[CHANGE_KIND_COUNT] = {
    [CHANGE_ADD] = "add",
    [CHANGE_REFRESH] = "refresh",
    [CHANGE_STATE] = "state",
    [CHANGE_STAR] = "star",
    [CHANGE_UNSTAR] = "unstar",
    [CHANGE_TAG] = "tag",
    [CHANGE_UNTAG] = "untag",
    [CHANGE_RETAG] = "retag",
    [CHANGE_TRASH] = "remove",
    [CHANGE_RESTORE] = "restore",
    [CHANGE_SHELF_SAVE] = "shelf-save",
    [CHANGE_SHELF_REMOVE] = "shelf-remove",
    [CHANGE_VERSION] = "version",
    [CHANGE_PASSAGE_ADD] = "passage-add",
    [CHANGE_PASSAGE_EDIT] = "passage-edit",
    [CHANGE_PASSAGE_REMOVE] = "passage-remove",
    [CHANGE_UNREAD] = "state",
    [CHANGE_READING] = "state",
    [CHANGE_FINISHED] = "state",
};

static const enum change_kind state_kinds[ARTICLE_STATE_COUNT] = {
    [ARTICLE_UNREAD] = CHANGE_UNREAD,
    [ARTICLE_READING] = CHANGE_READING,
    [ARTICLE_FINISHED] = CHANGE_FINISHED,
};

const char *change_kind_name(enum change_kind kind)
{
    return kind_names[kind];
}

bool change_kind_state(enum change_kind kind, enum article_state *ret_state)
{
    for (int i = 0; i < ARTICLE_STATE_COUNT; i++)
        if (state_kinds[i] == kind) {
            *ret_state = (enum article_state)i;
            return true;
        }
    return false;
}

static bool is_recorded(const char *table)
{
    for (size_t i = 0; i < ARRAY_LENGTH(recorded_tables); i++)
        if (strcmp(recorded_tables[i], table) == 0)
            return true;
    return false;
}

enum status change_begin(struct library *library, struct change_scope *ret_scope,
                         struct error *error)
{
    sqlite3_session *session = NULL;
    enum status status = library_begin(library, error);
    if (status)
        return status;
    int code = sqlite3session_create(library->database, "main", &session);
    for (size_t i = 0; i < ARRAY_LENGTH(recorded_tables) && !code; i++)
        code = sqlite3session_attach(session, recorded_tables[i]);
    if (code) {
        sqlite3session_delete(session);
        status = library_fail_code(library, code, error);
        library_rollback(library);
        return status;
    }
    *ret_scope = (struct change_scope){library, session};
    return STATUS_OK;
}

enum status change_insert(struct library *library, enum change_kind kind, struct str subject,
                          size_t article_count, struct str changeset, struct error *error)
{
    return statement_finish(library,
                            statement_bind(library, STATEMENT_CHANGE_INSERT, "iitib",
                                           library->now(), (int64_t)kind, subject,
                                           (int64_t)article_count, changeset),
                            error);
}

enum status change_end(struct change_scope *scope, enum status status, enum change_kind kind,
                       struct str subject, size_t article_count, struct error *error)
{
    struct library *library = scope->library;
    void *bytes = NULL;
    int length = 0;
    if (!status && !sqlite3session_isempty(scope->session)) {
        int code = sqlite3session_changeset(scope->session, &length, &bytes);
        if (code)
            status = library_fail_code(library, code, error);
    }
    sqlite3session_delete(scope->session);
    if (!status && length)
        status = change_insert(library, kind, subject, article_count,
                               (struct str){bytes, (size_t)length}, error);
    sqlite3_free(bytes);
    if (!status)
        return library_commit(library, error);
    library_rollback(library);
    return status;
}

/* Runs a statement whose first value is the article's id for each article. */
static enum status update_each(struct library *library, struct id_list articles,
                               enum statement_id id, int64_t value, size_t *ret_count,
                               struct error *error)
{
    size_t count = 0;
    enum status status = STATUS_OK;
    for (size_t i = 0; i < articles.count && !status; i++) {
        status = statement_finish(
            library, statement_bind(library, id, "ii", articles.ids[i], value), error);
        count += (size_t)sqlite3_changes(library->database);
    }
    *ret_count = count;
    return status;
}

static enum status check_articles(struct library *library, struct id_list articles,
                                  struct error *error)
{
    for (size_t i = 0; i < articles.count; i++) {
        int64_t found;
        enum status status = statement_number(
            library, statement_bind(library, STATEMENT_ARTICLE_EXISTS, "i", articles.ids[i]),
            &found, error);
        if (status == STATUS_NOT_FOUND)
            return error_set(error, status, _("there is no article %lld"),
                             (long long)articles.ids[i]);
        if (status)
            return status;
    }
    return STATUS_OK;
}

/* One article is named by its title in the history. */
static struct str subject_of(struct library *library, struct id_list articles,
                             struct article_record *record)
{
    struct error ignored;
    if (articles.count != 1 || article_read(library, articles.ids[0], record, &ignored))
        return STR_NONE;
    return record->title;
}

static enum status change_column(struct library *library, struct id_list articles,
                                 enum statement_id id, int64_t value, enum change_kind kind,
                                 size_t *ret_count, struct error *error)
{
    struct change_scope scope;
    struct article_record record = {0};
    enum status status = change_begin(library, &scope, error);
    if (status)
        return status;
    size_t count = 0;
    status = check_articles(library, articles, error);
    if (!status)
        status = update_each(library, articles, id, value, &count, error);
    status = change_end(&scope, status, kind, subject_of(library, articles, &record), count, error);
    article_record_release(&record);
    if (!status)
        *ret_count = count;
    return status;
}

enum status change_state(struct library *library, struct id_list articles, enum article_state state,
                         size_t *ret_count, struct error *error)
{
    return change_column(library, articles, STATEMENT_ARTICLE_SET_STATE, state, state_kinds[state],
                         ret_count, error);
}

enum status change_starred(struct library *library, struct id_list articles, bool is_starred,
                           size_t *ret_count, struct error *error)
{
    return change_column(library, articles, STATEMENT_ARTICLE_SET_STARRED, is_starred,
                         is_starred ? CHANGE_STAR : CHANGE_UNSTAR, ret_count, error);
}

enum status change_trash(struct library *library, struct id_list articles, bool is_trashed,
                         size_t *ret_count, struct error *error)
{
    return change_column(library, articles, STATEMENT_ARTICLE_SET_DELETED,
                         is_trashed ? library->now() : 0,
                         is_trashed ? CHANGE_TRASH : CHANGE_RESTORE, ret_count, error);
}

struct tag_request {
    const int64_t *added, *removed;
    size_t added_count, removed_count;
};

static enum status tag_each(struct library *library, struct id_list articles,
                            const struct tag_request *request, size_t *ret_count,
                            struct error *error)
{
    enum status status = STATUS_OK;
    size_t count = 0;
    for (size_t i = 0; i < articles.count && !status; i++) {
        bool is_different = false;
        for (size_t j = 0; j < request->added_count + request->removed_count && !status; j++) {
            bool is_added = j < request->added_count;
            int64_t tag =
                is_added ? request->added[j] : request->removed[j - request->added_count];
            status = statement_finish(library,
                                      statement_bind(library,
                                                     is_added ? STATEMENT_ARTICLE_TAG_INSERT
                                                              : STATEMENT_ARTICLE_TAG_DELETE,
                                                     "ii", articles.ids[i], tag),
                                      error);
            is_different |= sqlite3_changes(library->database) > 0;
        }
        count += is_different;
    }
    *ret_count = count;
    return status;
}

static enum status delete_unused(struct library *library, const int64_t *tags, size_t count,
                                 struct error *error)
{
    enum status status = STATUS_OK;
    for (size_t i = 0; i < count && !status; i++)
        status = statement_finish(
            library, statement_bind(library, STATEMENT_TAG_DELETE_UNUSED, "i", tags[i]), error);
    return status;
}

static void append_names(struct buffer *out, char sign, const struct str *names, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        buffer_append_format(out, "%s", out->length ? " " : "");
        if (sign)
            buffer_append_byte(out, sign);
        buffer_append(out, names[i]);
    }
}

enum status change_tags(struct library *library, struct id_list articles, const struct str *added,
                        size_t added_count, const struct str *removed, size_t removed_count,
                        size_t *ret_count, struct error *error)
{
    struct change_scope scope;
    enum status status = change_begin(library, &scope, error);
    if (status)
        return status;
    CLEANUP_FREE int64_t *tags =
        memory_new((added_count + removed_count + 1) * sizeof *tags);
    struct tag_request request = {tags, tags + added_count, added_count, 0};
    size_t count = 0;
    status = check_articles(library, articles, error);
    for (size_t i = 0; i < added_count && !status; i++)
        status = tag_make(library, added[i], &tags[i], error);
    for (size_t i = 0; i < removed_count && !status; i++) {
        status = tag_find(library, removed[i], &tags[added_count + request.removed_count], error);
        if (!status)
            request.removed_count++;
        else if (status == STATUS_NOT_FOUND)
            status = STATUS_OK; /* nobody has it */
    }
    if (!status)
        status = tag_each(library, articles, &request, &count, error);
    if (!status)
        status = delete_unused(library, tags, added_count + request.removed_count, error);
    CLEANUP_BUFFER struct buffer subject = {0};
    bool is_mixed = added_count && removed_count;
    append_names(&subject, is_mixed ? '+' : 0, added, added_count);
    append_names(&subject, is_mixed ? '-' : 0, removed, removed_count);
    status = change_end(&scope, status,
                        is_mixed      ? CHANGE_RETAG
                        : added_count ? CHANGE_TAG
                                      : CHANGE_UNTAG,
                        buffer_str(&subject), count, error);
    if (!status)
        *ret_count = count;
    return status;
}

static int only_recorded(void *closure, const char *table)
{
    (void)closure;
    return is_recorded(table);
}

/* What the user takes back is taken back, whatever another process made of the row meanwhile. */
static int resolve_conflict(void *closure, int kind, sqlite3_changeset_iter *iterator)
{
    (void)closure;
    (void)iterator;
    return kind == SQLITE_CHANGESET_DATA ? SQLITE_CHANGESET_REPLACE : SQLITE_CHANGESET_OMIT;
}

static enum status apply_changeset(struct library *library, struct str changeset, bool is_undo,
                                   struct error *error)
{
    void *bytes = (void *)changeset.bytes, *inverted = NULL;
    int length = (int)changeset.length;
    if (length == 0)
        return STATUS_OK;
    int code = is_undo ? sqlite3changeset_invert(length, bytes, &length, &inverted) : SQLITE_OK;
    if (!code)
        code = sqlite3changeset_apply(library->database, length, inverted ? inverted : bytes,
                                      only_recorded, resolve_conflict, NULL);
    sqlite3_free(inverted);
    return code ? library_fail_code(library, code, error) : STATUS_OK;
}

static struct change read_change(sqlite3_stmt *row, struct arena *arena)
{
    int64_t kind = sqlite3_column_int64(row, 2);
    return (struct change){
        .id = sqlite3_column_int64(row, 0),
        .created = sqlite3_column_int64(row, 1),
        .kind = kind >= 0 && kind < CHANGE_KIND_COUNT ? (enum change_kind)kind : CHANGE_STATE,
        .subject = arena_copy(arena, statement_text(row, 3)),
        .article_count = sqlite3_column_int64(row, 4),
        .is_undone = sqlite3_column_int(row, 5) != 0,
    };
}

static enum status take_change(struct library *library, bool is_undo, struct arena *arena,
                               struct change *ret_change, struct error *error)
{
    enum status status;
    sqlite3_stmt *row = statement_bind(
        library, is_undo ? STATEMENT_CHANGE_NEWEST_DONE : STATEMENT_CHANGE_OLDEST_UNDONE, "");
    if (!statement_step(library, row, &status, error))
        return status    ? status
               : is_undo ? error_set(error, STATUS_NOT_FOUND, _("there is nothing to undo"))
                         : error_set(error, STATUS_NOT_FOUND, _("there is nothing to redo"));
    struct change change = read_change(row, arena);
    struct str changeset = arena_copy(arena, statement_text(row, 6));
    sqlite3_reset(row);
    status = apply_changeset(library, changeset, is_undo, error);
    if (!status)
        status = change_apply_texts(library, change.id, is_undo, error);
    if (!status)
        status = statement_finish(library,
                                  statement_bind(library, STATEMENT_CHANGE_SET_UNDONE, "ii",
                                                 change.id, (int64_t)is_undo),
                                  error);
    change.is_undone = is_undo;
    *ret_change = change;
    return status;
}

static enum status undo_or_redo(struct library *library, bool is_undo, struct arena *arena,
                                struct change *ret_change, struct error *error)
{
    struct change change;
    enum status status = library_begin(library, error);
    if (status)
        return status;
    status = take_change(library, is_undo, arena, &change, error);
    if (status) {
        library_rollback(library);
        return status;
    }
    status = library_commit(library, error);
    if (!status)
        *ret_change = change;
    return status;
}

enum status change_undo(struct library *library, struct arena *arena, struct change *ret_change,
                        struct error *error)
{
    return undo_or_redo(library, true, arena, ret_change, error);
}

enum status change_redo(struct library *library, struct arena *arena, struct change *ret_change,
                        struct error *error)
{
    return undo_or_redo(library, false, arena, ret_change, error);
}

enum status change_list(struct library *library, int64_t before, size_t limit, struct arena *arena,
                        struct change **ret_changes, size_t *ret_count, struct error *error)
{
    enum status status;
    struct change *changes = NULL;
    size_t count = 0, capacity = 0;
    sqlite3_stmt *row = statement_bind(library, STATEMENT_CHANGE_PAGE, "ii",
                                       before ? before : INT64_MAX, (int64_t)limit);
    while (statement_step(library, row, &status, error)) {
        ARRAY_RESERVE(changes, count, capacity);
        changes[count++] = read_change(row, arena);
    }
    if (status) {
        free(changes);
        return status;
    }
    *ret_changes = changes;
    *ret_count = count;
    return STATUS_OK;
}

void change_describe(const struct change *change, struct buffer *out)
{
    static const char *const formats[CHANGE_KIND_COUNT] = {
        [CHANGE_ADD] = N_("added"),
        [CHANGE_REFRESH] = N_("extracted again"),
        [CHANGE_STATE] = N_("reading state set"),
        [CHANGE_STAR] = N_("starred"),
        [CHANGE_UNSTAR] = N_("star removed"),
        [CHANGE_TAG] = N_("tagged"),
        [CHANGE_UNTAG] = N_("tag removed"),
        [CHANGE_RETAG] = N_("tags changed"),
        [CHANGE_TRASH] = N_("moved to the trash"),
        [CHANGE_RESTORE] = N_("restored from the trash"),
        [CHANGE_SHELF_SAVE] = N_("shelf saved"),
        [CHANGE_SHELF_REMOVE] = N_("shelf removed"),
        [CHANGE_VERSION] = N_("version chosen"),
        [CHANGE_PASSAGE_ADD] = N_("passage bookmarked"),
        [CHANGE_PASSAGE_EDIT] = N_("passage edited"),
        [CHANGE_PASSAGE_REMOVE] = N_("passage removed"),
        [CHANGE_UNREAD] = N_("unread"),
        [CHANGE_READING] = N_("being read"),
        [CHANGE_FINISHED] = N_("finished"),
    };
    buffer_append_c(out, _(formats[change->kind]));
    if (change->subject.length) {
        buffer_append_c(out, _(": "));
        buffer_append(out, change->subject);
    }
    if (change->article_count > 1) {
        buffer_append_c(out, " · ");
        buffer_append_format(out,
                             ngettext("%lld article", "%lld articles",
                                      (unsigned long)change->article_count),
                             (long long)change->article_count);
    }
}
