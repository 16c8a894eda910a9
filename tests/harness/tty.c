#include "harness/tty.h"

#include "harness/stream.h"
#include "harness/tty_internal.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

enum { DEADLINE_SECONDS = 20 };

static const char sync_request[] = "\033[>777~";
static const char sync_answer[] = "\033]777;sync;";

static int64_t now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* What the emulator would type; sent when it has taken in all it was given, since sending may read.
 * Its answer to the probe is changed when the test wants so. */
static void on_answer(const char *bytes, size_t length, void *user)
{
    struct tty *tty = user;
    if (tty->answers == TTY_ANSWERS_NONE)
        return;
    if (tty->answers == TTY_ANSWERS_WIDE && length == 6 && memcmp(bytes, "\033[2;2R", 6) == 0)
        bytes = "\033[2;3R";
    if (tty->reply_length + length <= sizeof tty->reply) {
        memcpy(tty->reply + tty->reply_length, bytes, length);
        tty->reply_length += length;
    }
}

static int on_property(VTermProp property, VTermValue *value, void *user)
{
    struct tty *tty = user;
    if (property == VTERM_PROP_ALTSCREEN)
        tty->is_alternate = value->boolean;
    else if (property == VTERM_PROP_CURSORVISIBLE)
        tty->is_cursor_visible = value->boolean;
    else if (property == VTERM_PROP_MOUSE)
        tty->has_mouse = value->number != VTERM_PROP_MOUSE_NONE;
    return 1;
}

void tty_init_screen(struct tty *tty, unsigned rows, unsigned columns)
{
    static const VTermScreenCallbacks callbacks = {.settermprop = on_property};
    tty->rows = rows;
    tty->columns = columns;
    tty->vterm = vterm_new((int)rows, (int)columns);
    vterm_set_utf8(tty->vterm, 1);
    vterm_output_set_callback(tty->vterm, on_answer, tty);
    tty->screen = vterm_obtain_screen(tty->vterm);
    vterm_screen_enable_altscreen(tty->screen, 1);
    vterm_screen_set_callbacks(tty->screen, &callbacks, tty);
    vterm_screen_reset(tty->screen, 1);
    tty->is_cursor_visible = true;
}

/* Bytes at the end that are the beginning of a code point. */
static size_t cut_length(const char *bytes, size_t length)
{
    for (size_t back = 1; back <= 3 && back <= length; back++) {
        const unsigned char byte = (unsigned char)bytes[length - back];
        const size_t wanted = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : byte >= 0xC0 ? 2 : 1;
        if (byte < 0x80 || byte >= 0xC0)
            return wanted > back ? back : 0;
    }
    return 0;
}

/* libvterm 0.1.4 loses a code point that is given to it in two pieces. */
static void show_output(struct tty *tty)
{
    const char *bytes = tty->stream + tty->shown_offset;
    size_t length = tty->stream_length - tty->shown_offset;
    length -= cut_length(bytes, length);
    vterm_input_write(tty->vterm, bytes, length);
    tty->shown_offset += length;
}

static void take_output(struct tty *tty, const char *bytes, size_t length)
{
    if (tty->stream_length + length + 1 > tty->stream_capacity) {
        tty->stream_capacity = (tty->stream_length + length + 1) * 2;
        tty->stream = realloc(tty->stream, tty->stream_capacity);
    }
    memcpy(tty->stream + tty->stream_length, bytes, length);
    tty->stream_length += length;
    tty->stream[tty->stream_length] = '\0';
    show_output(tty);
    char reply[sizeof tty->reply];
    const size_t reply_length = tty->reply_length;
    memcpy(reply, tty->reply, reply_length);
    tty->reply_length = 0;
    if (reply_length)
        tty_send(tty, reply, reply_length);
}

