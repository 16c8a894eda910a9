/* What makes a reader pleasant: finds that leave folded rows alone, counts that end, help and
 * messages that can be read at any width. */
#include "harness/golden.h"
#include "harness/tty.h"
#include "ui/reader_tty.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const char with_asides[] =
    "水边的树\n\n"
    "  1. 1、本文档由用户上传，本站不保证河岸内容的完整性，仅供学习参考之用。\n"
    "  2. 2、如文档侵犯您的权益，请点击“版权申诉”，也可拨打电话：400-000-0000。\n\n"
    "河岸上的树是三十年前种下的，那一年水退得很早。树苗从县里的苗圃运来，一共四百棵。\n"
    "如今还剩下两百多棵，最老的一棵有两人合抱那么粗，夏天河岸的影子能盖住半条路。\n";

/* A word of the body is not looked for in what is folded away; one that stands only there is. */
static void finds_the_body_first(void **state)
{
    (void)state;
    write_text(own_path("aside.txt"), with_asides);
    struct tty *tty = begin_file(own_path("aside.txt"));
    tty_press(tty, "/河岸\r");
    tty_assert_shows(tty, "▸");
    assert_last_row_holds(tty, 24, "1/2 河岸");
    tty_press(tty, "n");
    assert_last_row_holds(tty, 24, "2/2 河岸");
    tty_press(tty, "a");
    assert_last_row_holds(tty, 24, "3/3 河岸");
    tty_press(tty, "a");
    assert_last_row_holds(tty, 24, "2/2 河岸");
    tty_press(tty, "N");
    assert_last_row_holds(tty, 24, "1/2 河岸");
    finish(tty);
}

static unsigned count_lit_in_row(struct tty *tty, unsigned row, unsigned columns)
{
    unsigned count = 0;
    for (unsigned column = 0; column < columns; column++) {
        VTermScreenCell cell = tty_cell(tty, row, column);
        if (!VTERM_COLOR_IS_DEFAULT_BG(&cell.bg))
            count += (unsigned)cell.width;
    }
    return count;
}

/* The title stands on the screen as well as in the text: both are lit. */
static void finds_in_the_title(void **state)
{
    (void)state;
    write_text(
        own_path("title.html"),
        "<html lang=zh><title>第3章 河边的账簿 Ｏｌｄ</title><article><h1>第3章 河边的账簿 Ｏｌｄ"
        "</h1><p>先说桥的事，再说那张旧报纸和别的，冬天河面结了薄冰，他就用竹竿敲开。</p>"
        "<p>账簿上的字一年比一年小，因为他怕本子不够用，他从不钓鱼，他照旧每天走。</p>");
    struct tty *tty = begin_file(own_path("title.html"));
    static const struct {
        const char *keys;
        unsigned columns;
    } cases[] = {{"/账簿\r", 4}, {"/簿Ｏ\r", 0}, {"/old\r", 6}, {"/没有\r", 0}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        tty_press(tty, cases[i].keys);
        unsigned row = 0;
        for (; row < 22; row++) {
            char *text = tty_row(tty, row);
            bool is_title = strstr(text, "河边的账簿");
            free(text);
            if (is_title)
                break;
        }
        unsigned got = count_lit_in_row(tty, row, 80);
        if (got != cases[i].columns)
            fail_msg("%s in row %u\nexpected %u lit columns, got %u", cases[i].keys, row,
                     cases[i].columns, got);
    }
    finish(tty);
}

/* What only a find unfolded is folded again by the next one; what the reader unfolded stays. */
static void next_find_folds_again(void **state)
{
    (void)state;
    struct tty *tty = begin_file(own_path("aside.txt"));
    tty_press(tty, "/版权申诉\r");
    tty_assert_shows(tty, "版权申诉”，");
    tty_press(tty, "/两百\033");
    tty_assert_shows(tty, "版权申诉”，");
    tty_press(tty, "/两百\r");
    assert_false(tty_shows(tty, "版权申诉"));
    assert_last_row_holds(tty, 24, "1/1 两百");
    tty_press(tty, "a/两百\r");
    tty_assert_shows(tty, "版权申诉”，");
    finish(tty);
}

static void append(char text[8192], const char *more)
{
    size_t length = strlen(text);
    snprintf(text + length, 8192 - length, "%s", more);
}

/* On the last row of the screen, unfolding shows what was folded. */
static void unfolds_into_sight(void **state)
{
    char text[8192] = "";
    (void)state;
    for (int i = 0; i < 12; i++)
        append(text, "河岸上的树是三十年前种下的，那一年水退得很早。树苗从县里的苗圃运来，"
                     "一共四百棵，如今还剩下两百多棵，最老的一棵有两人合抱那么粗。\n\n");
    append(text, "文档评论（0）\n相关文档\n该用户很懒，什么也没介绍\n");
    write_text(own_path("tail.txt"), text);
    struct tty *tty = begin_file(own_path("tail.txt"));
    tty_press(tty, "G");
    tty_assert_shows(tty, "▸");
    assert_false(tty_shows(tty, "什么也没介绍"));
    tty_press(tty, "a");
    tty_assert_shows(tty, "什么也没介绍");
    finish(tty);
}

