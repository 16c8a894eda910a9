/* A program on a pseudo-terminal with libvterm as its screen. Nothing sleeps: after its input the
 * harness writes ESC[>777~ and waits for ESC]777;sync;N, which zhai sends when TUI_TEST is set and
 * all is drawn. What hangs for 20 s fails the test with the screen. Strings returned are the
 * caller's to free(). */
#ifndef HARNESS_TTY_H
#define HARNESS_TTY_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>
#include <vterm.h>

enum tty_answers {
    TTY_ANSWERS,      /* libvterm's: ambiguous characters are narrow */
    TTY_ANSWERS_WIDE, /* the cursor position after the probe says they are wide */
    TTY_ANSWERS_NONE, /* the terminal never answers */
};

struct tty_options {
    unsigned rows, columns; /* 0: 24 and 80 */
    const char *const
        *environment; /* "NAME=value" or "NAME" to unset, NULL at the end; may be NULL */
    enum tty_answers answers;
    const char *typed_ahead; /* there before the program starts; may be NULL */
    const char *input_path;  /* standard input from this file, the terminal is then /dev/tty */
    const char *folder;      /* to run in */
    bool is_job;             /* under a little shell, so that SIGTSTP can stop it */
};

struct tty;

/* The environment holds nothing but PATH, TERM=xterm-256color, LC_ALL=C.UTF-8, HOME=/nonexistent,
 * TUI_TEST=1, sanitizer options, and what options add. argv[0] is the program's path. */
struct tty *tty_start(const struct tty_options *options, const char *const argv[]);
/* Kills what still runs. Checks the whole output against the allow-list (stream.h) unless told not
 * to. */
void tty_free(struct tty *tty);
void tty_set_allowances(struct tty *tty, unsigned allowances);

void tty_send(struct tty *tty, const char *bytes, size_t length);
/* Waits until everything sent is done and drawn; false when the program has ended instead. */
bool tty_sync(struct tty *tty);
/* Sends keys and syncs; the program must still run. */
void tty_press(struct tty *tty, const char *keys);
/* Changes the window's size (SIGWINCH); the program sees it by the next sync. */
void tty_resize(struct tty *tty, unsigned rows, unsigned columns);
void tty_signal(struct tty *tty, int number);
/* Waits for the program's end; the status is waitpid's. */
int tty_wait_exit(struct tty *tty);
/* Closes the terminal as a closed window does, and waits for the program's end. */
int tty_hang_up(struct tty *tty);
/* For is_job: waits until the program has stopped; lets it go on until it has the terminal. */
void tty_wait_stop(struct tty *tty);
void tty_continue(struct tty *tty);
/* Reads until the output holds text behind the offset from (a stream offset); false at the
 * program's end. */
bool tty_wait_output(struct tty *tty, size_t from, const char *text);

/* Everything written so far; valid until the next call on tty. */
const char *tty_stream(const struct tty *tty, size_t *ret_length);
/* One row without blanks at its end; all rows, each with \n. */
char *tty_row(struct tty *tty, unsigned row);
char *tty_text(struct tty *tty);
bool tty_shows(struct tty *tty, const char *text);
void tty_assert_shows(struct tty *tty, const char *text);
VTermScreenCell tty_cell(struct tty *tty, unsigned row, unsigned column);
/* The screen in a frame, with_styles: followed by a line for each run of cells that are not plain.
 */
char *tty_dump(struct tty *tty, bool with_styles);
void tty_cursor(struct tty *tty, unsigned *ret_row, unsigned *ret_column, bool *ret_is_visible);
bool tty_is_alternate(const struct tty *tty);
bool tty_has_mouse(const struct tty *tty);
/* The line discipline as a shell wants it: lines, echo, signals. */
bool tty_is_cooked(const struct tty *tty);
pid_t tty_program(const struct tty *tty);

#endif
