/* Base64 (RFC 4648 §4) for OSC 52 and for the terminal description. */
#ifndef SCREEN_BASE64_H
#define SCREEN_BASE64_H

#include "base/str.h"

void base64_append(struct buffer *out, struct str bytes);

#endif
