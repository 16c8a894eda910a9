/* Each forbidden thing is tried by a child that has locked itself down: it is killed, or, where the
 * kernel has no filter (or a sanitizer needs the call), refused. */
#include "cmocka_prelude.h"

#include "base/memory.h"
#include "collect/sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

/* Each says whether it succeeded. */
static bool open_file(void)
{
    return open("/etc/passwd", O_RDONLY) >= 0;
}

static bool make_file(void)
{
    return open("/tmp/zhai-sandbox-test", O_WRONLY | O_CREAT, 0600) >= 0;
}

static bool make_socket(void)
{
    return socket(AF_INET, SOCK_STREAM, 0) >= 0;
}

static bool run_program(void)
{
    execl("/bin/true", "true", (char *)NULL);
    return false;
}

static bool start_process(void)
{
    const pid_t id = fork();
    if (id == 0)
        _exit(0);
    return id > 0;
}

static void *do_nothing(void *context)
{
    return context;
}

static bool start_thread(void)
{
    pthread_t thread;
    return pthread_create(&thread, NULL, do_nothing, NULL) == 0;
}

static bool map_code(void)
{
    return mmap(NULL, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) !=
           MAP_FAILED;
}

static bool make_code(void)
{
    void *memory = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    return mprotect(memory, 4096, PROT_READ | PROT_EXEC) == 0;
}

static bool signal_parent(void)
{
    return kill(getppid(), 0) == 0;
}

static bool trace_parent(void)
{
    return ptrace(PTRACE_ATTACH, getppid(), NULL, NULL) == 0;
}

static bool read_other(void)
{
    char byte;
    return read(2, &byte, 1) >= 0;
}

static bool write_other(void)
{
    return write(0, "x", 1) == 1;
}

static bool remove_file(void)
{
    return unlink("/tmp/zhai-sandbox-test") == 0;
}

static bool list_folder(void)
{
    return open("/", O_RDONLY | O_DIRECTORY) >= 0;
}

static bool ask_kernel(void)
{
    return prctl(PR_SET_NAME, "zhai") == 0;
}

/* What parsing needs. */
static bool use_memory(void)
{
    for (size_t size = 16; size < (64 << 20); size *= 3) {
        char *memory = memory_new(size);
        memory = memory_resize(memory, size * 2);
        memset(memory, 'x', size * 2);
        free(memory);
    }
    return true;
}

static bool read_and_answer(void)
{
    char byte;
    return read(0, &byte, 1) == 1 && send(1, &byte, 1, MSG_NOSIGNAL) == 1;
}

enum { SUCCEEDED = 0, REFUSED = 1, REPORT_BROKEN = 2 };

/* The exit code of the child, or -signal. */
static int try_locked_down(bool (*attempt)(void))
{
    int ends[2], status;
    assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, ends), 0);
    fflush(NULL);
    const pid_t id = fork();
    assert_true(id >= 0);
    if (id == 0) {
        struct sandbox_report report;
        dup2(ends[1], 0);
        dup2(ends[1], 1);
        close(ends[0]);
        close(ends[1]);
        sandbox_enter(&report);
        if (!report.has_limits || !report.has_no_new_privileges)
            _exit(REPORT_BROKEN);
        _exit(attempt() ? SUCCEEDED : REFUSED);
    }
    assert_int_equal(send(ends[0], "y", 1, MSG_NOSIGNAL), 1);
    assert_int_equal(waitpid(id, &status, 0), id);
    close(ends[0]);
    close(ends[1]);
    return WIFSIGNALED(status) ? -WTERMSIG(status) : WEXITSTATUS(status);
}

static const struct {
    const char *name;
    bool (*attempt)(void);
} forbidden[] = {
    {"open", open_file},
    {"create", make_file},
    {"socket", make_socket},
    {"execve", run_program},
    {"mmap(PROT_EXEC)", map_code},
    {"mprotect(PROT_EXEC)", make_code},
    {"kill", signal_parent},
    {"ptrace", trace_parent},
    {"read elsewhere", read_other},
    {"write elsewhere", write_other},
    {"unlink", remove_file},
    {"list a folder", list_folder},
    {"prctl", ask_kernel},
};

static bool kernel_can_filter(void)
{
    return access("/proc/sys/kernel/seccomp/actions_avail", R_OK) == 0;
}

static void forbidden_calls_kill(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_LENGTH(forbidden); i++) {
        const int got = try_locked_down(forbidden[i].attempt);
        /* A sanitizer may make some of these calls; files are out of its reach all the same. */
        const bool is_let_through = !sandbox_limits_memory() && forbidden[i].attempt == ask_kernel;
        const bool must_die = kernel_can_filter() && sandbox_limits_memory();
        if (must_die ? got != -SIGSYS : got == SUCCEEDED && !is_let_through)
            fail_msg("input %s\nexpected %s\ngot %d", forbidden[i].name,
                     must_die ? "SIGSYS" : "a refusal", got);
    }
}

/* What would only have been faster goes on without. */
static void threads_and_processes_are_refused(void **state)
{
    (void)state;
    if (!kernel_can_filter())
        skip();
    assert_int_equal(try_locked_down(start_thread), REFUSED);
    assert_int_equal(try_locked_down(start_process), REFUSED);
}

static void what_parsing_needs_is_allowed(void **state)
{
    (void)state;
    assert_int_equal(try_locked_down(use_memory), SUCCEEDED);
    assert_int_equal(try_locked_down(read_and_answer), SUCCEEDED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(forbidden_calls_kill),
        cmocka_unit_test(threads_and_processes_are_refused),
        cmocka_unit_test(what_parsing_needs_is_allowed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
