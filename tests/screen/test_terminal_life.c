/* Every way out of the terminal and back into it: screen_app on a pseudo-terminal. */
#include "app_session.h"
#include "harness/golden.h"
#include "harness/stream.h"

#include <fcntl.h>
#include <limits.h>
#include <poll.h>
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

static void signals_end_it_in_order(void **state)
{
    static const int signals[] = {SIGTERM, SIGHUP, SIGINT, SIGQUIT};
    static const struct tty_options options = {0};
    (void)state;
    for (size_t i = 0; i < sizeof signals / sizeof *signals; i++) {
        struct tty *tty = start_with(&options, "mouse", NULL);
        assert_true(tty_sync(tty));
        tty_signal(tty, signals[i]);
        const int status = tty_wait_exit(tty);
        if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
            fail_msg("signal %d: status 0x%x", signals[i], status);
        assert_restored(tty);
        tty_free(tty);
    }
}

static bool is_sanitized(void)
{
#ifdef __SANITIZE_ADDRESS__
    return true;
#else
    return false;
#endif
}

static void crashes_restore_the_terminal(void **state)
{
    static const struct {
        const char *key;
        int signal, exit_code;
        bool sanitizer_changes_it;
    } cases[] = {
        {"A", SIGABRT, 0, true}, {"S", SIGSEGV, 0, true}, {"O", SIGSEGV, 0, true},
        {"M", 0, 3, true},       {"X", 0, 7, false},
    };
    /* Otherwise the address sanitizer ends the program itself when memory is out. */
    static const char *const environment[] = {"ASAN_OPTIONS=allocator_may_return_null=1", NULL};
    static const struct tty_options options = {.environment = environment};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct tty *tty = start_with(&options, "mouse", NULL);
        assert_true(tty_sync(tty));
        /* A sanitizer's report goes to the terminal as it is. */
        tty_set_allowances(tty, is_sanitized() ? UINT_MAX : STREAM_DEFAULT);
        tty_send(tty, cases[i].key, 1);
        const int status = tty_wait_exit(tty);
        const bool is_expected =
            cases[i].signal ? WIFSIGNALED(status) && WTERMSIG(status) == cases[i].signal
                            : WIFEXITED(status) && WEXITSTATUS(status) == cases[i].exit_code;
        if (!is_expected && !(is_sanitized() && cases[i].sanitizer_changes_it))
            fail_msg("key %s: status 0x%x", cases[i].key, status);
        assert_restored(tty);
        tty_free(tty);
    }
}

/* By the key, and by a signal from outside; what follows is drawn as before. */
static void stops_and_goes_on(void **state)
{
    static const struct tty_options options = {.is_job = true, .rows = 12, .columns = 50};
    struct tty *tty = start(&options);
    (void)state;
    for (int round = 0; round < 6; round++) {
        char *before = tty_dump(tty, true);
        if (round % 2) {
            tty_signal(tty, SIGTSTP);
        } else {
            tty_send(tty, "\032", 1);
            free(before);
            before = NULL;
        }
        tty_wait_stop(tty);
        assert_restored(tty);
        if (round > 2)
            tty_resize(tty, 12, 50 + (unsigned)round);
        tty_continue(tty);
        assert_true(tty_sync(tty));
        assert_true(tty_is_alternate(tty));
        assert_false(tty_is_cooked(tty));
        char *after = tty_dump(tty, true);
        if (before && round <= 2 && strcmp(before, after) != 0)
            fail_msg("before the stop\n%s\nafter\n%s", before, after);
        free(before);
        free(after);
        tty_press(tty, "k");
        tty_assert_shows(tty, "last U+006B");
    }
    tty_send(tty, "q", 1);
    assert_int_equal(tty_wait_exit(tty), 0);
    assert_restored(tty);
    tty_free(tty);
}

/* SIGSTOP cannot be caught: modes and screen are set right when it goes on. */
static void survives_an_uncaught_stop(void **state)
{
    static const struct tty_options options = {.is_job = true};
    struct tty *tty = start(&options);
    size_t before;
    (void)state;
    tty_signal(tty, SIGSTOP);
    tty_wait_stop(tty);
    tty_stream(tty, &before);
    tty_continue(tty);
    assert_true(tty_wait_output(tty, before, "\033[2J"));
    tty_press(tty, "k");
    tty_assert_shows(tty, "last U+006B");
    quit(tty);
}

static void redraw_sends_everything(void **state)
{
    static const struct tty_options options = {.rows = 12, .columns = 50};
    struct tty *tty = start(&options);
    size_t before;
    (void)state;
    tty_press(tty, "k");
    tty_stream(tty, &before);
    tty_press(tty, "\014");
    assert_true(tty_wait_output(tty, before, "カナ"));
    quit(tty);
}

static void other_programs_run_in_the_foreground(void **state)
{
    static const struct tty_options options = {0};
    struct tty *tty = start(&options);
    size_t before;
    (void)state;
    tty_stream(tty, &before);
    tty_press(tty, "R");
    assert_true(tty_wait_output(tty, before, "ran\r\n"));
    tty_assert_shows(tty, "last done");
    assert_true(tty_is_alternate(tty));
    assert_false(tty_is_cooked(tty));
    tty_press(tty, "k");
    quit(tty);
}

