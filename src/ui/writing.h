/* What is to be written to the library: at once, or, while another program writes, as soon as that
 * has ended, in the order in which it was asked for. The screen goes on meanwhile. */
#ifndef UI_WRITING_H
#define UI_WRITING_H

#include "base/str.h"

#include <stdbool.h>
#include <stdint.h>

struct library;
struct session;

struct writing {
    const char *name; /* msgid of what it is, for who is told that it waits */
    bool is_silent;   /* he is told only when it was given up */
    /* Writes it and shows what came of it, whatever is on the screen by then. STATUS_BUSY: not yet.
     */
    enum status (*write)(struct session *session, void *request, struct error *error);
    void (*release)(void *request);
    void *request; /* owned */
    int64_t asked_ms;
};

/* The library that a session writes to: its changes do not keep the screen waiting. */
void writing_prepare(struct library *library);
/* Takes the request over. A failure is complained of. */
void writing_do(struct session *session, const struct writing *writing);
/* Milliseconds until the next try; -1: nothing waits. */
int writing_wait_ms(const struct session *session);
/* Tries when it is time to; gives up, with words, what waited too long. Whether the screen changed.
 */
bool writing_work(struct session *session);
/* At the end of the session: writes what waits, or says what could not be written. */
MUST_CHECK enum status writing_finish(struct session *session, struct error *error);

#endif
