/* A recursive descent over query_lexer.c's tokens: or → and → not → group or leaf. What is missing
 * while typing is a NULL node, left out by what holds it. */
#include "find/query_private.h"

#include "base/intl.h"
#include "base/memory.h"
#include "text/grapheme.h"
#include "text/normalize.h"
#include "text/utf8.h"

#include <stdarg.h>
#include <stdio.h>

struct parser {
    const struct query_options *options;
    struct query *query;
    struct query_fault *fault;
    struct query_lexer lexer;
    struct query_token token; /* the one to be parsed next */
    size_t depth, leaf_count;
    size_t end; /* of the token before */
};

struct node_list {
    const struct query_node **nodes;
    size_t count, capacity;
};

static void node_list_release(struct node_list *list)
{
    free(list->nodes);
}

static enum status parse_or(struct parser *parser, const struct query_node **ret_node);

size_t query_column(struct str source, size_t offset)
{
    size_t column = 1;
    for (size_t at = 0; at < offset && at < source.length; column++) {
        at = grapheme_end(source, at);
        if (at > offset)
            break;
    }
    return column;
}

enum status query_fault_set(struct query_fault *fault, struct str source, size_t offset,
                            const char *format, ...)
{
    if (!fault)
        return STATUS_USAGE;
    char sentence[512];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(sentence, sizeof sentence, format, arguments);
    va_end(arguments);
    fault->byte_offset = offset;
    return error_set(&fault->error, STATUS_USAGE, _("column %zu: %s"), query_column(source, offset),
                     sentence);
}

static enum status fail(struct parser *parser, const char *sentence)
{
    return query_fault_set(parser->fault, parser->query->source, parser->token.start, "%s",
                           sentence);
}

static enum status fail_unopened(struct parser *parser)
{
    return fail(parser, _("expected a “(” before this “)”; to be found it goes into quotes"));
}

static struct query_value_context value_context(const struct parser *parser)
{
    return (struct query_value_context){parser->query->arena, parser->query->source,
                                        parser->options};
}

/* A value that stands last may be half typed. */
static bool is_unfinished(const struct parser *parser)
{
    return parser->options->is_partial && parser->token.end == parser->query->source.length;
}

static enum status take_sort(struct parser *parser, bool is_negated)
{
    if (is_negated)
        return fail(parser, _("expected a word, a field or “(”; an order cannot be negated"));
    if (parser->query->has_sort)
        return fail(parser, _("expected one order only; there is a “sort:” before this one"));
    const struct query_value_context context = value_context(parser);
    const bool is_open = is_unfinished(parser);
    enum status status =
        query_sort_read(&context, &parser->token, parser->query, is_open ? NULL : parser->fault);
    return is_open ? STATUS_OK : status;
}

/* sort: may stand anywhere, so it is no token to the grammar. */
static enum status advance(struct parser *parser)
{
    const bool is_negated = parser->token.kind == QUERY_TOKEN_NOT;
    parser->end = parser->token.end;
    for (;;) {
        enum status status = query_lexer_next(&parser->lexer, &parser->token, parser->fault);
        if (status || parser->token.kind != QUERY_TOKEN_LEAF ||
            parser->token.field != QUERY_FIELD_SORT)
            return status;
        status = take_sort(parser, is_negated);
        if (status)
            return status;
    }
}

/* The node of all in the list: nothing, the only one, or a new one. */
static const struct query_node *join(struct parser *parser, enum query_kind kind,
                                     const struct node_list *list, size_t start)
{
    if (list->count < 2)
        return list->count ? list->nodes[0] : NULL;
    struct query_node *node = arena_take(parser->query->arena, sizeof *node);
    const struct query_node **children =
        arena_take(parser->query->arena, list->count * sizeof *children);
    memcpy(children, list->nodes, list->count * sizeof *children);
    *node = (struct query_node){.kind = kind,
                                .children = children,
                                .child_count = list->count,
                                .start = start,
                                .end = parser->end};
    return node;
}

/* A child of the same kind gives its own children. */
static void node_list_add(struct node_list *list, enum query_kind kind,
                          const struct query_node *node)
{
    const bool is_same = node && node->kind == kind;
    const size_t count = is_same ? node->child_count : node != NULL;
    for (size_t i = 0; i < count; i++) {
        ARRAY_RESERVE(list->nodes, list->count, list->capacity);
        list->nodes[list->count++] = is_same ? node->children[i] : node;
    }
}