/* Reads once if there is something; false at the end of the output. */
static bool read_output(struct tty *tty)
{
    char bytes[65536];
    const ssize_t count = read(tty->master, bytes, sizeof bytes);
    if (count > 0)
        take_output(tty, bytes, (size_t)count);
    else if (count == 0 || (errno != EINTR && errno != EAGAIN))
        tty->is_closed = true;
    return !tty->is_closed;
}

static void fail_late(struct tty *tty, const char *what)
{
    char *dump = tty_dump(tty, false);
    fputs(dump, stderr); /* cmocka cuts at 1,024 bytes */
    free(dump);
    fail_msg("waited %d s for %s", DEADLINE_SECONDS, what);
}

/* Waits for output, the program's end or a byte of the little shell. */
static void pump(struct tty *tty, int64_t deadline, const char *what)
{
    struct pollfd ready[] = {{.fd = tty->is_closed ? -1 : tty->master, .events = POLLIN},
                             {.fd = tty->process, .events = POLLIN},
                             {.fd = tty->reports, .events = POLLIN}};
    const int64_t left = deadline - now_ms();
    if (left <= 0 || poll(ready, 3, (int)left) == 0)
        fail_late(tty, what);
    if (ready[0].revents) {
        read_output(tty);
        return; /* output first: what was written before the end counts */
    }
    if (ready[1].revents)
        tty->has_ended = true;
    if (ready[2].revents && read(tty->reports, &tty->report, 1) != 1)
        tty->reports = -1;
}

static int64_t new_deadline(void)
{
    return now_ms() + DEADLINE_SECONDS * 1000;
}

static size_t find_bytes(const struct tty *tty, size_t from, const char *text)
{
    const void *found =
        tty->stream && from < tty->stream_length
            ? memmem(tty->stream + from, tty->stream_length - from, text, strlen(text))
            : NULL;
    return found ? (size_t)((const char *)found - tty->stream) : SIZE_MAX;
}

void tty_send(struct tty *tty, const char *bytes, size_t length)
{
    const int64_t deadline = new_deadline();
    for (size_t sent = 0; sent < length;) {
        struct pollfd ready = {.fd = tty->master, .events = POLLIN | POLLOUT};
        if (now_ms() > deadline || poll(&ready, 1, DEADLINE_SECONDS * 1000) == 0)
            fail_late(tty, "the program to read its input");
        /* Output that nobody reads would stop the program from reading input; but read before
         * writing, the emulator's answers would overtake each other. */
        if (ready.revents & POLLIN && !(ready.revents & POLLOUT))
            read_output(tty);
        if (ready.revents & POLLHUP || tty->is_closed)
            return;
        if (!(ready.revents & POLLOUT))
            continue;
        const ssize_t count = write(tty->master, bytes + sent, length - sent);
        if (count < 0 && errno != EAGAIN && errno != EINTR)
            return;
        sent += count > 0 ? (size_t)count : 0;
    }
}

bool tty_wait_output(struct tty *tty, size_t from, const char *text)
{
    const int64_t deadline = new_deadline();
    while (find_bytes(tty, from, text) == SIZE_MAX) {
        if (tty->has_ended || tty->is_closed)
            return false;
        pump(tty, deadline, text);
    }
    return true;
}

/* Waits for the answer to a sync request that was sent. */
static bool wait_sync(struct tty *tty)
{
    if (!tty_wait_output(tty, tty->sync_offset, sync_answer))
        return false;
    tty->sync_offset = find_bytes(tty, tty->sync_offset, sync_answer) + sizeof sync_answer - 1;
    return tty_wait_output(tty, tty->sync_offset, "\033\\");
}

bool tty_sync(struct tty *tty)
{
    /* Before the program has taken the terminal over, the kernel would echo the request. */
    if (tty->sync_offset == 0 && !tty_wait_output(tty, 0, "\033["))
        return false;
    tty_send(tty, sync_request, sizeof sync_request - 1);
    return wait_sync(tty);
}

