/* Words in what the list shows: titles, bylines, sites and addresses. */
#include "library/evaluate.h"

#include "base/memory.h"
#include "library/holds.h"
#include "library/library_private.h"
#include "text/fold.h"
#include "text/tokens.h"
#include "text/utf8.h"

/* Columns of shelf_index in which a field is looked for. */
static unsigned columns_of(enum query_field field)
{
    switch (field) {
    case QUERY_FIELD_TITLE:
        return SHELF_TITLE;
    case QUERY_FIELD_BYLINE:
        return SHELF_BYLINE;
    case QUERY_FIELD_SITE:
        return SHELF_SITE;
    case QUERY_FIELD_URL:
        return SHELF_URL;
    default:
        return SHELF_WORDS;
    }
}

/* What no index can answer may be in every article. */
enum status evaluate_take_everything(struct evaluation *evaluation, struct id_set *set)
{
    const struct id_set *everything;
    enum status status = evaluate_everything(evaluation, &everything);
    if (!status)
        id_set_copy(everything, set);
    return status;
}

/* The exact form of a term may begin inside a word, at a mark that the index leaves out. */
bool evaluate_is_inside_word(const struct query_node *node)
{
    struct fold_step step = {.count = 1};
    if (node->is_exact && node->text.length)
        fold_step(node->text, 0, &step);
    return step.count == 0;
}

/* The words of the list that begin so, all or none: WORDS_MOST at the most. */
enum { WORDS_MOST = 24 };

static enum status read_words(struct evaluation *evaluation, struct str beginning,
                              struct buffer words[WORDS_MOST], size_t *ret_count)
{
    struct library *library = evaluation->library;
    CLEANUP_BUFFER struct buffer from = {0}, limit = {0};
    enum status status =
        evaluate_set(evaluation, statement_bind(library, STATEMENT_MAKE_SHELF_WORDS, ""));
    size_t count = 0;
    if (status)
        return status;
    buffer_append(&from, beginning);
    buffer_append_format(&limit, "%.*s\xff", STR_ARGS(beginning));
    for (;;) {
        sqlite3_stmt *row = statement_bind(library, STATEMENT_SHELF_WORD_FROM, "tt",
                                           buffer_str(&from), buffer_str(&limit));
        if (!statement_step(library, row, &status, evaluation->error))
            break;
        bool is_room = count < WORDS_MOST;
        if (is_room) {
            words[count].length = 0;
            buffer_append(&words[count++], statement_text(row, 0));
        }
        sqlite3_reset(row);
        if (!is_room) {
            *ret_count = 0;
            return STATUS_OK;
        }
        from.length = 0; /* the next is no less than this word and the least of bytes */
        buffer_append_format(&from, "%.*s\x01", STR_ARGS(buffer_str(&words[count - 1])));
    }
    *ret_count = count;
    return status;
}

/* FTS5 gathers the rows of all words that begin so before it gives the first, whatever their
 * column. Few words are asked for one by one: that takes a tenth of the time. */
static enum status match_beginning(struct evaluation *evaluation, const struct token_phrase *phrase,
                                   unsigned columns, struct id_set *set)
{
    const size_t last = phrase->token_count - 1;
    struct buffer words[WORDS_MOST] = {0};
    struct str *tokens = memory_new(phrase->token_count * sizeof *tokens);
    struct token_phrase whole = *phrase;
    size_t count = 0;
    enum status status = STATUS_OK;
    if (!evaluation->index.is_damaged)
        status = read_words(evaluation, phrase->tokens[last], words, &count);
    memcpy(tokens, phrase->tokens, phrase->token_count * sizeof *tokens);
    whole.tokens = tokens;
    whole.last_is_prefix = false;
    for (size_t i = 0; i < count && !status; i++) {
        tokens[last] = buffer_str(&words[i]);
        status = evaluate_phrase(evaluation, INDEX_SHELF, &whole, columns, true, set);
    }
    if (count == 0 && !status)
        status = evaluate_phrase(evaluation, INDEX_SHELF, phrase, columns, false, set);
    for (size_t i = 0; i < WORDS_MOST; i++)
        buffer_release(&words[i]);
    free(tokens);
    return status;
}

/* Beginnings of so many characters have an index of their own (prefix in 0001_library.sql). */
static bool has_index(const struct token_phrase *phrase)
{
    enum { INDEXED_CHARACTERS = 2 };
    return !phrase->last_is_prefix || phrase->is_single ||
           utf8_count(phrase->tokens[phrase->token_count - 1]) <= INDEXED_CHARACTERS;
}

enum status evaluate_row_phrase(struct evaluation *evaluation, const struct token_phrase *phrase,
                                unsigned columns, struct id_set *set)
{
    return has_index(phrase) ? evaluate_phrase(evaluation, INDEX_SHELF, phrase, columns, true, set)
                             : match_beginning(evaluation, phrase, columns, set);
}

enum status evaluate_rows(struct evaluation *evaluation, const struct query_node *node,
                          struct id_set *set, bool *ret_is_sure)
{
    struct token_phrase phrase;
    enum status status;
    token_phrase_init(&phrase, node->text, TOKENS_SHELF);
    /* Which marks stand between the words of a site's name does not matter. */
    bool is_loose = node->kind == QUERY_SITE && !phrase.is_empty;
    *ret_is_sure = (phrase.is_exact || is_loose) && !node->is_exact;
    if (phrase.is_empty || evaluate_is_inside_word(node))
        status = evaluate_take_everything(evaluation, set);
    else
        status = evaluate_row_phrase(evaluation, &phrase, columns_of(node->field), set);
    token_phrase_release(&phrase);
    return status;
}
