#include "library/store.h"

#include "base/intl.h"
#include "base/memory.h"
#include "document/quality.h"
#include "document/url_key.h"
#include "library/change_private.h"
#include "library/text_private.h"

static enum status number_or_zero(struct library *library, sqlite3_stmt *row, int64_t *ret_number,
                                  struct error *error)
{
    int64_t number = 0;
    enum status status = statement_number(library, row, &number, error);
    if (status && status != STATUS_NOT_FOUND)
        return status;
    *ret_number = number;
    return STATUS_OK;
}

static enum status save_source(struct library *library, const struct file_identity *file,
                               int64_t original, struct error *error)
{
    if (file->path.length == 0)
        return STATUS_OK;
    return statement_finish(library,
                            statement_bind(library, STATEMENT_SOURCE_SAVE, "biiiiii", file->path,
                                           file->device, file->inode, file->byte_count,
                                           file->modified_ns, file->changed_ns, original),
                            error);
}

static enum status find_original(struct library *library, struct str hash, int64_t *ret_original,
                                 struct error *error)
{
    return number_or_zero(library, statement_bind(library, STATEMENT_ORIGINAL_BY_HASH, "b", hash),
                          ret_original, error);
}

/* *original: the one that has these bytes, or 0, which is then made; and its file. */
static enum status save_original(struct library *library, const struct store_item *item,
                                 int64_t *original, struct error *error)
{
    if (!*original) {
        enum status status =
            statement_finish(library,
                             statement_bind(library, STATEMENT_ORIGINAL_INSERT, "bitb", item->hash,
                                            item->byte_count, item->media_type, item->compressed),
                             error);
        if (status)
            return status;
        *original = sqlite3_last_insert_rowid(library->database);
    }
    return save_source(library, &item->file, *original, error);
}

/* text: its id, or 0 for the next one. */
static enum status insert_text(struct library *library, int64_t article, int64_t original,
                               int64_t text, const struct store_item *item, enum concern concern,
                               struct error *error)
{
    const struct document *document = item->document;
    return statement_finish(library,
                            statement_bind(library, STATEMENT_TEXT_INSERT, "iiitiiitbi", article,
                                           original, (int64_t)document->metadata.extractor,
                                           item->charset, library->now(), (int64_t)item->text_hash,
                                           (int64_t)concern, document->text, item->structure, text),
                            error);
}

/* The article that these bytes, an original that is there, made; 0 when there is none. */
static enum status find_by_bytes(struct library *library, const struct store_item *item,
                                 int64_t original, struct store_result *result,
                                 bool *ret_same_charset, struct error *error)
{
    enum status status;
    sqlite3_stmt *row = statement_bind(library, STATEMENT_TEXT_BY_ORIGINAL, "i", original);
    if (!statement_step(library, row, &status, error))
        return status;
    result->article = sqlite3_column_int64(row, 0);
    *ret_same_charset = !item->charset.length || str_equal(statement_text(row, 2), item->charset);
    result->is_trashed = sqlite3_column_int64(row, 3) > 0;
    sqlite3_reset(row);
    return save_source(library, &item->file, original, error);
}

/* The article at this address; *ret_original when it has this text too. */
static enum status find_by_address(struct library *library, const struct store_item *item,
                                   struct store_result *result, int64_t *ret_original,
                                   struct error *error)
{
    enum status status;
    CLEANUP_BUFFER struct buffer key = {0};
    document_url_key(item->document, &key);
    if (key.length == 0)
        return STATUS_OK;
    sqlite3_stmt *row =
        statement_bind(library, STATEMENT_ARTICLE_BY_URL_KEY, "t", buffer_str(&key));
    if (!statement_step(library, row, &status, error))
        return status;
    result->article = sqlite3_column_int64(row, 0);
    result->is_trashed = sqlite3_column_int64(row, 1) > 0;
    result->previous_text = sqlite3_column_int64(row, 2);
    sqlite3_reset(row);
    return number_or_zero(library,
                          statement_bind(library, STATEMENT_TEXT_BY_HASH, "ii", result->article,
                                         (int64_t)item->text_hash),
                          ret_original, error);
}