static enum status parse_leaf(struct parser *parser, const struct query_node **ret_node)
{
    if (++parser->leaf_count > QUERY_LEAF_LIMIT)
        return query_fault_set(parser->fault, parser->query->source, parser->token.start,
                               _("expected at most %d words; text to be found as it stands goes "
                                 "into quotes"),
                               QUERY_LEAF_LIMIT);
    const struct query_value_context context = value_context(parser);
    const bool is_open = is_unfinished(parser);
    const struct query_node *node = NULL;
    enum status status =
        query_leaf_make(&context, &parser->token, &node, is_open ? NULL : parser->fault);
    if (status && !is_open)
        return status;
    *ret_node = node;
    return advance(parser);
}

static enum status parse_group(struct parser *parser, const struct query_node **ret_node)
{
    const struct query_lexer outer = parser->lexer;
    const size_t start = parser->token.start;
    if (parser->depth == QUERY_DEPTH_LIMIT)
        return fail(parser, _("expected fewer “(” inside each other"));
    parser->depth++;
    parser->lexer.field = parser->token.field;
    parser->lexer.literal_opens = 0;
    enum status status = advance(parser);
    if (!status)
        status = parse_or(parser, ret_node);
    if (status)
        return status;
    if (parser->token.kind != QUERY_TOKEN_CLOSE && !parser->options->is_partial)
        return query_fault_set(parser->fault, parser->query->source, parser->token.start,
                               _("expected “)” to close the “(” of column %zu"),
                               query_column(parser->query->source, start));
    parser->depth--;
    parser->lexer.field = outer.field;
    parser->lexer.literal_opens = outer.literal_opens;
    return parser->token.kind == QUERY_TOKEN_CLOSE ? advance(parser) : STATUS_OK;
}

static enum status parse_operand(struct parser *parser, const struct query_node **ret_node)
{
    *ret_node = NULL;
    if (parser->token.kind == QUERY_TOKEN_LEAF)
        return parse_leaf(parser, ret_node);
    if (parser->token.kind == QUERY_TOKEN_OPEN)
        return parse_group(parser, ret_node);
    if (parser->options->is_partial)
        return STATUS_OK;
    if (parser->token.kind == QUERY_TOKEN_CLOSE && parser->depth == 0)
        return fail_unopened(parser);
    if (parser->token.kind == QUERY_TOKEN_AND || parser->token.kind == QUERY_TOKEN_OR)
        return fail(parser, _("expected a word, a field or “(” before the operator; to be found "
                              "it goes into quotes"));
    return fail(parser, _("expected a word, a field or “(”"));
}

static enum status parse_not(struct parser *parser, const struct query_node **ret_node)
{
    const size_t start = parser->token.start;
    bool is_negated = false;
    for (; parser->token.kind == QUERY_TOKEN_NOT; is_negated = !is_negated) {
        enum status status = advance(parser);
        if (status)
            return status;
    }
    const struct query_node *operand;
    enum status status = parse_operand(parser, &operand);
    if (status)
        return status;
    if (operand && is_negated && operand->kind == QUERY_NOT)
        operand = operand->children[0];
    else if (operand && is_negated) {
        struct query_node *node = arena_take(parser->query->arena, sizeof *node);
        const struct query_node **child = arena_take(parser->query->arena, sizeof *child);
        *child = operand;
        *node = (struct query_node){.kind = QUERY_NOT,
                                    .children = child,
                                    .child_count = 1,
                                    .start = start,
                                    .end = parser->end};
        operand = node;
    }
    *ret_node = operand;
    return STATUS_OK;
}

static bool is_operand_start(enum query_token_kind kind)
{
    return kind == QUERY_TOKEN_LEAF || kind == QUERY_TOKEN_OPEN || kind == QUERY_TOKEN_NOT;
}

/* Operands in a row, with AND between them or without. */
static enum status parse_and(struct parser *parser, const struct query_node **ret_node)
{
    __attribute__((cleanup(node_list_release))) struct node_list list = {0};
    const size_t start = parser->token.start;
    bool goes_on = true;
    while (goes_on) {
        const struct query_node *node;
        enum status status = parse_not(parser, &node);
        if (status)
            return status;
        node_list_add(&list, QUERY_AND, node);
        goes_on = is_operand_start(parser->token.kind);
        if (parser->token.kind == QUERY_TOKEN_AND) {
            goes_on = true;
            status = advance(parser);
            if (status)
                return status;
        }
    }
    *ret_node = join(parser, QUERY_AND, &list, start);
    return STATUS_OK;
}

