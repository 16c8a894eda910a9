/* Gives up everything this process does not need to turn bytes into documents. */
#ifndef COLLECT_SANDBOX_H
#define COLLECT_SANDBOX_H

#include <stdbool.h>
#include <stdint.h>

/* What of it the kernel has. Each works without the others. */
struct sandbox_report {
    bool has_limits; /* no file may be written, no process started, no core left */
    bool has_no_new_privileges;
    int landlock_version;    /* no file, socket or signal outside is within reach; 0: not there */
    bool has_syscall_filter; /* reading, answering, memory, and nothing else */
};

/* One way, for the rest of the process's life: descriptor 0 can be read, 1 (a socket) be sent to,
 * and that is all. A forbidden system call kills the process (SIGSYS); starting a thread is
 * refused. What the C library loads late (message catalogues, the time zone) must have been used
 * before. */
void sandbox_enter(struct sandbox_report *ret_report);

/* Address space can be limited: not under AddressSanitizer, whose shadow takes terabytes. */
bool sandbox_limits_memory(void);

#endif
