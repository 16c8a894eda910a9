#include "cmocka_prelude.h"

#include "base/clock.h"
#include "base/memory.h"
#include "find/finder.h"
#include "find/regex.h"

#include <string.h>

/* Matches as "start-end start-end", or what is wrong after "!". */
static void find(struct buffer *out, enum finder_kind kind, const char *pattern,
                 struct haystack haystack)
{
    struct finder *finder;
    struct match *matches;
    size_t count;
    struct error error = {0};
    buffer_append_c(out, "");
    if (finder_new(kind, str_from(pattern), &finder, &error) != STATUS_OK) {
        buffer_append_format(out, "!%s", error.message);
        return;
    }
    if (finder_all(finder, haystack, &matches, &count, &error) == STATUS_OK) {
        for (size_t i = 0; i < count; i++)
            buffer_append_format(out, "%s%u-%u", i ? " " : "", matches[i].start, matches[i].end);
        free(matches);
    } else {
        buffer_append_format(out, "!%s", error.message);
    }
    finder_free(finder);
}

static const struct {
    enum finder_kind kind;
    const char *pattern, *text, *expected;
} rows[] = {
    {FINDER_FOLDED, "質量", "质量", "0-6"},
    {FINDER_EXACT, "質量", "质量 質量", "7-13"},
    {FINDER_PINYIN, "zl", "质量 治疗", "0-6 7-13"},
    {FINDER_REGEX, "第[一二三四五六七八九十百]+条", "第二十条 第三条", "0-12 13-22"},
    {FINDER_REGEX, "\\d{4}年\\d{1,2}月", "2024年3月 ２０２４年12月", "0-11 12-32"},
    {FINDER_REGEX, "(\\p{Han}{2})\\1", "商量商量 高高兴兴", "0-12"},
    {FINDER_REGEX, "linux", "Linux LINUX", "0-5 6-11"},
    {FINDER_REGEX, "(?-i)linux", "Linux linux", "6-11"},
    {FINDER_REGEX, "^b.*$", "a\nbc\nb", "2-4 5-6"},
    {FINDER_REGEX, "a.b",
     "a\nb a\x1e"
     "b acb",
     "8-11"},
    {FINDER_REGEX, "a[^b]b",
     "a\x1e"
     "b acb",
     "4-7"},
    {FINDER_REGEX, "x*", "axxb", "1-3"},
    {FINDER_REGEX, "e", "e\u0302\u0330", "0-5"},
    {FINDER_REGEX, "(?<=a)b", "ab b", "1-2"},
    {FINDER_REGEX, "が", "か\u3099が", "6-9"},
    {FINDER_REGEX, "か\u3099", "が", "0-3"},
    {FINDER_REGEX, "", "abc", ""},
    {FINDER_REGEX, "b",
     "b\xff"
     "b",
     "0-1"},
    {FINDER_REGEX, "质(量", "质", "!the expression is wrong at character 4: a ) is missing"},
    {FINDER_REGEX, "质[量", "质", "!the expression is wrong at character 4: a ] is missing"},
    {FINDER_REGEX, "a\\Cb", "ab",
     "!the expression is wrong at character 4: using \\C is disabled by the application"},
    {FINDER_REGEX, "(*LIMIT_MATCH=99999999)a", "a",
     "!the expression is wrong at character 1: options like (*UTF) are not taken"},
    {FINDER_REGEX, "a\xff", "a", "!the expression is no text at character 2"},
};

static void cases(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
        CLEANUP_BUFFER struct buffer got = {0};
        find(&got, rows[i].kind, rows[i].pattern,
             (struct haystack){.text = str_from(rows[i].text)});
        if (strcmp(got.bytes, rows[i].expected) != 0)
            fail_msg("“%s” in “%s”: expected “%s”, got “%s”", rows[i].pattern, rows[i].text,
                     rows[i].expected, got.bytes);
    }
}

static void blocks(void **state)
{
    (void)state;
    const struct block list[] = {
        {.start = 0, .end = 5}, {.start = 6, .end = 6}, {.start = 7, .end = 8}};
    const struct document document = {.text = STR("ab\nab\n\nc"), .blocks = list, .block_count = 3};
    const struct haystack haystack = {document.text, &document, false};
    static const struct {
        const char *pattern, *expected;
    } expected[] = {
        {"b\\sa", "1-4"}, {"b\\s+c", ""}, {"c", "7-8"}, {"\\Aab", "0-2"}, {"^ab", "0-2 3-5"}};
    for (size_t i = 0; i < ARRAY_LENGTH(expected); i++) {
        CLEANUP_BUFFER struct buffer got = {0};
        find(&got, FINDER_REGEX, expected[i].pattern, haystack);
        if (strcmp(got.bytes, expected[i].expected) != 0)
            fail_msg("“%s”: expected “%s”, got “%s”", expected[i].pattern, expected[i].expected,
                     got.bytes);
    }
}

