/* Text as pointer and length (UTF-8 unless a name says otherwise), and a buffer that grows. */
#ifndef BASE_STR_H
#define BASE_STR_H

#include "base/status.h"

#include <stdbool.h>
#include <stddef.h>

/* Borrowed bytes, not terminated. */
struct str {
    const char *bytes;
    size_t length;
};

#define STR(literal) ((struct str){"" literal, sizeof(literal) - 1})
#define STR_NONE ((struct str){"", 0})
#define STR_ARGS(s) (int)(s).length, (s).bytes /* for "%.*s" */

struct str str_from(const char *terminated); /* NULL gives the empty string */
struct str str_slice(struct str s, size_t start, size_t end);
bool str_equal(struct str a, struct str b);
/* By their bytes, a beginning before what goes on: as memcmp tells. */
int str_compare(struct str a, struct str b);
bool str_equal_ascii_case(struct str a, struct str b);
bool str_starts(struct str s, struct str prefix);
bool str_ends(struct str s, struct str suffix);
/* Byte offset of the first occurrence at or after from, or SIZE_MAX. */
size_t str_find(struct str s, struct str needle, size_t from);
/* Without ASCII blanks (space, \t, \r, \n, \f, \v) at both ends. */
struct str str_trim_ascii(struct str s);
/* Terminated heap copy; free() it. */
char *str_to_c(struct str s);

/* Owned bytes, always followed by a NUL that length does not count once anything was appended.
 * {0} is an empty buffer. */
struct buffer {
    char *bytes;
    size_t length;
    size_t capacity;
};

void buffer_release(struct buffer *buffer);
#define CLEANUP_BUFFER __attribute__((cleanup(buffer_release)))
void buffer_reserve(struct buffer *buffer, size_t extra);
void buffer_append(struct buffer *buffer, struct str s);
void buffer_append_byte(struct buffer *buffer, char byte);
void buffer_append_c(struct buffer *buffer, const char *terminated);
void buffer_append_format(struct buffer *buffer, const char *format, ...) PRINTF_LIKE(2, 3);
struct str buffer_str(const struct buffer *buffer);
/* Hands the bytes over (free() them) and empties the buffer. */
char *buffer_take(struct buffer *buffer);

#endif
