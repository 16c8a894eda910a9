#include "text_test.h"

#include "base/memory.h"
#include "reference_match.h"
#include "text/tokens.h"

/* Tokens as "a b/c": / where one stands at the place of the one before, ^ for the mark of ends. */
static bool append_token(const struct token *token, void *closure)
{
    struct buffer *out = closure;
    if (out->length)
        buffer_append_byte(out, token->is_colocated ? '/' : ' ');
    for (size_t i = 0; i < token->text.length; i++)
        buffer_append_byte(out, token->text.bytes[i] == 2 ? '^' : token->text.bytes[i]);
    return true;
}

static void cases(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        enum tokens_purpose purpose;
        const char *expected;
    } rows[] = {
        {"", TOKENS_MAIN, ""},
        {"雨", TOKENS_MAIN, "雨"},
        {"喝水，水果", TOKENS_MAIN, "喝水 水 水果 果"},
        {"免费macOS", TOKENS_MAIN, "免费 费m macos"},
        {"2020年报", TOKENS_MAIN, "2020 ^0年/^20年/^020年/^2020年 年报 报"},
        {"用C语言", TOKENS_MAIN, "用c c ^c语 语言 言"},
        {"C++ C# c++11 a+b", TOKENS_MAIN, "c/c++ c/c# c/c++ 11 a/a+ b"},
        {"c++++语", TOKENS_MAIN, "c/c+++ 语"},
        {"Hello, wörld", TOKENS_MAIN, "hello world"},
        {"文\n章\n\n完 a\nb", TOKENS_MAIN, "文章 章 完 a b"},
        {"文\x1e章", TOKENS_MAIN, "文 章"},
        {"發\u200D图\U000E0100", TOKENS_MAIN, "发图 图"},
        {"ガギ한국", TOKENS_MAIN, "がぎ ぎ한 한국 국"},
        {"กินน้ำ", TOKENS_MAIN, "กิน นน\u0E49\u0E4D น\u0E49\u0E4Dา า"},
        {"javascript教", TOKENS_MAIN,
         "javascript ^t教/^pt教/^ipt教/^ript教/^cript教/^script教/^ascript教/^vascript教 教"},
        {"a\xff文\xe4章", TOKENS_MAIN, "a 文 章"},
        {"文章文，a章文", TOKENS_SINGLE, "文 章"},
        {"免费a费", TOKENS_SHELF, "免费/免 费a/费 a ^a费 费"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        CLEANUP_BUFFER struct buffer got = {0};
        buffer_append_c(&got, "");
        assert_true(tokens_walk(str_from(rows[i].text), rows[i].purpose, append_token, &got));
        if (strcmp(got.bytes, rows[i].expected) != 0)
            fail_msg("“%s”: expected “%s”, got “%s”", rows[i].text, rows[i].expected, got.bytes);
    }
}

