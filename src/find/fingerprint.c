#include "find/fingerprint.h"

#include "base/memory.h"

enum { GROUPS_MAX = 64 };

/* Shares of a byte in Chinese and English prose, roughly, in 1/10,000. */
static unsigned byte_share(unsigned byte)
{
    if (byte < 0x80)
        return byte >= 'a' && byte <= 'z' ? 60 : byte == ' ' ? 100 : byte < 0x20 ? 10 : 15;
    if (byte < 0xC0)
        return 80;
    return byte == 0xE4 || byte == 0xE5 || byte == 0xE6                     ? 500
           : byte == 0xE3 || (byte >= 0xE7 && byte <= 0xE9) || byte == 0xEF ? 300
           : byte == 0xE2                                                   ? 40
                                                                            : 4;
}

/* The halves that bytes of a set have; what passes is every byte of two such halves. */
static double place_share(const bool bytes[256])
{
    bool low[16] = {0}, high[16] = {0};
    double share = 0;
    for (unsigned byte = 0; byte < 256; byte++)
        if (bytes[byte])
            low[byte & 15] = high[byte >> 4] = true;
    for (unsigned byte = 0; byte < 256; byte++)
        if (low[byte & 15] && high[byte >> 4])
            share += byte_share(byte);
    return share / 10000;
}

double fingerprint_share(const struct byte_sets *set)
{
    double share = 1;
    for (size_t i = 0; i < FINGERPRINT_BYTES; i++)
        share *= place_share(set->bytes[i]);
    return share;
}

static void unite(struct byte_sets *set, const struct byte_sets *other)
{
    for (size_t i = 0; i < FINGERPRINT_BYTES; i++)
        for (size_t byte = 0; byte < 256; byte++)
            set->bytes[i][byte] |= other->bytes[i][byte];
}

/* Unites the two groups that lose least by it; returns how many are left. */
static size_t unite_two(struct byte_sets *groups, double *shares, size_t count)
{
    size_t best_first = 0, best_second = 1;
    double best = 2, best_share = 0;
    for (size_t i = 0; i < count; i++)
        for (size_t j = i + 1; j < count; j++) {
            struct byte_sets both = groups[i];
            unite(&both, &groups[j]);
            double share = fingerprint_share(&both), loss = share - shares[i] - shares[j];
            if (loss >= best)
                continue;
            best = loss;
            best_share = share;
            best_first = i;
            best_second = j;
        }
    unite(&groups[best_first], &groups[best_second]);
    shares[best_first] = best_share;
    groups[best_second] = groups[count - 1];
    shares[best_second] = shares[count - 1];
    return count - 1;
}

static bool are_alike(const struct byte_sets *a, const struct byte_sets *b, bool is_strict)
{
    return memcmp(a->bytes[0], b->bytes[0], sizeof a->bytes[0]) == 0 &&
           (!is_strict || memcmp(a->bytes[1], b->bytes[1], sizeof a->bytes[1]) == 0);
}

/* Sets that begin alike as one: with the same first byte, and the second if they are few. */
static size_t group(struct byte_sets *groups, const struct byte_sets *sets, size_t set_count)
{
    bool is_strict = set_count <= 2 * FINGERPRINT_BUCKETS;
    size_t count = 0;
    for (size_t i = 0; i < set_count; i++) {
        size_t known = set_count <= FINGERPRINT_BUCKETS ? count : 0;
        while (known < count && !are_alike(&groups[known], &sets[i], is_strict))
            known++;
        if (known == GROUPS_MAX)
            known--;
        if (known == count)
            groups[count++] = sets[i];
        else
            unite(&groups[known], &sets[i]);
    }
    return count;
}

void fingerprint_init(struct fingerprint *fingerprint, const struct byte_sets *sets, size_t count)
{
    CLEANUP_FREE struct byte_sets *groups = memory_new(GROUPS_MAX * sizeof *groups);
    double shares[GROUPS_MAX];
    memset(fingerprint, 0, sizeof *fingerprint);
    size_t group_count = group(groups, sets, count);
    for (size_t i = 0; i < group_count; i++)
        shares[i] = fingerprint_share(&groups[i]);
    while (group_count > FINGERPRINT_BUCKETS)
        group_count = unite_two(groups, shares, group_count);
    for (size_t bucket = 0; bucket < group_count; bucket++)
        for (size_t i = 0; i < FINGERPRINT_BYTES; i++)
            for (size_t byte = 0; byte < 256; byte++)
                if (groups[bucket].bytes[i][byte]) {
                    fingerprint->low[i][byte & 15] |= (uint8_t)(1u << bucket);
                    fingerprint->high[i][byte >> 4] |= (uint8_t)(1u << bucket);
                }
    for (size_t i = 0; i < FINGERPRINT_BYTES; i++)
        for (size_t byte = 0; byte < 256; byte++)
            fingerprint->bytes[i][byte] =
                fingerprint->low[i][byte & 15] & fingerprint->high[i][byte >> 4];
}

