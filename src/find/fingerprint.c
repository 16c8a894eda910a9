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

static bool is_candidate(const struct fingerprint *fingerprint, struct str text, size_t at)
{
    const unsigned char *bytes = (const unsigned char *)text.bytes;
    unsigned buckets = fingerprint->bytes[0][bytes[at]];
    if (buckets && at + 1 < text.length)
        buckets &= fingerprint->bytes[1][bytes[at + 1]];
    if (buckets && at + 2 < text.length)
        buckets &= fingerprint->bytes[2][bytes[at + 2]];
    return buckets != 0;
}

/* Adds those in [from, end), as many as have room, and moves next behind what was looked at. */
static void add_plain(const struct fingerprint *fingerprint, struct str text, size_t from,
                      size_t end, struct candidates *candidates)
{
    size_t at = from;
    for (; at < end && candidates->count < CANDIDATES_MAX; at++)
        if (is_candidate(fingerprint, text, at))
            candidates->places[candidates->count++] = (uint16_t)(at - candidates->offset);
    candidates->next = at;
}

void fingerprint_find_plain(const struct fingerprint *fingerprint, struct str text, size_t from,
                            size_t end, size_t bytes_ahead, struct candidates *ret_candidates)
{
    size_t first = from;
    while (first < end && !is_candidate(fingerprint, text, first))
        first++;
    ret_candidates->offset = first;
    ret_candidates->count = 0;
    size_t stop = end - first > bytes_ahead ? first + bytes_ahead : end;
    add_plain(fingerprint, text, first, stop, ret_candidates);
}

#if defined(__x86_64__) && defined(__GNUC__)
#include <immintrin.h>

#define SSSE3 __attribute__((target("ssse3")))
#define AVX2 __attribute__((target("avx2,bmi,popcnt")))

SSSE3 static inline __m128i buckets_16(const char *text, __m128i low, __m128i high)
{
    const __m128i half = _mm_set1_epi8(15), bytes = _mm_loadu_si128((const __m128i *)text);
    return _mm_and_si128(_mm_shuffle_epi8(low, _mm_and_si128(bytes, half)),
                         _mm_shuffle_epi8(high, _mm_and_si128(_mm_srli_epi16(bytes, 4), half)));
}

SSSE3 void fingerprint_find_ssse3(const struct fingerprint *fingerprint, struct str text,
                                  size_t from, size_t end, size_t bytes_ahead,
                                  struct candidates *ret_candidates)
{
    enum { TURN = sizeof(__m128i) };
    __m128i low[FINGERPRINT_BYTES], high[FINGERPRINT_BYTES];
    memcpy(low, fingerprint->low, sizeof low);
    memcpy(high, fingerprint->high, sizeof high);
    size_t at = from;
    for (; at + TURN <= end && at + TURN + 2 <= text.length; at += TURN) {
        const char *bytes = text.bytes + at;
        __m128i hits = _mm_and_si128(_mm_and_si128(buckets_16(bytes, low[0], high[0]),
                                                   buckets_16(bytes + 1, low[1], high[1])),
                                     buckets_16(bytes + 2, low[2], high[2]));
        if (_mm_movemask_epi8(_mm_cmpeq_epi8(hits, _mm_setzero_si128())) != 0xFFFF)
            break;
    }
    fingerprint_find_plain(fingerprint, text, at, end, bytes_ahead, ret_candidates);
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

/* Those of 64 bytes at once. Four are written whether they are or not, which spares most branches
 * that nobody can foresee. */
AVX2 static inline void add_bits(struct candidates *candidates, size_t at, uint64_t bits)
{
    enum { AT_ONCE = 4 };
    uint16_t *places = candidates->places + candidates->count;
    unsigned count = (unsigned)__builtin_popcountll(bits),
             start = (unsigned)(at - candidates->offset);
    for (unsigned i = 0; i < AT_ONCE; i++, bits &= bits - 1)
        places[i] = (uint16_t)(start + _tzcnt_u64(bits));
    for (unsigned i = AT_ONCE; i < count; i++, bits &= bits - 1)
        places[i] = (uint16_t)(start + _tzcnt_u64(bits));
    candidates->count += count;
}

AVX2 static void find_avx2(const struct fingerprint *fingerprint, struct str text, size_t from,
                           size_t end, size_t bytes_ahead, struct candidates *ret_candidates)
{
    enum { TURN = 2 * sizeof(__m256i) };
    __m256i low[FINGERPRINT_BYTES], high[FINGERPRINT_BYTES];
    size_t at = from, stop = end;
    ret_candidates->offset = from;
    ret_candidates->count = 0;
    for (size_t i = 0; i < FINGERPRINT_BYTES; i++) {
        low[i] = _mm256_broadcastsi128_si256(_mm_loadu_si128((const __m128i *)fingerprint->low[i]));
        high[i] =
            _mm256_broadcastsi128_si256(_mm_loadu_si128((const __m128i *)fingerprint->high[i]));
    }
    for (; at + TURN <= stop && at + TURN + 2 <= text.length; at += TURN) {
        __m256i first = hits_32(text.bytes + at, low, high);
        __m256i second = hits_32(text.bytes + at + TURN / 2, low, high);
        __m256i both = _mm256_or_si256(first, second);
        if (ret_candidates->count == 0) {
            if (_mm256_testz_si256(both, both))
                continue;
            ret_candidates->offset = at;
            stop = end - at > bytes_ahead ? at + bytes_ahead : end;
        } else if (ret_candidates->count + TURN > CANDIDATES_MAX) {
            break;
        }
        add_bits(ret_candidates, at, ~(misses_32(first) | misses_32(second) << TURN / 2));
    }
    if (ret_candidates->count)
        ret_candidates->next = at;
    else
        fingerprint_find_ssse3(fingerprint, text, at, end, bytes_ahead, ret_candidates);
}

void fingerprint_find(const struct fingerprint *fingerprint, struct str text, size_t from,
                      size_t end, size_t bytes_ahead, struct candidates *ret_candidates)
{
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi"))
        find_avx2(fingerprint, text, from, end, bytes_ahead, ret_candidates);
    else if (__builtin_cpu_supports("ssse3"))
        fingerprint_find_ssse3(fingerprint, text, from, end, bytes_ahead, ret_candidates);
    else
        fingerprint_find_plain(fingerprint, text, from, end, bytes_ahead, ret_candidates);
}
#else
void fingerprint_find_ssse3(const struct fingerprint *fingerprint, struct str text, size_t from,
                            size_t end, size_t bytes_ahead, struct candidates *ret_candidates)
{
    fingerprint_find_plain(fingerprint, text, from, end, bytes_ahead, ret_candidates);
}

void fingerprint_find(const struct fingerprint *fingerprint, struct str text, size_t from,
                      size_t end, size_t bytes_ahead, struct candidates *ret_candidates)
{
    fingerprint_find_plain(fingerprint, text, from, end, bytes_ahead, ret_candidates);
}
#endif