static void queries(void **state)
{
    (void)state;
    /* * prefix, ! exact, 1 single, 0 empty */
    static const struct {
        const char *term;
        enum tokens_purpose purpose;
        const char *expected;
    } rows[] = {
        {"喝水果", TOKENS_MAIN, "喝水 水果 !"},
        {"雨", TOKENS_MAIN, "雨 *!1"},
        {"雨", TOKENS_SHELF, "雨 !1"},
        {"Linux", TOKENS_MAIN, "linux *!"},
        {" exact  phrase ", TOKENS_MAIN, "exact phrase *"},
        {"C语言", TOKENS_MAIN, "^c语 语言 !"},
        {"用C语言", TOKENS_MAIN, "用c c ^c语 语言 !"},
        {"20年", TOKENS_MAIN, "^20年 !"},
        {"macOS免费", TOKENS_MAIN, "^macos免 免费 !"},
        {"免费mac", TOKENS_MAIN, "免费 费m mac *!"},
        {"javascript教程", TOKENS_MAIN, "^vascript教 教程 "},
        {"用javascript写", TOKENS_MAIN, "用j javascript ^vascript写 !"},
        {"C++", TOKENS_MAIN, "c++ *!"},
        {"c#", TOKENS_MAIN, "c# *!"},
        {".net", TOKENS_MAIN, "net *"},
        {"文章，讨论", TOKENS_MAIN, "文章 章 讨论 "},
        {"foo 年", TOKENS_MAIN, "年 *1"},
        {"语 b", TOKENS_MAIN, "语 b *"},
        {"，。", TOKENS_MAIN, "0"},
        {"👍", TOKENS_MAIN, "0"},
        {"", TOKENS_MAIN, "0"},
        {"कम", TOKENS_MAIN, "कम *"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        CLEANUP_BUFFER struct buffer got = {0};
        struct token_phrase phrase;
        buffer_append_c(&got, "");
        token_phrase_init(&phrase, str_from(rows[i].term), rows[i].purpose);
        for (size_t j = 0; j < phrase.token_count; j++) {
            const struct token token = {.text = phrase.tokens[j]};
            append_token(&token, &got);
        }
        buffer_append_format(&got, "%s%s%s%s%s", phrase.token_count ? " " : "",
                             phrase.last_is_prefix ? "*" : "", phrase.is_exact ? "!" : "",
                             phrase.is_single ? "1" : "", phrase.is_empty ? "0" : "");
        token_phrase_release(&phrase);
        if (strcmp(got.bytes, rows[i].expected) != 0)
            fail_msg("“%s”: expected “%s”, got “%s”", rows[i].term, rows[i].expected, got.bytes);
    }
}

/* An index of one text: its tokens by position. */
struct index {
    struct buffer bytes;
    struct {
        size_t start, end, position;
    } * tokens;
    size_t count, capacity, position;
};

static bool index_token(const struct token *token, void *closure)
{
    struct index *index = closure;
    ARRAY_RESERVE(index->tokens, index->count, index->capacity);
    index->position += index->count > 0 && !token->is_colocated;
    size_t start = index->bytes.length;
    buffer_append(&index->bytes, token->text);
    index->tokens[index->count].start = start;
    index->tokens[index->count].end = index->bytes.length;
    index->tokens[index->count++].position = index->position;
    return true;
}

static void index_release(struct index *index)
{
    free(index->tokens);
    buffer_release(&index->bytes);
}

static bool has_token_at(const struct index *index, size_t position, struct str token,
                         bool is_prefix)
{
    for (size_t i = 0; i < index->count; i++) {
        struct str own =
            str_slice(buffer_str(&index->bytes), index->tokens[i].start, index->tokens[i].end);
        if (index->tokens[i].position == position &&
            (is_prefix ? str_starts(own, token) : str_equal(own, token)))
            return true;
    }
    return false;
}

static bool has_phrase(const struct index *index, const struct token_phrase *phrase, bool is_prefix)
{
    for (size_t position = 0; position <= index->position && index->count; position++) {
        size_t i = 0;
        while (i < phrase->token_count && has_token_at(index, position + i, phrase->tokens[i],
                                                       is_prefix && i + 1 == phrase->token_count))
            i++;
        if (i == phrase->token_count)
            return true;
    }
    return phrase->token_count == 0;
}

static const char *const pieces[] = {
    "中",       "文",      "水",   "果", "喝",     "，",     "。",         " ",
    " ",        "\n",      "\x1e", "a",  "b",      "ab",     "C",          "mac",
    "OS",       "20",      "年",   "發", "发",     "が",     "カ",         "\u3099",
    "ｶ",        "ﾞ",       "한",   "ㅋ", "\u1161", "\u1112", "\u11ab",     "+",
    "#",        "+",       ".",    "é",  "ß",      "\u200D", "\U000E0100", "㎏",
    "longword", "longer9", "กิ",    "น้ำ", "\u0E34", "क",      "\u093F",     "\xff",
    "\xe4\xb8", "😀",       "1",    "①",  "-",      "あ",     "\u309A",     "K",
};

static void random_text(struct buffer *out, uint64_t *seed, unsigned most, unsigned variety)
{
    out->length = 0;
    unsigned first = random_next(seed) % (unsigned)(sizeof pieces / sizeof *pieces);
    for (unsigned i = random_next(seed) % most; i > 0; i--) {
        unsigned index =
            (first + random_next(seed) % variety) % (unsigned)(sizeof pieces / sizeof *pieces);
        buffer_append_c(out, pieces[index]);
    }
    buffer_append_c(out, "");
}

/* A piece of the text as it stands, sometimes with something else in or after it. */
static void random_term(struct buffer *out, uint64_t *seed, struct str text, unsigned variety)
{
    out->length = 0;
    size_t count = utf8_count(text);
    size_t first = count ? random_next(seed) % count : 0;
    size_t start = utf8_offset(text, first);
    size_t end = utf8_offset(text, first + 1 + random_next(seed) % 6);
    buffer_append(out, str_slice(text, start, end));
    if (random_next(seed) % 4 == 0)
        random_text(out, seed, 4, variety);
    if (random_next(seed) % 8 == 0)
        buffer_append_c(out, pieces[random_next(seed) % (sizeof pieces / sizeof *pieces)]);
    buffer_append_c(out, "");
}

static void check_phrase(struct str text, struct str term, enum tokens_purpose purpose, bool holds)
{
    struct token_phrase phrase;
    struct index index = {0}, single = {0};
    token_phrase_init(&phrase, term, purpose);
    tokens_walk(text, purpose, index_token, &index);
    tokens_walk(text, TOKENS_SINGLE, index_token, &single);
    bool is_found = has_phrase(&index, &phrase, phrase.last_is_prefix);
    if (phrase.is_single) {
        bool is_seen = false;
        for (size_t i = 0; i <= single.position && single.count; i++)
            is_seen |= has_token_at(&single, i, phrase.tokens[0], false);
        if (purpose == TOKENS_MAIN ? is_seen && !is_found : is_seen != is_found)
            fail_msg("“%.*s” in %s: single %d, phrase %d", STR_ARGS(term), spelled(text), is_seen,
                     is_found);
        is_found = is_seen;
    }
    if ((holds && !is_found) || (phrase.is_exact && is_found != holds)) {
        CLEANUP_BUFFER struct buffer tokens = {0};
        tokens_walk(text, purpose, append_token, &tokens);
        fail_msg("“%.*s” in %s: expected %d, found %d, exact %d, tokens “%s”", STR_ARGS(term),
                 spelled(text), holds, is_found, phrase.is_exact, tokens.bytes);
    }
    token_phrase_release(&phrase);
    index_release(&index);
    index_release(&single);
}

/* Recall of the phrase is 1, and where it says so, its precision too. */
static void phrases_find_what_holds(void **state)
{
    (void)state;
    uint64_t seed = 20;
    unsigned found_count = 0;
    CLEANUP_BUFFER struct buffer text = {0}, term = {0};
    for (int round = 0; round < 60000; round++) {
        unsigned variety = round % 3 == 0 ? 60 : 5 + random_next(&seed) % 8;
        random_text(&text, &seed, 24, variety);
        random_term(&term, &seed, buffer_str(&text), variety);
        if (utf8_valid_prefix(buffer_str(&term)) < term.length)
            continue;
        bool holds = reference_holds(buffer_str(&text), buffer_str(&term));
        found_count += holds;
        check_phrase(buffer_str(&text), buffer_str(&term), TOKENS_MAIN, holds);
        check_phrase(buffer_str(&text), buffer_str(&term), TOKENS_SHELF, holds);
    }
    print_message("%u of the terms were held\n", found_count);
    assert_true(found_count > 10000);
}

static bool check_place(const struct token *token, void *closure)
{
    const struct str *text = closure;
    if (token->start >= token->end || token->end > text->length ||
        token->text.length > TOKEN_BYTES || token->text.length == 0 ||
        utf8_valid_prefix(token->text) < token->text.length)
        fail_msg("“%.*s” at %zu-%zu of %s", STR_ARGS(token->text), token->start, token->end,
                 spelled(*text));
    return true;
}

static bool stop_at_once(const struct token *token, void *closure)
{
    (void)token;
    ++*(int *)closure;
    return false;
}

static void places_and_floods(void **state)
{
    (void)state;
    uint64_t seed = 5;
    int count = 0;
    CLEANUP_BUFFER struct buffer text = {0};
    static const char *const units[] = {"a",      "語", "\u3099",  "か\u309A",
                                        "\u200D", "+",  "क\u093F", "\n"};
    for (int round = 0; round < 3000; round++) {
        random_text(&text, &seed, 60, 60);
        struct str s = buffer_str(&text);
        tokens_walk(s, TOKENS_MAIN, check_place, &s);
        tokens_walk(s, TOKENS_SHELF, check_place, &s);
        tokens_walk(s, TOKENS_SINGLE, check_place, &s);
    }
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        text.length = 0;
        buffer_append_c(&text, "あa");
        for (int j = 0; j < 100000; j++)
            buffer_append_c(&text, units[i]);
        buffer_append_c(&text, "語");
        struct str s = buffer_str(&text);
        tokens_walk(s, TOKENS_MAIN, check_place, &s);
        tokens_walk(s, TOKENS_SINGLE, check_place, &s);
        struct token_phrase phrase;
        token_phrase_init(&phrase, s, TOKENS_MAIN);
        token_phrase_release(&phrase);
    }
    assert_false(tokens_walk(STR("一二三"), TOKENS_MAIN, stop_at_once, &count));
    assert_int_equal(count, 1);
}

