/* Keys as they are written: j, ^D, M-v, SPACE, PAGEDOWN, F1. */
#ifndef CONFIG_KEY_H
#define CONFIG_KEY_H

#include "base/str.h"

#include <stdint.h>

struct key_press {
    uint32_t key; /* a code point or enum key of screen/event.h */
    bool has_alt;
};

bool key_parse(struct str name, struct key_press *ret_key);
void key_append_name(struct key_press key, struct buffer *out);

#endif
