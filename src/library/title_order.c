#include "library/title_order.h"

#include "library/library_private.h"

static const char *const order_names[COLLATION_ORDER_COUNT] = {
    [COLLATION_PINYIN] = "pinyin",
    [COLLATION_STROKE] = "stroke",
};

enum status library_title_order(struct library *library, enum collation_order *ret_order,
                                struct error *error)
{
    enum status status;
    *ret_order = COLLATION_PINYIN;
    sqlite3_stmt *row =
        statement_bind(library, STATEMENT_SETTING_READ, "t", STR("title-order"));
    if (!statement_step(library, row, &status, error))
        return status;
    if (str_equal(statement_text(row, 0), str_from(order_names[COLLATION_STROKE])))
        *ret_order = COLLATION_STROKE;
    sqlite3_reset(row);
    return STATUS_OK;
}

static enum status set_keys(struct library *library, enum collation_order order,
                            struct error *error)
{
    enum status status;
    CLEANUP_BUFFER struct buffer key = {0};
    sqlite3_stmt *row = statement_bind(library, STATEMENT_TITLES, "");
    while (statement_step(library, row, &status, error)) {
        key.length = 0;
        collation_append_key(statement_text(row, 1), order, &key);
        status = statement_finish(library,
                                  statement_bind(library, STATEMENT_ARTICLE_SET_TITLE_KEY, "ib",
                                                 sqlite3_column_int64(row, 0), buffer_str(&key)),
                                  error);
        if (status)
            break;
    }
    sqlite3_reset(row);
    return status;
}

enum status library_set_title_order(struct library *library, enum collation_order order,
                                    struct error *error)
{
    enum collation_order current;
    enum status status = library_title_order(library, &current, error);
    if (status || current == order)
        return status;
    status = library_begin(library, error);
    if (status)
        return status;
    status = set_keys(library, order, error);
    if (!status)
        status = statement_finish(library,
                                  statement_bind(library, STATEMENT_SETTING_WRITE, "tt",
                                                 STR("title-order"), str_from(order_names[order])),
                                  error);
    if (!status)
        return library_commit(library, error);
    library_rollback(library);
    return status;
}
