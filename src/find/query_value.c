/* The value of one leaf: text, a name out of a list, a number, a date or a span of them. */
#include "find/query_private.h"

#include "base/intl.h"
#include "base/memory.h"
#include "text/utf8.h"

#include <assert.h>

static const struct {
    enum query_field field;
    const char *name;
    enum query_kind kind;
    enum query_state state;
} names[] = {
    {QUERY_FIELD_IS, "unread", QUERY_STATE, QUERY_STATE_UNREAD},
    {QUERY_FIELD_IS, "reading", QUERY_STATE, QUERY_STATE_READING},
    {QUERY_FIELD_IS, "finished", QUERY_STATE, QUERY_STATE_FINISHED},
    {QUERY_FIELD_IS, "starred", QUERY_STARRED, 0},
    {QUERY_FIELD_IS, "trash", QUERY_TRASH, 0},
    {QUERY_FIELD_IS, "incomplete", QUERY_INCOMPLETE, 0},
    {QUERY_FIELD_HAS, "note", QUERY_HAS_NOTE, 0},
    {QUERY_FIELD_HAS, "passage", QUERY_HAS_PASSAGE, 0},
};

static const char *const sort_names[] = {
    [QUERY_SORT_ADDED] = "added",   [QUERY_SORT_PUBLISHED] = "published",
    [QUERY_SORT_READ] = "read",     [QUERY_SORT_TITLE] = "title",
    [QUERY_SORT_LENGTH] = "length", [QUERY_SORT_PROGRESS] = "progress",
    [QUERY_SORT_SITE] = "site",     [QUERY_SORT_RELEVANCE] = "relevance",
};
static_assert(ARRAY_LENGTH(sort_names) == QUERY_SORT_RELEVANCE + 1, "a name for each");

static enum status expected(const struct query_value_context *context,
                            const struct query_token *token, struct query_fault *fault)
{
    if (token->field == QUERY_FIELD_ANY)
        return query_fault_set(fault, context->source, token->value_start,
                               _("expected words in the quotation"));
    const struct query_row *row = query_field_row(token->field);
    return query_fault_set(fault, context->source, token->value_start, _("expected %s after “%s:”"),
                           _(row->expected), row->name);
}

/* Without the doubling of quote marks. Empty when there are only blanks. */
static struct str read_text(const struct query_value_context *context,
                            const struct query_token *token)
{
    const struct str raw = str_slice(context->source, token->value_start, token->value_end);
    const bool is_doubled =
        token->form == QUERY_FORM_PHRASE && context->source.bytes[token->value_start - 1] == '"';
    char *bytes = arena_take(context->arena, raw.length + 1);
    bool is_blank = true;
    size_t length = 0;
    for (size_t at = 0, size; at < raw.length; at += size) {
        uint32_t code_point;
        size = utf8_decode(raw, at, &code_point);
        is_blank = is_blank && query_is_blank(code_point);
        memcpy(bytes + length, raw.bytes + at, size);
        length += size;
        if (is_doubled && code_point == '"')
            size++;
    }
    return (struct str){bytes, is_blank ? 0 : length};
}

/* Names, numbers and dates: ASCII in lower case, whatever the input method made of it. */
static struct str read_name(const struct query_value_context *context,
                            const struct query_token *token)
{
    const struct str raw = str_slice(context->source, token->value_start, token->value_end);
    char *bytes = arena_take(context->arena, raw.length + 1);
    size_t length = 0;
    for (size_t at = 0; at < raw.length;) {
        uint32_t code_point;
        const size_t size = utf8_decode(raw, at, &code_point);
        if (code_point >= 0xFF01 && code_point <= 0xFF5E)
            code_point -= 0xFF01 - '!';
        if (code_point >= 'A' && code_point <= 'Z')
            code_point += 'a' - 'A';
        length += utf8_encode(code_point, bytes + length);
        at += size;
    }
    return (struct str){bytes, length};
}

