#include "base/memory.h"
#include "ingest/rules.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

/* The user's files over the built-in rules. */

static struct rules *rules_of(const char *path, struct str text, struct buffer *problems)
{
    struct rules_file file = {path, text};
    return rules_new(&file, 1, problems);
}

static void check_line(const struct rules *rules, const char *line, enum aside aside,
                       bool is_strong)
{
    double strength;
    enum aside got = rules_line(rules, str_from(line), &strength);
    if (got != aside || (strength >= .5) != is_strong)
        fail_msg("%s: expected %d %d, got %d %.2f", line, aside, is_strong, got, strength);
}

static void test_files_add(void **state)
{
    struct buffer problems CLEANUP_BUFFER = {0};
    (void)state;
    struct rules *rules = rules_of("/home/me/rules/mine.rules",
                                   STR("\xEF\xBB\xBF# mine\r\n"
                                       "line share 0.9 equals Join our ＲＥＡＤＩＮＧ circle\r\n"
                                       "  head related .8 like 老码头的*篇\n"
                                       "line share 0.8 equals 좋은 글 나누기\n"
                                       "line comments 0.7 prefix/200 みんなの感想\n"
                                       "line file 1 like # 😀\n"
                                       "word surname 乜\n"),
                                   &problems);
    check_line(rules, "join our reading circle", ASIDE_SHARE, true);
    check_line(rules, "老码头的第七篇", ASIDE_NONE, false); /* ".8" is no strength */
    check_line(rules, "좋은 글 나누기", ASIDE_SHARE, true);
    check_line(rules, "みんなの感想（三件）", ASIDE_COMMENTS, true);
    check_line(rules, "12 😀", ASIDE_FILE, true);
    check_line(rules, "查看更多", ASIDE_NAVIGATION, true);
    assert_int_equal(rules_word_prefix(rules, WORD_SURNAME, STR("乜小燕")), 3);
    assert_int_equal(rules_word_prefix(rules_builtin(), WORD_SURNAME, STR("乜小燕")), 0);
    const char *expected = "/home/me/rules/mine.rules:3: “.8” is no strength from 0.01 to 1\n";
    if (!str_equal(buffer_str(&problems), str_from(expected)))
        fail_msg("expected:\n%sgot:\n%.*s", expected, STR_ARGS(buffer_str(&problems)));
    rules_free(rules);
}

static void test_file_replaces(void **state)
{
    struct buffer problems CLEANUP_BUFFER = {0};
    (void)state;
    struct rules *rules =
        rules_of("/x/30-english.rules", STR("line share 0.9 equals pass it on\n"), &problems);
    check_line(rules, "Pass it on", ASIDE_SHARE, true);
    check_line(rules, "Leave a comment", ASIDE_NONE, false);
    check_line(rules, "查看更多", ASIDE_NAVIGATION, true);
    rules_free(rules);
    rules = rules_of("30-english.rules", STR(""), &problems);
    check_line(rules, "Leave a comment", ASIDE_NONE, false);
    rules_free(rules);
    assert_int_equal(problems.length, 0);
}

static void test_wrong_lines(void **state)
{
    static const char *const rows[] = {
        "lin navigation 0.9 equals x",
        "line nav 0.9 equals x",
        "line navigation 1.01 equals x",
        "line navigation 0 equals x",
        "line navigation -1 equals x",
        "line navigation 0.9 equal x",
        "line navigation 0.9 equals/0 x",
        "line navigation 0.9 equals/1x x",
        "line navigation 0.9 equals/99999999999 x",
        "line navigation 0.9 equals",
        "line navigation",
        "line",
        "word person 王",
        "word role",
        "word surname ",
        "line notice 0.5 contains \xFF\xFE",
        "\x01",
    };
    (void)state;
    for (size_t i = 0; i < ARRAY_LENGTH(rows); i++) {
        struct buffer text CLEANUP_BUFFER = {0}, problems CLEANUP_BUFFER = {0};
        buffer_append_format(&text, "\n%s\nline other 0.9 equals still read\n", rows[i]);
        struct rules *rules = rules_of("a.rules", buffer_str(&text), &problems);
        if (!str_starts(buffer_str(&problems), STR("a.rules:2: ")) ||
            str_find(buffer_str(&problems), STR("\n"), 0) != problems.length - 1)
            fail_msg("%s: got %.*s", rows[i], STR_ARGS(buffer_str(&problems)));
        check_line(rules, "Still read", ASIDE_OTHER, true);
        rules_free(rules);
    }
}

static void test_bounds(void **state)
{
    struct buffer text CLEANUP_BUFFER = {0}, problems CLEANUP_BUFFER = {0};
    (void)state;
    buffer_append_c(&text, "line other 0.9 contains ");
    for (size_t i = 0; i < 600; i++)
        buffer_append_byte(&text, 'a');
    buffer_append_byte(&text, '\n');
    for (size_t i = 0; i < 30000; i++)
        buffer_append_format(&text, "line other 0.9 equals pattern %zu\n", i);
    struct rules *rules = rules_of("a.rules", buffer_str(&text), &problems);
    check_line(rules, "pattern 7", ASIDE_OTHER, true);
    check_line(rules, "pattern 29999", ASIDE_NONE, false);
    if (str_find(buffer_str(&problems), STR("a.rules:1: "), 0) != 0 ||
        str_find(buffer_str(&problems), STR("limit"), 0) == SIZE_MAX)
        fail_msg("got %.*s", STR_ARGS(buffer_str(&problems)));
    rules_free(rules);
    rules_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_files_add),
        cmocka_unit_test(test_file_replaces),
        cmocka_unit_test(test_wrong_lines),
        cmocka_unit_test(test_bounds),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
