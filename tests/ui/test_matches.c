/* The list of all matches, on the whole screen and beside the text. */
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
#include <unistd.h>

#include <cmocka.h>

/* The list on the whole screen, and beside the text that follows. */
static void match_list_screens(void **state)
{
    static const struct {
        const char *name, *variable;
        unsigned rows, columns;
        const char *file, *keys;
    } cases[] = {
        {"screens/matches-80.golden", NULL, 24, 80, "river.html", "/水\rLjjjjj"},
        {"screens/matches-zh-80.golden", "LANGUAGE=zh_CN", 24, 80, "river.html", "/水\rLG"},
        {"screens/matches-200.golden", NULL, 50, 200, "tin.md", "/weather\rLjjjjj"},
        {"screens/matches-zh-200.golden", "LANGUAGE=zh_CN", 50, 200, "river.html",
         "/~shuiwei\rLjjj"},
        {"screens/matches-120.golden", NULL, 24, 120, "river.html", "/\022水.\rL20G"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct tty *tty = begin(&(struct start){
            cases[i].rows, cases[i].columns, cases[i].variable, {case_path(cases[i].file)}});
        tty_press(tty, cases[i].keys);
        golden_assert_screen(cases[i].name, tty);
        finish(tty);
    }
    unlink(own_path("state/zhai/history"));
}

/* ESC, q and Q leave the reader where it was, ENTER goes where the selected match is. */
static void match_list_goes_and_returns(void **state)
{
    static const unsigned columns[] = {80, 160};
    (void)state;
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++) {
        struct tty *tty = begin(&(struct start){24, columns[i], NULL, {case_path("river.html")}});
        tty_press(tty, "  jjj/水位\r");
        char *before = text_above(tty);
        tty_press(tty, "LGkkkggG\033[<64;5;5M\033[<0;5;9M\033");
        char *after = text_above(tty);
        assert_same("ESC goes back", before, after);
        free(after);
        tty_press(tty, "L30Gq");
        after = text_above(tty);
        assert_same("q goes back", before, after);
        free(after);
        tty_press(tty, "L");
        tty_resize(tty, 10, 50);
        assert_true(tty_sync(tty));
        tty_resize(tty, 24, columns[i]);
        assert_true(tty_sync(tty));
        tty_press(tty, "L");
        after = text_above(tty);
        assert_same("L closes it, whatever the sizes were", before, after);
        free(after);
        tty_press(tty, "L20G\r");
        assert_last_row_holds(tty, 24, "20/34 水位");
        tty_press(tty, "n");
        assert_last_row_holds(tty, 24, "21/34 水位");
        tty_press(tty, "''");
        after = text_above(tty);
        assert_same("'' after ENTER", before, after);
        free(after);
        free(before);
        finish(tty);
    }
    unlink(own_path("state/zhai/history"));
}

static void match_list_without_matches(void **state)
{
    (void)state;
    struct tty *tty = begin_file(case_path("river.html"));
    tty_press(tty, "L");
    assert_last_row_holds(tty, 24, "nothing is looked for yet");
    tty_press(tty, "/nowhere\rL");
    assert_last_row_holds(tty, 24, "“nowhere” is not in this text");
    tty_press(tty, "/\022(\rL");
    assert_last_row_holds(tty, 24, "the expression is wrong");
    finish(tty);
    unlink(own_path("state/zhai/history"));
}

/* What stands only in a fold is shown out of it, and folded again by ESC. */
static void match_list_unfolds(void **state)
{
    (void)state;
    write_text(own_path("aside.txt"),
               "水边的树\n\n"
               "  1. 1、本文档由用户上传，本站不保证河岸内容的完整性，仅供学习参考之用。\n"
               "  2. 2、如文档侵犯您的权益，请点击“版权申诉”，也可拨打电话：400-000-0000。\n\n"
               "河岸上的树是三十年前种下的，那一年水退得很早。树苗从县里的苗圃运来，一共四百棵。\n"
               "如今还剩下两百多棵，最老的一棵有两人合抱那么粗，夏天河岸的影子能盖住半条路。\n");
    struct tty *tty = begin(&(struct start){24, 140, NULL, {own_path("aside.txt")}});
    tty_press(tty, "/版权申诉\033");
    tty_press(tty, "/版权申诉\rg\033");
    tty_press(tty, "NL");
    char *row = tty_row(tty, 2);
    if (!strstr(row, "版权申诉"))
        fail_msg("expected the match in the list, got: %s", row);
    free(row);
    tty_press(tty, "\033");
    tty_press(tty, "/河岸\rL");
    tty_assert_shows(tty, "“河岸”   2 matches");
    tty_press(tty, "\033");
    finish(tty);
    unlink(own_path("state/zhai/history"));
}

/* A hundred thousand: only what is on the screen is looked up. */
static void match_list_of_many(void **state)
{
    enum { COUNT = 100000 };
    (void)state;
    char *text = malloc((size_t)COUNT * 60), *end = text;
    assert_non_null(text);
    for (int i = 0; i < COUNT; i++)
        end += snprintf(end, 60, "第%d条的规定，%s", i,
                        i % 20 == 19 ? "到此为止。\n\n" : "另有说明。");
    write_text(own_path("many.txt"), text);
    free(text);
    struct tty *tty = begin_file(own_path("many.txt"));
    tty_press(tty, "/的\r");
    while (!tty_shows(tty, "1/100000 的")) /* counted while idle; a hang fails in the harness */
        assert_true(tty_sync(tty));
    tty_press(tty, "LG");
    tty_assert_shows(tty, "100000 matches");
    tty_assert_shows(tty, "第99999条的规定");
    tty_press(tty, "50000G");
    tty_assert_shows(tty, "第49999条的规定");
    tty_press(tty, "\r");
    assert_last_row_holds(tty, 24, "50000/100000 的");
    finish(tty);
    unlink(own_path("state/zhai/history"));
}

/* No size is too small for the prompt and the list; the reader is where it was afterwards. */
static void small_terminals(void **state)
{
    static const unsigned sizes[][2] = {{1, 1},  {2, 2}, {3, 5},   {4, 8},
                                        {5, 20}, {6, 3}, {2, 200}, {5, 130}};
    (void)state;
    struct tty *tty = begin(&(struct start){24, 130, NULL, {case_path("river.html")}});
    tty_press(tty, "  /水\r");
    char *before = text_above(tty);
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        tty_press(tty, "L");
        tty_resize(tty, sizes[i][0], sizes[i][1]);
        assert_true(tty_sync(tty));
        tty_press(tty, "jjjG gk\033");
        tty_press(tty, "/\022水(\033");
        tty_press(tty, "/\033[A\033[A\033");
        tty_press(tty, "L 40G");
        tty_resize(tty, 24, 130);
        assert_true(tty_sync(tty));
        tty_press(tty, "q");
        char *after = text_above(tty);
        assert_same("after a small terminal", before, after);
        free(after);
    }
    free(before);
    finish(tty);
    unlink(own_path("state/zhai/history"));
}

int main(int argument_count, char **arguments)
{
    if (!reader_tty_init(argument_count, arguments))
        return 1;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(match_list_screens),         cmocka_unit_test(match_list_goes_and_returns),
        cmocka_unit_test(match_list_without_matches), cmocka_unit_test(match_list_unfolds),
        cmocka_unit_test(match_list_of_many),         cmocka_unit_test(small_terminals),
    };
    return cmocka_run_group_tests_name("matches", tests, NULL, NULL);
}
