#include "library/functions.h"

#include "library/article.h"
#include "library/id_set.h"

/* collect_ids(id, set): gathers ids into the struct id_set bound as a pointer, without a row of
 * result each. An id that no library of ours gives is passed over. */
static void collect_step(sqlite3_context *context, int count, sqlite3_value **values)
{
    struct id_set *set = sqlite3_value_pointer(values[1], "zhai");
    int64_t id = sqlite3_value_int64(values[0]);
    (void)context;
    (void)count;
    if (set && id > 0 && id <= ARTICLE_ID_LIMIT)
        id_set_add(set, id);
}

static void collect_final(sqlite3_context *context)
{
    sqlite3_result_null(context);
}

/* has_id(id, set) */
static void has_id(sqlite3_context *context, int count, sqlite3_value **values)
{
    const struct id_set *set = sqlite3_value_pointer(values[1], "zhai");
    (void)count;
    sqlite3_result_int(context, set && id_set_has(set, sqlite3_value_int64(values[0])));
}

int functions_register(sqlite3 *database)
{
    const int flags = SQLITE_UTF8 | SQLITE_DIRECTONLY;
    int code = sqlite3_create_function_v2(database, "collect_ids", 2, flags, NULL, NULL,
                                          collect_step, collect_final, NULL);
    if (!code)
        code = sqlite3_create_function_v2(database, "has_id", 2, flags, NULL, has_id, NULL, NULL,
                                          NULL);
    if (!code)
        code = tokenizer_register(database);
    if (!code)
        code = match_register(database);
    return code ? code : rank_register(database);
}
