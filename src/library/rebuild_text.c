/* Every article keeps a text, every text a saved page: what is lost is replaced by an empty one, so
 * that title, tags, notes and history stay, and is told. */
#include "library/repair_private.h"

#include "base/file.h"
#include "base/hash.h"
#include "base/intl.h"
#include "base/memory.h"
#include "document/builder.h"
#include "document/stored.h"
#include "library/article.h"
#include "library/original.h"
#include "library/uid.h"
#include "text/utf8.h"

#include <zstd.h>

struct row_list {
    struct row {
        int64_t id, article, version;
        bool is_readable;
    } * rows;
    size_t count, capacity;
};

static void row_list_release(struct row_list *list)
{
    free(list->rows);
}

static void row_list_add(struct row_list *list, struct row row)
{
    ARRAY_RESERVE(list->rows, list->count, list->capacity);
    list->rows[list->count++] = row;
}

/* Rows of a statement that gives an id, an article and a version. They are changed after the walk,
 * not during it. */
static enum status list_rows(struct library *library, enum statement_id id, struct row_list *list,
                             struct error *error)
{
    enum status status;
    sqlite3_stmt *row = statement_bind(library, id, "");
    while (statement_step(library, row, &status, error))
        row_list_add(list, (struct row){.id = sqlite3_column_int64(row, 0),
                                        .article = sqlite3_column_int64(row, 1),
                                        .version = sqlite3_column_int64(row, 2)});
    return status;
}

/* Articles that texts and passages belong to, and that are not there. */
static enum status make_articles(struct check *check, struct error *error)
{
    struct library *library = check->library;
    struct row_list missing CLEANUP(row_list_release) = {0};
    enum status status = list_rows(library, STATEMENT_REPAIR_NO_ARTICLE, &missing, error);
    for (size_t i = 0; i < missing.count && !status; i++) {
        char uid[UID_LENGTH];
        int64_t id = missing.rows[i].id;
        if (id <= 0 || id > ARTICLE_ID_LIMIT)
            continue;
        uid_make(uid);
        status = statement_finish(library,
                                  statement_bind(library, STATEMENT_REPAIR_MAKE_ARTICLE, "iti", id,
                                                 (struct str){uid, UID_LENGTH}, library->now()),
                                  error);
        check_find(check, FINDING_LINK, id,
                   _("article %lld: its state, star, tags and dates are lost; its text is there"),
                   (long long)id);
    }
    return status;
}

/* The saved page of no bytes, for texts whose own is lost. */
static enum status empty_original(struct library *library, int64_t *ret_id, struct error *error)
{
    unsigned char digest[HASH_DIGEST_BYTES];
    char compressed[64];
    hash_digest(STR_NONE, digest);
    struct str hash = {(char *)digest, sizeof digest};
    enum status status = statement_number(
        library, statement_bind(library, STATEMENT_ORIGINAL_BY_HASH, "b", hash), ret_id, error);
    if (status != STATUS_NOT_FOUND)
        return status;
    size_t length = ZSTD_compress(compressed, sizeof compressed, "", 0, 1);
    status = statement_finish(library,
                              statement_bind(library, STATEMENT_ORIGINAL_INSERT, "bitb", hash,
                                             INT64_C(0), STR("application/octet-stream"),
                                             (struct str){compressed, length}),
                              error);
    if (!status)
        *ret_id = sqlite3_last_insert_rowid(library->database);
    return status;
}

static enum status make_originals(struct check *check, struct error *error)
{
    struct library *library = check->library;
    struct row_list missing CLEANUP(row_list_release) = {0};
    int64_t empty = 0;
    enum status status = list_rows(library, STATEMENT_REPAIR_NO_ORIGINAL, &missing, error);
    if (!status && missing.count)
        status = empty_original(library, &empty, error);
    for (size_t i = 0; i < missing.count && !status; i++) {
        status = statement_finish(
            library,
            statement_bind(library, STATEMENT_REPAIR_SET_ORIGINAL, "ii", missing.rows[i].id, empty),
            error);
        check_find(check, FINDING_ORIGINAL, missing.rows[i].article,
                   _("article %lld: the saved page of version %lld is lost"),
                   (long long)missing.rows[i].article, (long long)missing.rows[i].version);
    }
    return status;
}

