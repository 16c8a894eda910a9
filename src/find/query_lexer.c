#include "find/query_private.h"

#include "base/intl.h"
#include "text/properties.h"
#include "text/utf8.h"

#include <string.h>

enum { IDEOGRAPHIC_QUOTE_OPEN = 0x300C, WHITE_QUOTE_OPEN = 0x300E };
enum { CURLY_OPEN = 0x201C, CURLY_CLOSE = 0x201D, FULLWIDTH_QUOTE = 0xFF02 };

/* 0 at the end, which no valid source holds. */
static uint32_t peek(const struct query_lexer *lexer, size_t at, size_t *ret_next)
{
    uint32_t code_point = 0;
    *ret_next = at;
    if (at < lexer->source.length)
        *ret_next += utf8_decode(lexer->source, at, &code_point);
    return code_point;
}

bool query_is_blank(uint32_t code_point)
{
    return code_point_properties(code_point).is_space;
}

/* What = may stand before. */
static bool is_word_part(uint32_t code_point)
{
    const struct properties properties = code_point_properties(code_point);
    return properties.is_letter || properties.is_digit || properties.is_mark;
}

static bool is_open(uint32_t code_point)
{
    return code_point == '(' || code_point == 0xFF08;
}

static bool is_close(uint32_t code_point)
{
    return code_point == ')' || code_point == 0xFF09;
}

/* The mark that ends what code_point begins, or 0. An input method that lost count begins with ”.
 */
static uint32_t closing_quote(uint32_t code_point)
{
    switch (code_point) {
    case '"':
    case FULLWIDTH_QUOTE:
    case CURLY_CLOSE:
        return code_point;
    case CURLY_OPEN:
    case IDEOGRAPHIC_QUOTE_OPEN:
    case WHITE_QUOTE_OPEN:
        return code_point + 1;
    default:
        return 0;
    }
}

/* What may follow a term. */
static bool is_border(uint32_t code_point)
{
    return code_point == 0 || query_is_blank(code_point) || is_close(code_point);
}

/* A word ends at a blank, or at a ) that no word of its group opened. */
static void scan_word(struct query_lexer *lexer)
{
    size_t next;
    for (uint32_t c; (c = peek(lexer, lexer->at, &next)) && !query_is_blank(c); lexer->at = next) {
        if (is_close(c) && lexer->literal_opens == 0)
            return;
        if (is_close(c))
            lexer->literal_opens--;
        if (is_open(c))
            lexer->literal_opens++;
    }
}

static enum status scan_phrase(struct query_lexer *lexer, struct query_token *token,
                               struct query_fault *fault)
{
    const size_t mark = lexer->at;
    size_t next;
    const uint32_t open = peek(lexer, mark, &lexer->at), close = closing_quote(open);
    token->form = QUERY_FORM_PHRASE;
    token->value_start = lexer->at;
    size_t level = 1;
    for (uint32_t c; (c = peek(lexer, lexer->at, &next)); lexer->at = next) {
        size_t after;
        if (c == open && open != close)
            level++;
        if (c != close && !(open == CURLY_CLOSE && c == CURLY_OPEN))
            continue;
        if (open == '"' && peek(lexer, next, &after) == '"') {
            next = after;
        } else if (--level == 0) {
            token->value_end = lexer->at;
            lexer->at = next;
            return STATUS_OK;
        }
    }
    token->value_end = lexer->at;
    char name[4];
    if (lexer->is_partial)
        return STATUS_OK;
    return query_fault_set(fault, lexer->source, lexer->at,
                           _("expected %.*s to close the quotation of column %zu"),
                           (int)utf8_encode(close, name), name, query_column(lexer->source, mark));
}

/* A sign counts when what it stands before makes sense with it. While typing it may stand last. */
static bool is_sign(const struct query_lexer *lexer, char sign)
{
    size_t next, after;
    if (peek(lexer, lexer->at, &next) != (uint32_t)sign)
        return false;
    const uint32_t c = peek(lexer, next, &after);
    if (c == 0)
        return lexer->is_partial;
    switch (sign) {
    case '-':
        return c != '-' && c != '>' && !is_border(c);
    case '=':
        return is_word_part(c) || closing_quote(c);
    case '~':
        return code_point_properties(c).is_letter;
    default: /* a regular expression */
        return c != '/' && !is_border(c);
    }
}

/* The next / without a \ before it, if a term may end there. */
static bool find_regex_end(const struct query_lexer *lexer, size_t *ret_end)
{
    size_t next;
    for (size_t at = lexer->at + 1; at < lexer->source.length; at++) {
        if (lexer->source.bytes[at] == '/') {
            *ret_end = at;
            return is_border(peek(lexer, at + 1, &next));
        }
        if (lexer->source.bytes[at] == '\\')
            at++;
    }
    return false;
}