static bool hash_token(const struct token *token, void *closure)
{
    uint64_t *hash = closure;
    for (size_t i = 0; i < token->text.length; i++)
        *hash = (*hash ^ (unsigned char)token->text.bytes[i]) * 0x100000001B3u;
    *hash = (*hash ^ (256u + token->is_colocated)) * 0x100000001B3u;
    return true;
}

static bool hash_place(const struct token *token, void *closure)
{
    uint64_t *hash = closure;
    *hash = (*hash ^ token->start) * 0x100000001B3u;
    *hash = (*hash ^ token->end) * 0x100000001B3u;
    return true;
}

/* When this fails the index of every library is stale: raise TOKENS_VERSION, then pin the new hash.
 */
static void version(void **state)
{
    (void)state;
    CLEANUP_BUFFER struct buffer text = {0};
    uint64_t hash = 0xCBF29CE484222325u;
    for (uint32_t c = 0; c < 0x110000; c += 1 + (c > 0x30000)) {
        utf8_append(&text, c);
        buffer_append_c(&text, c % 3 == 0 ? "中" : c % 3 == 1 ? "a++" : " ");
    }
    for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++)
        for (size_t j = 0; j < sizeof pieces / sizeof *pieces; j++) {
            buffer_append_c(&text, pieces[i]);
            buffer_append_c(&text, pieces[j]);
        }
    tokens_walk(buffer_str(&text), TOKENS_MAIN, hash_token, &hash);
    tokens_walk(buffer_str(&text), TOKENS_SHELF, hash_token, &hash);
    tokens_walk(buffer_str(&text), TOKENS_SINGLE, hash_token, &hash);
    uint64_t places = 0xCBF29CE484222325u;
    tokens_walk(buffer_str(&text), TOKENS_MAIN, hash_place, &places);
    tokens_walk(buffer_str(&text), TOKENS_SHELF, hash_place, &places);
    tokens_walk(buffer_str(&text), TOKENS_SINGLE, hash_place, &places);
    if (places != 0x41BAEE35E3ED1E00u)
        fail_msg("the places of the tokens have the hash 0x%llX", (unsigned long long)places);
    if (TOKENS_VERSION != 2 || hash != 0xA45F050970B5C0D4u)
        fail_msg("TOKENS_VERSION %d has the hash 0x%llX", TOKENS_VERSION, (unsigned long long)hash);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cases),
        cmocka_unit_test(queries),
        cmocka_unit_test(phrases_find_what_holds),
        cmocka_unit_test(places_and_floods),
        cmocka_unit_test(version),
    };
    return cmocka_run_group_tests_name("tokens", tests, NULL, NULL);
}
