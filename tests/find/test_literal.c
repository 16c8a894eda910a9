#include "cmocka_prelude.h"

#include "base/clock.h"
#include "base/memory.h"
#include "find/literal.h"

#include <stdio.h>
#include <string.h>

/* Matches as "start-end start-end", both by walking on and by literal_all. */
static void append_matches(struct buffer *out, const char *pattern, const char *text)
{
    struct literal *literal = literal_new(str_from(pattern));
    struct match *matches;
    size_t count = literal_all(literal, str_from(text), &matches);
    for (size_t i = 0; i < count; i++)
        buffer_append_format(out, "%s%u-%u", i ? " " : "", matches[i].start, matches[i].end);
    free(matches);
    literal_free(literal);
}

struct find_case {
    const char *name, *pattern, *text, *expected;
};

static const struct find_case cases[] = {
    {"han", "质量", "抓质量,看质量", "3-9 13-19"},
    {"nothing", "质疑", "抓质量", ""},
    {"small letters find both", "ab", "AB aB ab", "0-2 3-5 6-8"},
    {"a capital finds itself", "Ab", "AB Ab ab", "3-5"},
    {"full-width is ASCII", "abc", "xＡＢＣy", "1-10"},
    {"ASCII finds full-width marks", "好,他", "你好，他", "3-12"},
    {"full-width pattern finds ASCII", "ｘ１", "ax1", "1-3"},
    {"a full-width capital is a capital", "Ｘ", "x X", "2-3"},
    {"ideographic space", "第 一", "第\u3000一", "0-9"},
    {"kana with voicing mark apart", "か", "か\u3099か", "6-9"},
    {"kana composed", "が", "がか", "0-3"},
    {"pattern is normalised", "か\u3099", "がか", "0-3"},
    {"letter inside a cluster", "e", "e\u0302\u0330 e", "6-7"},
    {"greek sigma", "σας", "ΣΑΣ σας", "0-6 7-13"},
    {"cyrillic", "мир", "МИР мир Мир", "0-6 7-13 14-20"},
    {"german sharp s stays itself", "ß", "ss ß", "3-5"},
    {"hangul", "서점", "오래된 서점들", "10-16"},
    {"half an emoji family", "👨", "👨\u200d👩 👨", "12-16"},
    {"flag pairs", "🇳🇨", "🇨🇳🇨🇳", ""},
    {"mixed", "VIP文档", "成为vip文档 VIP文档", "16-25"},
    {"mixed, small", "vip文档", "成为VIP文档", "6-15"},
    {"no overlap", "aa", "aaaaa", "0-2 2-4"},
    {"same start twice", "啊啊哦", "啊啊啊哦", "3-12"},
    {"anchor late in the pattern", "a b质", "aa b质", "1-7"},
    {"pattern longer than text", "长长长长", "长长", ""},
    {"whole text", "全部", "全部", "0-6"},
    {"empty pattern", "", "abc", ""},
    {"ill-formed pattern", "\xff", "a\xff", ""},
    {"ill-formed text", "b",
     "\xe4\xb8"
     "b\xff"
     "b",
     "2-3 4-5"},
    {"mark alone at a line's start", "\u0301", "a\u0301\n\u0301", "4-6"},
    {"rare letter first", "quiz", "qui quiz QUIZ", "4-8 9-13"},
};

static void test_cases(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
        CLEANUP_BUFFER struct buffer got = {0};
        buffer_append_c(&got, "");
        append_matches(&got, cases[i].pattern, cases[i].text);
        if (strcmp(got.bytes, cases[i].expected) != 0)
            fail_msg("%s: “%s” in “%s”: expected “%s”, got “%s”", cases[i].name, cases[i].pattern,
                     cases[i].text, cases[i].expected, got.bytes);
    }
}

static void test_previous(void **state)
{
    (void)state;
    struct literal *literal = literal_new(STR("言"));
    struct buffer text = {0};
    buffer_append_c(&text, "言");
    for (int i = 0; i < 100000; i++)
        buffer_append_c(&text, "无");
    buffer_append_c(&text, "言言");
    struct str all = buffer_str(&text);
    size_t end = text.length;
    size_t expected[] = {end - 3, end - 6, 0};
    size_t before = SIZE_MAX;
    struct match match;
    for (size_t i = 0; i < ARRAY_LENGTH(expected); i++) {
        assert_true(literal_previous(literal, all, before, &match));
        assert_int_equal(match.start, expected[i]);
        before = match.start;
    }
    assert_false(literal_previous(literal, all, before, &match));
    assert_true(literal_next(literal, all, 1, &match));
    assert_int_equal(match.start, end - 6);
    assert_false(literal_next(literal, all, end, &match));
    assert_false(literal_next(literal, (struct str){NULL, 0}, 0, &match));
    assert_false(literal_previous(literal, (struct str){NULL, 0}, 0, &match));
    buffer_release(&text);
    literal_free(literal);
}

