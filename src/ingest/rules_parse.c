#include "ingest/rules_private.h"

#include "base/intl.h"
#include "base/memory.h"
#include "document/document.h"
#include "ingest/rules.h"
#include "text/utf8.h"

/* The text form of rules; data/rules/10-format.rules describes it. */

enum { RULE_LIMIT = 20000, PATTERN_BYTES = 500, LONGEST_LIMIT = 999 };

static const char *const class_names[] = {
    [WORD_ROLE] = "role",       [WORD_AUTHOR] = "author", [WORD_SOURCE] = "source",
    [WORD_AGENCY] = "agency",   [WORD_WIRE] = "wire",     [WORD_LEGAL] = "legal",
    [WORD_SUFFIX] = "suffix",   [WORD_BADGE] = "badge",   [WORD_SURNAME] = "surname",
    [WORD_DATED] = "dated",     [WORD_TITLED] = "titled", [WORD_FOLLOW] = "follow",
    [WORD_CHAPTER] = "chapter", [WORD_POST] = "post",
};
static const char *const match_names[] = {
    [MATCH_EQUALS] = "equals",     [MATCH_PREFIX] = "prefix", [MATCH_SUFFIX] = "suffix",
    [MATCH_CONTAINS] = "contains", [MATCH_LIKE] = "like",
};
static const uint16_t usual_longest[] = {
    [MATCH_EQUALS] = 40,   [MATCH_PREFIX] = 24, [MATCH_SUFFIX] = 24,
    [MATCH_CONTAINS] = 40, [MATCH_LIKE] = 40,
};

/* The next field, up to a blank; *line becomes what is behind the blanks after it. */
static struct str take_field(struct str *line)
{
    size_t end = 0, next;
    while (end < line->length && line->bytes[end] != ' ' && line->bytes[end] != '\t')
        end++;
    for (next = end;
         next < line->length && (line->bytes[next] == ' ' || line->bytes[next] == '\t');)
        next++;
    struct str field = str_slice(*line, 0, end);
    *line = str_slice(*line, next, line->length);
    return field;
}

/* The index of word among names; format is the sentence for one that is none of them, with the word
 * and the names. */
static enum status find_name(struct str word, const char *const *names, size_t count,
                             const char *format, size_t *ret_index, struct error *error)
{
    CLEANUP_BUFFER struct buffer known = {0};
    for (size_t i = 0; i < count; i++) {
        if (str_equal(word, str_from(names[i]))) {
            *ret_index = i;
            return STATUS_OK;
        }
        buffer_append_format(&known, "%s%s", i ? ", " : "", names[i]);
    }
    return error_set(error, STATUS_USAGE, format, STR_ARGS(word), known.bytes);
}

/* "0.85", "1": in hundredths; 0 when it is none. */
static unsigned parse_strength(struct str word)
{
    unsigned value = 0, digits = 0, behind = 0;
    for (size_t i = 0; i < word.length; i++) {
        char c = word.bytes[i];
        if (c == '.' && !behind && digits) {
            behind = 1;
            continue;
        }
        if (c < '0' || c > '9' || behind > 2 || digits > 3)
            return 0;
        value = value * 10 + (unsigned)(c - '0');
        digits++;
        behind += behind > 0;
    }
    for (behind = behind ? behind : 1; behind < 3; behind++)
        value *= 10;
    return value <= 100 ? value : 0;
}

static unsigned parse_longest(struct str word)
{
    unsigned value = 0;
    for (size_t i = 0; i < word.length; i++) {
        if (word.bytes[i] < '0' || word.bytes[i] > '9' || value > LONGEST_LIMIT)
            return 0;
        value = value * 10 + (unsigned)(word.bytes[i] - '0');
    }
    return value <= LONGEST_LIMIT ? value : 0;
}

/* The longest piece of a pattern that a line must hold as it stands. */
static struct str longest_piece(const struct rule *rule)
{
    struct str pattern = {rule->pattern, rule->length}, longest = STR_NONE;
    for (size_t start = 0, end; start < pattern.length; start = end + 1) {
        for (end = start; end < pattern.length; end++)
            if (rule->match == MATCH_LIKE &&
                (pattern.bytes[end] == '*' || pattern.bytes[end] == '#'))
                break;
        if (end - start > longest.length)
            longest = str_slice(pattern, start, end);
    }
    return longest;
}

