#include "library/match.h"

#include "library/article.h"
#include "library/functions.h"
#include "library/library_private.h"

static int take(const Fts5ExtensionApi *api, Fts5Context *context, void *closure)
{
    enum { ROWS = 4096 };
    struct match_rows *rows = closure;
    const struct library *library = rows->library;
    int64_t id = api->xRowid(context);
    if (id > 0 && id <= ARTICLE_ID_LIMIT)
        id_set_add(rows->set, id);
    bool is_asked = ++rows->count % ROWS == 0 && library->should_stop;
    return is_asked && library->should_stop(library->stop_closure) ? SQLITE_INTERRUPT : SQLITE_OK;
}

/* False, until it has taken all there are. Many rows of one phrase come twice as fast without SQL
 * between them; to begin anew for that is worth it when there are many. */
static void match(const Fts5ExtensionApi *api, Fts5Context *context, sqlite3_context *result,
                  int count, sqlite3_value **values)
{
    enum { MANY = 4096 };
    struct match_rows *rows = count == 1 ? sqlite3_value_pointer(values[0], "zhai") : NULL;
    if (!rows) {
        sqlite3_result_error_code(result, SQLITE_MISUSE);
        return;
    }
    bool is_all = rows->is_cheap && rows->count == MANY && api->xPhraseCount(context) == 1;
    int code = is_all ? api->xQueryPhrase(context, 0, rows, take) : take(api, context, rows);
    if (code)
        sqlite3_result_error_code(result, code);
    else
        sqlite3_result_int(result, is_all);
}

int match_register(sqlite3 *database)
{
    fts5_api *api = fts5_api_of(database);
    return api ? api->xCreateFunction(api, "zhai_match", NULL, match, NULL) : SQLITE_ERROR;
}
