#include "text/normalize.h"

#include "base/memory.h"
#include "base/vector.h"
#include "text/properties_table.h"
#include "text/utf8.h"

#include <assert.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>

enum {
    BLOCK_BYTES = 64,
    RETRY_BYTES = 256, /* read code point by code point where a block was not plain */
};

static inline unsigned is_in(unsigned char byte, unsigned char low, unsigned char high)
{
    return (unsigned char)(byte - low) <= high - low;
}

/* Whether the byte begins a code point that NFC never touches, or goes on with one: ASCII, Latin,
 * Cyrillic, Han, kana, Hangul syllables, full-width forms, common punctuation. A sum, as the cases
 * exclude each other: gcc 12 makes a bit test of an |, which no vector has. */
static inline unsigned char is_surely_normal(unsigned char byte, unsigned char second,
                                             unsigned char third)
{
    unsigned mark = (second == 0x82) & is_in(third, 0x99, 0x9A); /* voiced, on the kana before */
    return (unsigned char)((byte < 0xCC) + is_in(byte, 0xCF, 0xD1) + is_in(byte, 0xE4, 0xE9) +
                           is_in(byte, 0xEB, 0xEC) +
                           ((byte == 0xE2) & (second == 0x80) & (third > 0x81)) +
                           ((byte == 0xE3) & (second == 0x80) & (third < 0xAA)) +
                           ((byte == 0xE3) & is_in(second, 0x81, 0x83) & (mark ^ 1)) +
                           ((byte == 0xEA) & (second >= 0xB0)) +
                           ((byte == 0xED) & (second < 0x9E)) +
                           ((byte == 0xEF) & is_in(second, 0xBC, 0xBD)));
}

/* Start of the last code point before which, and in which, a glance finds nothing but such; offset
 * where there is doubt at once. The loop has no branches, for the vectorizer. */
WITH_AVX2 static size_t surely_normal_until(struct str text, size_t offset)
{
    const unsigned char *bytes = (const unsigned char *)text.bytes;
    size_t end = offset;
    while (end + BLOCK_BYTES + 2 <= text.length) {
        const unsigned char *block = bytes + end; /* a count that gcc 12 sees to be constant */
        unsigned char all = 1;
        for (size_t i = 0; i < BLOCK_BYTES; i++)
            all &= is_surely_normal(block[i], block[i + 1], block[i + 2]);
        if (!all)
            break;
        end += BLOCK_BYTES;
    }
    if (end == offset)
        return offset;
    do
        end--;
    while (end > offset && (bytes[end] & 0xC0) == 0x80);
    return end;
}

/* As nfc_prefix; read code point by code point up to glance. */
static size_t normal_prefix(struct str text, size_t glance)
{
    const unsigned char *bytes = (const unsigned char *)text.bytes;
    size_t offset = 0;
    size_t start = 0; /* of the last code point that nothing before combines with */
    while (offset < text.length) {
        if (offset >= glance) {
            offset = surely_normal_until(text, offset);
            glance = offset + RETRY_BYTES;
        }
        uint32_t code_point = bytes[offset];
        size_t length = 1;
        if (code_point < 0x80) {
            start = offset++;
            continue;
        }
        /* One way for Han and its marks alike, so that the branch is foreseen; text is well-formed.
         */
        if ((code_point & 0xF0) == 0xE0 && text.length - offset >= 3) {
            code_point = (code_point & 0x0F) << 12 | (bytes[offset + 1] & 0x3Fu) << 6 |
                         (bytes[offset + 2] & 0x3Fu);
            length = 3;
        } else {
            length = utf8_decode(text, offset, &code_point);
        }
        if (!properties_of(code_point).is_normal)
            return start;
        start = offset;
        offset += length;
    }
    return text.length;
}

size_t nfc_prefix(struct str text)
{
    return normal_prefix(text, 0);
}

/* End of the stretch at the start of text that one call of ICU has to see: up to the second code
 * point that nothing before combines with. */
static size_t stretch_length(struct str text)
{
    uint32_t code_point;
    size_t end = utf8_decode(text, 0, &code_point);
    while (end < text.length) {
        const size_t length = utf8_decode(text, end, &code_point);
        if (properties_of(code_point).is_normal)
            break;
        end += length;
    }
    return end;
}

