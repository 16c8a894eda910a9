#include "screen/terminal_signals.h"

#include "base/memory.h"

#include <errno.h>
#include <time.h>
#include <unistd.h>

/* Signal handlers reach nothing but globals: this is the one place for them (STYLE 10). */
static struct {
    volatile sig_atomic_t is_active, wants_end, wants_stop, was_continued;
    volatile sig_atomic_t end_second; /* when wants_end was set */
    int input_descriptor, output_descriptor;
    struct termios original;
    char restore_bytes[256];
    size_t restore_length;
    bool has_exit_hook;
} state;

static const int crash_signals[] = {SIGSEGV, SIGABRT, SIGBUS, SIGFPE, SIGILL, SIGSYS, SIGTRAP};
static const int counted_signals[] = {SIGHUP, SIGTERM, SIGINT, SIGQUIT, SIGTSTP, SIGCONT, SIGWINCH};
static struct sigaction crash_before[ARRAY_LENGTH(crash_signals)];
static struct sigaction counted_before[ARRAY_LENGTH(counted_signals)];
static char crash_stack[32768]; /* a crash by a full stack needs another one */

void signals_restore_terminal(void)
{
    if (!state.is_active)
        return;
    state.is_active = 0;
    const int saved_errno = errno;
    size_t written = 0;
    while (written < state.restore_length) {
        const ssize_t count = write(state.output_descriptor, state.restore_bytes + written,
                                    state.restore_length - written);
        if (count <= 0 && errno != EINTR)
            break;
        written += count > 0 ? (size_t)count : 0;
    }
    tcsetattr(state.input_descriptor, TCSANOW, &state.original);
    errno = saved_errno;
}

/* Restores, then lets the signal do what it would have done without us (a core, a sanitizer's
 * report). */
static void on_crash(int number)
{
    signals_restore_terminal();
    for (size_t i = 0; i < ARRAY_LENGTH(crash_signals); i++)
        if (crash_signals[i] == number)
            sigaction(number, &crash_before[i], NULL);
    raise(number);
}

static int now_second(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int)now.tv_sec;
}

/* A closing terminal sends SIGHUP twice at once; one who asks again seconds later means a program
 * that hangs. */
static void on_end(int number)
{
    const int second = now_second();
    if (!state.wants_end) {
        state.wants_end = 1;
        state.end_second = second;
        return;
    }
    if (second - state.end_second < 2)
        return;
    signals_restore_terminal();
    signal(number, SIG_DFL);
    raise(number);
}

static void on_counted(int number)
{
    if (number == SIGTSTP)
        state.wants_stop = 1;
    else if (number == SIGCONT)
        state.was_continued = 1;
    else if (number != SIGWINCH) /* it only has to wake ppoll: the size is asked for every time */
        on_end(number);
}

static void capture_crashes(void)
{
    stack_t stack = {.ss_sp = crash_stack, .ss_size = sizeof crash_stack};
    sigaltstack(&stack, NULL);
    for (size_t i = 0; i < ARRAY_LENGTH(crash_signals); i++) {
        struct sigaction action = {.sa_handler = on_crash, .sa_flags = SA_ONSTACK | SA_NODEFER};
        sigaction(crash_signals[i], &action, &crash_before[i]);
    }
}

/* What was ignored when we came (nohup, a shell without jobs) stays ignored. */
static void capture_counted(void)
{
    for (size_t i = 0; i < ARRAY_LENGTH(counted_signals); i++) {
        const struct sigaction count = {.sa_handler = on_counted, .sa_flags = SA_RESTART};
        const bool is_ignored = counted_before[i].sa_handler == SIG_IGN;
        sigaction(counted_signals[i], is_ignored ? &counted_before[i] : &count, NULL);
    }
}

void signals_capture(int input_descriptor, int output_descriptor, const struct termios *original,
                     struct str restore_bytes)
{
    state.input_descriptor = input_descriptor;
    state.output_descriptor = output_descriptor;
    state.original = *original;
    state.restore_length = restore_bytes.length < sizeof state.restore_bytes
                               ? restore_bytes.length
                               : sizeof state.restore_bytes;
    memcpy(state.restore_bytes, restore_bytes.bytes, state.restore_length);
    state.wants_end = state.wants_stop = state.was_continued = 0;
    for (size_t i = 0; i < ARRAY_LENGTH(counted_signals); i++)
        sigaction(counted_signals[i], NULL, &counted_before[i]);
    capture_crashes();
    capture_counted();
    state.is_active = 1;
    memory_set_exhausted_hook(signals_restore_terminal);
    if (!state.has_exit_hook)
        state.has_exit_hook = atexit(signals_restore_terminal) == 0;
}

void signals_release(void)
{
    state.is_active = 0;
    memory_set_exhausted_hook(NULL);
    for (size_t i = 0; i < ARRAY_LENGTH(counted_signals); i++)
        sigaction(counted_signals[i], &counted_before[i], NULL);
    for (size_t i = 0; i < ARRAY_LENGTH(crash_signals); i++)
        sigaction(crash_signals[i], &crash_before[i], NULL);
    stack_t none = {.ss_flags = SS_DISABLE};
    sigaltstack(&none, NULL);
}

void signals_set_active(bool is_active)
{
    state.is_active = is_active;
}

void signals_block(sigset_t *ret_before)
{
    sigset_t counted;
    sigemptyset(&counted);
    for (size_t i = 0; i < ARRAY_LENGTH(counted_signals); i++)
        sigaddset(&counted, counted_signals[i]);
    sigprocmask(SIG_BLOCK, &counted, ret_before);
}

bool signals_end_wanted(void)
{
    return state.wants_end;
}

bool signals_take_stop(void)
{
    const bool wanted = state.wants_stop;
    state.wants_stop = 0;
    return wanted;
}

bool signals_take_continue(void)
{
    const bool happened = state.was_continued;
    state.was_continued = 0;
    return happened;
}

void signals_stop(bool whole_job)
{
    sigset_t stop_and_continue, before;
    sigemptyset(&stop_and_continue);
    sigaddset(&stop_and_continue, SIGTSTP);
    sigaddset(&stop_and_continue, SIGCONT);
    signal(SIGTSTP, SIG_DFL);
    sigprocmask(SIG_UNBLOCK, &stop_and_continue, &before);
    if (whole_job)
        kill(0, SIGTSTP); /* the pipeline that feeds zhai stops with it */
    else
        raise(SIGTSTP);
    sigprocmask(SIG_SETMASK, &before, NULL);
    capture_counted();
    state.wants_stop = state.was_continued = 0;
}

void signals_yield(bool is_yielded)
{
    if (!is_yielded) {
        capture_counted();
        state.wants_stop = state.was_continued = 0;
        return;
    }
    signal(SIGINT, SIG_IGN);
    signal(SIGQUIT, SIG_IGN);
    signal(SIGTSTP, SIG_DFL);
}