/* More matches asked for than there are: around the text, in no time. */
static void counts_end(void **state)
{
    enum { LINES = 60000 };
    static const char line[] = "水位又涨了一寸。\n";
    (void)state;
    char *text = malloc(LINES * (sizeof line - 1) + 1);
    assert_non_null(text);
    for (size_t i = 0; i < LINES; i++)
        memcpy(text + i * (sizeof line - 1), line, sizeof line);
    write_text(own_path("long.txt"), text);
    free(text);
    struct tty *tty = begin_file(own_path("long.txt"));
    tty_press(tty, "/水位\r");
    tty_press(tty, "99999999n");
    tty_assert_shows(tty, "went on from the top");
    assert_last_row_holds(tty, 24, "60000");
    tty_press(tty, "99999999j");
    assert_last_row_holds(tty, 24, "100%");
    tty_press(tty, "99999999k");
    assert_last_row_holds(tty, 24, "0%");
    tty_press(tty, "99999999 ");
    assert_last_row_holds(tty, 24, "100%");
    finish(tty);
}

/* Every word of the help can be read at any width, and SPACE turns its pages. */
/* "…" that does not stand in quotes, as it does in the words on phrases. */
static bool has_cut_row(const char *seen)
{
    static const char dots[] = "…";
    for (const char *at = strstr(seen, dots); at; at = strstr(at + 1, dots)) {
        const char *after = at + sizeof dots - 1;
        if (strncmp(after, "”", 3) && strncmp(after, "」", 3) && strncmp(after, "』", 3))
            return true;
    }
    return false;
}

static void help_is_whole(void **state)
{
    static const unsigned widths[] = {80, 44, 24, 132};
    (void)state;
    for (size_t i = 0; i < sizeof widths / sizeof *widths; i++) {
        struct tty *tty = begin(
            &(struct start){.rows = 24, .columns = widths[i], .files = {case_path("tin.md")}});
        char seen[65536] = "";
        size_t length = 0;
        tty_press(tty, "h");
        for (int page = 0; page < 30; page++) {
            append_rows(tty, 2, 22, seen, &length);
            tty_press(tty, " ");
        }
        static const char *const wanted[] = {
            "SPACEf^F^VPGDNzapagedown", "arowdown;afoldedrowatthetopopens",
            "numbersthelinksonthescreen;typeonetofollowit", "closesthelist"};
        for (size_t j = 0; j < sizeof wanted / sizeof *wanted; j++)
            if (!strstr(seen, wanted[j]))
                fail_msg("help at %u columns\nexpected: %s\ngot:\n%s", widths[i], wanted[j], seen);
        assert_false(has_cut_row(seen));
        finish(tty);
    }
}

static void help_screens(void **state)
{
    (void)state;
    struct tty *tty =
        begin(&(struct start){.rows = 20, .columns = 44, .files = {case_path("tin.md")}});
    tty_press(tty, "h");
    golden_assert_screen("screens/help-44.golden", tty);
    finish(tty);
    tty = begin(&(struct start){24, 80, "LANGUAGE=zh_CN", {case_path("tin.md")}});
    tty_press(tty, "h ");
    golden_assert_screen("screens/help-zh-page.golden", tty);
    finish(tty);
}

/* All that is wrong in the configuration is said, in full. */
static void long_messages(void **state)
{
    (void)state;
    write_text(own_path("config/zhai/config"), "gap = perhaps\nnonsense\nbind x no-such\n");
    struct tty *tty = begin_file(case_path("tin.md"));
    tty_assert_shows(tty, "config:1: gap: “perhaps”");
    tty_assert_shows(tty, "config:2: “nonsense”");
    tty_assert_shows(tty, "config:3: there is no command “no-such”");
    tty_press(tty, "j");
    assert_false(tty_shows(tty, "no-such"));
    write_text(own_path("config/zhai/config"), "");
    tty_resize(tty, 20, 44);
    tty_press(tty, ":flod\r");
    golden_assert_screen("screens/no-command-44.golden", tty);
    finish(tty);
}

