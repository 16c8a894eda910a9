/* Gathering hits. */
#include "library/holds.h"
#include "library/search_private.h"

#include "text/tokens.h"

enum status search_gather(struct library *library, struct str match, struct ranking *ranking,
                          struct error *error)
{
    enum status status = lengths_read(library, &ranking->lengths, error);
    if (status)
        return status;
    ranking->library = library;
    ranking->is_phrase_cheap = !str_ends(match, STR("*"));
    sqlite3_stmt *row = statement_bind(library, STATEMENT_RANK_TEXTS, "pt", ranking, match);
    (void)statement_step(library, row, &status, error);
    sqlite3_reset(row);
    return status;
}

enum status search_rank_leaf(struct library *library, const struct query_node *leaf,
                             struct ranking *ranking, struct error *error)
{
    struct token_phrase phrase;
    CLEANUP_BUFFER struct buffer match = {0};
    enum status status = STATUS_OK;
    if (leaf->kind != QUERY_TEXT || library->is_index_damaged)
        return STATUS_OK;
    token_phrase_init(&phrase, leaf->text, TOKENS_MAIN);
    bool is_of_title = leaf->field == QUERY_FIELD_TITLE,
         is_of_byline = leaf->field == QUERY_FIELD_BYLINE;
    if (!phrase.is_empty && !phrase.is_single &&
        (leaf->field == QUERY_FIELD_ANY || is_of_title || is_of_byline)) {
        phrase_append_match(&phrase,
                            is_of_title    ? "title"
                            : is_of_byline ? "byline"
                                           : NULL,
                            &match);
        status = search_gather(library, buffer_str(&match), ranking, error);
    }
    token_phrase_release(&phrase);
    return status;
}

enum status search_document_frequency(struct library *library, struct str match,
                                      int64_t *ret_frequency, struct error *error)
{
    return statement_number(library, statement_bind(library, STATEMENT_COUNT_TEXTS, "t", match),
                            ret_frequency, error);
}
