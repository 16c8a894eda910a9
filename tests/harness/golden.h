/* Screens as files. */
#ifndef HARNESS_GOLDEN_H
#define HARNESS_GOLDEN_H

#include "harness/tty.h"

/* Compares text with the file name below $TEST_DATA and fails with the first line that differs.
 * With ZHAI_GOLDEN=write in the environment the file is written instead. */
void golden_assert(const char *name, const char *text);
/* The same for the screen: a frame around the text, then a line for each run of styled cells. */
void golden_assert_screen(const char *name, struct tty *tty);

#endif
