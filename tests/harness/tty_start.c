/* Starting: the pseudo-terminal, the environment, and the little shell that jobs need (a process
 * group without a shell is orphaned, and the kernel does not stop those). */
#include "harness/stream.h"
#include "harness/tty_internal.h"

#include <errno.h>
#include <fcntl.h>
#include <pty.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

static void set_environment(const struct tty_options *options)
{
    static const char *const kept[] = {"PATH", "ASAN_OPTIONS", "UBSAN_OPTIONS", "LSAN_OPTIONS",
                                       "LLVM_PROFILE_FILE"};
    const char *values[sizeof kept / sizeof *kept];
    for (size_t i = 0; i < sizeof kept / sizeof *kept; i++)
        values[i] = getenv(kept[i]) ? strdup(getenv(kept[i])) : NULL;
    clearenv();
    for (size_t i = 0; i < sizeof kept / sizeof *kept; i++)
        if (values[i])
            setenv(kept[i], values[i], 1);
    setenv("TERM", "xterm-256color", 1);
    setenv("LC_ALL", "C.UTF-8", 1);
    setenv("HOME", "/nonexistent", 1);
    setenv("TUI_TEST", "1", 1);
    for (const char *const *entry = options->environment; entry && *entry; entry++) {
        const char *equals = strchr(*entry, '=');
        char *name = strndup(*entry, equals ? (size_t)(equals - *entry) : strlen(*entry));
        if (equals)
            setenv(name, equals + 1, 1);
        else
            unsetenv(name);
        free(name);
    }
}

static void run_program(const struct tty_options *options, const char *const argv[])
{
    if (options->input_path) {
        const int input = open(options->input_path, O_RDONLY);
        if (input < 0 || dup2(input, STDIN_FILENO) < 0)
            _exit(126);
        close(input);
    }
    char *program = realpath(argv[0], NULL); /* before the folder changes */
    if (!program || (options->folder && chdir(options->folder) != 0))
        _exit(126);
    set_environment(options);
    execv(program, (char *const *)argv);
    _exit(127);
}

/* Like a shell with one job: tells when it stops, takes the terminal back, and lets it go on. */
static void run_shell(const struct tty_options *options, const char *const argv[], int reports,
                      int commands)
{
    struct termios modes;
    int status;
    char command;
    signal(SIGTTOU, SIG_IGN);
    tcgetattr(STDIN_FILENO, &modes);
    const pid_t program = fork();
    if (program == 0) {
        setpgid(0, 0);
        tcsetpgrp(STDIN_FILENO, getpid());
        signal(SIGTTOU, SIG_DFL);
        close(reports);
        close(commands);
        run_program(options, argv);
    }
    if (write(reports, &program, sizeof program) != sizeof program)
        _exit(125);
    while (waitpid(program, &status, WUNTRACED) == program && WIFSTOPPED(status)) {
        tcsetpgrp(STDIN_FILENO, getpid());
        if (write(reports, "S", 1) != 1 || read(commands, &command, 1) != 1)
            _exit(125);
        tcsetpgrp(STDIN_FILENO, program);
        kill(-program, SIGCONT);
    }
    tcsetpgrp(STDIN_FILENO, getpid());
    if (WIFSIGNALED(status)) {
        signal(WTERMSIG(status), SIG_DFL);
        raise(WTERMSIG(status));
    }
    _exit(WEXITSTATUS(status));
}

/* A login shell's modes. While keys are typed ahead there is no echo, as in a shell with line
 * editing. */
static void init_modes(struct termios *modes)
{
    memset(modes, 0, sizeof *modes);
    modes->c_iflag = BRKINT | ICRNL | IXON | IUTF8;
    modes->c_oflag = OPOST | ONLCR;
    modes->c_cflag = CS8 | CREAD | B38400;
    modes->c_lflag = ISIG | ICANON | IEXTEN | ECHO | ECHOE | ECHOK;
    modes->c_cc[VINTR] = 3;
    modes->c_cc[VQUIT] = 28;
    modes->c_cc[VERASE] = 127;
    modes->c_cc[VKILL] = 21;
    modes->c_cc[VEOF] = 4;
    modes->c_cc[VSUSP] = 26;
    modes->c_cc[VSTART] = 17;
    modes->c_cc[VSTOP] = 19;
    modes->c_cc[VMIN] = 1;
    cfsetispeed(modes, B38400);
    cfsetospeed(modes, B38400);
}

static void start_child(struct tty *tty, const struct tty_options *options,
                        const char *const argv[], const struct termios *modes)
{
    const struct winsize size = {.ws_row = (unsigned short)tty->rows,
                                 .ws_col = (unsigned short)tty->columns};
    int reports[2], commands[2];
    char go;
    assert_return_code(pipe2(reports, O_CLOEXEC), errno);
    assert_return_code(pipe2(commands, O_CLOEXEC), errno);
    tty->child = forkpty(&tty->master, NULL, modes, &size);
    if (tty->child == 0) {
        if (read(commands[0], &go, 1) != 1)
            _exit(125);
        if (options->is_job)
            run_shell(options, argv, reports[1], commands[0]);
        run_program(options, argv);
    }
    assert_return_code(tty->child, errno);
    close(reports[1]);
    close(commands[0]);
    tty->reports = reports[0];
    tty->commands = commands[1];
    fcntl(tty->master, F_SETFD, FD_CLOEXEC);
    fcntl(tty->master, F_SETFL, O_NONBLOCK);
}

struct tty *tty_start(const struct tty_options *options, const char *const argv[])
{
    struct tty *tty = calloc(1, sizeof *tty);
    struct termios modes;
    init_modes(&modes);
    /* As in a shell with line editing: the kernel would echo what comes before the program is
     * ready. */
    tty->is_silent = options->typed_ahead != NULL;
    if (tty->is_silent)
        modes.c_lflag &= ~(tcflag_t)ECHO;
    tty->answers = options->answers;
    tty->allowances = STREAM_DEFAULT;
    tty_init_screen(tty, options->rows ? options->rows : 24,
                    options->columns ? options->columns : 80);
    start_child(tty, options, argv, &modes);
    if (options->typed_ahead)
        tty_send(tty, options->typed_ahead, strlen(options->typed_ahead));
    assert_int_equal(write(tty->commands, "G", 1), 1);
    tty->program = tty->child;
    if (options->is_job)
        assert_int_equal(read(tty->reports, &tty->program, sizeof tty->program),
                         sizeof tty->program);
    if (!options->is_job) {
        close(tty->reports);
        tty->reports = -1;
    }
    tty->process = (int)syscall(SYS_pidfd_open, tty->child, 0);
    assert_return_code(tty->process, errno);
    return tty;
}
