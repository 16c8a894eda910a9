/* What the parts of the query parser share: characters → query_lexer.c → tokens → query.c → tree,
 * with a leaf's value read by query_value.c. */
#ifndef FIND_QUERY_PRIVATE_H
#define FIND_QUERY_PRIVATE_H

#include "find/query.h"

enum query_token_kind {
    QUERY_TOKEN_END,
    QUERY_TOKEN_OPEN, /* field is that of the words inside */
    QUERY_TOKEN_CLOSE,
    QUERY_TOKEN_AND,
    QUERY_TOKEN_OR,
    QUERY_TOKEN_NOT,
    QUERY_TOKEN_LEAF,
};

enum query_form { QUERY_FORM_WORD, QUERY_FORM_PHRASE, QUERY_FORM_PINYIN, QUERY_FORM_REGEX };

struct query_token {
    enum query_token_kind kind;
    enum query_form form;
    enum query_field field;
    bool is_exact;
    size_t start, end;
    size_t value_start, value_end; /* without signs; a quote mark in it may stand doubled */
};

struct query_lexer {
    struct str source;
    size_t at;
    bool is_partial;
    /* Of the group that at stands in: */
    enum query_field field; /* that of its words, unless they name one */
    size_t literal_opens;   /* parentheses that words of it opened: their ) is literal too */
};

MUST_CHECK enum status query_lexer_next(struct query_lexer *lexer, struct query_token *ret_token,
                                        struct query_fault *fault);
bool query_is_blank(uint32_t code_point);
/* QUERY_FIELD_ANY when there is none of that name. */
enum query_field query_field_find(struct str name);
const struct query_row *query_field_row(enum query_field field);

/* Grapheme cluster of the offset, from 1. */
size_t query_column(struct str source, size_t offset);
/* Writes "column N: sentence" and returns STATUS_USAGE. fault may be NULL. */
enum status query_fault_set(struct query_fault *fault, struct str source, size_t offset,
                            const char *format, ...) PRINTF_LIKE(4, 5);

struct query_value_context {
    struct arena *arena;
    struct str source;
    const struct query_options *options;
};

MUST_CHECK enum status query_leaf_make(const struct query_value_context *context,
                                       const struct query_token *token,
                                       const struct query_node **ret_node,
                                       struct query_fault *fault);
MUST_CHECK enum status query_sort_read(const struct query_value_context *context,
                                       const struct query_token *token, struct query *query,
                                       struct query_fault *fault);

const char *query_sort_name(enum query_sort sort);

/* Days since 1970-01-01, half-open. */
struct query_period {
    int64_t start, end;
    bool is_ago; /* 2w: alone it means until now */
};
/* value is ASCII in lower case. */
bool query_period_parse(struct str value, const struct query_options *options,
                        struct query_period *ret_period);
/* INT64_MIN and INT64_MAX stay what they are. */
int64_t query_day_ms(const struct query_options *options, int64_t day);
/* The shortest ISO date that sorts with the day: 2024 for 2024-01-01; 0 and : for the open ends. */
struct str query_day_iso(struct arena *arena, int64_t day);

#endif
