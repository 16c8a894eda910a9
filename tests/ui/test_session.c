/* What surrounds the text: lists, files, places, configuration, hostile input, odd terminals. */
#include "harness/golden.h"
#include "harness/stream.h"
#include "harness/tty.h"
#include "ui/reader_tty.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

static void contents_and_help(void **state)
{
    struct tty *tty = begin_file(case_path("river.html"));
    (void)state;
    tty_press(tty, "tjjj\r");
    char *row = tty_row(tty, 0);
    assert_string_equal(row, "  桥");
    free(row);
    tty_press(tty, "''");
    tty_assert_shows(tty, "林照");
    tty_press(tty, "\t/账\r\r");
    row = tty_row(tty, 0);
    assert_string_equal(row, "  账簿");
    free(row);
    tty_press(tty, "h");
    tty_assert_shows(tty, "a page down");
    tty_press(tty, "/mark");
    tty_assert_shows(tty, "sets a mark");
    assert_false(tty_shows(tty, "a page down"));
    tty_press(tty, "\r");
    tty_press(tty, "qq\033OP");
    tty_assert_shows(tty, "a page down");
    tty_press(tty, "q:help\r");
    tty_assert_shows(tty, "a page down");
    finish(tty); /* Q leaves from a list, too */
}

static void ring_of_files(void **state)
{
    struct tty *tty = begin(&(struct start){
        .files = {case_path("tin.md"), "/nonexistent/missing", case_path("short.txt")}});
    (void)state;
    tty_press(tty, "jjj");
    char *place = text_above(tty);
    tty_press(tty, ":n\r");
    tty_assert_shows(tty, "missing");
    tty_assert_shows(tty, "短信");
    tty_press(tty, ":n\r");
    tty_assert_shows(tty, "1/3");
    char *again = text_above(tty);
    assert_same("the place is kept in the ring", place, again);
    tty_press(tty, ":p\r");
    tty_assert_shows(tty, "短信");
    tty_press(tty, ":e /nonexistent/other\r");
    tty_assert_shows(tty, "other");
    tty_assert_shows(tty, "短信");
    free(place);
    free(again);
    finish(tty);
}

/* What a site put around its text is one row until it is asked for, or a find leads into it. */
static void asides_unfold(void **state)
{
    static const char text[] =
        "水边的树\n\n"
        "  1. 1、本文档由用户上传，本站不保证内容的完整性，仅供学习参考之用。\n"
        "  2. 2、如文档侵犯您的权益，请点击“版权申诉”，也可拨打电话：400-000-0000。\n\n"
        "河岸上的树是三十年前种下的，那一年水退得很早。树苗从县里的苗圃运来，一共四百棵。\n"
        "如今还剩下两百多棵，最老的一棵有两人合抱那么粗，夏天的影子能盖住半条路。\n";
    struct tty *tty;
    (void)state;
    write_text(own_path("aside.txt"), text);
    tty = begin_file(own_path("aside.txt"));
    tty_assert_shows(tty, "▸");
    assert_false(tty_shows(tty, "版权申诉"));
    tty_press(tty, "a");
    tty_assert_shows(tty, "版权申诉");
    tty_press(tty, "a");
    assert_false(tty_shows(tty, "版权申诉"));
    tty_press(tty, "/版权申诉");
    tty_assert_shows(tty, "版权申诉”，");
    tty_press(tty, "\033");
    assert_false(tty_shows(tty, "版权申诉"));
    tty_press(tty, "/版权申诉\r");
    tty_assert_shows(tty, "版权申诉”，");
    finish(tty);
}

