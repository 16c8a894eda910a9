/* The event loop: signals are looked at only between the flags' test and ppoll, and the size is
 * asked for before every wait, so that no resize is lost, whenever it comes. */
#include "screen/terminal_internal.h"

#include "screen/terminal_signals.h"

#include "base/clock.h"
#include "base/memory.h"

#include <errno.h>
#include <poll.h>
#include <unistd.h>

enum {
    ESCAPE_DELAY_MS = 40,   /* a sequence's bytes come together, even by ssh */
    ANSWER_DELAY_MS = 200,  /* to the probe, when we are leaving */
    ANSWER_LIMIT_MS = 2000, /* after that the terminal is one that does not answer */
};

static void apply_ambiguous(struct terminal *terminal, enum ambiguous_width ambiguous)
{
    if (ambiguous == terminal->ambiguous)
        return;
    terminal->ambiguous = ambiguous;
    if (terminal->set_wcwidth)
        terminal->set_wcwidth(ambiguous);
    terminal_forget_screen(terminal);
    terminal->is_layout_stale = true;
}

/* Decodes up to the next event or sync; answers of the terminal end here. */
static void decode(struct terminal *terminal, bool is_final)
{
    while (terminal->next.kind == INPUT_NONE) {
        struct input_item item;
        input_next(&terminal->input, is_final, &item);
        if (item.kind == INPUT_NONE)
            return;
        if (item.kind == INPUT_ATTRIBUTES)
            terminal->awaits_answer = false;
        else if (item.kind == INPUT_AMBIGUOUS && terminal->awaits_answer)
            apply_ambiguous(terminal, item.ambiguous);
        else if (item.kind != INPUT_AMBIGUOUS)
            terminal->next = item;
    }
}

/* Reads once; the descriptor is known to be readable. */
static void read_available(struct terminal *terminal)
{
    char bytes[2048];
    const ssize_t count = read(terminal->input_descriptor, bytes, sizeof bytes);
    terminal->read_ms = clock_monotonic_ms();
    if (count > 0)
        input_add(&terminal->input, bytes, (size_t)count);
    else if (count == 0 || (errno != EINTR && errno != EAGAIN))
        terminal->is_gone = true;
}

/* Whether there is something to read within the time; mask NULL: signals as they are. */
static bool wait_readable(struct terminal *terminal, int timeout_ms, const sigset_t *mask)
{
    struct pollfd ready = {.fd = terminal->input_descriptor, .events = POLLIN};
    const struct timespec timeout = {timeout_ms / 1000, timeout_ms % 1000 * 1000000L};
    const int count = ppoll(&ready, 1, timeout_ms < 0 ? NULL : &timeout, mask);
    if (count > 0 && ready.revents & POLLNVAL)
        terminal->is_gone = true;
    return count > 0;
}

void terminal_read(struct terminal *terminal, int timeout_ms)
{
    decode(terminal, false);
    if (terminal->next.kind == INPUT_NONE && !terminal->is_gone &&
        wait_readable(terminal, timeout_ms, NULL)) {
        read_available(terminal);
        decode(terminal, false);
    }
}

void terminal_await_answer(struct terminal *terminal)
{
    const int64_t now = clock_monotonic_ms();
    const int64_t limit = terminal->probe_ms + ANSWER_LIMIT_MS;
    const int64_t deadline = now + ANSWER_DELAY_MS < limit ? now + ANSWER_DELAY_MS : limit;
    int64_t left = deadline - now;
    while (terminal->awaits_answer && !terminal->is_gone && left > 0) {
        terminal->next.kind = INPUT_NONE;
        terminal_read(terminal, (int)left);
        left = deadline - clock_monotonic_ms();
    }
    terminal->awaits_answer = false;
}

static bool is_resized(const struct terminal *terminal)
{
    unsigned rows, columns;
    terminal_measure(terminal, &rows, &columns);
    return rows != terminal->rows || columns != terminal->columns;
}

bool terminal_has_pending(struct terminal *terminal)
{
    terminal_read(terminal, 0);
    return terminal->next.kind == INPUT_EVENT || terminal->is_gone || signals_end_wanted() ||
           terminal->is_layout_stale || is_resized(terminal);
}

