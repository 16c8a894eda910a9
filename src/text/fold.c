#include "text/fold_step.h"

#include "base/memory.h"
#include "text/fold.h"

/* A stretch of the source that folds to another length, and what it folds to. */
struct fold_change {
    uint32_t source_start, source_end;
    uint32_t folded_start, folded_end;
};

void fold_map_release(struct fold_map *map)
{
    free(map->changes);
    *map = (struct fold_map){0};
}

struct folder {
    struct str text;
    struct buffer *out;
    size_t out_start;
    size_t at;
    size_t floor; /* no step goes on from before this */
    struct fold_map *map;
};

static void note_change(struct folder *folder, size_t source_start, size_t source_end,
                        size_t folded_start, size_t folded_end)
{
    struct fold_map *map = folder->map;
    ARRAY_RESERVE(map->changes, map->count, map->capacity);
    map->changes[map->count++] = (struct fold_change){(uint32_t)source_start, (uint32_t)source_end,
                                                      (uint32_t)(folded_start - folder->out_start),
                                                      (uint32_t)(folded_end - folder->out_start)};
}

/* Eight bytes of ASCII at once where no control but \n is among them; returns how many bytes. */
static inline size_t put_ascii(const char *source, size_t length, char *out)
{
    const uint64_t ones = 0x0101010101010101u, highs = ones << 7;
    size_t done = 0;
    for (; done + 8 <= length; done += 8) {
        uint64_t word;
        memcpy(&word, source + done, sizeof word);
        uint64_t is_printable = (word | highs) - 0x20 * ones;
        if (word & highs || ~is_printable & highs)
            break;
        /* Bit 7 of each byte in A..Z, moved to the bit that makes it small. */
        uint64_t is_capital = (word + (0x80 - 'A') * ones) & ~(word + (0x80 - 'Z' - 1) * ones);
        word += (is_capital & highs) >> 2;
        memcpy(out + done, &word, sizeof word);
    }
    return done;
}

/* Where put_plain is; in registers, since stores to out might change a struct's own. */
struct cursor {
    size_t at, used;
};

/* Code points of three bytes, packed little end first. Bits over the third byte are whatever comes
 * next: what is written of them is written over. */
static inline struct cursor put_triples(struct folder *folder, char *out, struct cursor cursor,
                                        size_t limit, bool is_mapped)
{
    const char *bytes = folder->text.bytes;
    while (cursor.at < limit) {
        uint32_t packed;
        memcpy(&packed, bytes + cursor.at, sizeof packed);
        uint32_t block = (packed & 0xF) << 6 | (packed >> 8 & 0x3F);
        if ((packed & 0xC0C0F0) != 0x8080E0 || block < 0x800 / FOLD_BLOCK)
            break;
        uint32_t entry =
            fold_entries[fold_index[block] * (uint32_t)FOLD_BLOCK + (packed >> 16 & 0x3F)];
        if (entry & FOLD_IS_SLOW)
            break;
        packed ^= entry;
        memcpy(out + cursor.used, &packed, sizeof packed);
        size_t shorter = entry >> 24 & 7; /* nothing of three bytes gets longer here */
        if (is_mapped && shorter)
            note_change(folder, cursor.at, cursor.at + 3, cursor.used, cursor.used + 3 - shorter);
        cursor.used += 3 - shorter;
        cursor.at += 3;
    }
    return cursor;
}

/* A code point of one byte or two; false when it is neither or needs more than its entry. */
static inline bool put_short(struct folder *folder, char *out, struct cursor *cursor,
                             bool is_mapped)
{
    const unsigned char *bytes = (const unsigned char *)folder->text.bytes + cursor->at;
    uint32_t point = bytes[0], packed = bytes[0];
    size_t length = 1;
    if (point >= 0xC2 && point < 0xE0 && (bytes[1] & 0xC0) == 0x80) {
        point = (point & 0x1F) << 6 | (bytes[1] & 0x3F);
        packed |= (uint32_t)bytes[1] << 8;
        length = 2;
    } else if (point >= 0x80) {
        return false;
    }
    uint32_t entry = fold_entry_of(point);
    if (entry & FOLD_IS_SLOW)
        return false;
    packed ^= entry & 0xFFFFFF;
    memcpy(out + cursor->used, &packed, sizeof packed);
    ptrdiff_t shorter = (int32_t)(entry << 5) >> 29;
    size_t folded_end = cursor->used + length - (size_t)shorter;
    if (is_mapped && shorter)
        note_change(folder, cursor->at, cursor->at + length, cursor->used, folded_end);
    cursor->used = folded_end;
    cursor->at += length;
    return true;
}

/* Up to the first code point that needs more than its entry, or limit (8 before the end of text).
 * out has room for twice the bytes. */