/* A terminal that draws ambiguous characters wide is drawn without them where columns must meet. */
static void wide_ambiguous(void **state)
{
    (void)state;
    write_text(
        own_path("table.html"),
        "<html lang=zh><title>水位表</title><article><h1>水位表</h1><p>先说桥的事，再说那张旧报纸，"
        "冬天河面结了薄冰，他就用竹竿敲开一个口子。</p><table><tr><th>“日”<th>水位"
        "<tr><td>一月<td>3.2</table><p>账簿上的字一年比一年小，因为他怕本子不够用。</p>");
    const char *environment[] = {state_variable, config_variable, NULL};
    for (int is_asked = 0; is_asked < 2; is_asked++) {
        struct tty_options options = {.environment = environment,
                                      .answers = is_asked ? TTY_ANSWERS_WIDE : TTY_ANSWERS};
        struct tty *tty =
            tty_start(&options, (const char *const[]){program, own_path("table.html"), NULL});
        assert_true(tty_sync(tty));
        assert_true(tty_sync(tty)); /* its answer may come behind the first */
        if (!is_asked)
            tty_press(tty, ":set ambiguous=2\r");
        tty_assert_shows(tty, "--------");
        tty_assert_shows(tty, "| 水位");
        assert_false(tty_shows(tty, "─"));
        assert_false(tty_shows(tty, "│"));
        tty_press(tty, ":set ambiguous=1\r");
        tty_assert_shows(tty, "────");
        tty_assert_shows(tty, "│ 水位");
        finish(tty);
    }
}

/* ^Z stops the program whatever is being asked, and nothing is lost over it. */
static void suspends_anywhere(void **state)
{
    static const char *const questions[] = {"/she", ":set", "m", "'", "h", "t"};
    (void)state;
    for (size_t i = 0; i < sizeof questions / sizeof *questions; i++) {
        const char *environment[] = {state_variable, config_variable, NULL};
        struct tty_options options = {.environment = environment, .is_job = true};
        struct tty *tty =
            tty_start(&options, (const char *const[]){program, case_path("tin.md"), NULL});
        assert_true(tty_sync(tty));
        tty_press(tty, "5j");
        tty_press(tty, questions[i]);
        char *before = tty_text(tty);
        tty_send(tty, "\032", 1);
        tty_wait_stop(tty);
        assert_false(tty_is_alternate(tty));
        tty_continue(tty);
        assert_true(tty_sync(tty));
        char *after = tty_text(tty);
        assert_same(questions[i], before, after);
        free(before);
        free(after);
        tty_press(tty, "\003");
        tty_press(tty, "\003");
        finish(tty);
    }
}

static void options_are_listed(void **state)
{
    (void)state;
    struct tty *tty = begin(&(struct start){24, 80, "LANGUAGE=zh_CN", {case_path("tin.md")}});
    tty_press(tty, ":set justify=yes\r:set\r");
    golden_assert_screen("screens/options-zh.golden", tty);
    tty_press(tty, "/justify\r");
    tty_assert_shows(tty, "justify      yes");
    finish(tty);
}

static void lists_take_counts(void **state)
{
    (void)state;
    struct tty *tty = begin_file(case_path("river.html"));
    tty_press(tty, "t3j\r");
    char *counted = text_above(tty);
    tty_press(tty, "gtjjj\r");
    char *stepped = text_above(tty);
    assert_same("3j in the contents", stepped, counted);
    tty_press(tty, "g2t9k2j\r");
    char *again = text_above(tty);
    tty_press(tty, "gtjj\r");
    free(stepped);
    stepped = text_above(tty);
    assert_same("a count before the list does not stay", stepped, again);
    free(counted);
    free(stepped);
    free(again);
    finish(tty);
}

/* The prompt of a command says nothing of what is looked for; a pipe has no name to show. */
static void small_words(void **state)
{
    (void)state;
    struct tty *tty = begin_file(case_path("river.html"));
    tty_press(tty, "/水\r");
    assert_last_row_holds(tty, 24, "1/");
    tty_press(tty, ":");
    char *row = tty_row(tty, 23);
    assert_string_equal(row, ":");
    free(row);
    tty_press(tty, "\003");
    finish(tty);

    const char *environment[] = {state_variable, config_variable, NULL};
    struct tty_options options = {.environment = environment, .input_path = own_path("poem.txt")};
    write_text(own_path("poem.txt"), "床前明月光，\n疑是地上霜。\n\n举头望明月，\n低头思故乡。\n");
    tty = tty_start(&options, (const char *const[]){program, "-", NULL});
    assert_true(tty_sync(tty));
    assert_last_row_holds(tty, 24, "standard input");
    finish(tty);
}

int main(int argument_count, char **arguments)
{
    if (!reader_tty_init(argument_count, arguments))
        return 1;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finds_the_body_first),
        cmocka_unit_test(finds_in_the_title),
        cmocka_unit_test(next_find_folds_again),
        cmocka_unit_test(unfolds_into_sight),
        cmocka_unit_test(counts_end),
        cmocka_unit_test(help_is_whole),
        cmocka_unit_test(help_screens),
        cmocka_unit_test(long_messages),
        cmocka_unit_test(wide_ambiguous),
        cmocka_unit_test(small_words),
        cmocka_unit_test(suspends_anywhere),
        cmocka_unit_test(lists_take_counts),
        cmocka_unit_test(options_are_listed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