/* In one write: keys may make the program give the terminal away, and then the kernel echoes. */
void tty_press(struct tty *tty, const char *keys)
{
    const size_t length = strlen(keys);
    char *input = malloc(length + sizeof sync_request);
    memcpy(input, keys, length);
    memcpy(input + length, sync_request, sizeof sync_request);
    tty_send(tty, input, length + sizeof sync_request - 1);
    free(input);
    if (!wait_sync(tty))
        fail_msg("the program ended after the keys \"%s\"", keys);
}

void tty_resize(struct tty *tty, unsigned rows, unsigned columns)
{
    const struct winsize size = {.ws_row = (unsigned short)rows, .ws_col = (unsigned short)columns};
    tty->rows = rows;
    tty->columns = columns;
    vterm_set_size(tty->vterm, (int)rows, (int)columns);
    assert_return_code(ioctl(tty->master, TIOCSWINSZ, &size), errno);
}

void tty_signal(struct tty *tty, int number)
{
    assert_return_code(kill(tty->program, number), errno);
}

int tty_wait_exit(struct tty *tty)
{
    const int64_t deadline = new_deadline();
    while (!tty->has_ended)
        pump(tty, deadline, "the program to end");
    if (!tty->is_reaped) {
        while (!tty->is_closed && poll(&(struct pollfd){tty->master, POLLIN, 0}, 1, 0) > 0)
            read_output(tty);
        assert_int_equal(waitpid(tty->child, &tty->status, 0), tty->child);
        tty->is_reaped = true;
    }
    return tty->status;
}

int tty_hang_up(struct tty *tty)
{
    close(tty->master);
    tty->master = -1;
    tty->is_closed = true;
    return tty_wait_exit(tty);
}

void tty_wait_stop(struct tty *tty)
{
    const int64_t deadline = new_deadline();
    while (tty->report != 'S') {
        if (tty->has_ended)
            fail_msg("the program ended instead of stopping");
        pump(tty, deadline, "the program to stop");
    }
    tty->report = 0;
    while (!tty->is_closed && poll(&(struct pollfd){tty->master, POLLIN, 0}, 1, 0) > 0)
        read_output(tty);
}

void tty_continue(struct tty *tty)
{
    const size_t before = tty->stream_length;
    assert_int_equal(write(tty->commands, "C", 1), 1);
    if (!tty_wait_output(tty, before, "\033["))
        fail_msg("the program ended instead of going on");
}

void tty_set_allowances(struct tty *tty, unsigned allowances)
{
    tty->allowances = allowances;
}

void tty_free(struct tty *tty)
{
    if (!tty->is_reaped) {
        kill(tty->program, SIGKILL);
        kill(tty->child, SIGKILL);
        kill(tty->program, SIGCONT);
        waitpid(tty->child, &tty->status, 0);
    }
    if (tty->master >= 0)
        close(tty->master);
    close(tty->process);
    if (tty->reports >= 0)
        close(tty->reports);
    if (tty->commands >= 0)
        close(tty->commands);
    vterm_free(tty->vterm);
    if (tty->allowances != UINT_MAX && tty->stream)
        stream_assert(tty->stream, tty->stream_length, tty->allowances);
    free(tty->stream);
    free(tty);
}

const char *tty_stream(const struct tty *tty, size_t *ret_length)
{
    *ret_length = tty->stream_length;
    return tty->stream ? tty->stream : "";
}

bool tty_is_alternate(const struct tty *tty)
{
    return tty->is_alternate;
}

bool tty_has_mouse(const struct tty *tty)
{
    return tty->has_mouse;
}

bool tty_is_cooked(const struct tty *tty)
{
    struct termios modes;
    const tcflag_t wanted = ICANON | ISIG | (tty->is_silent ? 0 : ECHO);
    return tcgetattr(tty->master, &modes) == 0 && (modes.c_lflag & wanted) == wanted &&
           modes.c_iflag & ICRNL && modes.c_oflag & ONLCR;
}

pid_t tty_program(const struct tty *tty)
{
    return tty->program;
}
