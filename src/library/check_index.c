/* The index tables keep no text, so that SQLite cannot tell whether they agree with the texts. Here
 * every entry (word, article, column, place) is a hash; an article's entries in the index must have
 * the sum that its text has when it is taken apart again. A word too many or too few, or at another
 * place, changes the sum. Eight bytes an article and index are all that is kept. */
#include "library/check_private.h"

#include "base/hash.h"
#include "base/intl.h"
#include "base/memory.h"
#include "document/stored.h"
#include "library/article.h"
#include "library/functions.h"
#include "library/index_length.h"
#include "library/index_private.h"
#include "library/index_state.h"
#include "library/text_private.h"
#include "text/tokens.h"

enum { COLUMNS_MAX = INDEX_COLUMNS_MAX, NAMED_ARTICLES = 5 };

struct checked_index {
    const char *name;
    enum statement_id structure, make_words, words;
    enum tokens_purpose purpose;
    bool has_places;
    const char *columns[COLUMNS_MAX];
};

static const struct checked_index tables[INDEX_TABLES] = {
    [INDEX_TEXT] = {"text_index",
                    STATEMENT_CHECK_TEXT_INDEX,
                    STATEMENT_MAKE_TEXT_WORDS,
                    STATEMENT_CHECK_TEXT_WORDS,
                    TOKENS_MAIN,
                    true,
                    {"body", "title", "byline"}},
    [INDEX_SINGLE] = {"single_index",
                      STATEMENT_CHECK_SINGLE_INDEX,
                      STATEMENT_MAKE_SINGLE_WORDS,
                      STATEMENT_CHECK_SINGLE_WORDS,
                      TOKENS_SINGLE,
                      false,
                      {"body"}},
    [INDEX_SHELF] = {"shelf_index",
                     STATEMENT_CHECK_SHELF_INDEX,
                     STATEMENT_MAKE_SHELF_WORDS,
                     STATEMENT_CHECK_SHELF_WORDS,
                     TOKENS_SHELF,
                     true,
                     {"title", "byline", "site", "url", "initials"}},
};

/* Its companion files alone may be what cannot be written, which opening it does not tell. */
static bool is_unwritable(const struct library *library)
{
    int code = sqlite3_errcode(library->database) & 0xFF;
    return code == SQLITE_READONLY || code == SQLITE_CANTOPEN;
}

enum status check_index_structure(struct check *check, struct error *error)
{
    for (size_t i = 0; i < INDEX_TABLES; i++) {
        enum status status = statement_finish(
            check->library, statement_bind(check->library, tables[i].structure, ""), error);
        if (status == STATUS_MALFORMED)
            check_find(check, FINDING_INDEX, 0, _("the index %s is damaged"), tables[i].name);
        else if (status)
            return is_unwritable(check->library) ? STATUS_OK : status;
    }
    return STATUS_OK;
}

struct agreement {
    uint64_t *sums[INDEX_TABLES]; /* by article: of the index, less those of the text */
    size_t count;
    bool is_readable[INDEX_TABLES];
    size_t wrong_count[INDEX_TABLES];
    struct buffer wrong[INDEX_TABLES]; /* the first numbers, to be named */
    const struct lengths *lengths;
    struct index_state state;
    size_t wrong_length_count, wrong_key_count;
    int64_t key_count;
};

static uint64_t hash_entry(struct str word, bool has_places, uint64_t column, uint64_t place)
{
    uint64_t hash = hash_bytes(word);
    return has_places ? hash_number(hash ^ hash_number(column << 32 | place)) : hash;
}

static uint64_t column_of(const struct checked_index *table, struct str name)
{
    for (uint64_t i = 0; i < COLUMNS_MAX && table->columns[i]; i++)
        if (str_equal(name, str_from(table->columns[i])))
            return i;
    return COLUMNS_MAX;
}

static enum status add_index(struct check *check, struct agreement *agreement, size_t index,
                             struct error *error)
{
    const struct checked_index *table = &tables[index];
    struct library *library = check->library;
    enum status status =
        statement_finish(library, statement_bind(library, table->make_words, ""), error);
    if (status)
        return status;
    size_t stray_count = 0;
    sqlite3_stmt *row = statement_bind(library, table->words, "");
    while (statement_step(library, row, &status, error)) {
        int64_t article = sqlite3_column_int64(row, 1);
        if (article <= 0 || (size_t)article >= agreement->count)
            stray_count++;
        else
            agreement->sums[index][article] += hash_entry(
                tokenizer_unmarked(statement_text(row, 0)), table->has_places,
                column_of(table, statement_text(row, 2)), (uint64_t)sqlite3_column_int64(row, 3));
    }
    if (!status && stray_count)
        check_find(check, FINDING_INDEX, 0,
                   _("the index %s holds words of articles that there are not"), table->name);
    return status;
}

