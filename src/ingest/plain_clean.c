#include "ingest/plain_clean.h"

#include "base/memory.h"
#include "text/control.h"
#include "text/normalize.h"
#include "text/utf8.h"

#include <stdint.h>

/* One pass over windows that fit the cache:
 *
 *   clean, moved down │ gap │ not yet read
 *                  write   read
 *
 * When something grows over the gap, the unread part is moved up by a quarter of itself, so that
 * all moves together cost a constant times the text. */

enum {
    WINDOW_SIZE = 128 * 1024,
    COMPOSED_LIMIT = 100000000, /* two seconds' work: letters behind so many stay as they are */
};

struct cleaner {
    struct buffer *content;
    size_t read, write;
    size_t length; /* end of the unread part */
    struct buffer normal;
    size_t composed_count;
};

static void make_room(struct cleaner *cleaner, size_t need)
{
    if (cleaner->read - cleaner->write >= need)
        return;
    size_t left = cleaner->length - cleaner->read;
    size_t gap = need + left / 4 + 4096;
    cleaner->content->length = cleaner->length;
    buffer_reserve(cleaner->content, gap + 1);
    char *bytes = cleaner->content->bytes;
    memmove(bytes + cleaner->read + gap, bytes + cleaner->read, left);
    cleaner->read += gap;
    cleaner->length += gap;
}

static void put(struct cleaner *cleaner, const char *bytes, size_t size)
{
    make_room(cleaner, size);
    memcpy(cleaner->content->bytes + cleaner->write, bytes, size);
    cleaner->write += size;
}

static void put_code_point(struct cleaner *cleaner, uint32_t code_point)
{
    char bytes[4];
    if (code_point == '\f' || code_point == '\v' || code_point == 0x85 || code_point == 0x2028 ||
        code_point == 0x2029)
        code_point = '\n';
    else if (code_point == 0x7F)
        code_point = 0x2421;
    else if (code_point < 0x20 && code_point != '\n' && code_point != '\t')
        code_point += 0x2400;
    else if (code_point > 0x7F && code_point < 0xA0)
        code_point = CODE_POINT_REPLACEMENT;
    put(cleaner, bytes, utf8_encode(code_point, bytes));
}

static struct str unread(const struct cleaner *cleaner)
{
    return (struct str){cleaner->content->bytes + cleaner->read, cleaner->length - cleaner->read};
}

/* nroff's bold is x\bx and its underline _\bx: the first of the two is not text. */
static bool take_overstrike(struct cleaner *cleaner)
{
    struct str rest = unread(cleaner);
    struct str done = {cleaner->content->bytes, cleaner->write};
    uint32_t before, after;
    if (rest.length < 2 || !done.length || (unsigned char)rest.bytes[1] < 0x20)
        return false;
    size_t start = utf8_decode_before(done, done.length, &before);
    utf8_decode(rest, 1, &after);
    if (before != '_' && before != after)
        return false;
    cleaner->write = start;
    cleaner->read += 1;
    return true;
}

static void take_control(struct cleaner *cleaner)
{
    uint32_t code_point;
    struct str rest = unread(cleaner);
    if (rest.bytes[0] == '\r') { /* of every line, in many texts */
        cleaner->read += rest.length > 1 && rest.bytes[1] == '\n' ? 2 : 1;
        cleaner->content->bytes[cleaner->write++] = '\n';
        return;
    }
    if (rest.bytes[0] == '\b' && take_overstrike(cleaner))
        return;
    cleaner->read += utf8_decode(rest, 0, &code_point);
    put_code_point(cleaner, code_point);
}

/* A place that normalization cannot reach over: before ASCII or a Han character. */
static bool is_boundary(unsigned char byte)
{
    return byte < 0x80 || (byte >= 0xE4 && byte <= 0xE9);
}

/* Unread bytes without a control in them. */
static void take_unnormal(struct cleaner *cleaner, size_t size)
{
    cleaner->normal.length = 0;
    cleaner->composed_count += nfc_append(&cleaner->normal, str_slice(unread(cleaner), 0, size));
    cleaner->read += size;
    put(cleaner, cleaner->normal.bytes, cleaner->normal.length);
}

/* NFC's quick check may stop after the character that a mark composes with: go back to a boundary.
 */
static size_t normal_prefix(struct str window)
{
    size_t length = nfc_prefix(window);
    while (length > 0 && length < window.length &&
           !is_boundary((unsigned char)window.bytes[length]))
        length--;
    return length;
}

static size_t window_end(const struct cleaner *cleaner)
{
    size_t end = cleaner->read + WINDOW_SIZE;
    if (end >= cleaner->length)
        return cleaner->length;
    while (end < cleaner->length && !is_boundary((unsigned char)cleaner->content->bytes[end]))
        end++;
    /* \r\n, and a backspace with what it strikes, stay together. */
    return cleaner->content->bytes[end] == '\n' ? end + 1 : end;
}

static void clean_window(struct cleaner *cleaner)
{
    size_t left_after = cleaner->length - window_end(cleaner);
    size_t plain_after = SIZE_MAX, normal_after = SIZE_MAX; /* unread bytes where the trouble is */
    while (cleaner->length - cleaner->read > left_after) {
        size_t left = cleaner->length - cleaner->read;
        struct str window = str_slice(unread(cleaner), 0, left - left_after);
        if (plain_after >= left)
            plain_after = left - control_free_prefix(window);
        if (normal_after >= left && cleaner->composed_count < COMPOSED_LIMIT)
            normal_after = left - normal_prefix(window);
        else if (normal_after >= left)
            normal_after = left_after;
        size_t stop = plain_after > normal_after ? plain_after : normal_after;
        size_t size = left - stop;
        if (cleaner->write != cleaner->read)
            memmove(cleaner->content->bytes + cleaner->write, window.bytes, size);
        cleaner->write += size;
        cleaner->read += size;
        if (stop > left_after && stop == plain_after) {
            take_control(cleaner);
            plain_after = SIZE_MAX;
        } else if (stop > left_after) {
            take_unnormal(cleaner, stop - (plain_after > left_after ? plain_after : left_after));
            normal_after = SIZE_MAX;
        }
    }
}

void plain_clean(struct buffer *content)
{
    struct cleaner cleaner = {.content = content, .length = content->length};
    while (cleaner.read < cleaner.length)
        clean_window(&cleaner);
    buffer_release(&cleaner.normal);
    content->length = cleaner.write;
    if (content->capacity > cleaner.write)
        content->bytes[cleaner.write] = 0;
}
