#include "library/tag.h"

#include "base/intl.h"
#include "base/memory.h"
#include "library/library_private.h"
#include "text/fold.h"
#include "text/properties.h"
#include "text/utf8.h"

enum { NAME_POINTS_MAX = 100 };

static bool is_name(struct str name)
{
    size_t count = 0;
    for (size_t at = 0; at < name.length; count++) {
        uint32_t point;
        at += utf8_decode(name, at, &point);
        struct properties properties = code_point_properties(point);
        bool is_blank = properties.is_space && (point != ' ' || at == 1 || at == name.length);
        if (is_blank || properties.display != DISPLAY_SHOW || point == '"' ||
            point == '(' || point == ')' || point == CODE_POINT_REPLACEMENT)
            return false;
    }
    return count > 0 && count <= NAME_POINTS_MAX && name.bytes[0] != '-' && name.bytes[0] != '+';
}

enum status tag_find(struct library *library, struct str name, int64_t *ret_id, struct error *error)
{
    CLEANUP_BUFFER struct buffer key = {0};
    fold_append(&key, name);
    return statement_number(library,
                            statement_bind(library, STATEMENT_TAG_BY_KEY, "t", buffer_str(&key)),
                            ret_id, error);
}

enum status tag_check(const struct str *names, size_t count, struct error *error)
{
    for (size_t i = 0; i < count; i++)
        if (!is_name(names[i]))
            return error_set(error, STATUS_USAGE,
                             _("“%.*s” cannot be a tag: it is empty, too long, or has blanks, quotes "
                               "or brackets"),
                             STR_ARGS(names[i]));
    return STATUS_OK;
}

enum status tag_assign(struct library *library, int64_t article, struct str name,
                       struct error *error)
{
    int64_t tag = 0;
    enum status status = tag_make(library, name, &tag, error);
    return status ? status
                  : statement_finish(library,
                                     statement_bind(library, STATEMENT_ARTICLE_TAG_INSERT, "ii",
                                                    article, tag),
                                     error);
}

enum status tag_make(struct library *library, struct str name, int64_t *ret_id, struct error *error)
{
    CLEANUP_BUFFER struct buffer key = {0};
    enum status status = tag_check(&name, 1, error);
    if (!status)
        status = tag_find(library, name, ret_id, error);
    if (status != STATUS_NOT_FOUND)
        return status;
    fold_append(&key, name);
    status = statement_finish(
        library, statement_bind(library, STATEMENT_TAG_INSERT, "tt", name, buffer_str(&key)), error);
    if (!status)
        *ret_id = sqlite3_last_insert_rowid(library->database);
    return status;
}

enum status tag_list(struct library *library, struct arena *arena, struct tag **ret_tags,
                     size_t *ret_count, struct error *error)
{
    enum status status;
    struct tag *tags = NULL;
    size_t count = 0, capacity = 0;
    sqlite3_stmt *row = statement_bind(library, STATEMENT_TAG_LIST, "");
    while (statement_step(library, row, &status, error)) {
        ARRAY_RESERVE(tags, count, capacity);
        tags[count++] = (struct tag){arena_copy(arena, statement_text(row, 0)),
                                     arena_copy(arena, statement_text(row, 1)),
                                     sqlite3_column_int64(row, 2)};
    }
    if (status) {
        free(tags);
        return status;
    }
    *ret_tags = tags;
    *ret_count = count;
    return STATUS_OK;
}
