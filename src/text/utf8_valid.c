/* Well-formedness of whole files, which decides the first screen of a large one. On x86 with SSSE3
 * 16 bytes at a time by table lookup (Keiser and Lemire, "Validating UTF-8 in less than one
 * instruction per byte", 2021); elsewhere, and to find the exact place, one by one. */
#include "text/utf8.h"

#include <string.h>

/* Continues at offset, where a code point starts. */
static size_t valid_prefix_by_one(struct str text, size_t offset)
{
    const unsigned char *bytes = (const unsigned char *)text.bytes;
    while (offset < text.length) {
        uint64_t word;
        if (text.length - offset >= sizeof word) {
            memcpy(&word, bytes + offset, sizeof word);
            if ((word & 0x8080808080808080u) == 0) {
                offset += sizeof word;
                continue;
            }
        }
        /* E1..EC and two continuations, without a branch for each. */
        if (text.length - offset >= 4 && bytes[offset] - 0xE1u <= 0xEC - 0xE1u &&
            (bytes[offset + 1] & 0xC0) == 0x80 && (bytes[offset + 2] & 0xC0) == 0x80) {
            offset += 3;
            continue;
        }
        uint32_t code_point;
        const size_t length = utf8_decode(text, offset, &code_point);
        /* A real U+FFFD is EF BF BD; anything else that decodes to it is ill-formed. */
        if (code_point == CODE_POINT_REPLACEMENT &&
            (length != 3 || memcmp(bytes + offset, "\xEF\xBF\xBD", 3) != 0))
            break;
        offset += length;
    }
    return offset;
}

#if defined(__x86_64__) && defined(__GNUC__)
#include <tmmintrin.h>

/* The ways two adjacent bytes can be wrong, one bit each. */
enum {
    TOO_SHORT = 1,    /* a lead byte without its continuation */
    TOO_LONG = 2,     /* ASCII and a continuation */
    OVERLONG_3 = 4,   /* E0 80..9F */
    TOO_LARGE = 8,    /* F4 90.., F5.. */
    SURROGATE = 16,   /* ED A0..BF */
    OVERLONG_2 = 32,  /* C0, C1 */
    TOO_LARGE_2 = 64, /* F5..FF 80..8F; the same bit as an overlong F0 80..8F */
    OVERLONG_4 = 64,
    TWO_CONTINUATIONS = 128,
    CARRY = TOO_SHORT | TOO_LONG | TWO_CONTINUATIONS,
};

#define SSSE3 __attribute__((target("ssse3")))
#define BYTE(value) (char)(unsigned char)(value)

/* Bits of what is wrong for the high half of the first byte. */
SSSE3 static inline __m128i wrong_by_first_high(__m128i nibbles)
{
    const __m128i table = _mm_setr_epi8(
        TOO_LONG, TOO_LONG, TOO_LONG, TOO_LONG, TOO_LONG, TOO_LONG, TOO_LONG, TOO_LONG,
        BYTE(TWO_CONTINUATIONS), BYTE(TWO_CONTINUATIONS), BYTE(TWO_CONTINUATIONS),
        BYTE(TWO_CONTINUATIONS), TOO_SHORT | OVERLONG_2, TOO_SHORT,
        TOO_SHORT | OVERLONG_3 | SURROGATE, TOO_SHORT | TOO_LARGE | TOO_LARGE_2 | OVERLONG_4);
    return _mm_shuffle_epi8(table, nibbles);
}

SSSE3 static inline __m128i wrong_by_first_low(__m128i nibbles)
{
    const char large = BYTE(CARRY | TOO_LARGE | TOO_LARGE_2);
    const __m128i table = _mm_setr_epi8(
        BYTE(CARRY | OVERLONG_3 | OVERLONG_2 | OVERLONG_4), BYTE(CARRY | OVERLONG_2), BYTE(CARRY),
        BYTE(CARRY), BYTE(CARRY | TOO_LARGE), large, large, large, large, large, large, large,
        large, BYTE(CARRY | TOO_LARGE | TOO_LARGE_2 | SURROGATE), large, large);
    return _mm_shuffle_epi8(table, nibbles);
}

