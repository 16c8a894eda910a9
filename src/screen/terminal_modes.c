/* The modes of the terminal, entered and left: everything zhai sends besides what curses draws. */
#include "screen/terminal_internal.h"

#include "screen/base64.h"
#include "screen/terminal_signals.h"

#include "base/clock.h"
#include "base/intl.h"
#include "base/memory.h"

#include <errno.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <unistd.h>

enum {
    ROWS_DEFAULT = 24,
    COLUMNS_DEFAULT = 80,
    SIZE_LIMIT = 2000,
    /* xterm's limit on OSC 52, 99,992 bytes of base64. */
    COPY_LIMIT = 74994,
};

void terminal_write(struct terminal *terminal, struct str bytes)
{
    size_t written = 0;
    while (written < bytes.length) {
        const ssize_t count =
            write(terminal->output_descriptor, bytes.bytes + written, bytes.length - written);
        if (count >= 0) {
            written += (size_t)count;
        } else if (errno == EAGAIN) {
            struct pollfd ready = {.fd = terminal->output_descriptor, .events = POLLOUT};
            poll(&ready, 1, -1);
        } else if (errno != EINTR) {
            return; /* the terminal is gone: reading says so */
        }
    }
}

void terminal_init_modes(struct terminal *terminal)
{
    terminal->raw = terminal->original;
    /* No ISIG: ^C and ^Z are keys. No IXON: so is ^S. No ICRNL: ENTER is not ^J. */
    terminal->raw.c_iflag &= ~(tcflag_t)(IXON | ICRNL | INLCR | IGNCR | ISTRIP | BRKINT);
    terminal->raw.c_oflag &= ~(tcflag_t)ONLCR;
    terminal->raw.c_lflag &= ~(tcflag_t)(ICANON | ECHO | ECHONL | ISIG | IEXTEN);
    terminal->raw.c_cc[VMIN] = 1;
    terminal->raw.c_cc[VTIME] = 0;
    terminal->input.erase = terminal->original.c_cc[VERASE] == '\b' ? '\b' : 127;
}

/* The order matters: the alternate screen last, since leaving it brings the cursor back. */
void terminal_append_restore(const struct terminal *terminal, struct buffer *out)
{
    buffer_append_c(out, "\033[m\033[r\033[4l\033[?1006l\033[?1000l\033[?2004l\033[?7h\033[?25h");
    if (terminal->has_alternate_screen)
        buffer_append_c(out, "\033[?1049l");
    else
        buffer_append_format(out, "\033[%u;1H\r\n", terminal->rows);
}

void terminal_enter(struct terminal *terminal)
{
    /* Not TCSAFLUSH: what was typed ahead is for us. */
    tcsetattr(terminal->input_descriptor, TCSADRAIN, &terminal->raw);
    signals_set_active(true);
    terminal->is_entered = true;
    if (terminal->has_alternate_screen)
        terminal_write(terminal, STR("\033[?1049h"));
    if (terminal->uses_mouse)
        terminal_write(terminal, STR("\033[?1000h\033[?1006h"));
}

void terminal_leave(struct terminal *terminal)
{
    CLEANUP_BUFFER struct buffer restore = {0};
    terminal_await_answer(terminal);
    terminal_append_restore(terminal, &restore);
    terminal_write(terminal, buffer_str(&restore));
    tcsetattr(terminal->input_descriptor, TCSADRAIN, &terminal->original);
    signals_set_active(false);
    terminal->is_entered = false;
}

/* One ambiguous character in row 2 (the answer ESC[2;nR is no key's), asking where the cursor is
 * then; the device attributes, which every terminal answers, end the wait. The first drawing hides
 * it. */
void terminal_probe(struct terminal *terminal)
{
    terminal_write(terminal, STR("\033[2;1H\xE2\x80\x9C\033[6n\033[c\r\033[K"));
    terminal->awaits_answer = true;
    terminal->probe_ms = clock_monotonic_ms();
}

void terminal_measure(const struct terminal *terminal, unsigned *ret_rows, unsigned *ret_columns)
{
    struct winsize size = {0};
    if (ioctl(terminal->output_descriptor, TIOCGWINSZ, &size) != 0)
        size = (struct winsize){0};
    *ret_rows = size.ws_row ? size.ws_row : ROWS_DEFAULT;
    *ret_columns = size.ws_col ? size.ws_col : COLUMNS_DEFAULT;
    if (*ret_rows > SIZE_LIMIT)
        *ret_rows = SIZE_LIMIT;
    if (*ret_columns > SIZE_LIMIT)
        *ret_columns = SIZE_LIMIT;
}

enum status terminal_copy(struct terminal *terminal, struct str text, struct error *error)
{
    CLEANUP_BUFFER struct buffer filtered = {0};
    CLEANUP_BUFFER struct buffer sequence = {0};
    filter_append(&filtered, text, true);
    if (filtered.length > COPY_LIMIT)
        return error_set(error, STATUS_TOO_LARGE,
                         _("%zu bytes are too many for the terminal's clipboard (at most %d)"),
                         filtered.length, COPY_LIMIT);
    buffer_append_c(&sequence, "\033]52;c;");
    base64_append(&sequence, buffer_str(&filtered));
    buffer_append_c(&sequence, "\033\\");
    terminal_write(terminal, buffer_str(&sequence));
    return STATUS_OK;
}
