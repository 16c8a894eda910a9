#include "library/text_private.h"

#include "base/intl.h"
#include "base/memory.h"
#include "document/stored.h"
#include "document/url_key.h"
#include "library/change.h"
#include "library/index.h"
#include "library/passage_private.h"
#include "library/title_order.h"
#include "library/uid.h"
#include "text/grapheme.h"
#include "text/one_line.h"
#include "text/utf8.h"

enum { TITLE_FROM_TEXT_CLUSTERS = 40 };

/* The file's name without its folder and ending, when it is text. */
static struct str stem(struct str path)
{
    size_t start = path.length, end = path.length;
    while (start > 0 && path.bytes[start - 1] != '/')
        start--;
    for (size_t i = path.length; i > start + 1; i--)
        if (path.bytes[i - 1] == '.') {
            end = i - 1;
            break;
        }
    struct str name = str_slice(path, start, end);
    return utf8_valid_prefix(name) == name.length ? name : STR_NONE;
}

static struct str first_words(const struct document *document)
{
    for (size_t i = 0; i < document->block_count; i++) {
        struct str text = document_block_text(document, i);
        size_t end = 0;
        if (document->blocks[i].aside || !text.length)
            continue;
        size_t line = str_find(text, STR("\n"), 0);
        text = str_slice(text, 0, line == SIZE_MAX ? text.length : line);
        for (int count = 0; count < TITLE_FROM_TEXT_CLUSTERS && end < text.length; count++)
            end = grapheme_end(text, end);
        return str_slice(text, 0, end);
    }
    return STR_NONE;
}

static struct str first_heading(const struct document *document)
{
    for (size_t i = 0; i < document->block_count; i++) {
        const struct block *block = &document->blocks[i];
        struct str text = document_block_text(document, i);
        if (block->kind != BLOCK_HEADING || block->aside)
            continue;
        bool has_marker = (block->flags & BLOCK_MARKER_IN_TEXT) && block->value <= text.length;
        return has_marker ? str_slice(text, block->value, text.length) : text;
    }
    return STR_NONE;
}

/* A list has no row without a title. A document's words are clean, a file's name is anything. */
static void append_title(struct buffer *out, const struct document *document, struct str path)
{
    struct str choices[] = {document->metadata.title, first_heading(document), stem(path),
                            first_words(document)};
    for (size_t i = 0; i < ARRAY_LENGTH(choices) && out->length == 0; i++)
        one_line_append(out, choices[i]);
    if (out->length == 0)
        buffer_append_byte(out, '?');
}

/* The same title below (document NULL) or above: read anew for a version made current by undo. */
static enum status read_path(struct library *library, int64_t text, struct buffer *out,
                             struct error *error)
{
    enum status status;
    sqlite3_stmt *row = statement_bind(library, STATEMENT_TEXT_PATH, "i", text);
    if (!statement_step(library, row, &status, error))
        return status;
    buffer_append(out, statement_text(row, 0));
    sqlite3_reset(row);
    return STATUS_OK;
}

static enum status add_keys(struct library *library, int64_t article,
                            const struct likeness *likeness, struct error *error)
{
    if (!likeness->is_telling)
        return STATUS_OK;
    sqlite3_stmt *row = statement_bind(library, STATEMENT_LIKENESS_INSERT, "i", article);
    for (int i = 0; i < SHINGLE_KEYS; i++)
        statement_bind_more(row, i + 2, "i", text_likeness_key(likeness, i));
    return statement_finish(library, row, error);
}

static enum status remove_keys(struct library *library, int64_t article,
                               const struct likeness *likeness, struct error *error)
{
    enum status status = STATUS_OK;
    for (int i = 0; likeness->is_telling && i < SHINGLE_KEYS && !status; i++)
        status = statement_finish(library,
                                  statement_bind(library, STATEMENT_LIKENESS_DELETE, "ii",
                                                 text_likeness_key(likeness, i), article),
                                  error);
    return status;
}

/* What an article's row says of its current version: the columns that set and insert have alike. */
struct columns {
    int64_t article, text;
    const struct store_item *item;
    struct buffer url_key, title, title_key;
};

static void columns_release(struct columns *columns)
{
    buffer_release(&columns->url_key);
    buffer_release(&columns->title);
    buffer_release(&columns->title_key);
}

static enum status make_columns(struct library *library, struct str path, struct columns *columns,
                                struct error *error)
{
    enum collation_order order;
    enum status status = library_title_order(library, &order, error);
    if (status)
        return status;
    append_title(&columns->title, columns->item->document, path);
    document_url_key(columns->item->document, &columns->url_key);
    collation_append_key(buffer_str(&columns->title), order, &columns->title_key);
    return STATUS_OK;
}