static void places_across_runs(void **state)
{
    (void)state;
    struct tty *tty = begin_file(case_path("river.html"));
    tty_press(tty, "   jj");
    char *place = text_above(tty);
    tty_send(tty, "q", 1);
    tty_wait_exit(tty);
    tty_free(tty);

    tty = begin_file(case_path("river.html"));
    tty_assert_shows(tty, "'' goes on from there");
    tty_assert_shows(tty, "林照");
    tty_press(tty, "''");
    char *again = text_above(tty);
    assert_same("''", place, again);
    free(again);
    tty_signal(tty, SIGHUP);
    tty_wait_exit(tty);
    assert_true(tty_is_cooked(tty));
    assert_false(tty_is_alternate(tty));
    tty_free(tty);

    write_text(own_path("config/zhai/config"), "resume = always\n");
    tty = begin_file(case_path("river.html"));
    again = text_above(tty);
    assert_same("resume = always", place, again);
    free(again);
    tty_press(tty, "j");
    tty_signal(tty, SIGTERM);
    tty_wait_exit(tty);
    tty_free(tty);

    tty = begin(&(struct start){.files = {case_path("river.html")}});
    tty_press(tty, "k");
    again = text_above(tty);
    assert_same("SIGTERM saves", place, again);
    free(again);
    free(place);
    write_text(own_path("config/zhai/config"), "resume = never\n");
    finish(tty);
    tty = begin_file(case_path("river.html"));
    tty_press(tty, "  ");
    tty_send(tty, "q", 1);
    tty_wait_exit(tty);
    tty_free(tty);
    assert_int_equal(access(own_path("state/zhai/places"), F_OK), -1);
    write_text(own_path("config/zhai/config"), "");
}

/* Configuration errors are said, and the rest counts. */
static void configuration(void **state)
{
    (void)state;
    write_text(own_path("config/zhai/config"), "width = 50\ngap = perhaps\nbind x page-down\n");
    struct tty *tty = begin_file(case_path("tin.md"));
    tty_assert_shows(tty, "config:2: gap: “perhaps”");
    tty_press(tty, "x");
    char *page = text_above(tty);
    tty_press(tty, "g ");
    char *same = text_above(tty);
    assert_same("x is bound to page-down", same, page);
    free(page);
    free(same);
    write_text(own_path("config/zhai/config"), "");
    finish(tty);
}

/* The user's rules fold what the built-in ones do not know; wrong lines are said. */
static void own_rules(void **state)
{
    (void)state;
    const char *dump = own_path("dump.txt"), *rules = own_path("config/zhai/rules/mine.rules");
    write_text(dump,
               "老码头的早晨\n2024-03-05 08:30 来源：示例新闻网\n入春以来的几场透雨，让干涸了一冬的"
               "水库重新漾起波光，蓄水量已经超过总库容的一半。\n朗读这一篇\n");
    struct tty *tty = begin_file(dump);
    tty_assert_shows(tty, "朗读这一篇");
    finish(tty);
    assert_int_equal(mkdir(own_path("config/zhai/rules"), 0700), 0);
    write_text(rules, "line share 0.9 equals 朗读这一篇\nlyne x\n");
    tty = begin_file(dump);
    tty_assert_shows(tty, "mine.rules:2: “lyne”");
    tty_press(tty, "j");
    assert_false(tty_shows(tty, "朗读这一篇"));
    write_text(rules, "");
    finish(tty);
}

static void copying(void **state)
{
    size_t from, length;
    struct tty *tty = begin_file(case_path("tin.md"));
    (void)state;
    tty_stream(tty, &from);
    tty_press(tty, "y");
    tty_assert_shows(tty, "clipboard=yes");
    assert_null(strstr(tty_stream(tty, &length), "\033]52"));
    tty_set_allowances(tty, STREAM_DEFAULT | STREAM_COPY);
    tty_press(tty, ":set clipboard=yes\r}}y");
    tty_assert_shows(tty, "copied the paragraph");
    assert_non_null(strstr(tty_stream(tty, &length), "\033]52;c;"));
    finish(tty);
}

