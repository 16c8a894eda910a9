/* What the files of the terminal share. Curses itself stays in terminal_curses.c. */
#ifndef SCREEN_TERMINAL_INTERNAL_H
#define SCREEN_TERMINAL_INTERNAL_H

#include "screen/terminal.h"
#include "screen/terminal_input.h"

#include <stdio.h>
#include <termios.h>

struct screen; /* curses' SCREEN */

struct terminal {
    int input_descriptor, output_descriptor; /* our own duplicates */
    FILE *input_file, *output_file;          /* what curses holds; closed with the terminal */
    struct screen *screen;
    struct termios original, raw;
    const struct theme *theme;
    enum color_mode color_mode;
    int color_count;
    bool uses_mouse, has_alternate_screen;
    unsigned rows, columns;
    enum ambiguous_width ambiguous;
    void (*set_wcwidth)(enum ambiguous_width ambiguous);
    struct canvas_cell *shown; /* rows x columns as last presented, NULL when unknown */

    struct input input;
    struct input_item next; /* INPUT_NONE: none */
    int64_t read_ms;        /* when bytes came last */
    bool awaits_answer;     /* to the probe */
    int64_t probe_ms;       /* when it was sent */
    bool is_layout_stale;   /* EVENT_RESIZE is due */
    bool is_gone;           /* end of input */
    bool is_entered;        /* raw mode and our screen */
    unsigned sync_count;
};

/* terminal_modes.c: what zhai itself says to the terminal. */
void terminal_write(struct terminal *terminal, struct str bytes);
void terminal_init_modes(struct terminal *terminal);
/* Enters raw mode, the alternate screen and the mouse mode. */
void terminal_enter(struct terminal *terminal);
void terminal_leave(struct terminal *terminal);
void terminal_append_restore(const struct terminal *terminal, struct buffer *out);
void terminal_probe(struct terminal *terminal);
void terminal_measure(const struct terminal *terminal, unsigned *ret_rows, unsigned *ret_columns);

/* terminal_event.c */
/* Reads what is there, for at most timeout_ms, and decodes one item ahead. */
void terminal_read(struct terminal *terminal, int timeout_ms);
/* An answer to the probe that came after we left would be typed into the shell. */
void terminal_await_answer(struct terminal *terminal);

/* terminal_curses.c */
void terminal_resize_screen(struct terminal *terminal, unsigned rows, unsigned columns);
/* Forgets what is on the screen: everything is drawn again by the next terminal_present. */
void terminal_forget_screen(struct terminal *terminal);

#endif