/* By brute force on random short texts: what literal_next gives must be the first place where the
 * pattern stands. */
static void test_random(void **state)
{
    (void)state;
    static const char *const pieces[] = {"一", "丁", "a", "A", "ａ", "，", ",", "\n"};
    unsigned seed = 7;
    for (int round = 0; round < 3000; round++) {
        CLEANUP_BUFFER struct buffer text = {0}, pattern = {0}, folded = {0}, wanted = {0};
        static const char *const folds[] = {"1", "2", "a", "a", "a", ",", ",", "n"};
        for (int i = 0; i < 12; i++) {
            seed = seed * 1103515245u + 12345u;
            buffer_append_c(&text, pieces[(seed >> 16) % 8]);
            buffer_append_c(&folded, folds[(seed >> 16) % 8]);
        }
        for (int i = 0; i < 2; i++) {
            seed = seed * 1103515245u + 12345u;
            unsigned choice = (seed >> 16) % 7;
            choice = choice == 3 ? 2 : choice;
            buffer_append_c(&pattern, pieces[choice]);
            buffer_append_c(&wanted, folds[choice]);
        }
        struct literal *literal = literal_new(buffer_str(&pattern));
        struct match match;
        bool found = literal_next(literal, buffer_str(&text), 0, &match);
        size_t expected = str_find(buffer_str(&folded), buffer_str(&wanted), 0);
        literal_free(literal);
        if (found != (expected != SIZE_MAX))
            fail_msg("“%s” in “%s”: expected %zd, found %d", pattern.bytes, text.bytes, expected,
                     found);
    }
}

/* Pasted into the prompt, so made anew for each of its characters. */
static void test_long_pattern(void **state)
{
    static const char *const units[] = {"字", "e", "ez质", "が", "👨\u200d👩", "한"};
    (void)state;
    for (size_t i = 0; i < ARRAY_LENGTH(units); i++) {
        CLEANUP_BUFFER struct buffer pattern = {0}, text = {0};
        struct match match;
        while (pattern.length < 1000)
            buffer_append_c(&pattern, units[i]);
        buffer_append_c(&pattern, "末");
        buffer_append_c(&text, units[i]);
        buffer_append(&text, buffer_str(&pattern));
        int64_t start = clock_monotonic_ms();
        for (int key = 0; key < 300; key++)
            literal_free(literal_new(buffer_str(&pattern)));
        int64_t milliseconds = clock_monotonic_ms() - start;
        print_message("300 times %s…末: %d ms\n", units[i], (int)milliseconds);
        assert_in_range(milliseconds, 0, 2500); /* 6,000 when each point is held to each other */
        struct literal *literal = literal_new(buffer_str(&pattern));
        assert_true(literal_next(literal, buffer_str(&text), 0, &match));
        assert_int_equal(match.end, text.length);
        text.length -= 3; /* all but the last point */
        assert_false(literal_next(literal, buffer_str(&text), 0, &match));
        literal_free(literal);
    }
}

static void test_speed(void **state)
{
    (void)state;
    enum { LENGTH = 32 << 20 };
    static const char sentence[] = "他在车间里看了一天，回来只说了一句：机器比人诚实。";
    struct buffer text = {0};
    buffer_reserve(&text, LENGTH + sizeof sentence);
    while (text.length < LENGTH)
        buffer_append_c(&text, sentence);
    static const char *const patterns[] = {"质", "机器学习", "zhai", "Zhai"};
    for (size_t i = 0; i < ARRAY_LENGTH(patterns); i++) {
        struct literal *literal = literal_new(str_from(patterns[i]));
        struct match match;
        int64_t start = clock_monotonic_ms();
        assert_false(literal_next(literal, buffer_str(&text), 0, &match));
        int64_t milliseconds = clock_monotonic_ms() - start;
        print_message("%s: %d MB in %d ms\n", patterns[i], LENGTH >> 20, (int)milliseconds);
        assert_in_range(milliseconds, 0, 2000); /* a bound for broken, not for slow machines */
        literal_free(literal);
    }
    buffer_release(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_cases),  cmocka_unit_test(test_previous),
        cmocka_unit_test(test_random), cmocka_unit_test(test_long_pattern),
        cmocka_unit_test(test_speed),
    };
    return cmocka_run_group_tests_name("literal", tests, NULL, NULL);
}
