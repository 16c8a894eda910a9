#include "base/thread.h"

#include <signal.h>

bool thread_start(pthread_t *ret_thread, void *(*run)(void *), void *context)
{
    sigset_t all, before;
    sigfillset(&all);
    if (pthread_sigmask(SIG_SETMASK, &all, &before) != 0)
        return false;
    int failure = pthread_create(ret_thread, NULL, run, context);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return failure == 0;
}
