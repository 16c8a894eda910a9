#include "ingest/rules.h"

#include "base/memory.h"
#include "text/case.h"
#include "text/utf8.h"

#include <assert.h>
#include <stdint.h>

/* A line is folded once, and held only against rules of whose pattern two 3-byte pieces (grams) are
 * in it: rules stand by their first gram, and a line has some dozens. */

enum rule_what { RULE_LINE, RULE_HEAD, RULE_WORD };
enum rule_match { MATCH_EQUALS, MATCH_PREFIX, MATCH_SUFFIX, MATCH_CONTAINS, MATCH_LIKE };

struct rule {
    const char *pattern; /* folded */
    uint16_t length, longest;
    uint16_t first_gram, last_gram; /* UINT16_MAX: none */
    uint8_t what, kind, match, strength;
};

struct rules {
    const struct rule *rows;
    size_t count;
};

static const struct rule builtin_rows[] = {
#include "ingest/rules_table.inc"
};

enum { FOLDED_SIZE = 600, GRAM_COUNT = 1024 };

#include "ingest/rules_buckets.inc"

static_assert(ARRAY_LENGTH(bucket_starts) == GRAM_COUNT + 2, "a bucket for each gram, and without");

struct folded {
    char bytes[FOLDED_SIZE + 4];
    size_t length;
    size_t code_points; /* of the whole line, decoration taken off, as far as it is folded */
    uint64_t grams[GRAM_COUNT / 64];
};

static const struct rules builtin = {builtin_rows, ARRAY_LENGTH(builtin_rows)};

const struct rules *rules_builtin(void)
{
    return &builtin;
}

static uint32_t fold_for_rules(uint32_t code_point)
{
    return code_point == 0xA0 || code_point == '\t' ? ' ' : case_fold(code_point);
}

static bool is_decoration(uint32_t code_point)
{
    switch (code_point) {
    case ' ':
    case '*':
    case '-':
    case '>':
    case '<':
    case '|':
    case '+':
    case '~':
    case '=':
    case 0x2022:
    case 0xB7:
    case 0x25A0:
    case 0x25A1:
    case 0x25AA:
    case 0x25CF:
    case 0x25CB:
    case 0x25C6:
    case 0x25C7:
    case 0x25E6:
    case 0xBB:
    case 0xAB:
    case 0x203A:
    case 0x2039:
    case 0x2192:
    case 0x25B6:
    case 0x25B8:
    case 0x25BC:
    case 0x25BE:
    case 0x25BA:
    case 0x2014:
    case 0x2013:
    case 0x2605:
    case 0x2606:
    case 0x203B:
    case 0x30FB:
    case 0x200B:
    case 0x2060:
    case 0xFEFF:
        return true;
    default:
        return false;
    }
}

static uint32_t closing_of(uint32_t opening)
{
    switch (opening) {
    case '[':
        return ']';
    case '(':
        return ')';
    case 0x3010:
        return 0x3011;
    case 0x300C:
        return 0x300D;
    case 0x300A:
        return 0x300B;
    case 0x201C:
        return 0x201D;
    default:
        return 0;
    }
}

static struct str trim_decoration(struct str s)
{
    uint32_t code_point;
    while (s.length) {
        size_t taken = utf8_decode(s, 0, &code_point);
        if (!is_decoration(code_point))
            break;
        s = str_slice(s, taken, s.length);
    }
    while (s.length) {
        size_t start = utf8_decode_before(s, s.length, &code_point);
        if (!is_decoration(code_point) && code_point != ':' && code_point != 0x2026)
            break;
        s.length = start;
    }
    return s;
}

/* Takes off brackets that hold the whole line: "【打印】", "[ 閉じる ]". */
static struct str trim_brackets(struct str s)
{
    while (s.length > 2) {
        uint32_t opening, closing;
        size_t first = utf8_decode(s, 0, &opening);
        size_t last = utf8_decode_before(s, s.length, &closing);
        if (!closing_of(opening) || closing != closing_of(opening))
            return s;
        struct str inner = str_slice(s, first, last);
        if (str_find(inner, str_slice(s, last, s.length), 0) != SIZE_MAX)
            return s;
        s = trim_decoration(inner);
    }
    return s;
}

/* "评论(12)" → "评论": the count says nothing, and hides the word from equals. */
static struct str trim_count(struct str s)
{
    if (!s.length || s.bytes[s.length - 1] != ')')
        return s;
    size_t at = s.length - 1;
    while (at > 0 && ((s.bytes[at - 1] >= '0' && s.bytes[at - 1] <= '9') || s.bytes[at - 1] == ','))
        at--;
    if (at == s.length - 1 || at < 2 || s.bytes[at - 1] != '(')
        return s;
    s.length = at - 1;
    return trim_decoration(s);
}

