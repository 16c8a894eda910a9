#include "config/rule_files.h"

#include "base/memory.h"
#include "config/locations.h"
#include "config/own_file.h"

#include <dirent.h>

/* A folder with more is not one of rules. */
enum { RULE_FILE_LIMIT = 100 };

static bool is_rules_name(const char *name)
{
    return name[0] != '.' && str_ends(str_from(name), STR(".rules"));
}

static int compare_files(const void *a, const void *b)
{
    const struct rule_file *first = a, *second = b;
    return strcmp(first->path, second->path);
}

static void add_file(struct rule_files *files, struct str folder, const char *name,
                     struct buffer *problems)
{
    struct buffer path = {0}, text = {0};
    struct error error;
    buffer_append_format(&path, "%.*s/%s", STR_ARGS(folder), name);
    if (own_file_read(path.bytes, &text, &error)) {
        buffer_append_format(problems, "%s\n", error.message);
        buffer_release(&path);
        return;
    }
    ARRAY_RESERVE(files->rows, files->count, files->capacity);
    files->rows[files->count++] = (struct rule_file){buffer_take(&path), text};
}

void rule_files_load(struct rule_files *files, struct buffer *problems)
{
    CLEANUP_BUFFER struct buffer folder = {0};
    *files = (struct rule_files){0};
    DIR *directory = location_config("rules", &folder) ? opendir(folder.bytes) : NULL;
    if (!directory)
        return;
    for (struct dirent *entry; (entry = readdir(directory)) && files->count < RULE_FILE_LIMIT;)
        if (is_rules_name(entry->d_name))
            add_file(files, buffer_str(&folder), entry->d_name, problems);
    closedir(directory);
    if (files->count)
        qsort(files->rows, files->count, sizeof *files->rows, compare_files);
}

void rule_files_release(struct rule_files *files)
{
    for (size_t i = 0; i < files->count; i++) {
        free(files->rows[i].path);
        buffer_release(&files->rows[i].text);
    }
    free(files->rows);
    *files = (struct rule_files){0};
}