/* Where the text is in doubt it is composed and compared, a stretch at a time. */
bool nfc_is(struct str text)
{
    CLEANUP_BUFFER struct buffer composed = {0};
    for (size_t at; (at = nfc_prefix(text)) < text.length;) {
        text = str_slice(text, at, text.length);
        const struct str stretch = str_slice(text, 0, stretch_length(text));
        composed.length = 0;
        nfc_append(&composed, stretch);
        if (!str_equal(buffer_str(&composed), stretch))
            return false;
        text = str_slice(text, stretch.length, text.length);
    }
    return true;
}

enum {
    SHORT_BYTES = 96, /* nearly every stretch: a base and its marks */
    /* A longer stretch is hostile: what comes behind so many code points stays as it is. */
    ORDERED_CODE_POINTS = 1 << 20,
};

static const UNormalizer2 *normalizer(const UNormalizer2 *(*instance)(UErrorCode *))
{
    UErrorCode code = U_ZERO_ERROR;
    const UNormalizer2 *normalizer = instance(&code);
    assert(U_SUCCESS(code)); /* built into libicuuc */
    return normalizer;
}

/* Appends the NFC form of count UTF-16 units; NFC has at most 3 times as many (UAX #15 §14). */
static void append_composed(struct buffer *out, const UChar *units, int32_t count)
{
    UChar short_units[SHORT_BYTES * 3];
    CLEANUP_FREE UChar *long_units = NULL;
    UChar *composed = short_units;
    if (count > SHORT_BYTES)
        composed = long_units = memory_new((size_t)count * 3 * sizeof *long_units);
    UErrorCode code = U_ZERO_ERROR;
    const int32_t composed_count =
        unorm2_normalize(normalizer(unorm2_getNFCInstance), units, count, composed,
                         count > SHORT_BYTES ? count * 3 : SHORT_BYTES * 3, &code);
    assert(U_SUCCESS(code));
    const size_t capacity = (size_t)composed_count * 3;
    buffer_reserve(out, capacity + 1);
    int32_t length = 0;
    (void)u_strToUTF8(out->bytes + out->length, (int32_t)capacity + 1, &length, composed,
                      composed_count, &code);
    assert(U_SUCCESS(code));
    out->length += (size_t)length;
}

static void append_short(struct buffer *out, struct str stretch)
{
    UChar units[SHORT_BYTES];
    int32_t count = 0;
    UErrorCode code = U_ZERO_ERROR;
    (void)u_strFromUTF8WithSub(units, SHORT_BYTES, &count, stretch.bytes, (int32_t)stretch.length,
                               CODE_POINT_REPLACEMENT, NULL, &code);
    assert(U_SUCCESS(code));
    append_composed(out, units, count);
}

/* Orders a run of marks by combining class, stably, in linear time. */
static void order_marks(uint32_t *marks, uint32_t *scratch, size_t count)
{
    size_t start[257] = {0};
    for (size_t i = 0; i < count; i++)
        start[u_getCombiningClass((UChar32)marks[i]) + 1]++;
    for (size_t class = 1; class <= 256; class ++)
        start[class] += start[class - 1];
    for (size_t i = 0; i < count; i++)
        scratch[start[u_getCombiningClass((UChar32)marks[i])]++] = marks[i];
    memcpy(marks, scratch, count * sizeof *marks);
}

/* Full canonical decomposition of the code point: 1..4 code points (UAX #15 §9.5 allows no more).
 */
static size_t decompose(const UNormalizer2 *nfd, uint32_t code_point, uint32_t ret_parts[8])
{
    UChar units[16];
    UErrorCode code = U_ZERO_ERROR;
    const int32_t unit_count = unorm2_getDecomposition(nfd, (UChar32)code_point, units, 16, &code);
    if (unit_count <= 0 || U_FAILURE(code)) {
        ret_parts[0] = code_point;
        return 1;
    }
    size_t count = 0;
    for (int32_t i = 0; i < unit_count && count < 8;) {
        UChar32 part;
        U16_NEXT(units, i, unit_count, part);
        ret_parts[count++] = (uint32_t)part;
    }
    return count;
}

