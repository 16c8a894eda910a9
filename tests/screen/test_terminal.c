/* What is drawn, and what comes in: screen_app on a pseudo-terminal. */
#include "app_session.h"
#include "harness/golden.h"
#include "harness/stream.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include <cmocka.h>

static void shows_every_kind_of_text(void **state)
{
    static const struct tty_options options = {.rows = 12, .columns = 50};
    struct tty *tty = start(&options);
    (void)state;
    tty_assert_shows(tty, "size 12x50 ambiguous 1");
    golden_assert_screen("screen/texts.golden", tty);
    quit(tty);
}

static void colors_by_mode(void **state)
{
    static const struct {
        const char *argument, *environment[2], *golden;
    } cases[] = {
        {"16", {NULL}, "screen/colors-16.golden"},
        {"256", {NULL}, "screen/colors-256.golden"},
        {"true", {NULL}, "screen/colors-true.golden"},
        {NULL, {"NO_COLOR=1", NULL}, "screen/colors-none.golden"},
        {NULL, {"COLORTERM=truecolor", NULL}, "screen/colors-true.golden"},
        {NULL, {NULL}, "screen/colors-256.golden"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct tty_options options = {
            .rows = 8, .columns = 40, .environment = cases[i].environment};
        struct tty *tty = start_with(&options, cases[i].argument, NULL);
        assert_true(tty_sync(tty));
        golden_assert_screen(cases[i].golden, tty);
        quit(tty);
    }
}

static void draws_on_other_terminals(void **state)
{
    static const char *const names[] = {
        "TERM=tmux-256color", "TERM=screen-256color",       "TERM=linux", "TERM=vt100",
        "TERM=xterm",         "TERM=rxvt-unicode-256color", "TERM=vt220", "TERM=ansi",
        "TERM=mach-color"};
    (void)state;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const char *const environment[] = {names[i], NULL};
        const struct tty_options options = {.environment = environment};
        struct tty *tty = start_with(&options, "narrow", NULL);
        if (!tty_sync(tty)) {
            tty_assert_shows(tty, "cannot show full screens");
            print_message("%s: refused\n", names[i]);
            tty_free(tty);
            continue;
        }
        tty_press(tty, "PP\033[A");
        tty_assert_shows(tty, "汉字 かな カナ 한글 end");
        tty_send(tty, "q", 1);
        assert_int_equal(tty_wait_exit(tty), 0);
        assert_true(tty_is_cooked(tty));
        tty_free(tty);
    }
}