static enum status add_indexes(struct check *check, struct agreement *agreement,
                               struct error *error)
{
    for (size_t i = 0; i < INDEX_TABLES; i++) {
        enum status status = add_index(check, agreement, i, error);
        agreement->is_readable[i] = status == STATUS_OK;
        if (status == STATUS_CANCELLED)
            return status;
        if (status)
            check_find(check, FINDING_INDEX, 0, _("the index %s cannot be read"), tables[i].name);
    }
    return STATUS_OK;
}

struct text_sum {
    const struct checked_index *table;
    uint64_t sum, column, place;
    bool has_any;
    size_t token_count;
};

/* Places as FTS5 counts them. */
static bool add_token(const struct token *token, void *closure)
{
    struct text_sum *sum = closure;
    if (!token->is_colocated || !sum->has_any)
        sum->place++;
    sum->token_count += !token->is_colocated;
    sum->has_any = true;
    sum->sum += hash_entry(token->text, sum->table->has_places, sum->column, sum->place - 1);
    return true;
}

static uint64_t sum_text(enum index_table index, const struct index_columns *columns,
                         size_t *ret_token_count)
{
    struct text_sum sum = {.table = &tables[index]};
    for (; sum.column < COLUMNS_MAX && sum.table->columns[sum.column]; sum.column++) {
        sum.place = 0;
        sum.has_any = false;
        tokens_walk(columns->of[index][sum.column], sum.table->purpose, add_token, &sum);
    }
    *ret_token_count = sum.token_count;
    return sum.sum;
}

/* While the index is built anew, what has not been come to yet is not in it. */
static bool is_indexed(const struct agreement *agreement, int64_t article)
{
    return article <= agreement->state.done || article > agreement->state.total;
}

static void compare(struct agreement *agreement, size_t index, int64_t article, uint64_t sum)
{
    uint64_t *of_index = &agreement->sums[index][article];
    bool is_same = *of_index == (is_indexed(agreement, article) ? sum : 0);
    *of_index = 0;
    if (is_same || !agreement->is_readable[index])
        return;
    size_t count = agreement->wrong_count[index]++;
    if (count < NAMED_ARTICLES)
        buffer_append_format(&agreement->wrong[index], "%s%lld", count ? ", " : "",
                             (long long)article);
    else if (count == NAMED_ARTICLES)
        buffer_append_c(&agreement->wrong[index], " …");
}

static enum status compare_indexes(struct check *check, struct agreement *agreement,
                                   int64_t article, const struct document *document,
                                   struct error *error)
{
    struct index_source source;
    struct index_columns columns;
    size_t token_counts[INDEX_TABLES];
    enum status status = index_source_read(check->library, article, document, &source, error);
    if (status)
        return status;
    index_columns_make(&source, &columns);
    for (int i = 0; i < INDEX_TABLES; i++)
        compare(agreement, (size_t)i, article,
                sum_text((enum index_table)i, &columns, &token_counts[i]));
    index_columns_release(&columns);
    index_source_release(&source);
    const struct lengths *lengths = agreement->lengths;
    uint8_t length = (size_t)article < lengths->count ? lengths->bytes[article] : 0;
    size_t expected = is_indexed(agreement, article) ? token_counts[INDEX_TEXT] : 0;
    agreement->wrong_length_count += length != lengths_byte(expected);
    return STATUS_OK;
}

/* What near-duplicates are found by. */
static enum status compare_likeness(struct check *check, struct agreement *agreement,
                                    int64_t article, const struct document *document,
                                    struct error *error)
{
    struct likeness likeness;
    enum status status = STATUS_OK;
    document_likeness(document, &likeness);
    for (int i = 0; likeness.is_telling && i < SHINGLE_KEYS && !status; i++) {
        int64_t found = 0;
        status = statement_number(check->library,
                                  statement_bind(check->library, STATEMENT_CHECK_LIKENESS, "ii",
                                                 text_likeness_key(&likeness, i), article),
                                  &found, error);
        agreement->wrong_key_count += !found;
        agreement->key_count++;
    }
    return status;
}