/* A document without text that has what the article's row knows. */
static enum status empty_document(struct library *library, int64_t article,
                                  struct document **ret_document, struct error *error)
{
    enum status status;
    struct builder *builder = builder_new();
    struct metadata *metadata = builder_metadata(builder);
    struct str *const fields[] = {
        &metadata->title,    &metadata->subtitle,  &metadata->byline,
        &metadata->site,     &metadata->url,       &metadata->canonical_url,
        &metadata->language, &metadata->published, &metadata->saved};
    metadata->charset.name = "UTF-8";
    sqlite3_stmt *row = statement_bind(library, STATEMENT_REPAIR_METADATA, "i", article);
    if (statement_step(library, row, &status, error)) {
        for (size_t i = 0; i < ARRAY_LENGTH(fields); i++) {
            struct str field = statement_text(row, (int)i);
            if (utf8_valid_prefix(field) == field.length)
                *fields[i] = builder_copy(builder, field);
        }
        sqlite3_reset(row);
        status = STATUS_OK;
    }
    struct document *document = builder_finish(builder);
    if (status)
        document_free(document);
    else
        *ret_document = document;
    return status;
}

/* Writes an empty text over the one of that id, or as a new one of the article (text 0). */
static enum status write_empty(struct library *library, int64_t article, int64_t text,
                               struct error *error)
{
    CLEANUP_BUFFER struct buffer structure = {0};
    struct document *document = NULL;
    int64_t original = 0, hash = (int64_t)hash_bytes(STR_NONE);
    enum status status = empty_document(library, article, &document, error);
    if (status)
        return status;
    document_store(document, &structure);
    document_free(document);
    if (text)
        return statement_finish(library,
                                statement_bind(library, STATEMENT_REPAIR_SET_TEXT, "itbi", text,
                                               STR_NONE, buffer_str(&structure), hash),
                                error);
    status = empty_original(library, &original, error);
    if (status)
        return status;
    return statement_finish(library,
                            statement_bind(library, STATEMENT_TEXT_INSERT, "iiitiiitb", article,
                                           original, INT64_C(0), STR_NONE, library->now(), hash,
                                           INT64_C(0), STR_NONE, buffer_str(&structure)),
                            error);
}

static enum status list_damaged(struct library *library, struct row_list *list, struct error *error)
{
    enum status status;
    sqlite3_stmt *row = statement_bind(library, STATEMENT_CHECK_TEXTS, "");
    while (statement_step(library, row, &status, error)) {
        struct document *document;
        struct error ignored;
        struct str body = statement_text(row, 3);
        bool is_readable = !document_restore(body, statement_text(row, 4), &document, &ignored);
        if (is_readable)
            document_free(document);
        if (is_readable && hash_bytes(body) == (uint64_t)sqlite3_column_int64(row, 2))
            continue;
        row_list_add(list, (struct row){sqlite3_column_int64(row, 5), sqlite3_column_int64(row, 0),
                                        sqlite3_column_int64(row, 1), is_readable});
    }
    return status;
}

/* A text that can be read is kept, though it is not what it was. */
static enum status accept_text(struct library *library, int64_t text, struct error *error)
{
    enum status status;
    sqlite3_stmt *row = statement_bind(library, STATEMENT_TEXT_BODY, "i", text);
    if (!statement_step(library, row, &status, error))
        return status;
    int64_t hash = (int64_t)hash_bytes(statement_text(row, 0));
    sqlite3_reset(row);
    return statement_finish(
        library, statement_bind(library, STATEMENT_REPAIR_SET_HASH, "ii", text, hash), error);
}

/* The best version that there is, the newest that has a text, becomes the current one. */
static enum status choose_text(struct library *library, int64_t article, struct error *error)
{
    return statement_finish(
        library, statement_bind(library, STATEMENT_REPAIR_CHOOSE_TEXT, "i", article), error);
}

static enum status mend_texts(struct check *check, struct error *error)
{
    struct library *library = check->library;
    struct row_list damaged CLEANUP(row_list_release) = {0};
    enum status status = list_damaged(library, &damaged, error);
    for (size_t i = 0; i < damaged.count && !status; i++) {
        const struct row *row = &damaged.rows[i];
        status = row->is_readable ? accept_text(library, row->id, error)
                                  : write_empty(library, row->article, row->id, error);
        if (!status && !row->is_readable)
            status = choose_text(library, row->article, error);
        check_find(check, FINDING_TEXT, row->article,
                   row->is_readable
                       ? _("article %lld: the text of version %lld is not quite what it was")
                       : _("article %lld: the text of version %lld is lost"),
                   (long long)row->article, (long long)row->version);
    }
    return status;
}

