/* Reading: keys in, screens out. */
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

static void first_screens(void **state)
{
    static const struct {
        const char *golden, *file, *variable;
        unsigned rows, columns;
    } cases[] = {
        {"river-en-80", "river.html", NULL, 24, 80},
        {"river-zh-80", "river.html", "LANGUAGE=zh_CN", 24, 80},
        {"river-zh-200", "river.html", "LANGUAGE=zh_CN", 50, 200},
        {"tin-en-80", "tin.md", NULL, 24, 80},
        {"tin-en-200", "tin.md", NULL, 50, 200},
        {"tin-zh-80", "tin.md", "LANGUAGE=zh_CN", 24, 80},
        {"river-zh-30", "river.html", "LANGUAGE=zh_CN", 12, 30},
        {"short-en-80", "short.txt", NULL, 24, 80},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char golden[128];
        struct tty *tty = begin(&(struct start){
            cases[i].rows, cases[i].columns, cases[i].variable, {case_path(cases[i].file)}});
        snprintf(golden, sizeof golden, "screens/%s.golden", cases[i].golden);
        golden_assert_screen(golden, tty);
        finish(tty);
    }
}

static void other_screens(void **state)
{
    static const struct {
        const char *golden, *file, *keys;
    } cases[] = {
        {"page", "river.html", " "},           {"end", "river.html", "G"},
        {"contents", "river.html", "]]t"},     {"help", "river.html", "h"},
        {"find", "river.html", "/水位计"},     {"found", "river.html", "/水位计\rn"},
        {"links", "river.html", "l"},          {"question", "river.html", "l2"},
        {"list-filter", "river.html", "t/桥"}, {"narrower", "tin.md", "-----"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char golden[128];
        struct tty *tty = begin(
            &(struct start){.variable = "LANGUAGE=zh_CN", .files = {case_path(cases[i].file)}});
        tty_press(tty, cases[i].keys);
        snprintf(golden, sizeof golden, "screens/%s.golden", cases[i].golden);
        golden_assert_screen(golden, tty);
        tty_press(tty, "\033");
        finish(tty);
    }
}

/* All keys of an action do the same; what they do is said by how many rows the text moves. */
static void keys_of_an_action_agree(void **state)
{
    static const char *const groups[][14] = {
        {"j", "e", "\x05", "\x0e", "\r", "\033[B", "\033OB", "1j"},
        {" ", "f", "\x06", "\x16", "\033[6~", "22j", "1 "},
        {"d", "\x04", "11j", "11d"},
        {"G", ">", "\033[F", "\033OF", "99999G", "100%", ":100%\r"},
        {"Gk", "G\x19", "G\x10", "G\033[A", "G\033OA"},
        {"Gb", "G\x02", "G\033[5~", "G22k", "G\033v"},
        {"Gu", "G\x15", "G11k"},
        {"Gg", "G<", "G\033[H", "G\033OH", "G0%", "Ggg", ":0%\r"},
        {"]", "1G", "}", ":1\r"},
        {"5j5j", "10j", "2j8j", "12jkk"},
        {"40%", ":40%\r", "g40%", "40p"},
        {"jjm a''", "jj", "jjma4 'a", "jjmaG'a", "jjmaG`a", "jjG''", "jjG\x0f", "jjG\177",
         "jj/老赵每\033"},
    };
    (void)state;
    for (size_t group = 0; group < sizeof groups / sizeof *groups; group++) {
        char *expected = NULL;
        for (size_t i = 0; i < 14 && groups[group][i]; i++) {
            struct tty *tty = begin_file(case_path("river.html"));
            tty_press(tty, groups[group][i]);
            char *got = text_above(tty);
            if (expected)
                assert_same(groups[group][i], expected, got);
            else
                expected = strdup(got);
            free(got);
            finish(tty);
        }
        free(expected);
    }
}

/* Nothing is lost and nothing shown twice from page to page: it is what one endless screen shows.
 */
static void pages_lose_nothing(void **state)
{
    static const unsigned widths[] = {20, 37, 53, 80, 131, 200};
    (void)state;
    for (size_t i = 0; i < sizeof widths / sizeof *widths; i++) {
        enum { HEIGHT = 17, LIMIT = 200000 };
        char *endless = malloc(LIMIT), *paged = malloc(LIMIT);
        size_t endless_length = 0, paged_length = 0;
        struct tty *tall = begin(
            &(struct start){.rows = 2000, .columns = widths[i], .files = {case_path("tin.md")}});
        append_rows(tall, 0, 1998, endless, &endless_length);
        finish(tall);
        struct tty *tty = begin(&(struct start){
            .rows = HEIGHT + 2, .columns = widths[i], .files = {case_path("tin.md")}});
        append_rows(tty, 0, HEIGHT, paged, &paged_length);
        for (int page = 0; page < 500 && paged_length < endless_length; page++) {
            char *before = tty_text(tty);
            tty_press(tty, " ");
            char *after = tty_text(tty);
            bool is_last = tty_shows(tty, "100%");
            if (!is_last)
                append_rows(tty, 0, HEIGHT, paged, &paged_length);
            free(before);
            free(after);
            if (is_last)
                break;
        }
        /* The last page is full, so it begins with rows that were there before. */
        char *last = malloc(LIMIT);
        size_t last_length = 0;
        append_rows(tty, 0, HEIGHT, last, &last_length);
        if (strncmp(endless, paged, paged_length) != 0 || last_length > endless_length ||
            strcmp(endless + endless_length - last_length, last) != 0 ||
            paged_length + last_length < endless_length)
            fail_msg("%u columns: %zu bytes on pages, %zu on one screen, %zu on the last",
                     widths[i], paged_length, endless_length, last_length);
        finish(tty);
        free(last);
        free(endless);
        free(paged);
    }
}

static void resizing_keeps_the_place(void **state)
{
    static const unsigned widths[] = {60, 100, 60, 100, 80, 33, 200, 21, 80};
    static const char *const keys[] = {"  ", "50%", "5j", "/桥修\r", "]]]jjjj", "    jjj"};
    (void)state;
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        struct tty *tty = begin_file(case_path("river.html"));
        tty_press(tty, keys[i]);
        char *screen = tty_text(tty);
        char *first = first_characters(tty);
        for (size_t step = 0; step < sizeof widths / sizeof *widths; step++) {
            tty_resize(tty, step % 2 ? 30 : 24, widths[step]);
            assert_true(tty_sync(tty));
            char *now = first_characters(tty);
            assert_same(keys[i], first, now);
            free(now);
        }
        tty_resize(tty, 24, 80);
        assert_true(tty_sync(tty));
        char *back = tty_text(tty);
        assert_same(keys[i], screen, back);
        free(back);
        /* Scrolling on from there and back comes to the same row. */
        tty_resize(tty, 24, 64);
        tty_press(tty, "3j3k");
        char *now = first_characters(tty);
        assert_same("3j3k", first, now);
        free(now);
        free(first);
        free(screen);
        finish(tty);
    }
}