/* The program writes to a FIFO, so that the test can wait for it. */
static void other_programs_run_beside(void **state)
{
    char folder[] = "/tmp/zhai-screen-XXXXXX", path[64], bytes[8] = "";
    (void)state;
    assert_non_null(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/spawned", folder);
    assert_return_code(mkfifo(path, 0600), 0);
    const struct tty_options options = {.folder = folder};
    struct tty *tty = start(&options);
    tty_press(tty, "N");
    tty_assert_shows(tty, "there is no program \"no-such-program-zhai\"");
    struct pollfd fifo = {.fd = open(path, O_RDWR | O_NONBLOCK), .events = POLLIN};
    tty_press(tty, "T");
    tty_assert_shows(tty, "last done");
    assert_int_equal(poll(&fifo, 1, 20000), 1);
    assert_int_equal(read(fifo.fd, bytes, sizeof bytes), 3);
    assert_string_equal(bytes, "ok\n");
    close(fifo.fd);
    quit(tty);
    unlink(path);
    rmdir(folder);
}

static void copies_filtered_text(void **state)
{
    static const struct tty_options options = {0};
    struct tty *tty = start(&options);
    (void)state;
    tty_set_allowances(tty, STREAM_DEFAULT | STREAM_COPY);
    tty_press(tty, "Y");
    /* 复制␛]52;c;x␇! : the escape became a picture. */
    size_t length;
    assert_non_null(
        strstr(tty_stream(tty, &length), "\033]52;c;5aSN5Yi24pCbXTUyO2M7eOKQhyE=\033\\"));
    tty_assert_shows(tty, "last done");
    quit(tty);
}

static void refuses_with_words(void **state)
{
    static const struct {
        const char *environment[3];
        const char *expected;
    } cases[] = {
        {{"TERM=dumb", NULL}, "the terminal type \"dumb\" cannot show full screens"},
        {{"TERM=no-such-thing", NULL}, "\"no-such-thing\" is not known"},
        {{"TERM=../../etc/passwd", NULL}, "is not known"},
        {{"TERM", NULL}, "TERM is not set"},
        {{"TERM=", NULL}, "TERM is not set"},
        {{"LC_ALL=C", NULL}, "needs UTF-8"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct tty_options options = {.environment = cases[i].environment};
        struct tty *tty = start_with(&options, NULL, NULL);
        const int status = tty_wait_exit(tty);
        assert_true(WIFEXITED(status));
        assert_int_equal(WEXITSTATUS(status), 1);
        tty_assert_shows(tty, cases[i].expected);
        tty_set_allowances(tty, STREAM_STRICT);
        assert_true(tty_is_cooked(tty));
        tty_free(tty);
    }
}

static void refuses_foreign_widths(void **state)
{
    static const struct tty_options options = {0};
    struct tty *tty = start_broken(&options);
    (void)state;
    assert_int_equal(WEXITSTATUS(tty_wait_exit(tty)), 1);
    tty_assert_shows(tty, "ncurses does not use zhai's");
    assert_restored(tty);
    tty_free(tty);
}

static void ends_when_the_window_closes(void **state)
{
    static const struct tty_options plain = {0}, job = {.is_job = true};
    const struct tty_options *const options[] = {&plain, &job};
    (void)state;
    for (size_t i = 0; i < 2; i++) {
        struct tty *tty = start(options[i]);
        const int status = tty_hang_up(tty);
        if (i == 0)
            assert_int_equal(status, 0);
        tty_free(tty);
    }
}

static void themes_change_at_once(void **state)
{
    static const struct tty_options options = {.rows = 5};
    struct tty *tty = start(&options);
    (void)state;
    assert_int_equal(tty_cell(tty, 0, 0).fg.indexed.idx, 208);
    assert_false(tty_cell(tty, 0, 0).attrs.underline);
    tty_press(tty, "C");
    assert_int_equal(tty_cell(tty, 0, 0).fg.indexed.idx, 46);
    assert_int_equal(tty_cell(tty, 0, 0).bg.indexed.idx, 21);
    assert_true(tty_cell(tty, 0, 0).attrs.underline);
    quit(tty);
}

/* Standard input is a file: keys come from /dev/tty. */
static void reads_keys_from_the_terminal(void **state)
{
    static const struct tty_options options = {.input_path = "/dev/null"};
    struct tty *tty = start(&options);
    (void)state;
    tty_press(tty, "k");
    tty_assert_shows(tty, "last U+006B");
    quit(tty);
}

int main(int argument_count, char **arguments)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(signals_end_it_in_order),
        cmocka_unit_test(crashes_restore_the_terminal),
        cmocka_unit_test(stops_and_goes_on),
        cmocka_unit_test(survives_an_uncaught_stop),
        cmocka_unit_test(redraw_sends_everything),
        cmocka_unit_test(other_programs_run_in_the_foreground),
        cmocka_unit_test(other_programs_run_beside),
        cmocka_unit_test(copies_filtered_text),
        cmocka_unit_test(refuses_with_words),
        cmocka_unit_test(refuses_foreign_widths),
        cmocka_unit_test(ends_when_the_window_closes),
        cmocka_unit_test(themes_change_at_once),
        cmocka_unit_test(reads_keys_from_the_terminal),
    };
    app_session_init(argument_count, arguments);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
