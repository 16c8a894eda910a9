/* The terminal: opened once, restored on every way out. The only user of curses is
 * terminal_curses.c. */
#ifndef SCREEN_TERMINAL_H
#define SCREEN_TERMINAL_H

#include "screen/canvas.h"
#include "screen/event.h"

enum color_mode {
    COLOR_MODE_AUTO,
    COLOR_MODE_NONE,
    COLOR_MODE_16,
    COLOR_MODE_256,
    COLOR_MODE_TRUE
};

struct terminal_options {
    const struct theme *theme;  /* borrowed while the terminal is open */
    enum color_mode color_mode; /* AUTO: NO_COLOR, COLORTERM, terminfo */
    bool uses_mouse;
    int ambiguous; /* 0: ask the terminal (CPR, with DA1 as sentinel); else 1 or 2 */
    void (*set_wcwidth)(
        enum ambiguous_width ambiguous); /* tells the interposed wcwidth; may be NULL */
};

struct terminal;

/* Refuses with words: no terminal, TERM unset, unknown or dumb (it cannot move a cursor), a locale
 * without UTF-8, ncurses not using zhai's wcwidth. Keys typed ahead are kept. One may be open at a
 * time. Input is /dev/tty when standard input is not a terminal. */
MUST_CHECK enum status terminal_open(const struct terminal_options *options,
                                     struct terminal **ret_terminal, struct error *error);
/* Closes *terminal and opens it with other options; what was typed meanwhile is kept. When that
 * fails *terminal is NULL and the terminal is restored. */
MUST_CHECK enum status terminal_reopen(const struct terminal_options *options,
                                       struct terminal **terminal, struct error *error);
/* Restores the screen, modes and signals. NULL is fine. */
void terminal_close(struct terminal *terminal);
void terminal_size(const struct terminal *terminal, unsigned *ret_rows, unsigned *ret_columns);
enum ambiguous_width terminal_ambiguous(const struct terminal *terminal);
void terminal_set_theme(struct terminal *terminal, const struct theme *theme);
/* Sends what changed since the last time. */
void terminal_present(struct terminal *terminal, const struct canvas *canvas);
/* Everything again, for ^L. */
void terminal_redraw(struct terminal *terminal);
/* The next event; EVENT_TIMEOUT after timeout_ms (-1: never). Input that is already there comes
 * without a wait: has_pending says so, to draw once after a burst. */
void terminal_wait(struct terminal *terminal, int timeout_ms, struct event *ret_event);
bool terminal_has_pending(struct terminal *terminal);
/* Stops the process as ^Z does; returns when it goes on, the screen restored. */
void terminal_suspend(struct terminal *terminal);
/* Copies filtered UTF-8 to the clipboard by OSC 52; at most 74,994 bytes of text, else
 * STATUS_TOO_LARGE. */
MUST_CHECK enum status terminal_copy(struct terminal *terminal, struct str text,
                                     struct error *error);
/* Starts a program by argv (no shell) with its input and output on /dev/null, not waited for (a
 * double fork or SIGCHLD handling keeps no zombie). STATUS_NOT_FOUND when there is no such program.
 */
MUST_CHECK enum status terminal_spawn(struct terminal *terminal, char *const argv[],
                                      struct error *error);
/* Like terminal_spawn, but in the foreground with the terminal handed over (a browser such as w3m),
 * and waited for. */
MUST_CHECK enum status terminal_run(struct terminal *terminal, char *const argv[],
                                    struct error *error);

#endif