size_t fingerprint_next_plain(const struct fingerprint *fingerprint, struct str text, size_t from,
                              size_t end)
{
    const unsigned char *bytes = (const unsigned char *)text.bytes;
    for (size_t at = from; at < end; at++) {
        unsigned buckets = fingerprint->bytes[0][bytes[at]];
        if (buckets && at + 1 < text.length)
            buckets &= fingerprint->bytes[1][bytes[at + 1]];
        if (buckets && at + 2 < text.length)
            buckets &= fingerprint->bytes[2][bytes[at + 2]];
        if (buckets)
            return at;
    }
    return SIZE_MAX;
}

#if defined(__x86_64__) && defined(__GNUC__)
#include <immintrin.h>

#define SSSE3 __attribute__((target("ssse3")))
#define AVX2 __attribute__((target("avx2")))

SSSE3 static inline __m128i buckets_16(const char *text, __m128i low, __m128i high)
{
    const __m128i half = _mm_set1_epi8(15), bytes = _mm_loadu_si128((const __m128i *)text);
    return _mm_and_si128(_mm_shuffle_epi8(low, _mm_and_si128(bytes, half)),
                         _mm_shuffle_epi8(high, _mm_and_si128(_mm_srli_epi16(bytes, 4), half)));
}

SSSE3 size_t fingerprint_next_ssse3(const struct fingerprint *fingerprint, struct str text,
                                    size_t from, size_t end)
{
    __m128i low[FINGERPRINT_BYTES], high[FINGERPRINT_BYTES];
    memcpy(low, fingerprint->low, sizeof low);
    memcpy(high, fingerprint->high, sizeof high);
    size_t at = from;
    for (; at + sizeof *low <= end && at + sizeof *low + 2 <= text.length; at += sizeof *low) {
        const char *bytes = text.bytes + at;
        __m128i hits = _mm_and_si128(_mm_and_si128(buckets_16(bytes, low[0], high[0]),
                                                   buckets_16(bytes + 1, low[1], high[1])),
                                     buckets_16(bytes + 2, low[2], high[2]));
        unsigned misses = (unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(hits, _mm_setzero_si128()));
        if (misses != 0xFFFF)
            return at + (size_t)__builtin_ctz(~misses);
    }
    return fingerprint_next_plain(fingerprint, text, at, end);
}

AVX2 static inline __m256i buckets_32(const char *text, __m256i low, __m256i high)
{
    const __m256i half = _mm256_set1_epi8(15), bytes = _mm256_loadu_si256((const __m256i *)text);
    return _mm256_and_si256(
        _mm256_shuffle_epi8(low, _mm256_and_si256(bytes, half)),
        _mm256_shuffle_epi8(high, _mm256_and_si256(_mm256_srli_epi16(bytes, 4), half)));
}

AVX2 static inline __m256i hits_32(const char *text, const __m256i *low, const __m256i *high)
{
    return _mm256_and_si256(
        _mm256_and_si256(buckets_32(text, low[0], high[0]), buckets_32(text + 1, low[1], high[1])),
        buckets_32(text + 2, low[2], high[2]));
}

AVX2 static inline uint64_t misses_32(__m256i hits)
{
    return (unsigned)_mm256_movemask_epi8(_mm256_cmpeq_epi8(hits, _mm256_setzero_si256()));
}

AVX2 static size_t next_avx2(const struct fingerprint *fingerprint, struct str text, size_t from,
                             size_t end)
{
    enum { TURN = sizeof(__m256i) };
    __m256i low[FINGERPRINT_BYTES], high[FINGERPRINT_BYTES];
    size_t at = from;
    for (size_t i = 0; i < FINGERPRINT_BYTES; i++) {
        low[i] = _mm256_broadcastsi128_si256(_mm_loadu_si128((const __m128i *)fingerprint->low[i]));
        high[i] =
            _mm256_broadcastsi128_si256(_mm_loadu_si128((const __m128i *)fingerprint->high[i]));
    }
    for (; at + 2 * TURN <= end && at + 2 * TURN + 2 <= text.length; at += 2 * TURN) {
        __m256i first = hits_32(text.bytes + at, low, high);
        __m256i second = hits_32(text.bytes + at + TURN, low, high);
        __m256i both = _mm256_or_si256(first, second);
        if (_mm256_testz_si256(both, both))
            continue;
        return at + (size_t)__builtin_ctzll(~(misses_32(first) | misses_32(second) << TURN));
    }
    return fingerprint_next_ssse3(fingerprint, text, at, end);
}

size_t fingerprint_next(const struct fingerprint *fingerprint, struct str text, size_t from,
                        size_t end)
{
    if (__builtin_cpu_supports("avx2"))
        return next_avx2(fingerprint, text, from, end);
    if (__builtin_cpu_supports("ssse3"))
        return fingerprint_next_ssse3(fingerprint, text, from, end);
    return fingerprint_next_plain(fingerprint, text, from, end);
}
#else
size_t fingerprint_next_ssse3(const struct fingerprint *fingerprint, struct str text, size_t from,
                              size_t end)
{
    (void)fingerprint;
    (void)text;
    (void)from;
    (void)end;
    return SIZE_MAX - 1;
}

size_t fingerprint_next(const struct fingerprint *fingerprint, struct str text, size_t from,
                        size_t end)
{
    return fingerprint_next_plain(fingerprint, text, from, end);
}
#endif
