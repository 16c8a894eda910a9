/* JSON as it is written: members one behind another, between braces that the caller writes. */
#ifndef DOCUMENT_JSON_H
#define DOCUMENT_JSON_H

#include "base/str.h"

#include <stdint.h>

/* The string with its quotes: well-formed whatever the bytes are. */
void json_append_string(struct str s, struct buffer *out);
/* "key": and a comma before it when a member stands before. */
void json_append_key(const char *key, struct buffer *out);
/* A member each; an empty string is null. */
void json_append_member(const char *key, struct str value, struct buffer *out);
void json_append_number(const char *key, int64_t value, struct buffer *out);
void json_append_boolean(const char *key, bool value, struct buffer *out);
/* Thousandths as a number with three decimals, whatever the user's decimal sign is. */
void json_append_thousandths(const char *key, int64_t thousandths, struct buffer *out);

#endif
