/* Bytes that the terminal sends, made into events. Sequences that zhai does not know are swallowed
 * whole, and answers to its questions are told from keys, however late they come. */
#ifndef SCREEN_TERMINAL_INPUT_H
#define SCREEN_TERMINAL_INPUT_H

#include "screen/event.h"
#include "text/width.h"

#include <stddef.h>

enum input_kind {
    INPUT_NONE,       /* nothing, or the beginning of something */
    INPUT_EVENT,      /* a key or the mouse */
    INPUT_SYNC,       /* ESC[>777~ of the tests */
    INPUT_AMBIGUOUS,  /* cursor position answer: the width of an ambiguous character */
    INPUT_ATTRIBUTES, /* device attributes (DA1): all answers are in */
};

struct input_item {
    enum input_kind kind;
    struct event event;
    enum ambiguous_width ambiguous;
};

struct input {
    unsigned char bytes[4096];
    size_t start, end;   /* what is not decoded yet */
    size_t cooked_count; /* so many bytes came through ICRNL: \n in them was ENTER */
    unsigned char erase; /* what the BACKSPACE key sends: 8 or 127 */
    bool has_mouse;      /* mouse reports are wanted */
    bool is_test;        /* INPUT_SYNC is wanted */
};

/* Adds bytes; returns how many found room. */
size_t input_add(struct input *input, const void *bytes, size_t count);
/* Whether bytes wait that may be the beginning of a longer sequence or character. */
bool input_is_waiting(const struct input *input);
/* Takes the next item. is_final: nothing followed for the escape delay, so that what waits is all
 * (a lone ESC is the key). */
void input_next(struct input *input, bool is_final, struct input_item *ret_item);

#endif