static bool read_listed(struct query_node *node)
{
    for (size_t i = 0; i < ARRAY_LENGTH(names); i++)
        if (names[i].field == node->field && str_equal(node->text, str_from(names[i].name))) {
            node->kind = names[i].kind;
            node->state = names[i].state;
            return true;
        }
    return false;
}

/* The longest tag that metadata keeps is 35 bytes (RFC 5646 §4.4.1). */
static bool is_language(struct str text)
{
    for (size_t i = 0; i < text.length; i++) {
        const char c = text.bytes[i];
        if (!(c >= 'a' && c <= 'z') && !(i > 0 && ((c >= '0' && c <= '9') || c == '-')))
            return false;
    }
    return text.length >= 2 && text.length <= 35 && text.bytes[text.length - 1] != '-';
}

/* 5, 10k, 1万 */
static bool parse_number(struct str text, int64_t *ret_number)
{
    enum { DIGITS_MAX = 12 };
    int64_t number = 0, factor = 1;
    if (str_ends(text, STR("k"))) {
        factor = 1000;
        text.length--;
    } else if (str_ends(text, STR("万")) || str_ends(text, STR("萬"))) {
        factor = 10000;
        text.length -= strlen("万");
    }
    if (text.length == 0 || text.length > DIGITS_MAX)
        return false;
    for (size_t i = 0; i < text.length; i++) {
        if (text.bytes[i] < '0' || text.bytes[i] > '9')
            return false;
        number = number * 10 + (text.bytes[i] - '0');
    }
    *ret_number = number * factor;
    return true;
}

static bool parse_period(struct str text, enum query_field field,
                         const struct query_options *options, struct query_period *ret_period)
{
    int64_t number;
    if (field != QUERY_FIELD_MINUTES && field != QUERY_FIELD_CHARACTERS)
        return query_period_parse(text, options, ret_period);
    if (!parse_number(text, &number))
        return false;
    *ret_period = (struct query_period){number, number + 1, false};
    return true;
}

/* a..b with one end missing at most. */
static bool parse_span(struct str text, enum query_field field, const struct query_options *options,
                       struct query_period *ret_period)
{
    const size_t dots = str_find(text, STR(".."), 0);
    const struct str from = str_slice(text, 0, dots), to = str_slice(text, dots + 2, text.length);
    struct query_period first = {INT64_MIN, INT64_MIN, false}, last = {INT64_MAX, INT64_MAX, false};
    if (from.length == 0 && to.length == 0)
        return false;
    if (from.length && !parse_period(from, field, options, &first))
        return false;
    if (to.length && !parse_period(to, field, options, &last))
        return false;
    *ret_period = (struct query_period){first.start, last.end, false};
    return true;
}

static bool parse_range(struct str text, enum query_field field,
                        const struct query_options *options, struct query_period *ret_period)
{
    struct query_period period;
    const bool is_below = str_starts(text, STR("<")), is_above = str_starts(text, STR(">"));
    const bool is_bare = field == QUERY_FIELD_BEFORE || field == QUERY_FIELD_AFTER;
    if (!is_bare && str_find(text, STR(".."), 0) != SIZE_MAX)
        return parse_span(text, field, options, ret_period);
    if (is_bare && (is_below || is_above))
        return false;
    text = str_slice(text, is_below || is_above, text.length);
    const bool includes = (is_below || is_above) && str_starts(text, STR("="));
    text = str_slice(text, includes, text.length);
    if (!parse_period(text, field, options, &period))
        return false;
    if (field == QUERY_FIELD_BEFORE || is_below)
        period = (struct query_period){INT64_MIN, includes ? period.end : period.start, false};
    else if (field == QUERY_FIELD_AFTER || (is_above && includes) || (!is_above && period.is_ago))
        period.end = INT64_MAX;
    else if (is_above)
        period = (struct query_period){period.end, INT64_MAX, false};
    *ret_period = period;
    return true;
}