static enum status parse_or(struct parser *parser, const struct query_node **ret_node)
{
    __attribute__((cleanup(node_list_release))) struct node_list list = {0};
    const size_t start = parser->token.start;
    for (;;) {
        const struct query_node *node;
        enum status status = parse_and(parser, &node);
        if (status)
            return status;
        node_list_add(&list, QUERY_OR, node);
        if (parser->token.kind != QUERY_TOKEN_OR)
            break;
        status = advance(parser);
        if (status)
            return status;
    }
    *ret_node = join(parser, QUERY_OR, &list, start);
    return STATUS_OK;
}

/* Text in an article is well-formed and holds no control character. */
static enum status check_characters(struct str source, struct query_fault *fault)
{
    const size_t valid = utf8_valid_prefix(source);
    const struct str well_formed = str_slice(source, 0, valid);
    for (size_t at = 0; at < valid;) {
        uint32_t code_point;
        const size_t size = utf8_decode(source, at, &code_point);
        const bool is_control = code_point < 0x20 || (code_point >= 0x7F && code_point < 0xA0);
        if (is_control && !query_is_blank(code_point))
            return query_fault_set(fault, well_formed, at,
                                   _("expected text, not the control character U+%04X"),
                                   (unsigned)code_point);
        at += size;
    }
    if (valid == source.length)
        return STATUS_OK;
    return query_fault_set(fault, well_formed, valid, _("expected UTF-8, not the byte %02X"),
                           (unsigned)(unsigned char)source.bytes[valid]);
}

static void collect_terms(const struct query_node *node, struct node_list *list)
{
    if (node->kind == QUERY_TEXT || node->kind == QUERY_PINYIN || node->kind == QUERY_REGEX) {
        ARRAY_RESERVE(list->nodes, list->count, list->capacity);
        list->nodes[list->count++] = node;
    }
    for (size_t i = 0; node->kind != QUERY_NOT && i < node->child_count; i++)
        collect_terms(node->children[i], list);
}

static void set_terms(struct query *query)
{
    struct node_list list = {0};
    collect_terms(query->root, &list);
    const size_t size = list.count * sizeof *list.nodes;
    const struct query_node **terms = arena_take(query->arena, size);
    if (size)
        memcpy(terms, list.nodes, size);
    query->terms = terms;
    query->term_count = list.count;
    node_list_release(&list);
}

static struct str copy_normalized(struct arena *arena, struct str source)
{
    CLEANUP_BUFFER struct buffer normalized = {0};
    nfc_append(&normalized, source);
    return arena_copy(arena, buffer_str(&normalized));
}

static enum status parse_root(struct parser *parser)
{
    const struct query_node *root = NULL;
    enum status status = advance(parser);
    if (!status && parser->token.kind != QUERY_TOKEN_END)
        status = parse_or(parser, &root);
    if (!status && parser->token.kind == QUERY_TOKEN_CLOSE)
        status = fail_unopened(parser);
    if (status)
        return status;
    if (!root) {
        struct query_node *everything = arena_take(parser->query->arena, sizeof *everything);
        everything->end = parser->query->source.length;
        root = everything;
    }
    parser->query->root = root;
    set_terms(parser->query);
    return STATUS_OK;
}

enum status query_parse(struct str source, const struct query_options *options,
                        struct query **ret_query, struct query_fault *fault)
{
    enum status status = check_characters(source, fault);
    if (status)
        return status;
    struct arena *arena = arena_new();
    struct query *query = arena_take(arena, sizeof *query);
    query->arena = arena;
    query->source = copy_normalized(arena, source);
    struct parser parser = {.options = options,
                            .query = query,
                            .fault = fault,
                            .lexer = {.source = query->source, .is_partial = options->is_partial}};
    status = parse_root(&parser);
    if (status)
        query_free(query);
    else
        *ret_query = query;
    return status;
}

void query_free(struct query *query)
{
    if (query)
        arena_free(query->arena);
}
