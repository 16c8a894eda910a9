/* The spellings of a title, for an index of them. */
#include "text/pinyin_private.h"

#include <string.h>

static bool is_there(const struct buffer *out, size_t start, struct str spelling)
{
    struct str all = str_slice(buffer_str(out), start, out->length);
    for (size_t at = 0; at < all.length;) {
        size_t end = str_find(all, STR(" "), at);
        end = end == SIZE_MAX ? all.length : end;
        if (str_equal(str_slice(all, at, end), spelling))
            return true;
        at = end + 1;
    }
    return false;
}

static void add(struct buffer *out, size_t start, struct str spelling)
{
    if (spelling.length == 0 || is_there(out, start, spelling))
        return;
    if (out->length > start)
        buffer_append_byte(out, ' ');
    buffer_append(out, spelling);
}

void pinyin_append_spellings(struct str title, struct buffer *out)
{
    enum { BYTES_MAX = 4096 }; /* what is appended is searched again and again */
    struct unit unit;
    const size_t start = out->length;
    for (size_t at = 0; at < title.length && out->length - start < BYTES_MAX; at = unit.end) {
        unit_read(title, at, &unit);
        if (unit.kind != UNIT_HAN && unit.kind != UNIT_KANA)
            continue;
        for (unsigned i = pinyin_set_starts[unit.set]; i < pinyin_set_starts[unit.set + 1]; i++) {
            const struct pinyin_syllable *syllable = &pinyin_syllables[pinyin_set_members[i]];
            add(out, start, (struct str){syllable->letters, syllable->length});
        }
        for (unsigned i = 0; i < unit.romaji_count; i++)
            add(out, start, (struct str){unit.romaji[i].letters, unit.romaji[i].length});
    }
}