static void width_keys(void **state)
{
    struct tty *tty = begin_file(case_path("tin.md"));
    (void)state;
    char *before = text_above(tty);
    tty_press(tty, "--");
    tty_assert_shows(tty, "width: 68 columns");
    tty_press(tty, "+");
    tty_assert_shows(tty, "width: 72 columns");
    tty_press(tty, "=");
    char *after = text_above(tty);
    assert_same("--+=", before, after);
    tty_press(tty, ":set width=40\r");
    tty_assert_shows(tty, "width = 40");
    tty_press(tty, ":set width=4\r");
    tty_assert_shows(tty, "16 to 500");
    tty_press(tty, ":set wdith=4\r");
    tty_assert_shows(tty, "there is no option “wdith”");
    tty_press(tty, ":fly\r");
    tty_assert_shows(tty, "“fly” is no command");
    tty_press(tty, ":set width\r");
    tty_assert_shows(tty, "width = 40");
    free(before);
    free(after);
    finish(tty);
}

static bool is_lit(struct tty *tty, unsigned row, unsigned column)
{
    VTermScreenCell cell = tty_cell(tty, row, column);
    return cell.attrs.reverse || !VTERM_COLOR_IS_DEFAULT_BG(&cell.bg);
}

static unsigned count_lit(struct tty *tty, unsigned rows, unsigned columns)
{
    unsigned count = 0;
    for (unsigned row = 0; row < rows; row++)
        for (unsigned column = 0; column < columns; column++)
            count += is_lit(tty, row, column);
    return count;
}

static void finding(void **state)
{
    struct tty *tty = begin_file(case_path("tin.md"));
    (void)state;
    char *start = text_above(tty);
    tty_press(tty, "/letters are no");
    tty_assert_shows(tty, "–/0");
    tty_press(tty, "\033");
    char *back = text_above(tty);
    assert_same("ESC goes back", start, back);
    free(back);
    tty_press(tty, "/FERRY");
    tty_assert_shows(tty, "1/23");
    tty_press(tty, "\x15"
                   "weather\r");
    tty_assert_shows(tty, "1/14 weather");
    assert_true(count_lit(tty, 22, 80) >= strlen("weather"));
    tty_press(tty, "n");
    tty_assert_shows(tty, "2/14 weather");
    tty_press(tty, "NN");
    tty_assert_shows(tty, "went on from the end");
    tty_press(tty, "n");
    tty_assert_shows(tty, "went on from the top");
    tty_press(tty, "3n");
    tty_assert_shows(tty, "4/14 weather");
    tty_press(tty, "?\r");
    tty_assert_shows(tty, "3/14 weather");
    tty_press(tty, "n");
    tty_assert_shows(tty, "2/14 weather");
    tty_press(tty, "/nowhere at all\r");
    tty_assert_shows(tty, "“nowhere at all” is not in this text");
    tty_press(tty, "\033g");
    assert_int_equal(count_lit(tty, 22, 80), 0);
    free(start);
    finish(tty);
}

/* Wherever the rows end, a phrase of the text is found and lit whole. */
static void finds_across_row_ends(void **state)
{
    (void)state;
    for (unsigned columns = 30; columns <= 60; columns++) {
        struct tty *tty =
            begin(&(struct start){.columns = columns, .files = {case_path("river.html")}});
        tty_press(tty, "/他说看水的人不该想着水里的东西\r");
        if (!tty_shows(tty, " 1/") && !tty_shows(tty, "1/"))
            fail_msg("not found at %u columns", columns);
        /* 15 characters (the second half of a wide one has no style of its own in libvterm); other
         * matches on the screen are lit as well. */
        unsigned lit = count_lit(tty, 22, columns);
        if (lit < 15 || lit % 15 != 0)
            fail_msg("%u columns: %u cells are lit", columns, lit);
        finish(tty);
    }
}

int main(int argument_count, char **arguments)
{
    if (!reader_tty_init(argument_count, arguments))
        return 1;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(first_screens),
        cmocka_unit_test(other_screens),
        cmocka_unit_test(keys_of_an_action_agree),
        cmocka_unit_test(pages_lose_nothing),
        cmocka_unit_test(resizing_keeps_the_place),
        cmocka_unit_test(width_keys),
        cmocka_unit_test(finding),
        cmocka_unit_test(finds_across_row_ends),
    };
    return cmocka_run_group_tests_name("reader", tests, NULL, NULL);
}
