/* The wcwidth that ncurses uses in this program, instead of libc's. */
#ifndef WCWIDTH_H
#define WCWIDTH_H

#include "text/width.h"

/* To be called before initscr, and again when the terminal answers late. AMBIGUOUS_NARROW before.
 */
void wcwidth_set_ambiguous(enum ambiguous_width ambiguous);

#endif
