#include "library/article.h"

#include "base/intl.h"
#include "base/memory.h"
#include "document/stored.h"
#include "library/original.h"
#include "library/text_private.h"

enum { UID_LETTERS_MIN = 4 };

static const char *const state_names[ARTICLE_STATE_COUNT] = {
    [ARTICLE_UNREAD] = "unread",
    [ARTICLE_READING] = "reading",
    [ARTICLE_FINISHED] = "finished",
};

const char *article_state_name(enum article_state state)
{
    return state_names[state];
}

bool article_state_parse(struct str name, enum article_state *ret_state)
{
    for (int i = 0; i < ARTICLE_STATE_COUNT; i++)
        if (str_equal(name, str_from(state_names[i]))) {
            *ret_state = (enum article_state)i;
            return true;
        }
    return false;
}

void article_record_release(struct article_record *record)
{
    arena_free(record->arena);
    *record = (struct article_record){0};
}

static struct str take_text(struct article_record *record, sqlite3_stmt *row, int column)
{
    return arena_copy(record->arena, statement_text(row, column));
}

static void read_texts(struct article_record *record, sqlite3_stmt *row)
{
    struct str *const texts[] = {&record->uid,  &record->title,         &record->subtitle,
                                 &record->byline, &record->site,        &record->url,
                                 &record->canonical_url, &record->language, &record->published,
                                 &record->saved, &record->path};
    for (size_t i = 0; i < ARRAY_LENGTH(texts); i++)
        *texts[i] = take_text(record, row, (int)i + 3);
}

static void read_numbers(struct article_record *record, sqlite3_stmt *row)
{
    int64_t state = sqlite3_column_int64(row, 19);
    record->id = sqlite3_column_int64(row, 0);
    record->text = sqlite3_column_int64(row, 1);
    record->original = sqlite3_column_int64(row, 2);
    record->character_count = sqlite3_column_int64(row, 14);
    record->minutes = sqlite3_column_double(row, 15);
    record->added = sqlite3_column_int64(row, 16);
    record->opened = sqlite3_column_int64(row, 17);
    record->deleted = sqlite3_column_int64(row, 18);
    record->state = state > 0 && state < ARTICLE_STATE_COUNT ? (enum article_state)state
                                                             : ARTICLE_UNREAD;
    record->is_starred = sqlite3_column_int(row, 20) != 0;
    record->is_incomplete = sqlite3_column_int(row, 21) != 0;
    record->progress = sqlite3_column_int(row, 22);
    record->leader = sqlite3_column_int64(row, 23);
    record->follower_count = (size_t)sqlite3_column_int64(row, 24);
    record->version_count = sqlite3_column_int64(row, 25);
}

static enum status read_tags(struct library *library, struct article_record *record,
                             struct error *error)
{
    enum { TAGS_MAX = 1000 };
    struct str tags[TAGS_MAX];
    enum status status;
    sqlite3_stmt *row = statement_bind(library, STATEMENT_ARTICLE_TAGS, "i", record->id);
    while (statement_step(library, row, &status, error))
        if (record->tag_count < TAGS_MAX)
            tags[record->tag_count++] = take_text(record, row, 0);
    record->tags = arena_take(record->arena, (record->tag_count + 1) * sizeof *record->tags);
    memcpy(record->tags, tags, record->tag_count * sizeof *tags);
    return status;
}

enum status article_read(struct library *library, int64_t id, struct article_record *ret_record,
                         struct error *error)
{
    enum status status;
    struct article_record record = {0};
    sqlite3_stmt *row = statement_bind(library, STATEMENT_ARTICLE_READ, "i", id);
    if (!statement_step(library, row, &status, error))
        return status ? status : STATUS_NOT_FOUND;
    record.arena = arena_new();
    read_texts(&record, row);
    read_numbers(&record, row);
    sqlite3_reset(row);
    status = read_tags(library, &record, error);
    if (status)
        article_record_release(&record);
    else
        *ret_record = record;
    return status;
}

/* Digits only and within the bound, or -1. */
static int64_t parse_id(struct str name)
{
    int64_t id = 0;
    for (size_t i = 0; i < name.length; i++) {
        if (name.bytes[i] < '0' || name.bytes[i] > '9' || id > ARTICLE_ID_LIMIT)
            return -1;
        id = id * 10 + (name.bytes[i] - '0');
    }
    return name.length ? id : -1;
}

