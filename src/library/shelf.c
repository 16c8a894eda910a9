#include "library/shelf.h"

#include "base/intl.h"
#include "base/memory.h"
#include "library/change_private.h"
#include "text/properties.h"
#include "text/utf8.h"

enum { NAME_POINTS_MAX = 60 };

static bool is_name(struct str name)
{
    size_t count = 0;
    for (size_t at = 0; at < name.length; count++) {
        uint32_t point;
        at += utf8_decode(name, at, &point);
        if (code_point_properties(point).display != DISPLAY_SHOW || point == CODE_POINT_REPLACEMENT)
            return false;
    }
    return count > 0 && count <= NAME_POINTS_MAX && str_trim_ascii(name).length == name.length;
}

enum status shelf_save(struct library *library, struct str name, struct str query, bool is_search,
                       struct error *error)
{
    struct change_scope scope;
    if (!is_name(name))
        return error_set(error, STATUS_USAGE, _("a shelf needs a name of 1 to %d letters"),
                         NAME_POINTS_MAX);
    enum status status = change_begin(library, &scope, error);
    if (status)
        return status;
    status = statement_finish(
        library,
        statement_bind(library, STATEMENT_SHELF_SAVE, "tti", name, query, (int64_t)is_search),
        error);
    return change_end(&scope, status, CHANGE_SHELF_SAVE, name, 0, error);
}

enum status shelf_remove(struct library *library, struct str name, struct error *error)
{
    struct change_scope scope;
    enum status status = change_begin(library, &scope, error);
    if (status)
        return status;
    status = statement_finish(library, statement_bind(library, STATEMENT_SHELF_REMOVE, "t", name),
                              error);
    if (!status && sqlite3_changes(library->database) == 0)
        status = error_set(error, STATUS_NOT_FOUND, _("there is no shelf “%.*s”"), STR_ARGS(name));
    return change_end(&scope, status, CHANGE_SHELF_REMOVE, name, 0, error);
}

enum status shelf_list(struct library *library, struct arena *arena, struct shelf **ret_shelves,
                       size_t *ret_count, struct error *error)
{
    enum status status;
    struct shelf *shelves = NULL;
    size_t count = 0, capacity = 0;
    sqlite3_stmt *row = statement_bind(library, STATEMENT_SHELF_LIST, "");
    while (statement_step(library, row, &status, error)) {
        ARRAY_RESERVE(shelves, count, capacity);
        shelves[count++] = (struct shelf){arena_copy(arena, statement_text(row, 0)),
                                          arena_copy(arena, statement_text(row, 1)),
                                          sqlite3_column_int(row, 2) != 0};
    }
    if (status) {
        free(shelves);
        return status;
    }
    *ret_shelves = shelves;
    *ret_count = count;
    return STATUS_OK;
}