static inline size_t put_plain(struct folder *folder, size_t used, size_t limit, bool is_mapped)
{
    char *out = folder->out->bytes;
    struct cursor cursor = {folder->at, used};
    while (cursor.at < limit) {
        size_t before = cursor.at;
        size_t done = put_ascii(folder->text.bytes + before, limit - before, out + cursor.used);
        cursor.at += done;
        cursor.used += done;
        cursor = put_triples(folder, out, cursor, limit, is_mapped);
        if (cursor.at == before && !put_short(folder, out, &cursor, is_mapped))
            break;
    }
    folder->at = cursor.at;
    return cursor.used;
}

static size_t put_step(struct folder *folder, const struct fold_step *step, size_t used)
{
    struct buffer *out = folder->out;
    size_t start = used;
    out->length = used;
    for (unsigned i = 0; i < step->count; i++)
        utf8_append(out, step->points[i]);
    bool is_same_length = out->length - start == step->end - folder->at && step->count == 1;
    if (folder->map && !is_same_length)
        note_change(folder, folder->at, step->end, start, out->length);
    folder->at = step->end;
    return out->length;
}

/* Where the character starts that the code point at folder->at may join, already put; folder->at
 * when there is none. */
static size_t head_of_joined(const struct folder *folder)
{
    for (size_t at = folder->at; at > folder->floor;) {
        uint32_t point;
        at = utf8_decode_before(folder->text, at, &point);
        if (!(fold_entry_of(point) & FOLD_REMOVED))
            return at;
    }
    return folder->at;
}

/* Takes the last code point, at head, back. */
static size_t take_back(struct folder *folder, size_t head, size_t used)
{
    uint32_t point, points[FOLD_STEP_POINTS];
    (void)utf8_decode(folder->text, head, &point);
    unsigned count = fold_points(point, points);
    for (unsigned i = 0; i < count; i++) {
        char bytes[4];
        used -= utf8_encode(points[i], bytes);
    }
    struct fold_map *map = folder->map;
    while (map && map->count && map->changes[map->count - 1].source_start >= head)
        map->count--;
    folder->at = head;
    return used;
}

/* One step that put_plain does not take. */
static size_t put_slow(struct folder *folder, size_t used)
{
    struct fold_step step;
    uint32_t point;
    (void)utf8_decode(folder->text, folder->at, &point);
    size_t head = fold_entry_of(point) & FOLD_JOINS ? head_of_joined(folder) : folder->at;
    fold_step(folder->text, head, &step);
    if (step.end > folder->at && head < folder->at)
        used = take_back(folder, head, used);
    else
        fold_step(folder->text, folder->at, &step);
    used = put_step(folder, &step, used);
    if (step.count) /* else a mark may still follow what is removed */
        folder->floor = folder->at;
    return used;
}

enum { STRETCH = 1 << 14, TAIL = 8 };

static inline void fold_all(struct folder *folder, bool is_mapped)
{
    size_t used = folder->out->length;
    while (folder->at < folder->text.length) {
        size_t left = folder->text.length - folder->at;
        size_t stretch = left < STRETCH ? left : STRETCH;
        folder->out->length = used;
        buffer_reserve(folder->out, stretch * 2 + TAIL);
        size_t stop = folder->at + stretch;
        if (left > TAIL) {
            size_t limit = stop < folder->text.length - TAIL ? stop : folder->text.length - TAIL;
            used = put_plain(folder, used, limit, is_mapped);
            if (folder->at >= limit && folder->at < folder->text.length && limit == stop)
                continue;
        }
        used = put_slow(folder, used);
    }
    folder->out->length = used;
    buffer_append(folder->out, STR_NONE);
}

void fold_append(struct buffer *out, struct str text)
{
    struct folder folder = {.text = text, .out = out, .out_start = out->length};
    fold_all(&folder, false);
}

void fold_append_mapped(struct buffer *out, struct str text, struct fold_map *map)
{
    struct folder folder = {.text = text, .out = out, .out_start = out->length, .map = map};
    map->count = 0;
    fold_all(&folder, true);
}

/* The first change that ends after offset, or that stands, removed, at it. */
static size_t change_at(const struct fold_map *map, size_t offset)
{
    size_t low = 0, high = map->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (map->changes[middle].folded_end <= offset)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

void fold_map_source(const struct fold_map *map, size_t start, size_t end, size_t *ret_start,
                     size_t *ret_end)
{
    const struct fold_change none = {0}, *changes = map->changes;
    size_t first = change_at(map, start), last = change_at(map, end - 1);
    const struct fold_change before_first = first ? changes[first - 1] : none;
    const struct fold_change before_last = last ? changes[last - 1] : none;
    bool is_in_first = first < map->count && changes[first].folded_start <= start;
    bool is_in_last = last < map->count && changes[last].folded_start < end;
    *ret_start = is_in_first ? changes[first].source_start
                             : before_first.source_end + (start - before_first.folded_end);
    *ret_end = is_in_last ? changes[last].source_end
                          : before_last.source_end + (end - before_last.folded_end);
}
