#include "app_session.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include <cmocka.h>

static char **paths; /* main's arguments */

void app_session_init(int argument_count, char **arguments)
{
    assert_true(argument_count >= 3);
    paths = arguments;
    if (argument_count > 3)
        cmocka_set_test_filter(arguments[3]);
}

struct tty *start_broken(const struct tty_options *options)
{
    const char *const argv[] = {paths[2], NULL};
    return tty_start(options, argv);
}

struct tty *start_with(const struct tty_options *options, const char *one, const char *two)
{
    const char *const argv[] = {paths[1], one, two, NULL};
    return tty_start(options, argv);
}

struct tty *start(const struct tty_options *options)
{
    struct tty *tty = start_with(options, NULL, NULL);
    if (!tty_sync(tty))
        fail_msg("the program ended at once");
    return tty;
}

void assert_restored(struct tty *tty)
{
    unsigned row, column;
    bool is_visible;
    size_t length;
    assert_true(tty_is_cooked(tty));
    assert_false(tty_is_alternate(tty));
    assert_false(tty_has_mouse(tty));
    tty_cursor(tty, &row, &column, &is_visible);
    assert_true(is_visible);
    assert_non_null(strstr(tty_stream(tty, &length), "\033[?1049l"));
}

void quit(struct tty *tty)
{
    tty_send(tty, "q", 1);
    const int status = tty_wait_exit(tty);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 0);
    assert_restored(tty);
    tty_assert_shows(tty, "left");
    tty_free(tty);
}