static enum status judge(struct library *library, int64_t current_text,
                         const struct document *document, enum concern *ret_concern,
                         struct error *error)
{
    static const enum concern concerns[] = {
        [QUALITY_FINE] = CONCERN_NONE,
        [QUALITY_ERROR_PAGE] = CONCERN_ERROR_PAGE,
        [QUALITY_LOGIN_WALL] = CONCERN_LOGIN_WALL,
        [QUALITY_SHORTER] = CONCERN_SHORTER,
    };
    struct document *current;
    enum status status = text_document(library, current_text, &current, error);
    if (status)
        return status;
    *ret_concern = concerns[document_compare_quality(current, document)];
    document_free(current);
    return STATUS_OK;
}

static enum status add_version(struct library *library, const struct store_item *item,
                               int64_t original, bool is_chosen, struct store_result *result,
                               struct error *error)
{
    enum status status = number_or_zero(
        library, statement_bind(library, STATEMENT_ARTICLE_TEXT, "i", result->article),
        &result->previous_text, error);
    if (!status && !is_chosen)
        status = judge(library, result->previous_text, item->document, &result->concern, error);
    if (!status)
        status = save_original(library, item, &original, error);
    if (!status)
        status = insert_text(library, result->article, original, 0, item, result->concern, error);
    if (status)
        return status;
    result->text = sqlite3_last_insert_rowid(library->database);
    result->outcome = result->concern ? STORE_KEPT : STORE_UPDATED;
    return result->concern ? STATUS_OK
                           : text_make_current(library, result->article, result->text, item, error);
}

static enum status is_near(struct library *library, int64_t text, struct shingles *shingles,
                           bool *ret_is_near, struct error *error)
{
    struct document *other;
    enum status status = text_document(library, text, &other, error);
    if (status)
        return status;
    *ret_is_near = document_similarity(other, shingles) >= SIMILARITY_NEAR;
    document_free(other);
    return STATUS_OK;
}

struct candidate {
    int64_t article, text, leader;
};

/* Each article once, though it may share several keys. */
static enum status gather_candidates(struct library *library, const struct likeness *likeness,
                                     struct candidate *candidates, size_t limit, size_t *ret_count,
                                     struct error *error)
{
    enum status status = STATUS_OK;
    size_t count = 0;
    for (int i = 0; i < SHINGLE_KEYS && !status; i++) {
        sqlite3_stmt *row = statement_bind(library, STATEMENT_LIKENESS_CANDIDATES, "i",
                                           text_likeness_key(likeness, i));
        while (count < limit && statement_step(library, row, &status, error)) {
            struct candidate candidate = {sqlite3_column_int64(row, 0), sqlite3_column_int64(row, 2),
                                          sqlite3_column_int64(row, 3)};
            uint64_t simhash = (uint64_t)sqlite3_column_int64(row, 1);
            bool is_known = !simhash_may_be_near(simhash, likeness->simhash);
            for (size_t j = 0; j < count && !is_known; j++)
                is_known = candidates[j].article == candidate.article;
            if (!is_known)
                candidates[count++] = candidate;
        }
        sqlite3_reset(row);
    }
    *ret_count = count;
    return status;
}

/* Most articles share no key with any: one question tells. */
static enum status shares_a_key(struct library *library, const struct likeness *likeness,
                                bool *ret_shares, struct error *error)
{
    int64_t found = 0;
    sqlite3_stmt *row = statement_bind(library, STATEMENT_LIKENESS_HAS_ANY, "");
    for (int i = 0; i < SHINGLE_KEYS; i++)
        statement_bind_more(row, i + 1, "i", text_likeness_key(likeness, i));
    enum status status = number_or_zero(library, row, &found, error);
    if (!status)
        *ret_shares = found;
    return status;
}

/* The first of the articles whose text is nearly this one's, or 0. */
static enum status find_leader(struct library *library, const struct store_item *item,
                               int64_t *ret_leader, struct error *error)
{
    enum { CANDIDATES_MAX = 100 };
    struct candidate candidates[CANDIDATES_MAX];
    size_t count = 0;
    bool shares = false;
    if (!item->likeness.is_telling)
        return STATUS_OK;
    enum status status = shares_a_key(library, &item->likeness, &shares, error);
    if (!status && shares)
        status =
            gather_candidates(library, &item->likeness, candidates, CANDIDATES_MAX, &count, error);
    struct shingles *shingles = count ? document_shingles(item->document) : NULL;
    for (size_t i = 0; i < count && !status; i++) {
        bool is_like = false;
        status = is_near(library, candidates[i].text, shingles, &is_like, error);
        if (is_like) {
            *ret_leader = candidates[i].leader;
            break;
        }
    }
    shingles_free(shingles);
    return status;
}

