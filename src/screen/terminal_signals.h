/* Signals while the terminal is open, and the way back to the shell's terminal from anywhere. */
#ifndef SCREEN_TERMINAL_SIGNALS_H
#define SCREEN_TERMINAL_SIGNALS_H

#include "base/str.h"

#include <signal.h>
#include <termios.h>

/* Takes over the signals. From now until signals_release, every end of the process writes
 * restore_bytes (at most 256) to the output and sets the input's modes to *original. */
void signals_capture(int input_descriptor, int output_descriptor, const struct termios *original,
                     struct str restore_bytes);
void signals_release(void);
/* Whether there is something to restore: not while the shell or another program has the terminal.
 */
void signals_set_active(bool is_active);
/* Restores at once; safe in a signal handler, does nothing when there is nothing to restore. */
void signals_restore_terminal(void);
/* Blocks what the handlers below count, so that a test of the flags and ppoll are one step. */
void signals_block(sigset_t *ret_before);
bool signals_end_wanted(void);    /* SIGHUP, SIGTERM, SIGINT, SIGQUIT; stays true */
bool signals_take_stop(void);     /* SIGTSTP */
bool signals_take_continue(void); /* SIGCONT after a stop that could not be caught */
/* Stops: this process, or the whole job as ^Z does. Returns when it goes on. */
void signals_stop(bool whole_job);
/* While another program has the terminal: it alone gets ^C and ^\, both stop on ^Z. */
void signals_yield(bool is_yielded);

#endif
