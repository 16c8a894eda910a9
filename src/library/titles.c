#include "library/titles.h"

#include "base/memory.h"

enum { TEXTS_MOST = 8 << 20 }; /* bytes that are kept */

struct kept {
    int64_t id;
    size_t end; /* in texts; it begins where the one before ends */
};

struct list {
    struct kept *titles;
    size_t count, capacity;
    struct buffer texts;
};

struct titles {
    struct list last, now;
    size_t at;         /* of last: what comes before was passed */
    sqlite3_stmt *row; /* the one read last */
    struct library_moment moment;
};

static void release(struct list *list)
{
    free(list->titles);
    buffer_release(&list->texts);
    *list = (struct list){0};
}

void titles_free(struct titles *titles)
{
    if (!titles)
        return;
    release(&titles->last);
    release(&titles->now);
    free(titles);
}

enum status titles_begin(struct library *library, struct error *error)
{
    struct library_moment moment;
    enum status status = library_moment_read(library, &moment, error);
    if (status)
        return status;
    if (!library->titles)
        library->titles = memory_new(sizeof *library->titles);
    struct titles *titles = library->titles;
    titles->row = NULL;
    if (!library_moment_equal(&titles->moment, &moment))
        release(&titles->last);
    titles->moment = moment;
    titles->at = 0;
    titles->now.count = titles->now.texts.length = 0;
    return STATUS_OK;
}

void titles_end(struct library *library)
{
    struct titles *titles = library->titles;
    struct list now = titles->now;
    sqlite3_reset(titles->row);
    titles->now = titles->last;
    titles->last = now;
}

static void keep(struct list *list, int64_t id, struct str title)
{
    if (list->texts.length + title.length > TEXTS_MOST)
        return;
    buffer_append(&list->texts, title);
    ARRAY_RESERVE(list->titles, list->count, list->capacity);
    list->titles[list->count++] = (struct kept){id, list->texts.length};
}

static bool find(struct titles *titles, int64_t id, struct str *ret_title)
{
    const struct list *last = &titles->last;
    while (titles->at < last->count && last->titles[titles->at].id < id)
        titles->at++;
    if (titles->at == last->count || last->titles[titles->at].id != id)
        return false;
    *ret_title =
        str_slice(buffer_str(&last->texts), titles->at ? last->titles[titles->at - 1].end : 0,
                  last->titles[titles->at].end);
    return true;
}

enum status titles_read(struct library *library, int64_t id, struct str *ret_title,
                        struct error *error)
{
    struct titles *titles = library->titles;
    enum status status;
    if (find(titles, id, ret_title)) {
        keep(&titles->now, id, *ret_title);
        return STATUS_OK;
    }
    titles->row = statement_bind(library, STATEMENT_ROW_TITLE, "i", id);
    if (!statement_step(library, titles->row, &status, error))
        return status ? status : STATUS_NOT_FOUND;
    *ret_title = statement_text(titles->row, 0);
    keep(&titles->now, id, *ret_title);
    return STATUS_OK;
}
