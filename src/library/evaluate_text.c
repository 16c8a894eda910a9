/* Words: the index says which articles may hold them, and where it cannot be sure, the texts
 * themselves decide. */
#include "library/evaluate.h"

#include "base/memory.h"
#include "find/literal.h"
#include "library/library_private.h"
#include "text/tokens.h"

static const char *columns_of(enum query_field field)
{
    switch (field) {
    case QUERY_FIELD_TITLE:
        return "title";
    case QUERY_FIELD_BYLINE:
        return "byline";
    case QUERY_FIELD_SITE:
        return "site";
    case QUERY_FIELD_URL:
        return "url";
    default:
        return "title byline site url";
    }
}

/* The phrase in FTS5's language; tokens hold no quotes. */
static void append_match(const struct token_phrase *phrase, const char *columns, struct buffer *out)
{
    buffer_append_format(out, "{%s} : \"", columns);
    for (size_t i = 0; i < phrase->token_count; i++)
        buffer_append_format(out, "%s%.*s", i ? " " : "", STR_ARGS(phrase->tokens[i]));
    buffer_append_format(out, "\"%s", phrase->last_is_prefix ? " *" : "");
}

static enum status match_rows(struct evaluation *evaluation, const struct query_node *node,
                              struct id_set *set)
{
    struct token_phrase phrase;
    CLEANUP_BUFFER struct buffer match = {0};
    enum status status = STATUS_OK;
    token_phrase_init(&phrase, node->text, TOKENS_SHELF);
    if (!phrase.is_empty) {
        append_match(&phrase, columns_of(node->field), &match);
        status = evaluate_set(evaluation,
                              statement_bind(evaluation->library, STATEMENT_SET_SHELF_MATCH, "pt",
                                             set, buffer_str(&match)));
    }
    token_phrase_release(&phrase);
    return status;
}

static enum status match_tags(struct evaluation *evaluation, const struct query_node *node,
                              struct id_set *set)
{
    struct library *library = evaluation->library;
    enum status status;
    struct match match;
    struct literal *literal = literal_new(node->text);
    sqlite3_stmt *row = statement_bind(library, STATEMENT_TAG_NAMES, "");
    while (statement_step(library, row, &status, evaluation->error)) {
        if (!literal_next(literal, statement_text(row, 1), 0, &match))
            continue;
        status = evaluate_set(evaluation, statement_bind(library, STATEMENT_SET_TAG_ROW, "pi", set,
                                                         sqlite3_column_int64(row, 0)));
        if (status)
            break;
    }
    literal_free(literal);
    return status;
}

enum status evaluate_text(struct evaluation *evaluation, const struct query_node *node,
                          struct id_set *ret_set)
{
    enum status status = match_rows(evaluation, node, ret_set);
    if (!status && node->field == QUERY_FIELD_ANY)
        status = match_tags(evaluation, node, ret_set);
    return status;
}
