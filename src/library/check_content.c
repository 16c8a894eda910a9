/* What was saved, and what was made of it. */
#include "library/check_private.h"

#include "base/hash.h"
#include "base/intl.h"
#include "base/memory.h"
#include "document/stored.h"
#include "library/original.h"
#include "library/title_order.h"

/* An article whose page it is, or 0. */
static int64_t article_of_original(struct check *check, int64_t original)
{
    struct error ignored;
    int64_t article = 0;
    enum status status = statement_number(
        check->library,
        statement_bind(check->library, STATEMENT_CHECK_ORIGINAL_ARTICLE, "i", original), &article,
        &ignored);
    return status ? 0 : article;
}

static void check_original(struct check *check, sqlite3_stmt *row)
{
    unsigned char digest[HASH_DIGEST_BYTES];
    CLEANUP_BUFFER struct buffer bytes = {0};
    int64_t id = sqlite3_column_int64(row, 0), byte_count = sqlite3_column_int64(row, 2);
    struct str hash = statement_text(row, 1), compressed = statement_text(row, 3);
    check->report->original_bytes += byte_count;
    check->report->stored_bytes += (int64_t)compressed.length;
    enum status status = original_decompress(compressed, byte_count, &bytes);
    if (!status) {
        hash_digest(buffer_str(&bytes), digest);
        if (str_equal(hash, (struct str){(char *)digest, sizeof digest}))
            return;
    }
    int64_t article = article_of_original(check, id);
    if (article)
        check_find(check, FINDING_ORIGINAL, article,
                   _("article %lld: the page as it was saved is damaged"), (long long)article);
    else
        check_find(check, FINDING_ORIGINAL, 0, _("a saved page that no article uses is damaged"));
}

enum status check_originals(struct check *check, struct error *error)
{
    enum status status;
    sqlite3_stmt *row = statement_bind(check->library, STATEMENT_CHECK_ORIGINALS, "");
    while (statement_step(check->library, row, &status, error)) {
        check_original(check, row);
        check_advance(check);
    }
    return check_end_walk(check, status, _("saved pages"), error);
}

static void check_text(struct check *check, sqlite3_stmt *row)
{
    struct document *document;
    struct error ignored;
    long long article = sqlite3_column_int64(row, 0), version = sqlite3_column_int64(row, 1);
    struct str body = statement_text(row, 3);
    check->report->text_bytes += (int64_t)body.length;
    bool is_same = hash_bytes(body) == (uint64_t)sqlite3_column_int64(row, 2);
    enum status status = document_restore(body, statement_text(row, 4), &document, &ignored);
    if (!status)
        document_free(document);
    if (status || !is_same)
        check_find(check, FINDING_TEXT, article,
                   _("article %lld: the text of version %lld is damaged"), article, version);
}

enum status check_texts(struct check *check, struct error *error)
{
    enum status status;
    sqlite3_stmt *row = statement_bind(check->library, STATEMENT_CHECK_TEXTS, "");
    while (statement_step(check->library, row, &status, error)) {
        check_text(check, row);
        check_advance(check);
    }
    return check_end_walk(check, status, _("texts"), error);
}

static void check_article(struct check *check, sqlite3_stmt *row, enum collation_order order)
{
    CLEANUP_BUFFER struct buffer key = {0};
    long long article = sqlite3_column_int64(row, 0);
    if (!sqlite3_column_int(row, 1))
        check_find(check, FINDING_LINK, article, _("article %lld: its text is missing"), article);
    if (!sqlite3_column_int(row, 2))
        check_find(check, FINDING_LINK, article,
                   _("article %lld: the article that it is a variant of is missing"), article);
    collation_append_key(statement_text(row, 3), order, &key);
    if (!str_equal(buffer_str(&key), statement_text(row, 4)))
        check_find(check, FINDING_INDEX, article,
                   _("article %lld: its place in the order of titles is wrong"), article);
}

enum status check_articles(struct check *check, struct error *error)
{
    enum collation_order order;
    enum status status = library_title_order(check->library, &order, error);
    if (status)
        return check_end_walk(check, status, _("articles"), error);
    sqlite3_stmt *row = statement_bind(check->library, STATEMENT_CHECK_ARTICLES, "");
    while (statement_step(check->library, row, &status, error)) {
        check_article(check, row, order);
        check_advance(check);
    }
    return check_end_walk(check, status, _("articles"), error);
}
