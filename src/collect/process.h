/* A worker process, seen from the parent. */
#ifndef COLLECT_PROCESS_H
#define COLLECT_PROCESS_H

#include "base/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

struct process {
    pid_t id;             /* 0: none */
    int descriptor;       /* both ways, does not block */
    unsigned cpu_seconds; /* granted last */
    size_t memory_bytes;
    int64_t granted_ms; /* clock_monotonic_ms */
};

/* Starts program (a path) as a worker: in a process group of its own, so that ^C in the terminal is
 * the parent's to handle, without its descriptors. */
MUST_CHECK enum status process_start(const char *program, struct process *ret_process,
                                     struct error *error);
/* Grants so much from now on, of processor time up to two seconds more; over it the kernel
 * kills the worker or gives it no memory. */
void process_grant(struct process *process, unsigned cpu_seconds, size_t memory_bytes);

enum death {
    DEATH_NONE, /* it was alive, or had ended in order */
    DEATH_CPU,
    DEATH_MEMORY,
    DEATH_LATE, /* for the pool to say */
    DEATH_CRASH,
};

/* Kills it if it lives, takes it off the system's list, closes the descriptor. Does nothing to one
 * with id 0, which it has afterwards; what was granted stays to be read. */
enum death process_end(struct process *process);

#endif