/* The byte-stream checker of the harness reads all that these wrote. */
static void hostile_files(void **state)
{
    static const struct {
        const char *name, *bytes;
    } cases[] = {
        {"a\033]0;x\007b.txt", "\033[2J\033]0;pwned\007\033]52;c;?\007 body\n\033[?1049l\n"},
        {"page.html",
         "<title>\033]0;t\007&#27;[31m&#x9b;31m</title><article><h2>\033[31m&#155;h</h2>"
         "<p>a<a href='http://h/%1b]0;x\033[6n'>\033[6nlink</a> \302\2332J\302\235x</p>"
         "<p>\342\200\256gnp.exe\342\201\246 \363\240\200\201tag</p></article>"},
        {"marks.txt",
         "\314\201\314\201\314\201\n\314\201 a\314\201\314\201\314\201\314\201\314\201\314"
         "\201\314\201\314\201\n\xff\xfe\xc0\x80 \xed\xa0\x80\n"},
        {"emoji.txt",
         "👨‍👩‍👧 🏳️‍🌈 🇨🇳🇨 1️⃣ ❤️ 葛󠄀 か\u3099\n"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        write_text(own_path(cases[i].name), cases[i].bytes);
        struct tty *tty = begin_file(own_path(cases[i].name));
        tty_press(tty, "l\033o\033t\033h\033:n\r/\033[31m\302\233\r");
        tty_press(tty, ":\302\2332J\r:set theme=\007\r:e \033[2J\r?x\r");
        tty_resize(tty, 10, 21);
        assert_true(tty_sync(tty));
        finish(tty);
    }
}

/* Opening the terminal again with another option keeps what was typed meanwhile. */
static void options_keep_keys(void **state)
{
    static const char *const words[] = {
        "ambiguous=2", "ambiguous=1", "mouse=no", "mouse=yes", "color=16", "color=none",
    };
    (void)state;
    struct tty *tty = begin_file(case_path("tin.md"));
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        char keys[64];
        snprintf(keys, sizeof keys, "g:set %s\r3j:set width=4%zu\r", words[i], i);
        tty_press(tty, keys);
        snprintf(keys, sizeof keys, "width = 4%zu", i);
        tty_assert_shows(tty, keys);
    }
    /* A pattern as long as the prompt takes is looked for at every key. */
    tty_send(tty, "/", 1);
    for (int i = 0; i < 1000; i++)
        tty_send(tty, "字", 3);
    tty_press(tty, "\r");
    tty_assert_shows(tty, "“字字字");
    finish(tty);
}

/* No size is too small to hold on, and to leave. */
static void small_terminals(void **state)
{
    static const unsigned sizes[][2] = {{1, 1}, {2, 2}, {3, 5}, {4, 8}, {5, 20}, {24, 3}, {2, 200}};
    (void)state;
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        struct tty *tty = begin(&(struct start){.files = {case_path("river.html")}});
        tty_press(tty, "  ");
        char *first = first_characters(tty);
        tty_resize(tty, sizes[i][0], sizes[i][1]);
        assert_true(tty_sync(tty));
        tty_press(tty, "h\033");
        tty_press(tty, "t\033");
        tty_press(tty, "/水\033");
        tty_press(tty, "l\033");
        tty_resize(tty, 24, 80);
        assert_true(tty_sync(tty));
        char *now = first_characters(tty);
        assert_same("after a small terminal", first, now);
        free(now);
        free(first);
        finish(tty);
    }
}

static void mouse_wheel(void **state)
{
    struct tty *tty = begin_file(case_path("tin.md"));
    (void)state;
    assert_true(tty_has_mouse(tty));
    tty_press(tty, "6j");
    char *wanted = text_above(tty);
    tty_press(tty, "g\033[<65;10;10M\033[<65;10;10M\033[<65;10;10M\033[<64;10;10M");
    char *got = text_above(tty);
    assert_same("three turns down and one up", wanted, got);
    free(wanted);
    free(got);
    finish(tty);
}

/* What cannot be read is said on standard error by main; nothing is drawn. */
static void nothing_to_read(void **state)
{
    const char *environment[] = {state_variable, config_variable, NULL};
    struct tty_options options = {.environment = environment};
    const char *argv[] = {program, "/nonexistent/a", "/nonexistent/b", NULL};
    struct tty *tty = tty_start(&options, argv);
    (void)state;
    int status = tty_wait_exit(tty);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 1);
    tty_assert_shows(tty, "/nonexistent/a");
    assert_false(tty_is_alternate(tty));
    tty_free(tty);
}

int main(int argument_count, char **arguments)
{
    if (!reader_tty_init(argument_count, arguments))
        return 1;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(contents_and_help), cmocka_unit_test(ring_of_files),
        cmocka_unit_test(asides_unfold),     cmocka_unit_test(places_across_runs),
        cmocka_unit_test(configuration),     cmocka_unit_test(own_rules),
        cmocka_unit_test(copying),           cmocka_unit_test(hostile_files),
        cmocka_unit_test(small_terminals),   cmocka_unit_test(options_keep_keys),
        cmocka_unit_test(mouse_wheel),       cmocka_unit_test(nothing_to_read),
    };
    return cmocka_run_group_tests_name("reader", tests, NULL, NULL);
}
