#include "collect/sandbox.h"

#include "base/memory.h"

#include <errno.h>
#include <seccomp.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#if defined(__SANITIZE_ADDRESS__)
#define UNDER_ADDRESS_SANITIZER 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define UNDER_ADDRESS_SANITIZER 1
#endif
#endif
#ifndef UNDER_ADDRESS_SANITIZER
#define UNDER_ADDRESS_SANITIZER 0
#endif

bool sandbox_limits_memory(void)
{
    return !UNDER_ADDRESS_SANITIZER;
}

static bool limit(int resource, rlim_t most)
{
    struct rlimit limits;
    if (getrlimit((__rlimit_resource_t)resource, &limits) < 0)
        return false;
    limits.rlim_cur = limits.rlim_max = most < limits.rlim_max ? most : limits.rlim_max;
    return setrlimit((__rlimit_resource_t)resource, &limits) == 0;
}

static bool limit_resources(void)
{
    bool is_limited = limit(RLIMIT_FSIZE, 0);
    is_limited &= limit(RLIMIT_CORE, 0);
    is_limited &= limit(RLIMIT_NPROC, 0);
    if (!UNDER_ADDRESS_SANITIZER) /* it opens its own maps to tell of a fault */
        is_limited &= limit(RLIMIT_NOFILE, 2);
    return is_limited;
}

/* The kernel's landlock.h, as of the version this was written for: Debian's knows the second. */
struct landlock_attributes {
    uint64_t file_system, network, scopes;
};
enum {
    LANDLOCK_CREATE = 444,
    LANDLOCK_RESTRICT = 446,
    LANDLOCK_ASK_VERSION = 1,
};

/* How many rights each version knows: all are handled, so that none is allowed. */
static const struct {
    unsigned file_system, network, scopes;
} landlock_rights[] = {
    {13, 0, 0}, {14, 0, 0}, {15, 0, 0}, {15, 2, 0}, {16, 2, 0}, {16, 2, 2},
};

static int restrict_by_landlock(void)
{
    const long version = syscall(LANDLOCK_CREATE, NULL, 0, LANDLOCK_ASK_VERSION);
    if (version < 1)
        return 0;
    const size_t known = ARRAY_LENGTH(landlock_rights);
    const size_t row = ((size_t)version < known ? (size_t)version : known) - 1;
    const struct landlock_attributes attributes = {
        .file_system = (1u << landlock_rights[row].file_system) - 1,
        .network = (1u << landlock_rights[row].network) - 1,
        .scopes = (1u << landlock_rights[row].scopes) - 1,
    };
    const size_t size = attributes.scopes ? 24 : attributes.network ? 16 : 8;
    const int ruleset = (int)syscall(LANDLOCK_CREATE, &attributes, size, 0);
    if (ruleset < 0)
        return 0;
    const long refused = syscall(LANDLOCK_RESTRICT, ruleset, 0);
    close(ruleset);
    return refused ? 0 : (int)version;
}

/* What reading, parsing and answering take. */
static const int allowed_calls[] = {
    SCMP_SYS(munmap),        SCMP_SYS(mremap),       SCMP_SYS(brk),
    SCMP_SYS(madvise),       SCMP_SYS(futex),        SCMP_SYS(exit),
    SCMP_SYS(exit_group),    SCMP_SYS(rt_sigreturn), SCMP_SYS(restart_syscall),
    SCMP_SYS(clock_gettime),
};

/* What AddressSanitizer does besides, at faults and at the end. */
static const int sanitizer_calls[] = {
    SCMP_SYS(sigaltstack),  SCMP_SYS(getpid),     SCMP_SYS(gettid), SCMP_SYS(rt_sigprocmask),
    SCMP_SYS(rt_sigaction), SCMP_SYS(prctl),      SCMP_SYS(openat), SCMP_SYS(readlink),
    SCMP_SYS(close),        SCMP_SYS(newfstatat), SCMP_SYS(tgkill), SCMP_SYS(prlimit64),
    SCMP_SYS(sched_yield),  SCMP_SYS(getrandom),
};

/* Refused instead of killed for: what starts a thread to be faster then does without. */
static const int refused_calls[] = {SCMP_SYS(clone), SCMP_SYS(clone3), SCMP_SYS(fork),
                                    SCMP_SYS(vfork)};
static const int refused_signal_calls[] = {SCMP_SYS(rt_sigaction), SCMP_SYS(rt_sigprocmask)};

static bool decide_all(scmp_filter_ctx filter, uint32_t action, const int *calls, size_t count)
{
    int failed = 0;
    for (size_t i = 0; i < count; i++)
        failed |= seccomp_rule_add(filter, action, calls[i], 0);
    return !failed;
}

static bool allow_some(scmp_filter_ctx filter)
{
    const struct scmp_arg_cmp from_input = SCMP_A0(SCMP_CMP_EQ, 0);
    const struct scmp_arg_cmp to_output = SCMP_A0(SCMP_CMP_EQ, 1);
    const struct scmp_arg_cmp nowhere_else = SCMP_A4(SCMP_CMP_EQ, 0);
    const struct scmp_arg_cmp to_errors = SCMP_A0(SCMP_CMP_EQ, 2);
    const struct scmp_arg_cmp not_executable = SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0);
    int failed = seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(read), 1, from_input);
    failed |=
        seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(sendto), 2, to_output, nowhere_else);
    if (UNDER_ADDRESS_SANITIZER)
        failed |= seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(write), 1, to_errors);
    failed |= seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(mmap), 1, not_executable);
    failed |= seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(mprotect), 1, not_executable);
    return !failed &&
           decide_all(filter, SCMP_ACT_ALLOW, allowed_calls, ARRAY_LENGTH(allowed_calls)) &&
           decide_all(filter, SCMP_ACT_ERRNO(EPERM), refused_calls, ARRAY_LENGTH(refused_calls)) &&
           (UNDER_ADDRESS_SANITIZER
                ? decide_all(filter, SCMP_ACT_ALLOW, sanitizer_calls, ARRAY_LENGTH(sanitizer_calls))
                : decide_all(filter, SCMP_ACT_ERRNO(EPERM), refused_signal_calls,
                             ARRAY_LENGTH(refused_signal_calls)));
}

static bool filter_calls(void)
{
    scmp_filter_ctx filter = seccomp_init(SCMP_ACT_KILL_PROCESS);
    const bool is_filtered = filter && allow_some(filter) && seccomp_load(filter) == 0;
    if (filter)
        seccomp_release(filter);
    return is_filtered;
}

void sandbox_enter(struct sandbox_report *ret_report)
{
    struct sandbox_report report = {0};
    report.has_no_new_privileges = prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0;
    report.landlock_version = restrict_by_landlock();
    report.has_limits = limit_resources();
    report.has_syscall_filter = filter_calls();
    *ret_report = report;
}