static uint16_t key_of(const struct rule *rule)
{
    if (rule->what == RULE_WORD && rule->match == MATCH_LIKE)
        return rule->kind == WORD_POST ? KEY_POST : KEY_CHAPTER;
    if (rule->first_gram == UINT16_MAX)
        return rule->what == RULE_WORD ? KEY_SHORT_WORD : KEY_SHORT_LINE;
    if (rule->what == RULE_WORD)
        return (uint16_t)(KEY_WORD + rule->first_gram);
    if (rule->match == MATCH_EQUALS || rule->match == MATCH_PREFIX)
        return (uint16_t)(KEY_START + rule->first_gram);
    if (rule->match == MATCH_SUFFIX)
        return (uint16_t)(KEY_END + rule->last_gram);
    return (uint16_t)(KEY_ANYWHERE + rule->first_gram);
}

static void add_rule(struct rule_list *list, struct rule rule, struct str pattern)
{
    CLEANUP_BUFFER struct buffer folded = {0};
    for (size_t at = 0; at < pattern.length;) {
        uint32_t code_point;
        char bytes[4];
        at += utf8_decode(pattern, at, &code_point);
        code_point = fold_for_rules(code_point);
        if (code_point == ' ' && folded.length && folded.bytes[folded.length - 1] == ' ')
            continue;
        buffer_append(&folded, (struct str){bytes, utf8_encode(code_point, bytes)});
    }
    rule.length = (uint16_t)folded.length;
    rule.pattern = buffer_take(&folded);
    struct str piece = longest_piece(&rule);
    bool has_gram = piece.length >= GRAM_BYTES;
    rule.first_gram = has_gram ? (uint16_t)gram_of(piece.bytes) : UINT16_MAX;
    rule.last_gram =
        has_gram ? (uint16_t)gram_of(piece.bytes + piece.length - GRAM_BYTES) : UINT16_MAX;
    rule.key = key_of(&rule);
    ARRAY_RESERVE(list->rows, list->count, list->capacity);
    list->rows[list->count++] = rule;
}

static enum status check_pattern(struct str pattern, struct error *error)
{
    if (!pattern.length)
        return error_set(error, STATUS_USAGE, _("the pattern is missing"));
    if (pattern.length > PATTERN_BYTES)
        return error_set(error, STATUS_USAGE, _("the pattern is over %d bytes"), PATTERN_BYTES);
    return STATUS_OK;
}

static enum status parse_word(struct rule_list *list, struct rule rule, struct str rest,
                              struct error *error)
{
    size_t class = 0;
    struct str name = take_field(&rest);
    enum status status = find_name(name, class_names, ARRAY_LENGTH(class_names),
                                   _("there is no class “%.*s”; there are %s"), &class, error);
    if (status)
        return status;
    rule.what = RULE_WORD;
    rule.kind = (uint8_t) class;
    rule.match = class == WORD_CHAPTER || class == WORD_POST ? MATCH_LIKE : MATCH_PREFIX;
    rule.longest = 60;
    do {
        struct str pattern = class == WORD_SURNAME ? take_field(&rest) : rest;
        status = check_pattern(pattern, error);
        if (!status)
            add_rule(list, rule, pattern);
    } while (!status && class == WORD_SURNAME && rest.length);
    return status;
}

/* "prefix", "contains/500". */
static enum status parse_match(struct str field, struct rule *rule, struct error *error)
{
    size_t slash = str_find(field, STR("/"), 0), match = 0;
    struct str name = str_slice(field, 0, slash < field.length ? slash : field.length);
    enum status status = find_name(name, match_names, ARRAY_LENGTH(match_names),
                                   _("there is no match “%.*s”; there are %s"), &match, error);
    if (status)
        return status;
    unsigned longest = slash == SIZE_MAX ? usual_longest[match]
                                         : parse_longest(str_slice(field, slash + 1, field.length));
    if (!longest)
        return error_set(error, STATUS_USAGE, _("“%.*s”: behind / stands a number from 1 to %d"),
                         STR_ARGS(field), LONGEST_LIMIT);
    rule->match = (uint8_t)match;
    rule->longest = (uint16_t)longest;
    return STATUS_OK;
}

