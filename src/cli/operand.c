#include "cli/operand.h"

#include "base/intl.h"
#include "base/memory.h"

struct id_array {
    int64_t *ids;
    size_t count, capacity;
};

static enum status add(struct library *library, struct str name, struct id_array *array,
                       struct error *error)
{
    int64_t id;
    enum status status = article_resolve(library, name, &id, error);
    if (status)
        return status;
    ARRAY_RESERVE(array->ids, array->count, array->capacity);
    array->ids[array->count++] = id;
    return STATUS_OK;
}

static enum status add_lines(struct library *library, FILE *in, struct id_array *array,
                             struct error *error)
{
    enum status status = STATUS_OK;
    char *line = NULL;
    size_t capacity = 0;
    ssize_t length;
    while (!status && (length = getline(&line, &capacity, in)) >= 0) {
        struct str name = str_trim_ascii((struct str){line, (size_t)length});
        if (name.length)
            status = add(library, name, array, error);
    }
    free(line);
    return status;
}

enum status operand_articles(struct library *library, char *const *words, size_t count, FILE *in,
                             int64_t **ret_ids, size_t *ret_count, struct error *error)
{
    struct id_array array = {0};
    enum status status = STATUS_OK;
    for (size_t i = 0; i < count && !status; i++)
        status = strcmp(words[i], "-") == 0 ? add_lines(library, in, &array, error)
                                            : add(library, str_from(words[i]), &array, error);
    if (!status && array.count == 0)
        status = error_set(error, STATUS_NOT_FOUND, _("no article is named"));
    if (status) {
        free(array.ids);
        return status;
    }
    *ret_ids = array.ids;
    *ret_count = array.count;
    return STATUS_OK;
}
