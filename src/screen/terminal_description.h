/* The terminal description that curses is given: the part of the terminfo entry whose sequences are
 * in the allow-list of hostile-inputs R2. So nothing else can reach the terminal, whatever TERM
 * says. */
#ifndef SCREEN_TERMINAL_DESCRIPTION_H
#define SCREEN_TERMINAL_DESCRIPTION_H

#include "base/str.h"

#include <stdint.h>

/* Indices are those of the compiled format, term(5): boolnames, numnames, strnames. */
enum { DESCRIPTION_BOOLEANS = 44, DESCRIPTION_NUMBERS = 39, DESCRIPTION_STRINGS = 414 };

struct description {
    char booleans[DESCRIPTION_BOOLEANS];
    int32_t numbers[DESCRIPTION_NUMBERS];     /* -1: absent */
    const char *strings[DESCRIPTION_STRINGS]; /* borrowed; NULL: absent */
    bool has_direct_color;                    /* colours are 0xRRGGBB, extension RGB */
};

void description_init(struct description *description);
/* Whether curses may have this capability: one that it uses to draw. */
bool description_wants(const char *capability_name);
/* Whether every sequence of a capability, parameters left out, is in the allow-list. */
bool description_allows(const char *value);
/* Appends value without padding ($<5>). */
void description_strip_padding(struct buffer *out, const char *value);
/* Appends the compiled entry, term(5) with 32-bit numbers. */
void description_compile(const struct description *description, const char *terminal_name,
                         struct buffer *out);

#endif
