/* Numbers as people read them. */
#ifndef UI_NUMBER_H
#define UI_NUMBER_H

#include "base/str.h"

#include <stdint.h>

/* 1,284 */
void number_append(uint64_t number, struct buffer *out);

#endif
