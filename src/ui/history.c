#include "ui/history.h"

#include "base/memory.h"
#include "text/properties.h"
#include "text/utf8.h"
#include "ui/state_file.h"

#include <assert.h>

enum { PATTERN_BYTES_MAX = 1024 };

static const char *const kind_names[] = {[FINDER_FOLDED] = "text",
                                         [FINDER_EXACT] = "exact",
                                         [FINDER_REGEX] = "regex",
                                         [FINDER_PINYIN] = "pinyin"};
static_assert(ARRAY_LENGTH(kind_names) == FINDER_KIND_COUNT, "a name for each kind");

struct entry {
    enum finder_kind kind;
    char *pattern; /* terminated */
    bool is_saved;
};

struct history {
    struct entry entries[HISTORY_LIMIT]; /* newest first */
    size_t count;
};

struct history *history_new(void)
{
    return memory_new(sizeof(struct history));
}

void history_free(struct history *history)
{
    if (!history)
        return;
    for (size_t i = 0; i < history->count; i++)
        free(history->entries[i].pattern);
    free(history);
}

static bool is_fit(struct str pattern)
{
    if (pattern.length == 0 || pattern.length > PATTERN_BYTES_MAX ||
        utf8_valid_prefix(pattern) < pattern.length)
        return false;
    for (size_t at = 0; at < pattern.length;) {
        uint32_t point;
        at += utf8_decode(pattern, at, &point);
        if (code_point_properties(point).display == DISPLAY_REPLACE)
            return false;
    }
    return true;
}

static size_t find(const struct history *history, enum finder_kind kind, struct str pattern)
{
    for (size_t i = 0; i < history->count; i++)
        if (history->entries[i].kind == kind &&
            str_equal(str_from(history->entries[i].pattern), pattern))
            return i;
    return SIZE_MAX;
}

static void drop(struct history *history, size_t index)
{
    struct entry *entry = &history->entries[index];
    free(entry->pattern);
    memmove(entry, entry + 1, (history->count - index - 1) * sizeof *entry);
    history->count--;
}

void history_add(struct history *history, enum finder_kind kind, struct str pattern)
{
    if (!is_fit(pattern))
        return;
    char *copy = str_to_c(pattern);
    size_t known = find(history, kind, pattern);
    if (known != SIZE_MAX)
        drop(history, known);
    else if (history->count == HISTORY_LIMIT)
        drop(history, HISTORY_LIMIT - 1);
    memmove(history->entries + 1, history->entries, history->count * sizeof *history->entries);
    history->entries[0] = (struct entry){kind, copy, false};
    history->count++;
}

size_t history_older(const struct history *history, size_t index, struct str prefix)
{
    for (size_t i = index + 1; i < history->count; i++)
        if (str_starts(str_from(history->entries[i].pattern), prefix))
            return i;
    return SIZE_MAX;
}

size_t history_newer(const struct history *history, size_t index, struct str prefix)
{
    for (size_t i = index; i != SIZE_MAX && i > 0; i--)
        if (str_starts(str_from(history->entries[i - 1].pattern), prefix))
            return i - 1;
    return SIZE_MAX;
}

struct str history_at(const struct history *history, size_t index, enum finder_kind *ret_kind)
{
    assert(index < history->count);
    *ret_kind = history->entries[index].kind;
    return str_from(history->entries[index].pattern);
}

static void read_line(struct history *history, struct str line)
{
    size_t blank = str_find(line, STR(" "), 0);
    if (blank == SIZE_MAX || history->count == HISTORY_LIMIT)
        return;
    struct str pattern = str_slice(line, blank + 1, line.length);
    for (size_t kind = 0; kind < ARRAY_LENGTH(kind_names); kind++)
        if (str_equal(str_slice(line, 0, blank), str_from(kind_names[kind])) && is_fit(pattern) &&
            find(history, (enum finder_kind)kind, pattern) == SIZE_MAX)
            history->entries[history->count++] =
                (struct entry){(enum finder_kind)kind, str_to_c(pattern), true};
}

void history_read(struct history *history, struct str content)
{
    for (size_t at = 0; at < content.length;) {
        size_t end = str_find(content, STR("\n"), at);
        end = end == SIZE_MAX ? content.length : end;
        read_line(history, str_slice(content, at, end));
        at = end + 1;
    }
}

void history_write(const struct history *history, struct buffer *out)
{
    for (size_t i = 0; i < history->count; i++)
        buffer_append_format(out, "%s %s\n", kind_names[history->entries[i].kind],
                             history->entries[i].pattern);
}

static const char *const file_names[] = {[HISTORY_FINDS] = "history",
                                         [HISTORY_SEARCHES] = "searches"};
static_assert(ARRAY_LENGTH(file_names) == HISTORY_COUNT, "a file for each");

void history_load(struct history *history, enum history_name name)
{
    CLEANUP_BUFFER struct buffer content = {0};
    state_file_read(file_names[name], &content);
    history_read(history, buffer_str(&content));
}

static bool has_news(const struct history *history)
{
    for (size_t i = 0; i < history->count; i++)
        if (!history->entries[i].is_saved)
            return true;
    return false;
}

void history_save(struct history *history, enum history_name name)
{
    CLEANUP_BUFFER struct buffer content = {0};
    if (!has_news(history))
        return;
    struct history *merged = history_new();
    history_load(merged, name);
    for (size_t i = history->count; i > 0; i--) {
        struct entry *entry = &history->entries[i - 1];
        if (!entry->is_saved)
            history_add(merged, entry->kind, str_from(entry->pattern));
        entry->is_saved = true;
    }
    history_write(merged, &content);
    history_free(merged);
    state_file_write(file_names[name], buffer_str(&content));
}