static void asks_for_the_ambiguous_width(void **state)
{
    static const struct {
        enum tty_answers answers;
        const char *argument, *expected;
    } cases[] = {
        {TTY_ANSWERS, NULL, "ambiguous 1"},          {TTY_ANSWERS_WIDE, NULL, "ambiguous 2"},
        {TTY_ANSWERS_NONE, NULL, "ambiguous 1"},     {TTY_ANSWERS, "wide", "ambiguous 2"},
        {TTY_ANSWERS_WIDE, "narrow", "ambiguous 1"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct tty_options options = {.answers = cases[i].answers};
        struct tty *tty = start_with(&options, cases[i].argument, NULL);
        assert_true(tty_sync(tty));
        assert_true(tty_sync(tty));
        tty_assert_shows(tty, cases[i].expected);
        tty_assert_shows(tty, "keys 0 ");
        if (cases[i].argument)
            tty_set_allowances(tty, STREAM_SYNC); /* told the width, it asks nothing */
        quit(tty);
    }
}

/* The answer 300 ms late, or between typed keys: no key is eaten, none appears. */
static void late_answer_is_no_key(void **state)
{
    static const struct tty_options options = {.answers = TTY_ANSWERS_NONE};
    struct tty *tty = start(&options);
    (void)state;
    tty_press(tty, "ab");
    tty_press(tty, "c\033[2;3Rd\033[?62;22ce");
    tty_assert_shows(tty, "ambiguous 2");
    tty_assert_shows(tty, "keys 5 ");
    tty_press(tty, "\033[2;2R");
    tty_assert_shows(tty, "ambiguous 2"); /* nobody asked any more */
    tty_assert_shows(tty, "keys 5 ");
    quit(tty);
}

/* The same keys typed before the program runs and after must be the same events. */
static void typed_ahead_keys_are_kept(void **state)
{
    static const char keys[] = "a你\033OA\033[5~é\r한\t\033[1;3Bz";
    char *expected = NULL;
    (void)state;
    for (int run = 0; run < 11; run++) {
        const struct tty_options options = {.typed_ahead = run ? keys : NULL,
                                            .answers = (enum tty_answers)(run % 3)};
        struct tty *tty = start(&options);
        if (run == 0)
            tty_press(tty, keys);
        assert_true(tty_sync(tty));
        char *got = tty_row(tty, 1);
        if (!expected)
            expected = strdup(got);
        if (strcmp(expected, got) != 0)
            fail_msg("run %d: expected \"%s\", got \"%s\"", run, expected, got);
        tty_assert_shows(tty, "keys 10 ");
        free(got);
        quit(tty);
    }
    free(expected);
}

/* TTY_ANSWERS_NONE and q at once: the shell gets no stray answer because the program waits for it.
 */
static void quits_before_the_answer(void **state)
{
    static const struct tty_options options = {.answers = TTY_ANSWERS_NONE, .typed_ahead = "q"};
    struct tty *tty = start_with(&options, NULL, NULL);
    (void)state;
    assert_true(tty_wait_output(tty, 0, "\033[c"));
    tty_send(tty, "\033[2;2R\033[?62c", 12);
    assert_int_equal(tty_wait_exit(tty), 0);
    assert_restored(tty);
    assert_false(tty_shows(tty, "62c"));
    tty_free(tty);
}

static void keys_become_events(void **state)
{
    static const struct {
        const char *bytes, *expected;
    } cases[] = {
        {"a", "last U+0061"},
        {"汉", "last U+6C49"},
        {"👍", "last U+1F44D"},
        {"\033", "last U+001B"},
        {"\033x", "last alt U+0078"},
        {"\033[A", "last special 1"},
        {"\033OB", "last special 2"},
        {"\033[24~", "last special 23"},
        {"\r", "last U+000D"},
        {"\003", "last U+0003"},
        {"\023", "last U+0013"},
        {"\n", "last U+000A"},
        {"\033[1;5A", "last special 1"},
    };
    static const struct tty_options options = {.rows = 5};
    struct tty *tty = start(&options);
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        tty_press(tty, cases[i].bytes);
        char *row = tty_row(tty, 2);
        if (strcmp(row, cases[i].expected) != 0)
            fail_msg("case %zu: expected \"%s\", got \"%s\"", i, cases[i].expected, row);
        free(row);
    }
    quit(tty);
}

/* No sync behind it: the lone ESC becomes a key by the passing of time alone. */
static void lone_escape_is_a_key(void **state)
{
    static const struct tty_options options = {.rows = 5};
    struct tty *tty = start(&options);
    size_t before;
    (void)state;
    tty_stream(tty, &before);
    tty_send(tty, "\033", 1);
    assert_true(tty_wait_output(tty, before, "1B"));
    assert_true(tty_sync(tty));
    tty_assert_shows(tty, "last U+001B");
    quit(tty);
}

static void mouse_wheel_and_click(void **state)
{
    static const struct tty_options options = {.rows = 5};
    struct tty *tty = start_with(&options, "mouse", NULL);
    (void)state;
    assert_true(tty_sync(tty));
    assert_true(tty_has_mouse(tty));
    tty_press(tty, "\033[<65;3;3M\033[<65;3;3M\033[<64;3;3M\033[<65;3;3M");
    tty_assert_shows(tty, "wheel 2");
    tty_press(tty, "\033[<0;7;4M\033[<0;7;4m");
    tty_assert_shows(tty, "last click 3,6");
    tty_assert_shows(tty, "keys 0 ");
    quit(tty);
    tty = start(&options);
    assert_false(tty_has_mouse(tty));
    quit(tty);
}

