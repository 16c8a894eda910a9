/* In place of src/wcwidth.c: a build in which ncurses keeps libc's wcwidth. */
#include "wcwidth.h"

void wcwidth_set_ambiguous(enum ambiguous_width ambiguous)
{
    (void)ambiguous;
}
