#include "text_test.h"

#include "base/clock.h"
#include "base/memory.h"
#include "text/pinyin.h"

/* What is found, in brackets; "" when nothing is. */
static void find(struct buffer *out, const char *query, const char *text)
{
    struct pinyin_pattern *pattern = pinyin_pattern_new(str_from(query));
    struct match match;
    out->length = 0;
    for (size_t at = 0; pinyin_next(pattern, str_from(text), at, &match); at = match.end) {
        buffer_append_c(out, "[");
        buffer_append(out, str_slice(str_from(text), match.start, match.end));
        buffer_append_c(out, "]");
    }
    buffer_append_c(out, "");
    pinyin_pattern_free(pattern);
}

static const struct {
    const char *query, *text, *expected;
} rows[] = {
    {"zlzx", "质量在线,资料中心", "[质量在线][资料中心]"},
    {"zhiliang", "抓质量,治疗,直流", "[质量]"},
    {"zhlzx", "质量在线", "[质量在线]"},
    {"zhil", "质量", "[质量]"},
    {"zhili", "质量治理", "[质量][治理]"},
    {"zhiliangg", "质量", ""},
    {"xi'an", "西安先", "[西安][先]"},
    {"b", "a\u200Db e\u0301b 量b", "[b]"},
    {"xīān", "西安", "[西安]"},
    {"hang", "银行行走", "[行][行]"},
    {"xingzou", "银行行走", "[行走]"},
    {"lv", "绿旅路", "[绿][旅]"},
    {"lu", "绿旅路", "[绿][旅][路]"},
    {"lüse", "绿色", "[绿色]"},
    {"nvren", "女人", "[女人]"},
    {"zhongguo", "中國 中国", "[中國][中国]"},
    {"macosmf", "用macOS 免费工具", "[macOS 免费]"},
    {"macosmianfei", "macOS免费", "[macOS免费]"},
    {"an", "banana an 安", "[an][安]"},
    {"wanwei2", "万维2 万维3", "[万维2]"},
    {"zl", "质，量", ""},
    {"zl", "质\n量", ""},
    {"zl", "质 量", "[质 量]"},
    {"质l", "质量 品质亮", "[质量][质亮]"},
    {"質liang", "质量", "[质量]"},
    {"kensaku", "けんさく ケンサク ｹﾝｻｸ 検索", "[けんさく][ケンサク][ｹﾝｻｸ]"},
    {"tokyo", "とうきょう", "[とうきょ]"},
    {"toukyou", "とうきょう", "[とうきょう]"},
    {"kitte", "きって", "[きって]"},
    {"matcha", "まっちゃ", "[まっちゃ]"},
    {"mattya", "まっちゃ", "[まっちゃ]"},
    {"shinbun", "しんぶん", "[しんぶん]"},
    {"simbun", "しんぶん", "[しんぶん]"},
    {"konnichiwa", "こんにちは", "[こんにちは]"},
    {"konnnichiwa", "こんにちは", "[こんにちは]"},
    {"ra-men", "ラーメン", ""},
    {"ramen", "ラーメン", "[ラーメン]"},
    {"raamen", "ラーメン", "[ラーメン]"},
    {"fairu", "ファイル", "[ファイル]"},
    {"uindou", "ウィンドウ", ""},
    {"windou", "ウィンドウ", "[ウィンドウ]"},
    {"jisho", "じしょ", "[じしょ]"},
    {"zisyo", "じしょ", "[じしょ]"},
    {"ja", "じゃ", "[じゃ]"},
    {"ken", "けんさく", "[けん]"},
    {"z", "葛\U000E0100质\U000E0100", "[质\U000E0100]"},
    {"", "质", ""},
    {"\xff", "\xff", ""},
    {"zl", "\xff质量\xe8", "[质量]"},
};

static void cases(void **state)
{
    (void)state;
    CLEANUP_BUFFER struct buffer got = {0};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        find(&got, rows[i].query, rows[i].text);
        if (strcmp(got.bytes, rows[i].expected) != 0)
            fail_msg("“%s” in “%s”: expected “%s”, got “%s”", rows[i].query, rows[i].text,
                     rows[i].expected, got.bytes);
    }
}

static bool title_has(const struct pinyin_title_code *codes, size_t count, struct pinyin_code code)
{
    for (size_t i = 0; i < count; i++)
        if (memcmp(codes[i].code.letters, code.letters, 2) == 0)
            return true;
    return false;
}

