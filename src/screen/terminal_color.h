/* Theme colours for terminals that have fewer. */
#ifndef SCREEN_TERMINAL_COLOR_H
#define SCREEN_TERMINAL_COLOR_H

#include "screen/terminal.h"

/* What the environment and terminfo allow: NO_COLOR (no-color.org), COLORTERM, TERM, color_count.
 */
enum color_mode color_mode_detect(int color_count);
/* The curses colour number for 0xRRGGBB, -1 for COLOR_DEFAULT: the nearest perceived; in
 * COLOR_MODE_256 never one of the first 16, which users repaint. */
int color_number(int32_t rgb, enum color_mode mode);

#endif
