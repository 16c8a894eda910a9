#include "ui/completion.h"

#include "base/memory.h"
#include "text/grapheme.h"

#include <dirent.h>
#include <sys/stat.h>

/* A folder of more is no place to look around in by TAB. */
enum { WORDS_LIMIT = 2000, NAMES_SHOWN = 30 };

void completions_release(struct completions *completions)
{
    for (size_t i = 0; i < completions->count; i++)
        buffer_release(&completions->words[i]);
    free(completions->words);
    *completions = (struct completions){0};
}

void completions_add(struct completions *completions, struct str word)
{
    if (completions->count == WORDS_LIMIT)
        return;
    ARRAY_RESERVE(completions->words, completions->count, completions->capacity);
    completions->words[completions->count] = (struct buffer){0};
    buffer_append(&completions->words[completions->count++], word);
}

struct str completions_common(const struct completions *completions)
{
    if (completions->count == 0)
        return STR_NONE;
    struct str common = buffer_str(&completions->words[0]);
    for (size_t i = 1; i < completions->count; i++) {
        struct str word = buffer_str(&completions->words[i]);
        size_t length = 0;
        while (length < common.length && length < word.length &&
               common.bytes[length] == word.bytes[length])
            length++;
        common.length = length;
    }
    if (completions->count > 1)
        common.length = grapheme_floor(buffer_str(&completions->words[0]), common.length);
    return common;
}

/* The last part of a path, with its / when it is a folder. */
static struct str last_part(struct str word)
{
    size_t start = word.length > 1 ? word.length - 1 : 0;
    while (start > 0 && word.bytes[start - 1] != '/')
        start--;
    return str_slice(word, start, word.length);
}

void completions_append_names(const struct completions *completions, struct buffer *out)
{
    for (size_t i = 0; i < completions->count && i < NAMES_SHOWN; i++) {
        buffer_append_c(out, i ? "  " : "");
        buffer_append(out, last_part(buffer_str(&completions->words[i])));
    }
    if (completions->count > NAMES_SHOWN)
        buffer_append_c(out, "  …");
}

void path_expand(struct str typed, struct buffer *out)
{
    const char *home = getenv("HOME");
    bool is_home = typed.length && typed.bytes[0] == '~' &&
                   (typed.length == 1 || typed.bytes[1] == '/') && home;
    if (is_home)
        buffer_append_c(out, home);
    buffer_append(out, str_slice(typed, is_home ? 1 : 0, typed.length));
}

static bool is_folder(const char *folder, const char *name)
{
    CLEANUP_BUFFER struct buffer path = {0};
    struct stat info;
    buffer_append_format(&path, "%s/%s", folder, name);
    return stat(path.bytes, &info) == 0 && S_ISDIR(info.st_mode);
}

static int compare_words(const void *a, const void *b)
{
    const struct buffer *left = a, *right = b;
    return strcmp(left->bytes, right->bytes);
}

void complete_path(struct str typed, struct completions *out)
{
    CLEANUP_BUFFER struct buffer folder = {0}, word = {0};
    size_t slash = typed.length;
    while (slash > 0 && typed.bytes[slash - 1] != '/')
        slash--;
    struct str beginning = str_slice(typed, slash, typed.length);
    path_expand(str_slice(typed, 0, slash), &folder);
    if (folder.length == 0)
        buffer_append_byte(&folder, '.');
    DIR *entries = opendir(folder.bytes);
    for (struct dirent *entry = entries ? readdir(entries) : NULL; entry;
         entry = readdir(entries)) {
        struct str name = str_from(entry->d_name);
        if (!str_starts(name, beginning) || (name.bytes[0] == '.' && beginning.length == 0))
            continue;
        word.length = 0;
        buffer_append(&word, str_slice(typed, 0, slash));
        buffer_append(&word, name);
        if (is_folder(folder.bytes, entry->d_name))
            buffer_append_byte(&word, '/');
        completions_add(out, buffer_str(&word));
    }
    if (entries)
        closedir(entries);
    if (out->count)
        qsort(out->words, out->count, sizeof *out->words, compare_words);
}