static enum status resolve_uid(struct library *library, struct str name, int64_t *ret_id,
                               struct error *error)
{
    enum status status;
    int64_t id = 0;
    size_t count = 0;
    sqlite3_stmt *row = statement_bind(library, STATEMENT_ARTICLE_BY_UID, "t", name);
    while (statement_step(library, row, &status, error)) {
        id = sqlite3_column_int64(row, 0);
        count++;
    }
    if (status)
        return status;
    if (count == 0)
        return STATUS_NOT_FOUND;
    if (count > 1)
        return error_set(error, STATUS_USAGE, _("%.*s: several articles begin so; give more letters"),
                         STR_ARGS(name));
    *ret_id = id;
    return STATUS_OK;
}

enum status article_resolve(struct library *library, struct str name, int64_t *ret_id,
                            struct error *error)
{
    int64_t id = parse_id(name);
    enum status status = STATUS_NOT_FOUND;
    if (id > 0)
        status = statement_number(
            library, statement_bind(library, STATEMENT_ARTICLE_EXISTS, "i", id), ret_id, error);
    if (status == STATUS_NOT_FOUND && name.length >= UID_LETTERS_MIN)
        status = resolve_uid(library, name, ret_id, error);
    if (status == STATUS_NOT_FOUND)
        return error_set(error, STATUS_NOT_FOUND,
                         _("%.*s: there is no such article; zhai list shows their numbers"),
                         STR_ARGS(name));
    return status;
}

enum status text_find(struct library *library, int64_t id, int64_t version, int64_t *ret_text,
                      struct error *error)
{
    sqlite3_stmt *row = version
                            ? statement_bind(library, STATEMENT_TEXT_BY_VERSION, "ii", id, version)
                            : statement_bind(library, STATEMENT_ARTICLE_TEXT, "i", id);
    enum status status = statement_number(library, row, ret_text, error);
    if (status == STATUS_NOT_FOUND)
        return version ? error_set(error, status, _("article %lld has no version %lld"),
                                   (long long)id, (long long)version)
                       : error_set(error, status, _("there is no article %lld"), (long long)id);
    return status;
}

enum status text_document(struct library *library, int64_t text, struct document **ret_document,
                          struct error *error)
{
    enum status status;
    sqlite3_stmt *row = statement_bind(library, STATEMENT_TEXT_DOCUMENT, "i", text);
    if (!statement_step(library, row, &status, error))
        return status ? status
                      : error_set(error, STATUS_MALFORMED, _("%s: the text %lld is missing"),
                                  library_path(library), (long long)text);
    status = document_restore(statement_text(row, 0), statement_text(row, 1), ret_document, error);
    sqlite3_reset(row);
    return status;
}

enum status article_document(struct library *library, int64_t id, int64_t version,
                             struct document **ret_document, struct error *error)
{
    int64_t text = 0;
    enum status status = text_find(library, id, version, &text, error);
    return status ? status : text_document(library, text, ret_document, error);
}

enum status article_original(struct library *library, int64_t id, int64_t version,
                             struct buffer *out, struct error *error)
{
    int64_t text = 0;
    enum status status = text_find(library, id, version, &text, error);
    if (status)
        return status;
    sqlite3_stmt *row = statement_bind(library, STATEMENT_TEXT_ORIGINAL_BYTES, "i", text);
    if (!statement_step(library, row, &status, error))
        return status ? status
                      : error_set(error, STATUS_MALFORMED, _("%s: the original of article %lld is missing"),
                                  library_path(library), (long long)id);
    status = original_decompress(statement_text(row, 0), sqlite3_column_int64(row, 1), out);
    sqlite3_reset(row);
    if (status)
        return error_set(error, status, _("%s: the original of article %lld is damaged"),
                         library_path(library), (long long)id);
    return STATUS_OK;
}

enum status article_charset(struct library *library, int64_t id, struct buffer *out,
                            struct error *error)
{
    enum status status;
    sqlite3_stmt *row = statement_bind(library, STATEMENT_ARTICLE_CHARSET, "i", id);
    if (!statement_step(library, row, &status, error))
        return status ? status
                      : error_set(error, STATUS_NOT_FOUND, _("there is no article %lld"),
                                  (long long)id);
    buffer_append(out, statement_text(row, 0));
    sqlite3_reset(row);
    return STATUS_OK;
}

