/* What the full-text tables hold of a phrase. */
#include "library/doclist.h"
#include "library/evaluate.h"
#include "library/holds.h"
#include "library/match.h"

enum status match_gather(struct library *library, enum statement_id id, const struct buffer *match,
                         bool is_cheap, struct id_set *set, struct error *error)
{
    enum status status = STATUS_OK;
    struct match_rows rows = {library, set, is_cheap, 0};
    sqlite3_stmt *row = statement_bind(library, id, "pt", &rows, buffer_str(match));
    if (statement_step(library, row, &status, error))
        sqlite3_reset(row);
    return status;
}

static void append_columns(unsigned columns, struct buffer *out)
{
    static const char *const names[] = {"title", "byline", "site", "url", "initials"};
    for (unsigned i = 0; i < ARRAY_LENGTH(names); i++)
        if (columns >> i & 1)
            buffer_append_format(out, "%s ", names[i]);
}

enum status evaluate_phrase(struct evaluation *evaluation, enum index_table table,
                            const struct token_phrase *phrase, unsigned columns, bool is_cheap,
                            struct id_set *set)
{
    static const enum statement_id statements[] = {
        [INDEX_TEXT] = STATEMENT_SET_TEXT_MATCH,
        [INDEX_SINGLE] = STATEMENT_SET_SINGLE_MATCH,
        [INDEX_SHELF] = STATEMENT_SET_SHELF_MATCH,
    };
    CLEANUP_BUFFER struct buffer match = {0}, names = {0};
    bool is_answered = evaluation->index.is_damaged;
    enum status status = STATUS_OK;
    if (phrase->token_count == 1 && !is_answered) {
        struct doclist_term term = {table, phrase->tokens[0],
                                    phrase->last_is_prefix && !phrase->is_single, columns};
        status = doclist_gather(evaluation->library, &term, set, &is_answered, evaluation->error);
    }
    if (status || is_answered)
        return status;
    append_columns(columns, &names);
    phrase_append_match(phrase, columns ? names.bytes : NULL, &match);
    return match_gather(evaluation->library, statements[table], &match, is_cheap, set,
                        evaluation->error);
}