static bool has_pieces(struct str title, const struct pinyin_alternative *alternative)
{
    CLEANUP_BUFFER struct buffer spellings = {0};
    buffer_append_byte(&spellings, ' ');
    pinyin_append_spellings(title, &spellings);
    buffer_append_byte(&spellings, ' ');
    for (unsigned i = 0; i < alternative->piece_count; i++) {
        const struct pinyin_piece *piece = &alternative->pieces[i];
        CLEANUP_BUFFER struct buffer wanted = {0};
        buffer_append_format(&wanted, " %.*s%s", piece->length, piece->letters,
                             piece->is_last ? "" : " ");
        if (str_find(buffer_str(&spellings), buffer_str(&wanted), 0) == SIZE_MAX)
            return false;
    }
    return true;
}

static bool is_candidate(struct str title, const struct pinyin_alternative *alternatives,
                         size_t count)
{
    CLEANUP_FREE struct pinyin_title_code *codes = NULL;
    size_t code_count = pinyin_title_codes(title, &codes);
    for (size_t i = 0; i < count; i++) {
        unsigned j = 0;
        while (j < alternatives[i].count && title_has(codes, code_count, alternatives[i].codes[j]))
            j++;
        if (j == alternatives[i].count && has_pieces(title, &alternatives[i]))
            return true;
    }
    return false;
}

static const char *const pieces[] = {
    "质",   "量", "在", "线",     "行", "長",   "女", "绿", "a",    "B",  "ng", "z",
    "h",    "2",  " ",  "，",     "か", "きゃ", "っ", "ん", "う",   "お", "ー", "と",
    "シュ", "ち", "は", "\u200D", "を", "じゃ", "西", "安", "ふぁ", "kg",
};
static const char *const letters[] = {
    "zhi", "liang", "z",   "l",  "zai", "xian", "hang", "chang", "nv", "lv", "a", "b",
    "n",   "g",     "h",   "2",  "ka",  "kya",  "kk",   "n",     "nn", "u",  "o", "to",
    "shu", "syu",   "chi", "ti", "ha",  "wo",   "ja",   "xi",    "an", "fa", "k",
};

/* What is matched is among the candidates that the codes leave. */
static void codes_leave_what_matches(void **state)
{
    (void)state;
    uint64_t seed = 77;
    unsigned match_count = 0, refused_count = 0;
    for (int round = 0; round < 20000; round++) {
        CLEANUP_BUFFER struct buffer title = {0}, query = {0};
        CLEANUP_FREE struct pinyin_alternative *alternatives = NULL;
        struct match match;
        for (uint32_t i = 1 + random_next(&seed) % 6; i > 0; i--)
            buffer_append_c(&title, pieces[random_next(&seed) % (sizeof pieces / sizeof *pieces)]);
        for (uint32_t i = 1 + random_next(&seed) % 3; i > 0; i--)
            buffer_append_c(&query,
                            letters[random_next(&seed) % (sizeof letters / sizeof *letters)]);
        struct pinyin_pattern *pattern = pinyin_pattern_new(buffer_str(&query));
        size_t count = pinyin_query_codes(pattern, &alternatives);
        bool is_found = pinyin_next(pattern, buffer_str(&title), 0, &match);
        bool is_left = is_candidate(buffer_str(&title), alternatives, count);
        pinyin_pattern_free(pattern);
        match_count += is_found;
        refused_count += !is_left;
        if (is_found && !is_left)
            fail_msg("“%s” matches “%s”, which its codes exclude", query.bytes, title.bytes);
    }
    print_message("%u matches, %u refused\n", match_count, refused_count);
    assert_true(match_count > 800 && refused_count > 10000);
}

/* Of a query of two letters a title's pair of Han is sure, and without an open one there is none,
 * but for what one character is spelled with, or a mark doubles. */
static void pairs_tell(void **state)
{
    (void)state;
    static const char both[] = "zlxhcangkb2";
    uint64_t seed = 4711;
    unsigned counts[PINYIN_PAIR_INNER + 1] = {0};
    for (int round = 0; round < 20000; round++) {
        CLEANUP_BUFFER struct buffer title = {0}, spellings = {0}, beginning = {0};
        CLEANUP_FREE struct pinyin_title_code *title_codes = NULL;
        char query[3] = {both[random_next(&seed) % (sizeof both - 1)],
                         both[random_next(&seed) % (sizeof both - 1)], '\0'};
        struct match match;
        for (uint32_t i = 1 + random_next(&seed) % 6; i > 0; i--)
            buffer_append_c(&title, pieces[random_next(&seed) % (sizeof pieces / sizeof *pieces)]);
        struct pinyin_pattern *pattern = pinyin_pattern_new(str_from(query));
        bool is_found = pinyin_next(pattern, buffer_str(&title), 0, &match);
        pinyin_pattern_free(pattern);
        buffer_append_byte(&spellings, ' ');
        pinyin_append_spellings(buffer_str(&title), &spellings);
        buffer_append_format(&beginning, " %s", query);
        bool is_spelled = str_find(buffer_str(&spellings), buffer_str(&beginning), 0) != SIZE_MAX;
        bool is_open = false;
        size_t count = pinyin_title_codes(buffer_str(&title), &title_codes);
        for (size_t i = 0; i < count; i++) {
            if (memcmp(title_codes[i].code.letters, query, 2) != 0)
                continue;
            counts[title_codes[i].pair]++;
            is_open = title_codes[i].pair != PINYIN_PAIR_INNER;
            if (title_codes[i].pair == PINYIN_PAIR_HAN && !is_found)
                fail_msg("“%s” does not match “%s”, which its pair says", query, title.bytes);
        }
        if (is_found && !is_open && !is_spelled && !strstr(title.bytes, "っ") &&
            !strstr(title.bytes, "ー"))
            fail_msg("“%s” matches “%s”, which has no such pair", query, title.bytes);
    }
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++)
        assert_in_range(counts[i], 20, 20000);
}

