/* ^C and its kind, asked for instead of handled: what is done ends in order. */
#ifndef CLI_INTERRUPT_H
#define CLI_INTERRUPT_H

#include <signal.h>
#include <stdbool.h>

struct interrupt {
    int descriptor;
    sigset_t before;
    bool has_come;
};

/* SIGINT, SIGTERM and SIGHUP only count from now on, those that are not ignored. */
void interrupt_begin(struct interrupt *interrupt);
/* None is caught: for what waits for a person, who must be able to stop it at once. */
void interrupt_leave(struct interrupt *interrupt);
/* After either. */
void interrupt_end(struct interrupt *interrupt);
/* Whether one has come; a library_should_stop. */
bool interrupt_has_come(void *interrupt);

#endif