static void stop_and_return(struct terminal *terminal, bool whole_job)
{
    terminal_leave(terminal);
    signals_stop(whole_job);
    terminal_enter(terminal);
    terminal_redraw(terminal);
}

void terminal_suspend(struct terminal *terminal)
{
    stop_and_return(terminal, true);
}

/* What happened besides input. */
static bool take_condition(struct terminal *terminal, struct event *ret_event)
{
    if (signals_end_wanted()) {
        *ret_event = (struct event){.kind = EVENT_END};
        return true;
    }
    if (signals_take_stop())
        stop_and_return(terminal, false);
    if (signals_take_continue()) {
        /* Stopped by SIGSTOP: the shell may have had its own modes and drawn over us. */
        terminal_enter(terminal);
        terminal_redraw(terminal);
    }
    unsigned rows, columns;
    terminal_measure(terminal, &rows, &columns);
    if (rows == terminal->rows && columns == terminal->columns && !terminal->is_layout_stale)
        return false;
    terminal_resize_screen(terminal, rows, columns);
    terminal->is_layout_stale = false;
    *ret_event = (struct event){.kind = EVENT_RESIZE, .row = rows, .column = columns};
    return true;
}

/* Tests write ESC[>777~ after their input; by now everything before it is done and drawn. */
static void answer_sync(struct terminal *terminal)
{
    CLEANUP_BUFFER struct buffer answer = {0};
    buffer_append_format(&answer, "\033]777;sync;%u\033\\", ++terminal->sync_count);
    terminal_write(terminal, buffer_str(&answer));
    terminal->next.kind = INPUT_NONE;
}

static bool take_input(struct terminal *terminal, struct event *ret_event)
{
    if (terminal->next.kind == INPUT_EVENT) {
        *ret_event = terminal->next.event;
        terminal->next.kind = INPUT_NONE;
        return true;
    }
    if (terminal->next.kind == INPUT_NONE && terminal->is_gone) {
        *ret_event = (struct event){.kind = EVENT_END};
        return true;
    }
    return false;
}

/* Milliseconds until a lone ESC that waits is a key. */
static int64_t escape_time_left(const struct terminal *terminal)
{
    const int64_t left = terminal->read_ms + ESCAPE_DELAY_MS - clock_monotonic_ms();
    return left > 0 ? left : 0;
}

static int next_timeout(const struct terminal *terminal, int64_t deadline)
{
    int64_t left = deadline < 0 ? -1 : deadline - clock_monotonic_ms();
    if (deadline >= 0 && left < 0)
        left = 0;
    if (input_is_waiting(&terminal->input)) {
        const int64_t escape_left = escape_time_left(terminal);
        left = left < 0 || left > escape_left ? escape_left : left;
    }
    return (int)left;
}

/* One round of the loop, the counted signals blocked; true when there is an event. */
static bool wait_round(struct terminal *terminal, int64_t deadline, const sigset_t *mask,
                       struct event *ret_event)
{
    decode(terminal, false); /* first: an answer in it may be a reason to lay out again */
    if (take_condition(terminal, ret_event) || take_input(terminal, ret_event))
        return true;
    if (terminal->next.kind == INPUT_SYNC) {
        answer_sync(terminal);
        return false;
    }
    const int timeout_ms = next_timeout(terminal, deadline);
    errno = 0;
    if (wait_readable(terminal, timeout_ms, mask)) {
        read_available(terminal);
        return false;
    }
    if (errno == EINTR)
        return false;
    decode(terminal, escape_time_left(terminal) == 0);
    if (terminal->next.kind != INPUT_NONE || deadline < 0 || clock_monotonic_ms() < deadline)
        return false;
    *ret_event = (struct event){.kind = EVENT_TIMEOUT};
    return true;
}

void terminal_wait(struct terminal *terminal, int timeout_ms, struct event *ret_event)
{
    const int64_t deadline = timeout_ms < 0 ? -1 : clock_monotonic_ms() + timeout_ms;
    sigset_t before;
    signals_block(&before);
    while (!wait_round(terminal, deadline, &before, ret_event))
        continue;
    sigprocmask(SIG_SETMASK, &before, NULL);
}