/* All matches in slices, for each kind. */
static void slices(void **state)
{
    (void)state;
    static const char *const patterns[FINDER_KIND_COUNT] = {[FINDER_FOLDED] = "質量",
                                                            [FINDER_EXACT] = "质量",
                                                            [FINDER_REGEX] = "质.",
                                                            [FINDER_PINYIN] = "zhil"};
    CLEANUP_BUFFER struct buffer text = {0};
    enum { COUNT = 9000 };
    for (int i = 0; i < COUNT; i++)
        buffer_append_c(&text, i % 7 ? "看质量，" : "看质量一二三四\n");
    const struct haystack haystack = {.text = buffer_str(&text), .is_well_formed = true};
    for (int kind = 0; kind < FINDER_KIND_COUNT; kind++) {
        struct finder *finder;
        struct match match;
        struct error error;
        size_t count = 0, at = 0;
        assert_int_equal(finder_new(kind, str_from(patterns[kind]), &finder, &error), STATUS_OK);
        for (size_t limit = 0; limit < text.length + 100; limit += 101)
            while (finder_next(finder, haystack, at, limit, &match, &error) == STATUS_OK) {
                count++;
                at = match.end;
            }
        if (count != COUNT)
            fail_msg("kind %d: expected %d, got %zu", kind, COUNT, count);
        finder_free(finder);
    }
}

/* Each ends soon, whether it gives up or not. */
static void evil_patterns(void **state)
{
    (void)state;
    static const char *const patterns[] = {
        "(质+)+$",        "(质|质)*$",           "(质|质质)+$", "(.*)*x",
        "(质*)*b",        "^(质+)+$x",           ".*.*.*.*x",   "(?:质?){30}质{30}x",
        "((质+)*)*y",     "(\\w+\\s?)*$z",       "(.+)+\\1x",   "(?=(质+))\\1*z",
        "(?:(?:质+)+)+z", "(质{1,100}){1,100}z", "([^x]*质)*x", "(?:.*?,){11}P",
        "(?R)?质x",       "(质(?1)?)x",
    };
    CLEANUP_BUFFER struct buffer text = {0};
    for (int i = 0; i < 3000; i++)
        buffer_append_c(&text, "质");
    /* The last line is there for letters that PCRE2 would else see to be missing. */
    buffer_append_c(&text, "!\nbPxyz");
    for (size_t i = 0; i < ARRAY_LENGTH(patterns); i++) {
        CLEANUP_BUFFER struct buffer got = {0};
        int64_t start = clock_monotonic_ms();
        find(&got, FINDER_REGEX, patterns[i], (struct haystack){.text = buffer_str(&text)});
        int64_t milliseconds = clock_monotonic_ms() - start;
        print_message("%s: %.60s, %d ms\n", patterns[i], got.bytes, (int)milliseconds);
        /* 100 ms are wanted; machines under test are busy. */
        assert_in_range(milliseconds, 0, 1000);
    }
}

static void limits(void **state)
{
    (void)state;
    struct regex *regex = NULL;
    struct error error = {0};
    CLEANUP_BUFFER struct buffer pattern = {0};
    while (pattern.length <= REGEX_PATTERN_MAX)
        buffer_append_c(&pattern, "(a)");
    assert_int_equal(regex_new(buffer_str(&pattern), &regex, &error), STATUS_USAGE);
    assert_string_equal(error.message, "the expression is longer than 4096 bytes");
    pattern.length = 0;
    for (int i = 0; i < 2000; i++)
        buffer_append_c(&pattern, "(");
    assert_int_equal(regex_new(buffer_str(&pattern), &regex, &error), STATUS_USAGE);
    assert_int_equal(regex_new(STR("(((a{1000}){1000}){1000})"), &regex, &error), STATUS_USAGE);
    assert_null(regex);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cases),         cmocka_unit_test(blocks), cmocka_unit_test(slices),
        cmocka_unit_test(evil_patterns), cmocka_unit_test(limits),
    };
    return cmocka_run_group_tests_name("finder", tests, NULL, NULL);
}