static void fold_line(struct folded *folded, struct str line)
{
    line = trim_decoration(line);
    folded->length = 0;
    for (size_t at = 0; at < line.length && folded->length < FOLDED_SIZE;) {
        uint32_t code_point;
        at += utf8_decode(line, at, &code_point);
        code_point = fold_for_rules(code_point);
        if (code_point == ' ' && folded->length && folded->bytes[folded->length - 1] == ' ')
            continue;
        folded->length += utf8_encode(code_point, folded->bytes + folded->length);
    }
}

static struct str folded_core(struct folded *folded)
{
    struct str core = {folded->bytes, folded->length};
    core = trim_count(trim_brackets(trim_decoration(core)));
    folded->code_points = utf8_count(core);
    memset(folded->grams, 0, sizeof folded->grams);
    for (size_t i = 0; i + 2 < core.length; i++) {
        const unsigned char *b = (const unsigned char *)core.bytes + i;
        unsigned gram = (b[0] * 7u + b[1] * 61u + b[2] * 509u) & (GRAM_COUNT - 1);
        folded->grams[gram / 64] |= UINT64_C(1) << (gram % 64);
    }
    return core;
}

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

struct tally {
    struct rule_reading reading;
    double doubt[ASIDE_COUNT];
};

static void try_bucket(const struct rules *rules, size_t bucket, const struct folded *folded,
                       struct str core, struct tally *tally)
{
    for (size_t i = bucket_starts[bucket]; i < bucket_starts[bucket + 1]; i++) {
        const struct rule *rule = &rules->rows[i];
        if (!rule_matches(rule, folded, core))
            continue;
        double strength = rule->strength / 100.0;
        if (rule->what == RULE_LINE) {
            tally->doubt[rule->kind] *= 1 - strength;
        } else if (strength > tally->reading.head_strength) {
            tally->reading.head = rule->kind;
            tally->reading.head_strength = strength;
        }
    }
}

struct rule_reading rules_read(const struct rules *rules, struct str line)
{
    struct tally tally = {{ASIDE_NONE, ASIDE_NONE, 0, 0}, {0}};
    struct folded folded;
    for (size_t i = 0; i < ASIDE_COUNT; i++)
        tally.doubt[i] = 1;
    fold_line(&folded, line);
    struct str core = folded_core(&folded);
    if (!core.length || folded.code_points > LONGEST_LINE)
        return tally.reading;
    for (size_t word = 0; word < ARRAY_LENGTH(folded.grams); word++)
        for (uint64_t bits = folded.grams[word]; bits; bits &= bits - 1)
            try_bucket(rules, word * 64 + (size_t)__builtin_ctzll(bits), &folded, core, &tally);
    try_bucket(rules, GRAM_COUNT, &folded, core, &tally);
    struct rule_reading reading = tally.reading;
    for (size_t i = 0; i < ASIDE_COUNT; i++)
        if (1 - tally.doubt[i] > reading.strength) {
            reading.aside = (enum aside)i;
            reading.strength = 1 - tally.doubt[i];
        }
    return reading;
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

size_t rules_word_prefix(const struct rules *rules, enum rule_word word, struct str text)
{
    size_t longest = 0;
    for (size_t i = 0; i < rules->count; i++) {
        const struct rule *rule = &rules->rows[i];
        if (rule->what != RULE_WORD)
            break; /* words stand first */
        if (rule->kind != word)
            continue;
        size_t length = folded_prefix(text, rule);
        if (length > longest && (length == text.length || !is_word_byte(text.bytes[length - 1]) ||
                                 !is_word_byte(text.bytes[length])))
            longest = length;
    }
    return longest;
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
    for (size_t i = 0; i < rules->count; i++) {
        const struct rule *rule = &rules->rows[i];
        if (rule->what == RULE_WORD && rule->kind == word &&
            str_find(s, (struct str){rule->pattern, rule->length}, 0) != SIZE_MAX)
            return true;
    }
    return false;
}

bool rules_chapter(const struct rules *rules, struct str line)
{
    struct folded folded;
    if (line.length > 120)
        return false;
    fold_line(&folded, line);
    struct str core = folded_core(&folded);
    for (size_t i = 0; i < rules->count; i++) {
        const struct rule *rule = &rules->rows[i];
        if (rule->what != RULE_WORD || rule->kind != WORD_CHAPTER)
            break; /* chapters stand first of all */
        if (rule_matches(rule, &folded, core))
            return true;
    }
    return false;
}
