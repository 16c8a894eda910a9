/* The process that parses what nobody vouches for. */
#ifndef COLLECT_WORKER_H
#define COLLECT_WORKER_H

/* The argument that makes a program a worker; main looks for it before anything else. */
#define WORKER_ARGUMENT "--worker"

/* How a worker ends that had no memory left. */
enum { WORKER_EXHAUSTED = 75 };

/* Locks the process down, answers what descriptor 0 asks until that is closed, and ends the
 * process. Returns, having done nothing, when descriptor 0 is no socket: then it was a person who
 * asked. */
void worker_run(void);

#endif
