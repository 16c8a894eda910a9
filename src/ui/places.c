#include "ui/places.h"

#include "base/memory.h"
#include "text/grapheme.h"
#include "text/utf8.h"
#include "ui/state_file.h"

#include <errno.h>
#include <limits.h>

enum { SAMPLE = 4096, SAMPLE_COUNT = 64, QUOTE_REACH = 1 << 20 };

/* FNV-1a, 64 bits. */
static uint64_t hash_bytes(uint64_t hash, struct str s)
{
    for (size_t i = 0; i < s.length; i++)
        hash = (hash ^ (unsigned char)s.bytes[i]) * UINT64_C(1099511628211);
    return hash;
}

uint64_t places_hash_text(struct str text)
{
    uint64_t length = text.length;
    uint64_t hash = hash_bytes(UINT64_C(14695981039346656037),
                               (struct str){(const char *)&length, sizeof length});
    if (text.length <= (size_t)SAMPLE * SAMPLE_COUNT)
        return hash_bytes(hash, text);
    for (size_t i = 0; i < SAMPLE_COUNT; i++) {
        size_t start = (text.length - SAMPLE) / (SAMPLE_COUNT - 1) * i;
        hash = hash_bytes(hash, str_slice(text, start, start + SAMPLE));
    }
    return hash;
}

uint64_t places_hash_path(const char *path)
{
    char *absolute = realpath(path, NULL);
    uint64_t hash =
        hash_bytes(UINT64_C(14695981039346656037), str_from(absolute ? absolute : path));
    free(absolute);
    return hash ? hash : 1;
}

struct entry {
    struct place_key key;
    uint64_t offset;
    struct str quote;
};

static bool parse_field(struct str *line, int base, uint64_t *ret_value)
{
    char digits[24];
    size_t end = str_find(*line, STR(" "), 0);
    if (end == SIZE_MAX || end == 0 || end >= sizeof digits)
        return false;
    memcpy(digits, line->bytes, end);
    digits[end] = '\0';
    char *stop;
    errno = 0;
    *ret_value = strtoull(digits, &stop, base);
    *line = str_slice(*line, end + 1, line->length);
    return !errno && !*stop;
}

static bool parse_entry(struct str line, struct entry *ret_entry)
{
    if (!parse_field(&line, 16, &ret_entry->key.content) ||
        !parse_field(&line, 16, &ret_entry->key.path) ||
        !parse_field(&line, 10, &ret_entry->offset) || ret_entry->offset > UINT32_MAX)
        return false;
    ret_entry->quote = line;
    return true;
}

static bool next_line(struct str text, size_t *at, struct str *ret_line)
{
    if (*at >= text.length)
        return false;
    size_t end = str_find(text, STR("\n"), *at);
    end = end == SIZE_MAX ? text.length : end;
    *ret_line = str_slice(text, *at, end);
    *at = end + 1;
    return true;
}

/* A line break would end the entry; it is written as U+2028, which no text holds. */
static void append_quote(struct buffer *out, struct str text, uint32_t place)
{
    size_t at = place;
    for (int count = 0; at < text.length && count < PLACES_QUOTE_POINTS; count++) {
        uint32_t point;
        at += utf8_decode(text, at, &point);
        utf8_append(out, point == '\n' ? 0x2028 : point);
    }
}

static void append_plain_quote(struct buffer *out, struct str quote)
{
    for (size_t at = 0; at < quote.length;) {
        uint32_t point;
        at += utf8_decode(quote, at, &point);
        utf8_append(out, point == 0x2028 ? '\n' : point);
    }
}

/* The offset when the quote still stands there, else the nearest place within reach where it does.
 */
static bool locate(const struct entry *entry, struct str text, uint32_t *ret_place)
{
    CLEANUP_BUFFER struct buffer quote = {0};
    append_plain_quote(&quote, entry->quote);
    struct str wanted = buffer_str(&quote);
    size_t offset = entry->offset;
    if (wanted.length == 0 || wanted.length > text.length)
        return false;
    size_t low = offset > QUOTE_REACH ? offset - QUOTE_REACH : 0;
    size_t best = SIZE_MAX;
    for (size_t at = str_find(text, wanted, low); at != SIZE_MAX;
         at = str_find(text, wanted, at + 1)) {
        bool is_nearer = best == SIZE_MAX || (at > offset ? at - offset : offset - at) <
                                                 (best > offset ? best - offset : offset - best);
        if (is_nearer)
            best = at;
        if (at >= offset)
            break;
    }
    if (best == SIZE_MAX)
        return false;
    *ret_place = (uint32_t)grapheme_floor(text, best);
    return true;
}

bool places_find(struct str places, struct place_key key, struct str text, uint32_t *ret_place)
{
    struct str line;
    struct entry entry, by_path;
    bool has_by_path = false;
    for (size_t at = 0; next_line(places, &at, &line);) {
        if (!parse_entry(line, &entry))
            continue;
        if (entry.key.content == key.content)
            return locate(&entry, text, ret_place);
        if (!has_by_path && key.path && entry.key.path == key.path) {
            by_path = entry;
            has_by_path = true;
        }
    }
    return has_by_path && locate(&by_path, text, ret_place);
}

void places_update(struct str places, struct place_key key, struct str text, uint32_t place,
                   struct buffer *out)
{
    size_t count = 0;
    if (place > 0) {
        buffer_append_format(out, "%016llx %016llx %u ", (unsigned long long)key.content,
                             (unsigned long long)key.path, place);
        append_quote(out, text, place);
        buffer_append_byte(out, '\n');
        count = 1;
    }
    struct str line;
    struct entry entry;
    for (size_t at = 0; count < PLACES_LIMIT && next_line(places, &at, &line);) {
        bool is_replaced = !parse_entry(line, &entry) || entry.key.content == key.content ||
                           (key.path && entry.key.path == key.path);
        if (is_replaced)
            continue;
        buffer_append(out, line);
        buffer_append_byte(out, '\n');
        count++;
    }
}

bool places_load(struct place_key key, struct str text, uint32_t *ret_place)
{
    CLEANUP_BUFFER struct buffer content = {0};
    state_file_read("places", &content);
    return places_find(buffer_str(&content), key, text, ret_place);
}

void places_save(struct place_key key, struct str text, uint32_t place)
{
    CLEANUP_BUFFER struct buffer content = {0}, updated = {0};
    state_file_read("places", &content);
    places_update(buffer_str(&content), key, text, place, &updated);
    state_file_write("places", buffer_str(&updated));
}
