#include "ingest/rules.h"

#include "base/memory.h"
#include "ingest/rules_private.h"
#include "text/utf8.h"

/* A line is folded once, then tried against the rules that have a key of it. */

static bool is_word_byte(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
}

static size_t han_numeral_length(struct str s, size_t at)
{
    static const char numerals[] = "〇零一二三四五六七八九十百千万两兩壹贰叁肆伍陆柒捌玖拾廿卅";
    if (at + 3 > s.length)
        return 0;
    struct str list = {numerals, sizeof numerals - 1};
    size_t found = str_find(list, str_slice(s, at, at + 3), 0);
    return found != SIZE_MAX && found % 3 == 0 ? 3 : 0;
}

static size_t latin_numeral_length(struct str s, size_t at)
{
    static const char *const words[] = {"one",    "two",    "three",     "four",    "five",
                                        "six",    "seven",  "eight",     "nine",    "ten",
                                        "eleven", "twelve", "the first", "the last"};
    size_t end = at;
    while (end < s.length && memchr("ivxlc", s.bytes[end], 5))
        end++;
    if (end > at && (end == s.length || !is_word_byte(s.bytes[end])))
        return end - at;
    for (size_t i = 0; i < ARRAY_LENGTH(words); i++) {
        struct str word = str_from(words[i]);
        end = at + word.length;
        if (end <= s.length && str_equal(str_slice(s, at, end), word) &&
            (end == s.length || !is_word_byte(s.bytes[end])))
            return word.length;
    }
    return 0;
}

/* Bytes of the number at `at`: digits with separators, Han or Latin numerals; 0 if none. */
static size_t number_length(struct str s, size_t at)
{
    size_t end = at;
    while (end < s.length &&
           ((s.bytes[end] >= '0' && s.bytes[end] <= '9') ||
            (end > at && (s.bytes[end] == ',' || s.bytes[end] == '.') && end + 1 < s.length &&
             s.bytes[end + 1] >= '0' && s.bytes[end + 1] <= '9')))
        end++;
    for (size_t more; (more = han_numeral_length(s, end)) > 0;)
        end += more;
    return end > at ? end - at : latin_numeral_length(s, at);
}

/* Glob with one backtracking point (the last star), so at most |s| x |pattern| steps. */
static bool is_like(struct str s, struct str pattern)
{
    size_t at = 0, p = 0, star = SIZE_MAX, star_at = 0;
    while (at < s.length || p < pattern.length) {
        if (p < pattern.length && pattern.bytes[p] == '*') {
            star = p++;
            star_at = at;
            continue;
        }
        size_t number = p < pattern.length && pattern.bytes[p] == '#' ? number_length(s, at) : 0;
        if (number) {
            at += number;
            p++;
        } else if (p < pattern.length && at < s.length && pattern.bytes[p] == s.bytes[at]) {
            at++;
            p++;
        } else if (star != SIZE_MAX && star_at < s.length) {
            at = ++star_at;
            p = star + 1;
        } else {
            return false;
        }
    }
    return true;
}

static bool has_gram(const struct folded *folded, uint16_t gram)
{
    return gram == UINT16_MAX || (folded->grams[gram / 64] >> (gram % 64) & 1);
}

/* A Latin pattern must not begin or end inside a word: "share" is not in "shareholder". */
static bool ends_at_words(struct str s, size_t start, size_t end)
{
    return !(start > 0 && is_word_byte(s.bytes[start]) && is_word_byte(s.bytes[start - 1])) &&
           !(end < s.length && is_word_byte(s.bytes[end - 1]) && is_word_byte(s.bytes[end]));
}

static bool rule_matches(const struct rule *rule, const struct folded *folded, struct str core)
{
    struct str pattern = {rule->pattern, rule->length};
    if (folded->code_points > rule->longest)
        return false;
    switch ((enum rule_match)rule->match) {
    case MATCH_EQUALS:
        return str_equal(core, pattern);
    case MATCH_PREFIX:
        return str_starts(core, pattern) && ends_at_words(core, 0, pattern.length);
    case MATCH_SUFFIX:
        return str_ends(core, pattern) &&
               ends_at_words(core, core.length - pattern.length, core.length);
    case MATCH_CONTAINS: {
        if (!has_gram(folded, rule->first_gram) || !has_gram(folded, rule->last_gram))
            return false;
        size_t found = str_find(core, pattern, 0);
        return found != SIZE_MAX && ends_at_words(core, found, found + pattern.length);
    }
    case MATCH_LIKE:
        return has_gram(folded, rule->first_gram) && has_gram(folded, rule->last_gram) &&
               is_like(core, pattern);
    }
    return false;
}

/* What the rules tried so far say of a line. */
struct verdict {
    double doubt[ASIDE_COUNT];
    struct rule_reading reading;
};

static void try_rules(const struct rules *rules, unsigned key, const struct folded *folded,
                      struct str core, struct verdict *verdict)
{
    if (folded->code_points > rules->longest[key])
        return;
    for (size_t i = rules->starts[key]; i < rules->starts[key + 1]; i++) {
        const struct rule *rule = &rules->rows[i];
        if (!rule_matches(rule, folded, core))
            continue;
        if (rule->what == RULE_LINE) {
            verdict->doubt[rule->kind] *= 1 - rule->strength / 100.0;
        } else if (rule->strength / 100.0 > verdict->reading.head_strength) {
            verdict->reading.head = rule->kind;
            verdict->reading.head_strength = rule->strength / 100.0;
        }
    }
}

