#include "cli/interrupt.h"

#include "base/memory.h"

#include <poll.h>
#include <stddef.h>
#include <sys/signalfd.h>
#include <unistd.h>

void interrupt_begin(struct interrupt *interrupt)
{
    static const int signals[] = {SIGINT, SIGTERM, SIGHUP};
    sigset_t set;
    sigemptyset(&set);
    for (size_t i = 0; i < ARRAY_LENGTH(signals); i++) {
        struct sigaction action;
        sigaction(signals[i], NULL, &action);
        if (action.sa_handler != SIG_IGN)
            sigaddset(&set, signals[i]);
    }
    *interrupt = (struct interrupt){.descriptor = -1};
    sigprocmask(SIG_BLOCK, &set, &interrupt->before);
    interrupt->descriptor = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
}

void interrupt_leave(struct interrupt *interrupt)
{
    *interrupt = (struct interrupt){.descriptor = -1};
    sigprocmask(SIG_BLOCK, NULL, &interrupt->before);
}

/* What came is forgotten, not delivered: the command has ended for it already. */
void interrupt_end(struct interrupt *interrupt)
{
    struct signalfd_siginfo info;
    while (interrupt->descriptor >= 0 &&
           read(interrupt->descriptor, &info, sizeof info) == (ssize_t)sizeof info)
        ;
    if (interrupt->descriptor >= 0)
        close(interrupt->descriptor);
    sigprocmask(SIG_SETMASK, &interrupt->before, NULL);
}

bool interrupt_has_come(void *closure)
{
    struct interrupt *interrupt = closure;
    struct pollfd wait = {.fd = interrupt->descriptor, .events = POLLIN};
    if (!interrupt->has_come && interrupt->descriptor >= 0)
        interrupt->has_come = poll(&wait, 1, 0) > 0;
    return interrupt->has_come;
}