/* The ids of a new article and its text, so that its row can be written once, whole: each of its
 * indexes costs as much as it. */
static enum status take_ids(struct library *library, struct store_result *result,
                            struct error *error)
{
    enum status status;
    sqlite3_stmt *row = statement_bind(library, STATEMENT_ARTICLE_NEXT, "");
    if (!statement_step(library, row, &status, error))
        return status;
    result->article = sqlite3_column_int64(row, 0);
    result->text = sqlite3_column_int64(row, 1);
    sqlite3_reset(row);
    if (result->article > ARTICLE_ID_LIMIT)
        return error_set(error, STATUS_TOO_LARGE, _("%s: the library is full"),
                         library_path(library));
    return STATUS_OK;
}

static enum status add_article(struct library *library, const struct store_item *item,
                               int64_t original, struct store_result *result, struct error *error)
{
    enum status status = find_leader(library, item, &result->variant_of, error);
    if (!status)
        status = save_original(library, item, &original, error);
    if (!status)
        status = take_ids(library, result, error);
    if (!status)
        status = text_make_article(library, result->article, result->text,
                                   result->variant_of ? result->variant_of : result->article, item,
                                   error);
    if (!status)
        status = insert_text(library, result->article, original, result->text, item, CONCERN_NONE,
                             error);
    return status;
}

static enum status store(struct library *library, const struct store_item *item,
                         struct store_result *result, struct error *error)
{
    bool is_same_charset = true;
    int64_t original = 0, same_original = 0;
    enum status status = find_original(library, item->hash, &original, error);
    if (!status && original)
        status = find_by_bytes(library, item, original, result, &is_same_charset, error);
    if (status)
        return status;
    if (result->article) {
        result->outcome = STORE_DUPLICATE;
        return is_same_charset ? STATUS_OK
                               : add_version(library, item, original, true, result, error);
    }
    status = find_by_address(library, item, result, &same_original, error);
    if (status)
        return status;
    if (same_original) {
        result->outcome = STORE_DUPLICATE;
        return save_source(library, &item->file, same_original, error);
    }
    if (result->article)
        return add_version(library, item, original, false, result, error);
    result->outcome = STORE_ADDED;
    return add_article(library, item, original, result, error);
}

static enum status finish(struct library *library, enum status status,
                          const struct store_result *result, struct store_result *ret_result,
                          struct error *error)
{
    if (status) {
        library_rollback(library);
        return status;
    }
    status = library_commit(library, error);
    if (!status)
        *ret_result = *result;
    return status;
}

enum status store_document(struct library *library, const struct store_item *item,
                           struct store_result *ret_result, struct error *error)
{
    struct store_result result = {0};
    enum status status = library_begin(library, error);
    if (status)
        return status;
    status = store(library, item, &result, error);
    return finish(library, status, &result, ret_result, error);
}

enum status store_known(struct library *library, const struct file_identity *file, struct str hash,
                        struct store_result *ret_result, struct error *error)
{
    const struct store_item item = {.file = *file, .hash = hash};
    struct store_result result = {.outcome = STORE_DUPLICATE};
    int64_t original = 0;
    bool ignored;
    enum status status = library_begin(library, error);
    if (status)
        return status;
    status = find_original(library, hash, &original, error);
    if (!status && original)
        status = find_by_bytes(library, &item, original, &result, &ignored, error);
    if (!status && !result.article) {
        status = library_commit(library, error);
        return status ? status : STATUS_NOT_FOUND;
    }
    return finish(library, status, &result, ret_result, error);
}

enum status store_refreshed(struct library *library, int64_t article, const struct store_item *item,
                            struct store_result *ret_result, struct error *error)
{
    struct store_result result = {.article = article, .outcome = STORE_DUPLICATE};
    enum status status = library_begin(library, error);
    if (status)
        return status;
    bool is_same = false;
    int64_t original = 0;
    status = text_is_same(library, article, item, &is_same, error);
    if (!status && !is_same)
        status = find_original(library, item->hash, &original, error);
    if (!status && !is_same)
        status = add_version(library, item, original, true, &result, error);
    return finish(library, status, &result, ret_result, error);
}

