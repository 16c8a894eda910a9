#include "ingest/rules_private.h"

#include "base/memory.h"
#include "ingest/rules.h"

/* Which rules there are: the built-in ones, and the user's files laid over them. */

/* builtin_files[], builtin_rows[], builtin_starts[], builtin_longest[]: src/generate/rules.c. */
#include "ingest/rules_table.inc"

static const struct rules builtin = {builtin_rows, builtin_starts, builtin_longest};

/* Rules of the heap own what they are made of. */
struct own_rules {
    struct rules rules;
    struct rule_list list;
    uint16_t starts[KEY_COUNT + 1];
    uint16_t longest[KEY_COUNT];
};

const struct rules *rules_builtin(void)
{
    return &builtin;
}

static struct str file_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return str_from(slash ? slash + 1 : path);
}

static bool is_replaced(unsigned file, const struct rules_file *files, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (str_equal(file_name(files[i].path), str_from(builtin_files[file])))
            return true;
    return false;
}

static void add_builtin(struct rule_list *list, const struct rules_file *files, size_t count)
{
    for (size_t i = 0; i < ARRAY_LENGTH(builtin_rows); i++) {
        struct rule rule = builtin_rows[i];
        if (is_replaced(rule.file, files, count))
            continue;
        rule.pattern = memory_copy(rule.pattern, (size_t)rule.length + 1);
        ARRAY_RESERVE(list->rows, list->count, list->capacity);
        list->rows[list->count++] = rule;
    }
}

struct rules *rules_new(const struct rules_file *files, size_t count, struct buffer *problems)
{
    struct own_rules *own = memory_new(sizeof *own);
    add_builtin(&own->list, files, count);
    for (size_t i = 0; i < count; i++)
        rule_list_parse(&own->list, files[i].text, files[i].path, ARRAY_LENGTH(builtin_files),
                        problems);
    rule_list_sort(&own->list);
    rule_list_index(&own->list, own->starts, own->longest);
    own->rules = (struct rules){own->list.rows, own->starts, own->longest};
    return &own->rules;
}

void rules_free(struct rules *rules)
{
    struct own_rules *own = (struct own_rules *)rules; /* its first member */
    if (!own)
        return;
    rule_list_release(&own->list);
    free(own);
}