/* A / that no other one answers begins a word: /etc, /usr/bin. */
static bool scan_regex(struct query_lexer *lexer, struct query_token *token)
{
    size_t end = lexer->at + 1;
    const bool is_last = end == lexer->source.length;
    if (!is_sign(lexer, '/') || (!is_last && !find_regex_end(lexer, &end)))
        return false;
    token->form = QUERY_FORM_REGEX;
    token->value_start = lexer->at + 1;
    token->value_end = end;
    lexer->at = is_last ? end : end + 1;
    return true;
}

static enum status scan_value(struct query_lexer *lexer, bool has_field, struct query_token *token,
                              struct query_fault *fault)
{
    size_t next;
    token->is_exact = is_sign(lexer, '=');
    lexer->at += token->is_exact;
    if (closing_quote(peek(lexer, lexer->at, &next)))
        return scan_phrase(lexer, token, fault);
    const bool may_be_signed = !has_field && !token->is_exact;
    if (may_be_signed && scan_regex(lexer, token))
        return STATUS_OK;
    if (may_be_signed && is_sign(lexer, '~')) {
        token->form = QUERY_FORM_PINYIN;
        lexer->at++;
    }
    token->value_start = lexer->at;
    if (!is_close(peek(lexer, lexer->at, &next)))
        scan_word(lexer);
    token->value_end = lexer->at;
    return STATUS_OK;
}

/* Passes over "title:" in any case and width. */
static enum query_field scan_field(struct query_lexer *lexer)
{
    char name[16];
    size_t length = 0, next, at = lexer->at;
    for (; length < sizeof name; at = next) {
        uint32_t c = peek(lexer, at, &next);
        if (c >= 0xFF01 && c <= 0xFF5E)
            c -= 0xFF01 - '!';
        if (c == ':') {
            const enum query_field field = query_field_find((struct str){name, length});
            lexer->at = field ? next : lexer->at;
            return field;
        }
        if (c == 0 || c >= 0x80)
            break;
        name[length++] = (char)c;
    }
    return QUERY_FIELD_ANY;
}

/* AND OR NOT in capitals, standing alone or before a group or phrase. */
static bool scan_operator(struct query_lexer *lexer, enum query_token_kind *ret_kind)
{
    static const struct {
        const char *name;
        enum query_token_kind kind;
    } operators[] = {{"AND", QUERY_TOKEN_AND}, {"OR", QUERY_TOKEN_OR}, {"NOT", QUERY_TOKEN_NOT}};
    const struct str rest = str_slice(lexer->source, lexer->at, lexer->source.length);
    for (size_t i = 0; i < sizeof operators / sizeof *operators; i++) {
        const struct str name = str_from(operators[i].name);
        size_t next;
        if (!str_starts(rest, name))
            continue;
        const uint32_t c = peek(lexer, lexer->at + name.length, &next);
        if (!is_border(c) && !is_open(c) && !closing_quote(c))
            return false;
        lexer->at += name.length;
        *ret_kind = operators[i].kind;
        return true;
    }
    return false;
}

/* The signs that are tokens of their own. */
static bool scan_sign(struct query_lexer *lexer, enum query_token_kind *ret_kind)
{
    size_t next;
    const uint32_t c = peek(lexer, lexer->at, &next);
    if (c == 0)
        *ret_kind = QUERY_TOKEN_END;
    else if (is_open(c))
        *ret_kind = QUERY_TOKEN_OPEN;
    else if (is_close(c))
        *ret_kind = QUERY_TOKEN_CLOSE;
    else if (c == '|' || c == 0xFF5C)
        *ret_kind = QUERY_TOKEN_OR;
    else if (is_sign(lexer, '-'))
        *ret_kind = QUERY_TOKEN_NOT;
    else
        return scan_operator(lexer, ret_kind);
    if (*ret_kind == QUERY_TOKEN_OR && peek(lexer, next, &(size_t){0}) == c)
        next += next - lexer->at; /* || */
    lexer->at = next;
    return true;
}

enum status query_lexer_next(struct query_lexer *lexer, struct query_token *ret_token,
                             struct query_fault *fault)
{
    size_t next;
    while (query_is_blank(peek(lexer, lexer->at, &next)))
        lexer->at = next;
    struct query_token token = {.start = lexer->at, .field = lexer->field};
    if (!scan_sign(lexer, &token.kind)) {
        token.kind = QUERY_TOKEN_LEAF;
        const enum query_field named = scan_field(lexer);
        if (named)
            token.field = named;
        if (named && named != QUERY_FIELD_SORT && is_open(peek(lexer, lexer->at, &next))) {
            token.kind = QUERY_TOKEN_OPEN;
            lexer->at = next;
        } else {
            enum status status = scan_value(lexer, token.field != QUERY_FIELD_ANY, &token, fault);
            if (status)
                return status;
        }
    }
    token.end = lexer->at;
    *ret_token = token;
    return STATUS_OK;
}