static enum status parse_line_rule(struct rule_list *list, struct rule rule, struct str rest,
                                   struct error *error)
{
    const char *kind_names[ASIDE_COUNT - 1];
    size_t kind = 0;
    struct str name = take_field(&rest), strength = take_field(&rest), match = take_field(&rest);
    for (size_t i = 0; i < ARRAY_LENGTH(kind_names); i++)
        kind_names[i] = aside_name((enum aside)(i + 1));
    enum status status = find_name(name, kind_names, ARRAY_LENGTH(kind_names),
                                   _("there is no kind “%.*s”; there are %s"), &kind, error);
    if (status)
        return status;
    rule.kind = (uint8_t)(kind + 1);
    rule.strength = (uint8_t)parse_strength(strength);
    if (!rule.strength)
        return error_set(error, STATUS_USAGE, _("“%.*s” is no strength from 0.01 to 1"),
                         STR_ARGS(strength));
    status = parse_match(match, &rule, error);
    if (!status)
        status = check_pattern(str_trim_ascii(rest), error);
    if (!status)
        add_rule(list, rule, str_trim_ascii(rest));
    return status;
}

static enum status parse_line(struct rule_list *list, struct str line, unsigned file,
                              struct error *error)
{
    struct rule rule = {.file = (uint16_t)file};
    struct str rest = line;
    if (utf8_valid_prefix(line) < line.length || memchr(line.bytes, '\0', line.length))
        return error_set(error, STATUS_USAGE, _("is not UTF-8 text"));
    if (list->count >= RULE_LIMIT)
        return error_set(error, STATUS_TOO_LARGE, _("is over the limit of %d rules"), RULE_LIMIT);
    struct str what = take_field(&rest);
    if (str_equal(what, STR("word")))
        return parse_word(list, rule, rest, error);
    if (str_equal(what, STR("head")))
        rule.what = RULE_HEAD;
    else if (!str_equal(what, STR("line")))
        return error_set(error, STATUS_USAGE, _("“%.*s”: a rule begins with line, head or word"),
                         STR_ARGS(what));
    return parse_line_rule(list, rule, rest, error);
}

/* Blanks at its end are a pattern's own ("by "), a carriage return is not. */
static struct str clean_line(struct str line)
{
    if (str_ends(line, STR("\r")))
        line.length--;
    while (line.length && (line.bytes[0] == ' ' || line.bytes[0] == '\t'))
        line = str_slice(line, 1, line.length);
    return line;
}

void rule_list_parse(struct rule_list *list, struct str text, const char *name, unsigned file,
                     struct buffer *problems)
{
    size_t at = str_starts(text, STR("\xEF\xBB\xBF")) ? 3 : 0;
    for (unsigned number = 1; at < text.length; number++) {
        size_t end = str_find(text, STR("\n"), at);
        end = end == SIZE_MAX ? text.length : end;
        struct str line = clean_line(str_slice(text, at, end));
        struct error error;
        at = end + 1;
        if (!line.length || line.bytes[0] == '#')
            continue;
        enum status status = parse_line(list, line, file, &error);
        if (status)
            buffer_append_format(problems, "%s:%u: %s\n", name, number, error.message);
        if (status == STATUS_TOO_LARGE)
            return;
    }
}

static int compare_rules(const void *a, const void *b)
{
    const struct rule *first = a, *second = b;
    if (first->key != second->key)
        return first->key < second->key ? -1 : 1;
    int order = strcmp(first->pattern, second->pattern);
    return order ? order : (first->kind > second->kind) - (first->kind < second->kind);
}

void rule_list_sort(struct rule_list *list)
{
    if (list->count)
        qsort(list->rows, list->count, sizeof *list->rows, compare_rules);
}

void rule_list_index(const struct rule_list *list, uint16_t starts[KEY_COUNT + 1],
                     uint16_t longest[KEY_COUNT])
{
    size_t row = 0;
    for (size_t key = 0; key < KEY_COUNT; key++) {
        starts[key] = (uint16_t)row;
        longest[key] = 0;
        for (; row < list->count && list->rows[row].key == key; row++)
            if (list->rows[row].longest > longest[key])
                longest[key] = list->rows[row].longest;
    }
    starts[KEY_COUNT] = (uint16_t)row;
}

void rule_list_release(struct rule_list *list)
{
    for (size_t i = 0; i < list->count; i++)
        free((char *)list->rows[i].pattern);
    free(list->rows);
    *list = (struct rule_list){0};
}
