#include "library/repair_private.h"

#include "base/intl.h"
#include "base/memory.h"
#include "library/id_set.h"
#include "library/index.h"
#include "library/index_state.h"
#include "library/text_private.h"

/* Articles whose words wait in memory for the index. */
enum { FLUSH_ARTICLES = 200 };

static enum status run_statements(struct check *check, const enum statement_id *ids, size_t count,
                                  struct error *error)
{
    enum status status = STATUS_OK;
    for (size_t i = 0; i < count && !status; i++)
        status =
            statement_finish(check->library, statement_bind(check->library, ids[i], ""), error);
    return status;
}

static enum status index_article(struct library *library, int64_t article, struct error *error)
{
    int64_t text = 0;
    enum status status = statement_number(
        library, statement_bind(library, STATEMENT_ARTICLE_TEXT, "i", article), &text, error);
    /* Nothing of it is in the indexes. */
    if (!status)
        status = statement_finish(
            library, statement_bind(library, STATEMENT_REPAIR_FORGET_TEXT, "i", article), error);
    return status ? status : text_switch(library, article, text, error);
}

static enum status index_articles(struct check *check, struct error *error)
{
    struct id_set all CLEANUP_ID_SET = {0};
    struct library *library = check->library;
    enum status status =
        statement_finish(library, statement_bind(library, STATEMENT_SET_ALL, "p", &all), error);
    size_t waiting = 0;
    check->total = (int64_t)id_set_count(&all) + 1;
    for (int64_t id = id_set_next(&all, 0); id > 0 && !status; id = id_set_next(&all, id)) {
        status = index_article(library, id, error);
        check_advance(check);
        if (status || ++waiting < FLUSH_ARTICLES)
            continue;
        status = index_flush(library, error);
        waiting = 0;
    }
    return status ? status : index_flush(library, error);
}

/* The first row's first column is what is wrong, if anything. */
static enum status expect_whole(struct check *check, enum statement_id id, struct error *error)
{
    enum status status;
    sqlite3_stmt *row = statement_bind(check->library, id, "");
    if (!statement_step(check->library, row, &status, error))
        return status;
    struct str message = statement_text(row, 0);
    status = str_equal(message, STR("ok"))
                 ? STATUS_OK
                 : error_set(error, STATUS_MALFORMED, _("%s: pages are damaged: %.*s"),
                             library_path(check->library), STR_ARGS(message));
    sqlite3_reset(row);
    return status;
}

static enum status clear_derived(struct check *check, struct error *error)
{
    static const enum statement_id statements[] = {
        STATEMENT_REPAIR_REINDEX,
        STATEMENT_CLEAR_LIKENESS,
    };
    enum status status = index_empty(check->library, error);
    return status ? status : run_statements(check, statements, ARRAY_LENGTH(statements), error);
}

static enum status rebuild_all(struct check *check, struct error *error)
{
    static const enum statement_id last[] = {
        STATEMENT_REPAIR_TAGS,    STATEMENT_REPAIR_PLACES,  STATEMENT_REPAIR_SOURCES,
        STATEMENT_REPAIR_LEADERS, STATEMENT_REPAIR_HISTORY, STATEMENT_REPAIR_PASSAGES,
    };
    enum status status = clear_derived(check, error);
    if (!status)
        status = rebuild_texts(check, error);
    if (!status)
        status = run_statements(check, last, ARRAY_LENGTH(last), error);
    if (!status)
        status = index_articles(check, error);
    if (!status)
        status = expect_whole(check, STATEMENT_CHECK_PAGES, error);
    if (!status)
        status = expect_whole(check, STATEMENT_CHECK_REFERENCES, error);
    return status;
}

/* What SQLite says of a file whose pages are not what they were: a row that breaks its table's
 * rules and an index that cannot be opened as well. */
static bool is_damage(int code)
{
    static const int codes[] = {SQLITE_CORRUPT, SQLITE_CONSTRAINT, SQLITE_ERROR, SQLITE_IOERR,
                                SQLITE_NOTADB};
    for (size_t i = 0; i < ARRAY_LENGTH(codes); i++)
        if ((code & 0xFF) == codes[i])
            return true;
    return false;
}

enum status rebuild(struct check *check, struct error *error)
{
    enum status status = library_begin(check->library, error);
    if (status)
        return status;
    status = rebuild_all(check, error);
    if (!status)
        return library_commit(check->library, error);
    if (is_damage(sqlite3_errcode(check->library->database)))
        status = STATUS_MALFORMED;
    library_rollback(check->library);
    return status;
}
