/* A thread that leaves signals to the main one. */
#ifndef BASE_THREAD_H
#define BASE_THREAD_H

#include <pthread.h>
#include <stdbool.h>

/* False when the system gives none (a worker that has given up its rights has none to a thread). */
bool thread_start(pthread_t *ret_thread, void *(*run)(void *), void *context);

#endif