/* Codes, then pieces; a | before all but the first. */
static void append_alternative(const struct pinyin_alternative *alternative, struct buffer *out)
{
    buffer_append_c(out, out->length ? "|" : "");
    for (unsigned i = 0; i < alternative->count; i++)
        buffer_append_format(out, "%s%.2s", i ? " " : "", alternative->codes[i].letters);
    for (unsigned i = 0; i < alternative->piece_count; i++)
        buffer_append_format(out, " %.*s", alternative->pieces[i].length,
                             alternative->pieces[i].letters);
}

static void codes(void **state)
{
    (void)state;
    static const struct {
        const char *query, *expected;
    } expected[] = {
        {"zlzx", "zl lz zx"},
        {"z", "z"},
        {"zh", "zh|z"},
        {"zhiliang", "zh hi il|zh hl hi|zi il|zl zhi"},
        {"sit", "si it|st si"},
        {"rea", "re ea|ra re"},
        {"质l", ""},
    };
    for (size_t i = 0; i < sizeof expected / sizeof *expected; i++) {
        CLEANUP_BUFFER struct buffer got = {0};
        CLEANUP_FREE struct pinyin_alternative *alternatives = NULL;
        struct pinyin_pattern *pattern = pinyin_pattern_new(str_from(expected[i].query));
        size_t count = pinyin_query_codes(pattern, &alternatives);
        buffer_append_c(&got, "");
        for (size_t j = 0; j < count; j++)
            append_alternative(&alternatives[j], &got);
        pinyin_pattern_free(pattern);
        if (strcmp(got.bytes, expected[i].expected) != 0)
            fail_msg("“%s”: expected “%s”, got “%s”", expected[i].query, expected[i].expected,
                     got.bytes);
    }
}

static void long_queries(void **state)
{
    (void)state;
    static const char *const units[] = {"zhi", "a", "nn", "oo", "chuang", "xian"};
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        CLEANUP_BUFFER struct buffer query = {0};
        CLEANUP_FREE struct pinyin_alternative *alternatives = NULL;
        while (query.length + strlen(units[i]) <= PINYIN_QUERY_MAX)
            buffer_append_c(&query, units[i]);
        int64_t start = clock_monotonic_ms();
        struct pinyin_pattern *pattern = pinyin_pattern_new(buffer_str(&query));
        size_t count = pinyin_query_codes(pattern, &alternatives);
        int64_t milliseconds = clock_monotonic_ms() - start;
        print_message("%s…: %zu alternatives, %d ms\n", units[i], count, (int)milliseconds);
        assert_true(count > 0 && count <= 100);
        assert_in_range(milliseconds, 0, 2000);
        pinyin_pattern_free(pattern);
        buffer_append_c(&query, "zhizhizhi");
        pattern = pinyin_pattern_new(buffer_str(&query));
        struct match match;
        assert_false(pinyin_next(pattern, buffer_str(&query), 0, &match));
        pinyin_pattern_free(pattern);
    }
}

static void spellings(void **state)
{
    static const struct {
        const char *title, *expected;
    } cases[] = {
        {"质量", "zhi liang"}, {"行", "hang heng xing"}, {"绿女", "lu lv nu nv"},
        {"きゃく", "kya ku"},  {"クク", "ku"},           {"Linux 3.0", ""},
        {"한국", ""},          {"\xff质", "zhi"},        {"", ""},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct buffer got = {0};
        pinyin_append_spellings(str_from(cases[i].title), &got);
        if (!str_equal(buffer_str(&got), str_from(cases[i].expected)))
            fail_msg("%s: expected “%s”, got “%.*s”", cases[i].title, cases[i].expected,
                     STR_ARGS(buffer_str(&got)));
        buffer_release(&got);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(spellings),  cmocka_unit_test(cases),
        cmocka_unit_test(codes),      cmocka_unit_test(codes_leave_what_matches),
        cmocka_unit_test(pairs_tell), cmocka_unit_test(long_queries),
    };
    return cmocka_run_group_tests_name("pinyin", tests, NULL, NULL);
}