static sqlite3_stmt *bind_columns(struct library *library, enum statement_id id,
                                  const struct columns *columns)
{
    const struct store_item *item = columns->item;
    const struct metadata *metadata = &item->document->metadata;
    return statement_bind(library, id, "iitttttttttiiitib", columns->article, columns->text,
                          buffer_str(&columns->title), metadata->subtitle, metadata->byline,
                          metadata->site, metadata->url, metadata->canonical_url,
                          metadata->language, metadata->published, metadata->saved,
                          (int64_t)item->extent.character_count, (int64_t)item->extent.minutes,
                          (int64_t)metadata->is_incomplete, buffer_str(&columns->url_key),
                          (int64_t)item->likeness.simhash, buffer_str(&columns->title_key));
}

static enum status set_columns(struct library *library, int64_t article, int64_t text,
                               const struct store_item *item, struct error *error)
{
    CLEANUP_BUFFER struct buffer path = {0};
    CLEANUP(columns_release)
    struct columns columns = {.article = article, .text = text, .item = item};
    enum status status = read_path(library, text, &path, error);
    if (!status)
        status = make_columns(library, buffer_str(&path), &columns, error);
    if (status)
        return status;
    return statement_finish(library, bind_columns(library, STATEMENT_ARTICLE_SET_TEXT, &columns),
                            error);
}

static enum status insert_columns(struct library *library, int64_t article, int64_t text,
                                  int64_t leader, const struct store_item *item,
                                  struct error *error)
{
    enum { AFTER_COLUMNS = 18 };
    char uid[UID_LENGTH];
    CLEANUP(columns_release)
    struct columns columns = {.article = article, .text = text, .item = item};
    enum status status = make_columns(library, item->file.path, &columns, error);
    if (status)
        return status;
    uid_make(uid);
    sqlite3_stmt *row = bind_columns(library, STATEMENT_ARTICLE_INSERT, &columns);
    statement_bind_more(row, AFTER_COLUMNS, "tii", (struct str){uid, UID_LENGTH}, leader,
                        library->now());
    return statement_finish(library, row, error);
}

enum status text_make_article(struct library *library, int64_t article, int64_t text,
                              int64_t leader, const struct store_item *item, struct error *error)
{
    enum status status = insert_columns(library, article, text, leader, item, error);
    if (!status)
        status = add_keys(library, article, &item->likeness, error);
    return status ? status : index_add(library, article, item->document, error);
}

/* What of the current version was in the index and among the keys goes before it is replaced. */
static enum status forget_current(struct library *library, int64_t article, struct error *error)
{
    int64_t text = 0;
    struct document *document;
    struct likeness likeness;
    enum status status = statement_number(
        library, statement_bind(library, STATEMENT_ARTICLE_TEXT, "i", article), &text, error);
    if (status || text == 0)
        return status;
    status = text_document(library, text, &document, error);
    if (status)
        return status;
    document_likeness(document, &likeness);
    status = remove_keys(library, article, &likeness, error);
    if (!status)
        status = index_remove(library, article, document, error);
    document_free(document);
    return status;
}

enum status text_make_current(struct library *library, int64_t article, int64_t text,
                              const struct store_item *item, struct error *error)
{
    enum status status = forget_current(library, article, error);
    if (!status)
        status = set_columns(library, article, text, item, error);
    if (!status)
        status = add_keys(library, article, &item->likeness, error);
    if (!status)
        status = index_add(library, article, item->document, error);
    if (!status)
        status = passages_carry_over(library, article, text, item->document, error);
    return status;
}

enum status text_switch(struct library *library, int64_t article, int64_t text, struct error *error)
{
    struct document *document;
    enum status status = text_document(library, text, &document, error);
    if (status)
        return status;
    struct store_item item = {.document = document, .extent = document_extent(document)};
    document_likeness(document, &item.likeness);
    status = text_make_current(library, article, text, &item, error);
    document_free(document);
    return status;
}

enum status text_is_same(struct library *library, int64_t article, const struct store_item *item,
                         bool *ret_is_same, struct error *error)
{
    enum status status;
    sqlite3_stmt *row = statement_bind(library, STATEMENT_ARTICLE_CURRENT, "i", article);
    if (!statement_step(library, row, &status, error))
        return status ? status
                      : error_set(error, STATUS_NOT_FOUND, _("there is no article %lld"),
                                  (long long)article);
    *ret_is_same = sqlite3_column_int64(row, 0) == (int64_t)item->text_hash &&
                   str_equal(statement_text(row, 1), item->structure);
    sqlite3_reset(row);
    return STATUS_OK;
}

enum status change_version(struct library *library, int64_t article, int64_t version,
                           struct error *error)
{
    struct store_result result = {.outcome = STORE_UPDATED, .article = article};
    int64_t entry = 0;
    enum status status = library_begin(library, error);
    if (status)
        return status;
    status = text_find(library, article, 0, &result.previous_text, error);
    if (!status)
        status = text_find(library, article, version, &result.text, error);
    if (!status && result.text != result.previous_text) {
        status = text_switch(library, article, result.text, error);
        if (!status)
            status = store_record(library, &result, 1, CHANGE_VERSION, &entry, error);
    }
    if (!status)
        return library_commit(library, error);
    library_rollback(library);
    return status;
}