static enum query_kind range_kind(enum query_field field)
{
    switch (field) {
    case QUERY_FIELD_ADDED:
        return QUERY_ADDED;
    case QUERY_FIELD_READ:
        return QUERY_READ;
    case QUERY_FIELD_MINUTES:
        return QUERY_MINUTES;
    case QUERY_FIELD_CHARACTERS:
        return QUERY_CHARACTERS;
    default:
        return QUERY_PUBLISHED;
    }
}

static enum status read_range(const struct query_value_context *context,
                              const struct query_token *token, struct query_node *node,
                              struct query_fault *fault)
{
    struct query_period period;
    node->kind = range_kind(node->field);
    if (!parse_range(node->text, node->field, context->options, &period))
        return expected(context, token, fault);
    if (period.start >= period.end)
        return query_fault_set(fault, context->source, token->value_start,
                               _("expected a span that begins before it ends"));
    node->low = period.start;
    node->high = period.end;
    if (node->kind == QUERY_MINUTES || node->kind == QUERY_CHARACTERS)
        return STATUS_OK;
    node->low = query_day_ms(context->options, period.start);
    node->high = query_day_ms(context->options, period.end);
    if (node->kind == QUERY_PUBLISHED) {
        node->low_date = query_day_iso(context->arena, period.start);
        node->high_date = query_day_iso(context->arena, period.end);
    }
    return STATUS_OK;
}

static enum status read_words(const struct query_value_context *context,
                              const struct query_token *token, struct query_node *node,
                              struct query_fault *fault)
{
    node->text = read_text(context, token);
    node->is_exact = token->is_exact;
    if (node->field == QUERY_FIELD_TAG)
        node->kind = QUERY_TAG;
    else if (node->field == QUERY_FIELD_SITE)
        node->kind = QUERY_SITE;
    else if (token->form == QUERY_FORM_PINYIN)
        node->kind = QUERY_PINYIN;
    else if (token->form == QUERY_FORM_REGEX)
        node->kind = QUERY_REGEX;
    else
        node->kind = QUERY_TEXT;
    node->is_phrase = token->form == QUERY_FORM_PHRASE;
    return node->text.length ? STATUS_OK : expected(context, token, fault);
}

static enum status read_value(const struct query_value_context *context,
                              const struct query_token *token, struct query_node *node,
                              struct query_fault *fault)
{
    if (node->field <= QUERY_FIELD_QUOTE)
        return read_words(context, token, node, fault);
    node->text = read_name(context, token);
    if (node->field == QUERY_FIELD_IS || node->field == QUERY_FIELD_HAS)
        return read_listed(node) ? STATUS_OK : expected(context, token, fault);
    if (node->field == QUERY_FIELD_LANGUAGE) {
        node->kind = QUERY_LANGUAGE;
        return is_language(node->text) ? STATUS_OK : expected(context, token, fault);
    }
    return read_range(context, token, node, fault);
}

enum status query_leaf_make(const struct query_value_context *context,
                            const struct query_token *token, const struct query_node **ret_node,
                            struct query_fault *fault)
{
    struct query_node *node = arena_take(context->arena, sizeof *node);
    *node = (struct query_node){.field = token->field,
                                .text = STR_NONE,
                                .low = INT64_MIN,
                                .high = INT64_MAX,
                                .low_date = STR_NONE,
                                .high_date = STR_NONE,
                                .start = token->start,
                                .end = token->end};
    enum status status = read_value(context, token, node, fault);
    if (status)
        return status;
    *ret_node = node;
    return STATUS_OK;
}

enum status query_sort_read(const struct query_value_context *context,
                            const struct query_token *token, struct query *query,
                            struct query_fault *fault)
{
    struct str name = read_name(context, token);
    const bool is_descending = str_starts(name, STR("-"));
    name = str_slice(name, is_descending, name.length);
    for (size_t i = 0; i < ARRAY_LENGTH(sort_names); i++)
        if (str_equal(name, str_from(sort_names[i]))) {
            query->has_sort = true;
            query->sort = (enum query_sort)i;
            query->sort_is_descending = is_descending;
            return STATUS_OK;
        }
    return expected(context, token, fault);
}

const char *query_sort_name(enum query_sort sort)
{
    return sort_names[sort];
}
