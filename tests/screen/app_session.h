/* Starting and leaving screen_app, for the terminal tests. */
#ifndef SCREEN_APP_SESSION_H
#define SCREEN_APP_SESSION_H

#include "harness/tty.h"

/* Takes the paths of screen_app and screen_app_broken, and a pattern of test names, from main's. */
void app_session_init(int argument_count, char **arguments);
/* one and two are arguments or NULL. */
struct tty *start_with(const struct tty_options *options, const char *one, const char *two);
/* The build in which ncurses keeps libc's widths. */
struct tty *start_broken(const struct tty_options *options);
struct tty *start(const struct tty_options *options); /* and syncs */
void assert_restored(struct tty *tty);
void quit(struct tty *tty);

#endif
