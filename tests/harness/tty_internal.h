/* Shared by the three files of the pseudo-terminal harness. */
#ifndef HARNESS_TTY_INTERNAL_H
#define HARNESS_TTY_INTERNAL_H

#include "harness/tty.h"

#include <limits.h>

struct tty {
    int master, process;   /* the pseudo-terminal; a pidfd of the child */
    int reports, commands; /* from and to the little shell, or -1 */
    pid_t child, program;  /* the same without is_job */
    VTerm *vterm;
    VTermScreen *screen;
    unsigned rows, columns;
    enum tty_answers answers;
    unsigned allowances; /* UINT_MAX: the output is not checked */
    char *stream;
    size_t stream_length, stream_capacity;
    size_t shown_offset; /* what is before it was given to the emulator */
    size_t sync_offset; /* answers before it are counted */
    char report;
    bool is_closed, has_ended, is_reaped;
    bool is_silent;  /* started without echo */
    char reply[256]; /* of the emulator, to be sent */
    size_t reply_length;
    bool is_alternate, is_cursor_visible, has_mouse;
    int status;
};

void tty_init_screen(struct tty *tty, unsigned rows, unsigned columns);

#endif