static void ten_kilobytes_pasted(void **state)
{
    static const struct tty_options options = {.rows = 5};
    struct tty *tty = start(&options);
    char text[10001] = "";
    (void)state;
    while (strlen(text) + 9 < sizeof text)
        memcpy(text + strlen(text), "汉aé한", 10);
    tty_press(tty, text);
    char expected[32];
    snprintf(expected, sizeof expected, "keys %zu ", strlen(text) / 9 * 4);
    tty_assert_shows(tty, expected);
    quit(tty);
}

/* Each resize finds the program busy in another moment; the last one must be on the screen. */
static void no_resize_is_lost(void **state)
{
    static const struct tty_options options = {0};
    struct tty *tty = start(&options);
    (void)state;
    for (unsigned i = 0; i < 400; i++) {
        const unsigned rows = 5 + i * 7 % 40, columns = 20 + i * 13 % 150;
        char expected[32];
        tty_send(tty, "B", 1);
        for (unsigned k = 0; k < i % 4; k++)
            tty_resize(tty, 3 + k, 30 + k);
        tty_resize(tty, rows, columns);
        assert_true(tty_sync(tty));
        snprintf(expected, sizeof expected, "size %ux%u ", rows, columns);
        tty_assert_shows(tty, columns < 20 ? "size" : expected);
    }
    quit(tty);
}

static void tiny_and_huge_windows(void **state)
{
    static const unsigned sizes[][2] = {{1, 1}, {3, 10},    {1, 80}, {24, 1}, {500, 200},
                                        {2, 2}, {200, 500}, {1, 1},  {24, 80}};
    static const struct tty_options options = {.rows = 1, .columns = 1};
    struct tty *tty = start(&options);
    (void)state;
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        tty_resize(tty, sizes[i][0], sizes[i][1]);
        assert_true(tty_sync(tty));
        tty_press(tty, "PP");
    }
    tty_assert_shows(tty, "size 24x80 ambiguous 1");
    quit(tty);
}

/* ncurses inserts what belongs in the last cell before the cell at its left: there is none. */
static void one_column(void **state)
{
    static const char *const environment[] = {"TERM=screen", NULL};
    static const struct tty_options options = {
        .rows = 5, .columns = 1, .environment = environment};
    struct tty *tty = start(&options);
    (void)state;
    for (unsigned rows = 1; rows < 40; rows++) {
        tty_resize(tty, rows, 1);
        assert_true(tty_sync(tty));
        char *first = tty_row(tty, 0);
        char *last = tty_row(tty, rows - 1);
        assert_string_equal(last, "");
        if (rows > 1)
            assert_string_equal(first, "…");
        free(first);
        free(last);
    }
    tty_resize(tty, 24, 80);
    quit(tty);
}

static void size_comes_from_the_window(void **state)
{
    static const char *const environment[] = {"LINES=0", "COLUMNS=99999", NULL};
    static const struct tty_options options = {
        .rows = 9, .columns = 33, .environment = environment};
    struct tty *tty = start(&options);
    (void)state;
    tty_assert_shows(tty, "size 9x33 ");
    quit(tty);
}

int main(int argument_count, char **arguments)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(shows_every_kind_of_text), cmocka_unit_test(colors_by_mode),
        cmocka_unit_test(draws_on_other_terminals), cmocka_unit_test(asks_for_the_ambiguous_width),
        cmocka_unit_test(late_answer_is_no_key),    cmocka_unit_test(typed_ahead_keys_are_kept),
        cmocka_unit_test(quits_before_the_answer),  cmocka_unit_test(keys_become_events),
        cmocka_unit_test(lone_escape_is_a_key),     cmocka_unit_test(mouse_wheel_and_click),
        cmocka_unit_test(ten_kilobytes_pasted),     cmocka_unit_test(no_resize_is_lost),
        cmocka_unit_test(tiny_and_huge_windows),    cmocka_unit_test(one_column),
        cmocka_unit_test(size_comes_from_the_window),
    };
    app_session_init(argument_count, arguments);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
