#include "library/holds.h"

#include "base/memory.h"
#include "document/stored.h"

#include <stdint.h>

enum status term_init(struct term *term, const struct query_node *node, struct error *error)
{
    *term = (struct term){0};
    if (node->kind == QUERY_REGEX)
        return finder_new(FINDER_REGEX, node->text, &term->finder, error);
    term->matcher = matcher_new(node->text, MATCHER_WHOLE | (node->is_exact ? MATCHER_EXACT : 0));
    return STATUS_OK;
}

void term_release(struct term *term)
{
    matcher_free(term->matcher);
    finder_free(term->finder);
}

/* A text on which a regular expression takes too long does not hold it. */
bool term_is_in(const struct term *term, struct haystack haystack)
{
    struct match match;
    struct error ignored;
    return term->finder
               ? finder_next(term->finder, haystack, 0, SIZE_MAX, &match, &ignored) == STATUS_OK
               : matcher_next(term->matcher, haystack, 0, SIZE_MAX, &match);
}

/* Without the blocks' borders more may match, never less; with them it is certain. */
static enum status body_holds(const struct term *term, sqlite3_stmt *row, bool *ret_holds,
                              struct error *error)
{
    struct document *document;
    struct str body = statement_text(row, 2);
    *ret_holds = term_is_in(term, (struct haystack){.text = body, .is_well_formed = true});
    if (!*ret_holds || !memchr(body.bytes, '\n', body.length))
        return STATUS_OK;
    enum status status = document_restore(body, statement_text(row, 3), &document, error);
    if (status)
        return status;
    *ret_holds = term_is_in(term, (struct haystack){.text = document->text, .document = document});
    document_free(document);
    return STATUS_OK;
}

enum status text_holds(struct library *library, int64_t article, const struct term *term,
                       bool *ret_holds, struct error *error)
{
    enum status status;
    sqlite3_stmt *row = statement_bind(library, STATEMENT_TEXT_WORDS, "i", article);
    *ret_holds = false;
    if (!statement_step(library, row, &status, error))
        return status;
    status = STATUS_OK;
    for (int i = 0; i < 2 && !*ret_holds; i++)
        *ret_holds = term_is_in(term, (struct haystack){.text = statement_text(row, i)});
    if (!*ret_holds)
        status = body_holds(term, row, ret_holds, error);
    sqlite3_reset(row);
    return status;
}

enum status row_holds(struct library *library, int64_t article, const struct term *term,
                      enum query_field field, bool *ret_holds, struct error *error)
{
    static const enum query_field fields[] = {QUERY_FIELD_TITLE, QUERY_FIELD_BYLINE,
                                              QUERY_FIELD_SITE, QUERY_FIELD_URL};
    enum status status;
    sqlite3_stmt *row = statement_bind(library, STATEMENT_ROW_TEXTS, "i", article);
    *ret_holds = false;
    if (!statement_step(library, row, &status, error))
        return status;
    for (int i = 0; i < (int)ARRAY_LENGTH(fields) && !*ret_holds; i++)
        if (field == QUERY_FIELD_ANY || field == fields[i])
            *ret_holds = term_is_in(term, (struct haystack){.text = statement_text(row, i)});
    sqlite3_reset(row);
    return STATUS_OK;
}

void phrase_append_match(const struct token_phrase *phrase, const char *columns, struct buffer *out)
{
    if (columns)
        buffer_append_format(out, "{%s} : ", columns);
    buffer_append_byte(out, '"');
    for (size_t i = 0; i < phrase->token_count; i++)
        buffer_append_format(out, "%s%.*s", i ? " " : "", STR_ARGS(phrase->tokens[i]));
    bool is_prefix = phrase->last_is_prefix && !phrase->is_single;
    buffer_append_c(out, is_prefix ? "\" *" : "\"");
}