enum status store_find_file(struct library *library, const struct file_identity *file,
                            int64_t *ret_article, struct error *error)
{
    int64_t original = 0;
    enum status status = number_or_zero(
        library,
        statement_bind(library, STATEMENT_SOURCE_FIND, "biiiii", file->path, file->device,
                       file->inode, file->byte_count, file->modified_ns, file->changed_ns),
        &original, error);
    if (status || !original) {
        *ret_article = 0;
        return status;
    }
    return number_or_zero(library,
                          statement_bind(library, STATEMENT_TEXT_BY_ORIGINAL, "i", original),
                          ret_article, error);
}

enum status store_find_hash(struct library *library, struct str hash, int64_t *ret_article,
                            struct error *error)
{
    int64_t original = 0;
    enum status status = find_original(library, hash, &original, error);
    if (status || !original) {
        *ret_article = 0;
        return status;
    }
    return number_or_zero(library,
                          statement_bind(library, STATEMENT_TEXT_BY_ORIGINAL, "i", original),
                          ret_article, error);
}

/* An article that the change added and then updated is one article. */
static enum status record_one(struct library *library, int64_t entry,
                              const struct store_result *result, int64_t *article_count,
                              struct error *error)
{
    int64_t previous = result->outcome == STORE_UPDATED ? result->previous_text : 0;
    enum status status =
        statement_finish(library,
                         statement_bind(library, STATEMENT_CHANGE_ARTICLE_INSERT, "iiii", entry,
                                        result->article, result->text, previous),
                         error);
    if (status)
        return status;
    bool is_new = sqlite3_changes(library->database) > 0;
    *article_count += is_new;
    return is_new ? STATUS_OK
                  : statement_finish(library,
                                     statement_bind(library, STATEMENT_CHANGE_ARTICLE_SET_TEXT,
                                                    "iii", entry, result->article, result->text),
                                     error);
}

enum status store_record(struct library *library, const struct store_result *results, size_t count,
                         enum change_kind kind, int64_t *entry, struct error *error)
{
    enum status status = STATUS_OK;
    int64_t article_count = 0;
    for (size_t i = 0; i < count && !status; i++) {
        bool is_made =
            results[i].outcome == STORE_ADDED || results[i].outcome == STORE_UPDATED;
        if (!is_made)
            continue;
        if (!*entry) {
            status = change_insert(library, kind, STR_NONE, 0, STR_NONE, error);
            if (!status)
                *entry = sqlite3_last_insert_rowid(library->database);
        }
        if (!status)
            status = record_one(library, *entry, &results[i], &article_count, error);
    }
    if (!status && article_count)
        status = statement_finish(
            library,
            statement_bind(library, STATEMENT_CHANGE_COUNT_MORE, "ii", *entry, article_count),
            error);
    return status;
}

enum status change_apply_texts(struct library *library, int64_t change, bool is_undo,
                               struct error *error)
{
    enum status status;
    struct {
        int64_t article, text;
    } *switched = NULL;
    size_t count = 0, capacity = 0;
    sqlite3_stmt *row = statement_bind(library, STATEMENT_CHANGE_ARTICLES, "i", change);
    while (statement_step(library, row, &status, error)) {
        bool was_added = sqlite3_column_int64(row, 2) == 0; /* goes to the trash with its text */
        if (was_added)
            continue;
        ARRAY_RESERVE(switched, count, capacity);
        switched[count].article = sqlite3_column_int64(row, 0);
        bool has_previous = sqlite3_column_int64(row, 2) != 0;
        switched[count++].text = has_previous ? sqlite3_column_int64(row, is_undo ? 2 : 1) : 0;
    }
    for (size_t i = 0; i < count && !status; i++)
        if (switched[i].text)
            status = text_switch(library, switched[i].article, switched[i].text, error);
    free(switched);
    if (status)
        return status;
    return statement_finish(library,
                            statement_bind(library, STATEMENT_CHANGE_TRASH_ADDED, "ii", change,
                                           is_undo ? library->now() : 0),
                            error);
}
