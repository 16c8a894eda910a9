/* Other programs, always by argument vector (hostile-inputs R5), with signals and descriptors as if
 * the shell had started them. */
#include "screen/terminal_internal.h"

#include "screen/terminal_signals.h"

#include "base/intl.h"
#include "base/memory.h"

#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

static enum status spawn_failed(int number, const char *program, struct error *error)
{
    if (number == ENOENT)
        return error_set(error, STATUS_NOT_FOUND, _("there is no program \"%s\""), program);
    return error_set(error, STATUS_SYSTEM, _("\"%s\" cannot be started: %s"), program,
                     strerror(number));
}

/* Signals of the child as a program expects to find them: none blocked, none ignored. */
static void init_attributes(posix_spawnattr_t *attributes)
{
    sigset_t signals;
    posix_spawnattr_init(attributes);
    posix_spawnattr_setflags(attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
    sigemptyset(&signals);
    posix_spawnattr_setsigmask(attributes, &signals);
    sigfillset(&signals);
    sigdelset(&signals, SIGKILL);
    sigdelset(&signals, SIGSTOP);
    posix_spawnattr_setsigdefault(attributes, &signals);
}

static int spawn(char *const argv[], const posix_spawn_file_actions_t *actions, pid_t *ret_child)
{
    posix_spawnattr_t attributes;
    init_attributes(&attributes);
    const int number = posix_spawnp(ret_child, argv[0], actions, &attributes, argv, environ);
    posix_spawnattr_destroy(&attributes);
    return number;
}

static int wait_for(pid_t child, int *ret_status)
{
    pid_t ended;
    do
        ended = waitpid(child, ret_status, 0);
    while (ended < 0 && errno == EINTR);
    return ended < 0 ? errno : 0;
}

/* In the child between us and the program: a session of its own, so that neither our terminal's
 * ^C nor its end reaches the program. */
static void detach_and_spawn(char *const argv[])
{
    posix_spawn_file_actions_t actions;
    pid_t grandchild;
    setsid();
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    _exit(spawn(argv, &actions, &grandchild) & 0xFF);
}

enum status terminal_spawn(struct terminal *terminal, char *const argv[], struct error *error)
{
    (void)terminal;
    int child_status = 0;
    const pid_t child = fork();
    if (child < 0)
        return spawn_failed(errno, argv[0], error);
    if (child == 0) {
        signals_set_active(false);
        detach_and_spawn(argv);
    }
    const int number = wait_for(child, &child_status);
    if (number)
        return spawn_failed(number, argv[0], error);
    /* errno numbers fit an exit status. */
    if (WIFEXITED(child_status) && WEXITSTATUS(child_status) == 0)
        return STATUS_OK;
    return spawn_failed(WIFEXITED(child_status) ? WEXITSTATUS(child_status) : ECHILD, argv[0],
                        error);
}

enum status terminal_run(struct terminal *terminal, char *const argv[], struct error *error)
{
    posix_spawn_file_actions_t actions;
    pid_t child;
    int child_status;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, terminal->input_descriptor, STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&actions, terminal->output_descriptor, STDOUT_FILENO);
    posix_spawn_file_actions_adddup2(&actions, terminal->output_descriptor, STDERR_FILENO);
    terminal_leave(terminal);
    signals_yield(true);
    int number = spawn(argv, &actions, &child);
    if (number == 0)
        number = wait_for(child, &child_status);
    signals_yield(false);
    terminal_enter(terminal);
    terminal_redraw(terminal);
    posix_spawn_file_actions_destroy(&actions);
    return number ? spawn_failed(number, argv[0], error) : STATUS_OK;
}