static enum status make_texts(struct check *check, struct error *error)
{
    struct library *library = check->library;
    struct row_list missing CLEANUP(row_list_release) = {0};
    enum status status = list_rows(library, STATEMENT_REPAIR_NO_TEXT, &missing, error);
    for (size_t i = 0; i < missing.count && !status; i++) {
        const struct row *row = &missing.rows[i];
        bool has_versions = row->version > 0;
        bool is_made = row->article == 0; /* by make_articles, which has told */
        if (!has_versions)
            status = write_empty(library, row->id, 0, error);
        if (!status)
            status = choose_text(library, row->id, error);
        if (!has_versions || !is_made)
            check_find(check, FINDING_TEXT, row->id,
                       has_versions ? _("article %lld: its text is lost; another version is shown")
                                    : _("article %lld: its text is lost"),
                       (long long)row->id);
    }
    return status;
}

/* A damaged saved page is taken again from the file that it came from, if that is still the same.
 */
static enum status take_again(struct library *library, int64_t original, struct str hash,
                              const char *path, bool *ret_is_taken, struct error *error)
{
    unsigned char digest[HASH_DIGEST_BYTES];
    CLEANUP_BUFFER struct buffer bytes = {0};
    struct error ignored;
    if (file_read(path, &bytes, &ignored))
        return STATUS_OK;
    hash_digest(buffer_str(&bytes), digest);
    if (!str_equal(hash, (struct str){(char *)digest, sizeof digest}))
        return STATUS_OK;
    size_t bound = ZSTD_compressBound(bytes.length);
    CLEANUP_FREE char *compressed = memory_new(bound);
    size_t length = ZSTD_compress(compressed, bound, bytes.bytes, bytes.length, 3);
    if (ZSTD_isError(length))
        return STATUS_OK;
    *ret_is_taken = true;
    return statement_finish(library,
                            statement_bind(library, STATEMENT_REPAIR_SET_BYTES, "iib", original,
                                           (int64_t)bytes.length, (struct str){compressed, length}),
                            error);
}

static bool is_damaged(sqlite3_stmt *row)
{
    unsigned char digest[HASH_DIGEST_BYTES];
    CLEANUP_BUFFER struct buffer bytes = {0};
    if (original_decompress(statement_text(row, 3), sqlite3_column_int64(row, 2), &bytes))
        return true;
    hash_digest(buffer_str(&bytes), digest);
    return !str_equal(statement_text(row, 1), (struct str){(char *)digest, sizeof digest});
}

static enum status mend_original(struct library *library, int64_t original, bool *ret_is_mended,
                                 struct error *error)
{
    enum status status;
    sqlite3_stmt *row = statement_bind(library, STATEMENT_REPAIR_SOURCE, "i", original);
    if (!statement_step(library, row, &status, error))
        return status;
    CLEANUP_FREE char *path = str_to_c(statement_text(row, 0));
    CLEANUP_BUFFER struct buffer hash = {0};
    buffer_append(&hash, statement_text(row, 1));
    sqlite3_reset(row);
    return take_again(library, original, buffer_str(&hash), path, ret_is_mended, error);
}

/* A damaged saved page without an article is nothing that anybody could come back to. */
static enum status drop_unused(struct check *check, int64_t original, struct error *error)
{
    static const enum statement_id drops[] = {STATEMENT_REPAIR_DROP_SOURCE,
                                              STATEMENT_REPAIR_DROP_ORIGINAL};
    struct library *library = check->library;
    enum status status = STATUS_OK;
    for (size_t i = 0; i < ARRAY_LENGTH(drops) && !status; i++)
        status = statement_finish(library, statement_bind(library, drops[i], "i", original), error);
    if (!status && sqlite3_changes(library->database))
        check_find(check, FINDING_ORIGINAL, 0,
                   _("a damaged saved page that no article uses is dropped"));
    return status;
}

static enum status mend_originals(struct check *check, struct error *error)
{
    struct library *library = check->library;
    struct row_list damaged CLEANUP(row_list_release) = {0};
    enum status status;
    sqlite3_stmt *row = statement_bind(library, STATEMENT_CHECK_ORIGINALS, "");
    while (statement_step(library, row, &status, error))
        if (is_damaged(row))
            row_list_add(&damaged, (struct row){.id = sqlite3_column_int64(row, 0)});
    for (size_t i = 0; i < damaged.count && !status; i++) {
        bool is_mended = false;
        status = mend_original(library, damaged.rows[i].id, &is_mended, error);
        if (!status && !is_mended)
            status = drop_unused(check, damaged.rows[i].id, error);
    }
    return status;
}

enum status rebuild_texts(struct check *check, struct error *error)
{
    static enum status (*const steps[])(struct check *, struct error *) = {
        make_articles, make_originals, mend_texts, make_texts, mend_originals,
    };
    enum status status = STATUS_OK;
    for (size_t i = 0; i < ARRAY_LENGTH(steps) && !status; i++)
        status = steps[i](check, error);
    return status;
}