SSSE3 static inline __m128i wrong_by_second_high(__m128i nibbles)
{
    const char continuation = BYTE(TOO_LONG | OVERLONG_2 | TWO_CONTINUATIONS);
    const __m128i table = _mm_setr_epi8(
        TOO_SHORT, TOO_SHORT, TOO_SHORT, TOO_SHORT, TOO_SHORT, TOO_SHORT, TOO_SHORT, TOO_SHORT,
        BYTE(continuation | OVERLONG_3 | TOO_LARGE_2 | OVERLONG_4),
        BYTE(continuation | OVERLONG_3 | TOO_LARGE), BYTE(continuation | SURROGATE | TOO_LARGE),
        BYTE(continuation | SURROGATE | TOO_LARGE), TOO_SHORT, TOO_SHORT, TOO_SHORT, TOO_SHORT);
    return _mm_shuffle_epi8(table, nibbles);
}

/* Not zero in every byte that is wrong, given the 16 bytes before. */
SSSE3 static inline __m128i wrong_bytes(__m128i before, __m128i bytes)
{
    const __m128i low = _mm_set1_epi8(0x0F);
    const __m128i previous = _mm_alignr_epi8(bytes, before, 15);
    const __m128i pairs = _mm_and_si128(
        _mm_and_si128(wrong_by_first_high(_mm_and_si128(_mm_srli_epi16(previous, 4), low)),
                      wrong_by_first_low(_mm_and_si128(previous, low))),
        wrong_by_second_high(_mm_and_si128(_mm_srli_epi16(bytes, 4), low)));
    /* Third and fourth bytes must be, and only they may be, a second continuation in a row. */
    const __m128i third =
        _mm_subs_epu8(_mm_alignr_epi8(bytes, before, 14), _mm_set1_epi8(BYTE(0xE0 - 0x80)));
    const __m128i fourth =
        _mm_subs_epu8(_mm_alignr_epi8(bytes, before, 13), _mm_set1_epi8(BYTE(0xF0 - 0x80)));
    const __m128i must = _mm_and_si128(_mm_or_si128(third, fourth), _mm_set1_epi8(BYTE(0x80)));
    return _mm_xor_si128(must, pairs);
}

/* A multiple of 64 before which nothing is wrong, but a code point may go on over it. */
SSSE3 static size_t valid_blocks(struct str text)
{
    const __m128i zero = _mm_setzero_si128();
    __m128i before = zero;
    size_t offset = 0;
    for (; text.length - offset >= 64; offset += 64) {
        __m128i blocks[4];
        memcpy(blocks, text.bytes + offset, sizeof blocks);
        const __m128i wrong = _mm_or_si128(
            _mm_or_si128(wrong_bytes(before, blocks[0]), wrong_bytes(blocks[0], blocks[1])),
            _mm_or_si128(wrong_bytes(blocks[1], blocks[2]), wrong_bytes(blocks[2], blocks[3])));
        if (_mm_movemask_epi8(_mm_cmpeq_epi8(wrong, zero)) != 0xFFFF)
            break;
        before = blocks[3];
    }
    return offset;
}

static bool has_blocks(void)
{
    return __builtin_cpu_supports("ssse3");
}
#else
static size_t valid_blocks(struct str text)
{
    (void)text;
    return 0;
}

static bool has_blocks(void)
{
    return false;
}
#endif

size_t utf8_valid_prefix(struct str text)
{
    if (!has_blocks())
        return valid_prefix_by_one(text, 0);
    size_t offset = valid_blocks(text);
    /* Back to the start of a code point that goes on over the last block. */
    for (size_t back = 1; back <= 3 && back <= offset; back++) {
        const unsigned char byte = (unsigned char)text.bytes[offset - back];
        if (byte >= 0xC0) {
            offset -= back;
            break;
        }
        if (byte < 0x80)
            break;
    }
    return valid_prefix_by_one(text, offset);
}
