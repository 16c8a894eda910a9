#include "collect/process.h"

#include "base/clock.h"
#include "base/intl.h"
#include "base/memory.h"
#include "collect/sandbox.h"
#include "collect/worker.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static int set_attributes(posix_spawnattr_t *attributes)
{
    sigset_t none, reset;
    sigemptyset(&none);
    sigfillset(&reset);
    sigdelset(&reset, SIGKILL);
    sigdelset(&reset, SIGSTOP);
    int failed = posix_spawnattr_setpgroup(attributes, 0);
    failed |= posix_spawnattr_setsigmask(attributes, &none);
    failed |= posix_spawnattr_setsigdefault(attributes, &reset);
    failed |= posix_spawnattr_setflags(attributes, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK |
                                                       POSIX_SPAWN_SETSIGDEF);
    return failed;
}

static int set_descriptors(posix_spawn_file_actions_t *actions, int descriptor)
{
    int failed = posix_spawn_file_actions_adddup2(actions, descriptor, STDIN_FILENO);
    failed |= posix_spawn_file_actions_adddup2(actions, descriptor, STDOUT_FILENO);
    if (sandbox_limits_memory()) /* a sanitizer is to be heard */
        failed |=
            posix_spawn_file_actions_addopen(actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    return failed | posix_spawn_file_actions_addclosefrom_np(actions, STDERR_FILENO + 1);
}

/* An errno, or 0. */
static int spawn(const char *program, int descriptor, pid_t *ret_id)
{
    char *const arguments[] = {"zhai", WORKER_ARGUMENT, NULL};
    posix_spawnattr_t attributes;
    posix_spawn_file_actions_t actions;
    posix_spawnattr_init(&attributes);
    posix_spawn_file_actions_init(&actions);
    int failed = set_attributes(&attributes);
    if (!failed)
        failed = set_descriptors(&actions, descriptor);
    if (!failed)
        failed = posix_spawn(ret_id, program, &actions, &attributes, arguments, environ);
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&actions);
    return failed;
}

enum status process_start(const char *program, struct process *ret_process, struct error *error)
{
    int ends[2];
    pid_t id;
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) < 0)
        return error_set(error, STATUS_SYSTEM, _("a worker cannot be started: %s"),
                         strerror(errno));
    const int failed = spawn(program, ends[1], &id);
    close(ends[1]);
    if (failed) {
        close(ends[0]);
        return error_set(error, STATUS_SYSTEM, _("a worker cannot be started: %s"),
                         strerror(failed));
    }
    fcntl(ends[0], F_SETFL, O_NONBLOCK);
    *ret_process = (struct process){.id = id, .descriptor = ends[0]};
    return STATUS_OK;
}

static double cpu_seconds_of(pid_t id)
{
    clockid_t clock;
    struct timespec used;
    if (clock_getcpuclockid(id, &clock) != 0 || clock_gettime(clock, &used) < 0)
        return 0;
    return (double)used.tv_sec + (double)used.tv_nsec / 1e9;
}

/* Only the soft limit, so that the next page can be granted as much again. */
static void grant(pid_t id, int resource, rlim_t most)
{
    struct rlimit limits;
    if (prlimit(id, (__rlimit_resource_t)resource, NULL, &limits) < 0)
        return;
    limits.rlim_cur = most < limits.rlim_max ? most : limits.rlim_max;
    (void)prlimit(id, (__rlimit_resource_t)resource, &limits, NULL);
}

/* Small pages are granted the same: a second that was granted to spare is not granted to each. */
void process_grant(struct process *process, unsigned cpu_seconds, size_t memory_bytes)
{
    enum { SPARE_MS = 1000 };
    const int64_t now = clock_monotonic_ms();
    if (process->granted_ms && now - process->granted_ms < SPARE_MS &&
        process->cpu_seconds == cpu_seconds && process->memory_bytes == memory_bytes)
        return;
    process->cpu_seconds = cpu_seconds;
    process->memory_bytes = memory_bytes;
    process->granted_ms = now;
    grant(process->id, RLIMIT_CPU, (rlim_t)cpu_seconds_of(process->id) + cpu_seconds + 2);
    if (sandbox_limits_memory())
        grant(process->id, RLIMIT_AS, memory_bytes);
}

/* A library that is given no memory may crash instead of saying so. */
static bool was_near_limit(const struct process *process, const struct rusage *usage)
{
    return (size_t)usage->ru_maxrss * 1024 > process->memory_bytes / 4 * 3;
}

static enum death cause_of(const struct process *process, int status, const struct rusage *usage)
{
    if (WIFEXITED(status))
        return WEXITSTATUS(status) == WORKER_EXHAUSTED ? DEATH_MEMORY
               : WEXITSTATUS(status) == 0              ? DEATH_NONE
                                                       : DEATH_CRASH;
    if (WTERMSIG(status) == SIGXCPU)
        return DEATH_CPU;
    if (WTERMSIG(status) == SIGKILL)
        return DEATH_NONE;
    return was_near_limit(process, usage) ? DEATH_MEMORY : DEATH_CRASH;
}

enum death process_end(struct process *process)
{
    int status = 0;
    struct rusage usage = {0};
    if (process->id == 0)
        return DEATH_NONE;
    kill(process->id, SIGKILL); /* has no effect on one that is dead already */
    while (wait4(process->id, &status, 0, &usage) < 0 && errno == EINTR)
        continue;
    close(process->descriptor);
    process->id = 0;
    return cause_of(process, status, &usage);
}