/* ICU inserts each mark into the run before it, which is quadratic in a run with falling classes;
 * given the run in order, it only appends. Returns the bytes taken. */
static size_t append_long(struct buffer *out, struct str stretch)
{
    const UNormalizer2 *nfd = normalizer(unorm2_getNFDInstance);
    uint32_t *parts = NULL;
    size_t count = 0, capacity = 0, offset = 0;
    while (offset < stretch.length && count < ORDERED_CODE_POINTS) {
        uint32_t code_point, decomposed[8];
        offset += utf8_decode(stretch, offset, &code_point);
        const size_t decomposed_count = decompose(nfd, code_point, decomposed);
        for (size_t i = 0; i < decomposed_count; i++) {
            ARRAY_RESERVE(parts, count, capacity);
            parts[count++] = decomposed[i];
        }
    }
    /* The scratch room for the ordering holds the UTF-16 afterwards: 2 units fit in 4 bytes. */
    uint32_t *scratch = memory_new(count * sizeof *scratch);
    for (size_t start = 0, end; start < count; start = end) {
        end = start + 1;
        if (u_getCombiningClass((UChar32)parts[start]) == 0)
            continue;
        while (end < count && u_getCombiningClass((UChar32)parts[end]) != 0)
            end++;
        order_marks(parts + start, scratch, end - start);
    }
    UChar *units = (UChar *)scratch;
    int32_t unit_count = 0;
    for (size_t i = 0; i < count; i++)
        U16_APPEND_UNSAFE(units, unit_count, parts[i]);
    append_composed(out, units, unit_count);
    free(scratch);
    free(parts);
    return offset;
}

/* Stretches that were met before and what became of them: a text has many times the same few. */
struct known_stretch {
    char from[12], to[12];
    uint8_t from_length, to_length; /* 0: none */
};

enum {
    KNOWN_COUNT = 2048,
    KNOWING_BYTES = 16 * 1024, /* a shorter text does without */
};

static struct known_stretch *known_of(struct known_stretch *known, struct str stretch)
{
    uint32_t hash = 0;
    for (size_t i = 0; i < stretch.length; i++)
        hash = (hash ^ (unsigned char)stretch.bytes[i]) * 0x01000193u;
    return &known[(hash ^ hash >> 15) % KNOWN_COUNT];
}

static void append_known(struct buffer *out, struct str stretch, struct known_stretch *known)
{
    struct known_stretch *row = known_of(known, stretch);
    const size_t start = out->length;
    if (row->from_length == stretch.length &&
        memcmp(row->from, stretch.bytes, stretch.length) == 0) {
        buffer_append(out, (struct str){row->to, row->to_length});
        return;
    }
    append_short(out, stretch);
    const size_t length = out->length - start;
    if (length > sizeof row->to)
        return;
    memcpy(row->from, stretch.bytes, stretch.length);
    memcpy(row->to, out->bytes + start, length);
    row->from_length = (uint8_t)stretch.length;
    row->to_length = (uint8_t)length;
}

static void append_stretch(struct buffer *out, struct str stretch, struct known_stretch *known)
{
    if (known != NULL && stretch.length <= sizeof known->from)
        append_known(out, stretch, known);
    else if (stretch.length <= SHORT_BYTES)
        append_short(out, stretch);
    else
        buffer_append(out, str_slice(stretch, append_long(out, stretch), stretch.length));
}

size_t nfc_append(struct buffer *out, struct str text)
{
    size_t stretch_count = 0;
    CLEANUP_FREE struct known_stretch *known = NULL;
    size_t glance = 0;
    if (text.length >= KNOWING_BYTES)
        known = memory_new(KNOWN_COUNT * sizeof *known);
    while (text.length > 0) {
        const size_t prefix = normal_prefix(text, glance);
        buffer_append(out, str_slice(text, 0, prefix));
        text = str_slice(text, prefix, text.length);
        if (text.length == 0)
            break;
        const size_t length = stretch_length(text);
        append_stretch(out, str_slice(text, 0, length), known);
        stretch_count++;
        text = str_slice(text, length, text.length);
        glance = prefix < RETRY_BYTES ? RETRY_BYTES : 0; /* the next will not be far */
    }
    return stretch_count;
}