struct rule_reading rules_read(const struct rules *rules, struct str line)
{
    struct verdict verdict = {.reading = {ASIDE_NONE, ASIDE_NONE, 0, 0}};
    struct rule_reading *reading = &verdict.reading;
    struct folded folded;
    for (size_t i = 0; i < ASIDE_COUNT; i++)
        verdict.doubt[i] = 1;
    fold_line(&folded, line);
    struct str core = folded_core(&folded);
    if (!core.length)
        return *reading;
    try_rules(rules, KEY_SHORT_LINE, &folded, core, &verdict);
    if (core.length >= GRAM_BYTES) {
        const char *end = core.bytes + core.length - GRAM_BYTES;
        try_rules(rules, KEY_START + gram_of(core.bytes), &folded, core, &verdict);
        try_rules(rules, KEY_END + gram_of(end), &folded, core, &verdict);
    }
    for (unsigned word = 0; word < GRAM_COUNT / 64; word++)
        for (uint64_t bits = folded.grams[word]; bits; bits &= bits - 1)
            try_rules(rules, KEY_ANYWHERE + word * 64 + (unsigned)__builtin_ctzll(bits), &folded,
                      core, &verdict);
    for (size_t i = 0; i < ASIDE_COUNT; i++)
        if (1 - verdict.doubt[i] > reading->strength) {
            reading->aside = (enum aside)i;
            reading->strength = 1 - verdict.doubt[i];
        }
    return *reading;
}

enum aside rules_line(const struct rules *rules, struct str line, double *ret_strength)
{
    struct rule_reading reading = rules_read(rules, line);
    if (reading.head_strength > reading.strength) {
        *ret_strength = reading.head_strength;
        return reading.head;
    }
    *ret_strength = reading.strength;
    return reading.aside;
}

/* Bytes of text whose folding is the pattern, or 0. */
static size_t folded_prefix(struct str text, const struct rule *rule)
{
    size_t at = 0, matched = 0;
    while (matched < rule->length) {
        uint32_t code_point;
        char bytes[4];
        if (at >= text.length)
            return 0;
        at += utf8_decode(text, at, &code_point);
        size_t size = utf8_encode(fold_for_rules(code_point), bytes);
        if (size > rule->length - matched || memcmp(rule->pattern + matched, bytes, size) != 0)
            return 0;
        matched += size;
    }
    return at;
}

/* The first bytes of text, folded; returns how many there are. */
static size_t fold_start(struct str text, char bytes[8])
{
    size_t length = 0;
    for (size_t at = 0; at < text.length && length < GRAM_BYTES;) {
        uint32_t code_point;
        at += utf8_decode(text, at, &code_point);
        length += utf8_encode(fold_for_rules(code_point), bytes + length);
    }
    return length;
}

static size_t longest_word(const struct rules *rules, unsigned key, enum rule_word word,
                           struct str text)
{
    size_t longest = 0;
    for (size_t i = rules->starts[key]; i < rules->starts[key + 1]; i++) {
        if (rules->rows[i].kind != word)
            continue;
        size_t length = folded_prefix(text, &rules->rows[i]);
        if (length > longest && (length == text.length || !is_word_byte(text.bytes[length - 1]) ||
                                 !is_word_byte(text.bytes[length])))
            longest = length;
    }
    return longest;
}

size_t rules_word_prefix(const struct rules *rules, enum rule_word word, struct str text)
{
    char start[8];
    size_t longest = longest_word(rules, KEY_SHORT_WORD, word, text);
    if (fold_start(text, start) < GRAM_BYTES)
        return longest;
    size_t length = longest_word(rules, KEY_WORD + gram_of(start), word, text);
    return length > longest ? length : longest;
}

size_t rules_word_suffix(const struct rules *rules, enum rule_word word, struct str text)
{
    size_t at = text.length, longest = 0;
    while (at > 0 && text.length - at < 32) {
        uint32_t code_point;
        at = utf8_decode_before(text, at, &code_point);
        struct str rest = str_slice(text, at, text.length);
        if (rules_word_prefix(rules, word, rest) == rest.length)
            longest = rest.length;
    }
    return longest;
}

bool rules_word_in(const struct rules *rules, enum rule_word word, struct str text)
{
    struct folded folded;
    fold_line(&folded, text);
    struct str s = {folded.bytes, folded.length};
    for (size_t i = rules->starts[KEY_SHORT_WORD]; i < rules->starts[KEY_START]; i++) {
        const struct rule *rule = &rules->rows[i];
        if (rule->what == RULE_WORD && rule->kind == word &&
            str_find(s, (struct str){rule->pattern, rule->length}, 0) != SIZE_MAX)
            return true;
    }
    return false;
}

bool rules_line_is(const struct rules *rules, enum rule_word word, struct str line)
{
    struct folded folded;
    unsigned key = word == WORD_POST ? KEY_POST : KEY_CHAPTER;
    if (line.length > 120)
        return false;
    fold_line(&folded, line);
    struct str core = folded_core(&folded);
    for (size_t i = rules->starts[key]; i < rules->starts[key + 1]; i++)
        if (rule_matches(&rules->rows[i], &folded, core))
            return true;
    return false;
}