enum status article_versions(struct library *library, int64_t id,
                             struct article_version **ret_versions, size_t *ret_count,
                             struct error *error)
{
    enum status status;
    struct article_version *versions = NULL;
    size_t count = 0, capacity = 0;
    sqlite3_stmt *row = statement_bind(library, STATEMENT_TEXT_VERSIONS, "i", id);
    while (statement_step(library, row, &status, error)) {
        ARRAY_RESERVE(versions, count, capacity);
        versions[count++] = (struct article_version){
            .text = sqlite3_column_int64(row, 0),
            .version = sqlite3_column_int64(row, 1),
            .created = sqlite3_column_int64(row, 2),
            .original = sqlite3_column_int64(row, 3),
            .byte_count = sqlite3_column_int64(row, 4),
            .concern = sqlite3_column_int(row, 5),
            .is_current = sqlite3_column_int(row, 6) != 0,
        };
    }
    if (status) {
        free(versions);
        return status;
    }
    *ret_versions = versions;
    *ret_count = count;
    return STATUS_OK;
}

enum status article_cluster(struct library *library, int64_t id, int64_t **ret_ids,
                            size_t *ret_count, struct error *error)
{
    int64_t leader = 0, *ids = NULL;
    size_t count = 0, capacity = 0;
    enum status status = statement_number(
        library, statement_bind(library, STATEMENT_ARTICLE_LEADER, "i", id), &leader, error);
    if (status)
        return status;
    ARRAY_RESERVE(ids, count, capacity);
    ids[count++] = leader;
    sqlite3_stmt *row = statement_bind(library, STATEMENT_ARTICLE_FOLLOWERS, "i", leader);
    while (statement_step(library, row, &status, error)) {
        ARRAY_RESERVE(ids, count, capacity);
        ids[count++] = sqlite3_column_int64(row, 0);
    }
    if (status) {
        free(ids);
        return status;
    }
    *ret_ids = ids;
    *ret_count = count;
    return STATUS_OK;
}

static int compare_followers(const void *a, const void *b)
{
    const struct article_follower *left = a, *right = b;
    return (left->article > right->article) - (left->article < right->article);
}

enum status article_followers(struct library *library, struct article_follower **ret_followers,
                              size_t *ret_count, struct error *error)
{
    struct article_follower *followers = NULL;
    size_t count = 0, capacity = 0;
    enum status status;
    sqlite3_stmt *row = statement_bind(library, STATEMENT_ARTICLE_ALL_FOLLOWERS, "");
    while (statement_step(library, row, &status, error)) {
        ARRAY_RESERVE(followers, count, capacity);
        followers[count++] = (struct article_follower){sqlite3_column_int64(row, 0),
                                                       sqlite3_column_int64(row, 1)};
    }
    if (status) {
        free(followers);
        return status;
    }
    if (count)
        qsort(followers, count, sizeof *followers, compare_followers);
    *ret_followers = followers;
    *ret_count = count;
    return STATUS_OK;
}

enum status article_last_opened(struct library *library, int64_t *ret_id, struct error *error)
{
    int64_t id = 0;
    enum status status = statement_number(
        library, statement_bind(library, STATEMENT_ARTICLE_LAST_OPENED, ""), &id, error);
    if (status && status != STATUS_NOT_FOUND)
        return status;
    *ret_id = id;
    return STATUS_OK;
}

void article_append_minutes(const struct article_record *record, struct buffer *out)
{
    enum { HOUR = 60, MINUTES_MAX = 99, WHOLE_FROM = 10 };
    unsigned long minutes = record->minutes < 1 ? 1 : (unsigned long)record->minutes;
    unsigned long hours = minutes / HOUR, tenths = minutes % HOUR * 10 / HOUR;
    if (record->character_count <= 0)
        return;
    if (minutes <= MINUTES_MAX)
        buffer_append_format(out, _("%lu min"), minutes);
    else if (hours < WHOLE_FROM)
        buffer_append_format(out, _("%lu.%lu h"), hours, tenths);
    else
        buffer_append_format(out, _("%lu h"), hours);
}
