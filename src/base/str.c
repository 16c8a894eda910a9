#include "base/str.h"

#include "base/memory.h"

#include <assert.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <strings.h>

struct str str_from(const char *terminated)
{
    return terminated ? (struct str){terminated, strlen(terminated)} : STR_NONE;
}

struct str str_slice(struct str s, size_t start, size_t end)
{
    assert(start <= end && end <= s.length);
    return (struct str){s.bytes + start, end - start};
}

bool str_equal(struct str a, struct str b)
{
    return a.length == b.length && (a.length == 0 || memcmp(a.bytes, b.bytes, a.length) == 0);
}

int str_compare(struct str a, struct str b)
{
    size_t common = a.length < b.length ? a.length : b.length;
    int order = common ? memcmp(a.bytes, b.bytes, common) : 0;
    return order ? order : (a.length > b.length) - (a.length < b.length);
}

bool str_equal_ascii_case(struct str a, struct str b)
{
    return a.length == b.length && (a.length == 0 || strncasecmp(a.bytes, b.bytes, a.length) == 0);
}

bool str_starts(struct str s, struct str prefix)
{
    return s.length >= prefix.length && str_equal(str_slice(s, 0, prefix.length), prefix);
}

bool str_ends(struct str s, struct str suffix)
{
    return s.length >= suffix.length &&
           str_equal(str_slice(s, s.length - suffix.length, s.length), suffix);
}

size_t str_find(struct str s, struct str needle, size_t from)
{
    if (from > s.length)
        return SIZE_MAX;
    const char *hit = memmem(s.bytes + from, s.length - from, needle.bytes, needle.length);
    return hit ? (size_t)(hit - s.bytes) : SIZE_MAX;
}

static bool is_ascii_blank(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

struct str str_trim_ascii(struct str s)
{
    while (s.length && is_ascii_blank(s.bytes[0]))
        s = str_slice(s, 1, s.length);
    while (s.length && is_ascii_blank(s.bytes[s.length - 1]))
        s.length--;
    return s;
}

char *str_to_c(struct str s)
{
    char *copy = memory_new(s.length + 1);
    if (s.length)
        memcpy(copy, s.bytes, s.length);
    return copy;
}

void buffer_release(struct buffer *buffer)
{
    free(buffer->bytes);
    *buffer = (struct buffer){0};
}

void buffer_reserve(struct buffer *buffer, size_t extra)
{
    size_t needed = buffer->length + extra + 1;
    if (needed <= buffer->capacity)
        return;
    size_t grown = buffer->capacity + buffer->capacity / 2;
    buffer->capacity = needed > grown ? needed : grown;
    buffer->bytes = memory_resize(buffer->bytes, buffer->capacity);
}

void buffer_append(struct buffer *buffer, struct str s)
{
    buffer_reserve(buffer, s.length);
    if (s.length)
        memcpy(buffer->bytes + buffer->length, s.bytes, s.length);
    buffer->length += s.length;
    buffer->bytes[buffer->length] = '\0';
}

void buffer_append_byte(struct buffer *buffer, char byte)
{
    buffer_append(buffer, (struct str){&byte, 1});
}

void buffer_append_c(struct buffer *buffer, const char *terminated)
{
    buffer_append(buffer, str_from(terminated));
}

void buffer_append_format(struct buffer *buffer, const char *format, ...)
{
    assert(format);
    va_list arguments;
    va_start(arguments, format);
    va_list again;
    va_copy(again, arguments);
    int length = vsnprintf(NULL, 0, format, arguments);
    va_end(arguments);
    assert(length >= 0);
    buffer_reserve(buffer, (size_t)length);
    vsnprintf(buffer->bytes + buffer->length, (size_t)length + 1, format, again);
    va_end(again);
    buffer->length += (size_t)length;
}

struct str buffer_str(const struct buffer *buffer)
{
    return buffer->bytes ? (struct str){buffer->bytes, buffer->length} : STR_NONE;
}

char *buffer_take(struct buffer *buffer)
{
    buffer_append(buffer, STR_NONE);
    char *bytes = buffer->bytes;
    *buffer = (struct buffer){0};
    return bytes;
}