static enum status compare_article(struct check *check, struct agreement *agreement,
                                   sqlite3_stmt *row, struct error *error)
{
    struct document *document;
    int64_t article = sqlite3_column_int64(row, 0);
    if (article <= 0) {
        check_find(check, FINDING_LINK, article, _("article %lld: no article has such a number"),
                   (long long)article);
        return STATUS_OK;
    }
    if (document_restore(statement_text(row, 1), statement_text(row, 2), &document, error)) {
        for (size_t i = 0; i < INDEX_TABLES; i++)
            agreement->sums[i][article] = 0;
        return STATUS_OK; /* check_texts has told */
    }
    enum status status = compare_indexes(check, agreement, article, document, error);
    if (!status)
        status = compare_likeness(check, agreement, article, document, error);
    document_free(document);
    return status;
}

static enum status compare_all(struct check *check, struct agreement *agreement,
                               struct error *error)
{
    enum status status, article_status = STATUS_OK;
    sqlite3_stmt *row = statement_bind(check->library, STATEMENT_CHECK_CURRENTS, "");
    while (!article_status && statement_step(check->library, row, &status, error)) {
        article_status = compare_article(check, agreement, row, error);
        check_advance(check);
    }
    if (!article_status)
        return check_end_walk(check, status, _("articles"), error);
    sqlite3_reset(row);
    return check_end_walk(check, article_status, _("articles"), error);
}

static void tell(struct check *check, struct agreement *agreement)
{
    for (size_t i = 0; i < INDEX_TABLES; i++) {
        size_t stray_count = 0;
        for (size_t article = 0; article < agreement->count && agreement->is_readable[i]; article++)
            stray_count += agreement->sums[i][article] != 0;
        if (stray_count)
            check_find(check, FINDING_INDEX, 0,
                       _("the index %s holds words of articles that there are not"),
                       tables[i].name);
        if (agreement->wrong_count[i])
            check_find(check, FINDING_INDEX, 0,
                       ngettext("the index %s disagrees with the text of %zu article: %s",
                                "the index %s disagrees with the texts of %zu articles: %s",
                                agreement->wrong_count[i]),
                       tables[i].name, agreement->wrong_count[i], agreement->wrong[i].bytes);
    }
    if (agreement->wrong_length_count && !agreement->state.is_damaged)
        check_find(check, FINDING_INDEX, 0,
                   ngettext("the length of %zu text is not as it is kept for ranking",
                            "the lengths of %zu texts are not as they are kept for ranking",
                            agreement->wrong_length_count),
                   agreement->wrong_length_count);
}

static enum status tell_of_keys(struct check *check, const struct agreement *agreement,
                                struct error *error)
{
    int64_t count = 0;
    enum status status = statement_number(
        check->library, statement_bind(check->library, STATEMENT_CHECK_LIKENESS_COUNT, ""), &count,
        error);
    if (!status && (agreement->wrong_key_count || count != agreement->key_count))
        check_find(check, FINDING_INDEX, 0,
                   _("what finds near-duplicates disagrees with the texts"));
    return status;
}

static enum status agree(struct check *check, struct agreement *agreement, struct error *error)
{
    enum status status = index_state_read(check->library, &agreement->state, error);
    check->report->unindexed_count = agreement->state.total - agreement->state.done;
    if (!status && agreement->state.is_damaged) /* nothing in it is to be compared */
        check_find(check, FINDING_INDEX, 0, _("the search index is of another version or damaged"));
    else if (!status)
        status = add_indexes(check, agreement, error);
    if (!status)
        status = lengths_read(check->library, &agreement->lengths, error);
    if (!status)
        status = compare_all(check, agreement, error);
    if (!status)
        tell(check, agreement);
    if (!status)
        status = tell_of_keys(check, agreement, error);
    return check_end_walk(check, status, _("indexes"), error);
}

enum status check_index_agreement(struct check *check, struct error *error)
{
    struct agreement agreement = {0};
    int64_t last = 0;
    enum status status = statement_number(
        check->library, statement_bind(check->library, STATEMENT_ARTICLE_MAX, ""), &last, error);
    if (status || last < 0 || last > ARTICLE_ID_LIMIT)
        return check_end_walk(check, status, _("articles"), error);
    agreement.count = (size_t)last + 1;
    for (size_t i = 0; i < INDEX_TABLES; i++)
        agreement.sums[i] = memory_new(agreement.count * sizeof *agreement.sums[i]);
    status = agree(check, &agreement, error);
    for (size_t i = 0; i < INDEX_TABLES; i++) {
        free(agreement.sums[i]);
        buffer_release(&agreement.wrong[i]);
    }
    return status;
}
