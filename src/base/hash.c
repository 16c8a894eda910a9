#include "base/hash.h"

#include <endian.h>
#include <string.h>

static const uint64_t primes[] = {0x9E3779B185EBCA87u, 0xC2B2AE3D27D4EB4Fu, 0x165667B19E3779F9u,
                                  0x85EBCA77C2B2AE63u, 0x27D4EB2F165667C5u};

static uint64_t rotate(uint64_t value, unsigned bits)
{
    return value << bits | value >> (64 - bits);
}

/* Little-endian, as both specifications have it. */
static inline uint64_t load(const unsigned char *bytes, unsigned count)
{
    uint64_t value = 0;
    memcpy(&value, bytes, count);
    return le64toh(value);
}

static uint64_t xxh_round(uint64_t lane, uint64_t input)
{
    return rotate(lane + input * primes[1], 31) * primes[0];
}

/* Whole stripes of 32 bytes in four lanes, which are then merged. */
static uint64_t hash_stripes(const unsigned char *bytes, size_t stripe_count)
{
    uint64_t lanes[4] = {primes[0] + primes[1], primes[1], 0, 0 - primes[0]};
    for (size_t stripe = 0; stripe < stripe_count; stripe++)
        for (size_t i = 0; i < 4; i++)
            lanes[i] = xxh_round(lanes[i], load(bytes + stripe * 32 + i * 8, 8));
    uint64_t hash =
        rotate(lanes[0], 1) + rotate(lanes[1], 7) + rotate(lanes[2], 12) + rotate(lanes[3], 18);
    for (size_t i = 0; i < 4; i++)
        hash = (hash ^ xxh_round(0, lanes[i])) * primes[0] + primes[3];
    return hash;
}

uint64_t hash_bytes(struct str bytes)
{
    const unsigned char *at = (const unsigned char *)bytes.bytes;
    size_t left = bytes.length % 32;
    uint64_t hash = left < bytes.length ? hash_stripes(at, bytes.length / 32) : primes[4];
    hash += bytes.length;
    at += bytes.length - left;
    for (; left >= 8; left -= 8, at += 8)
        hash = rotate(hash ^ xxh_round(0, load(at, 8)), 27) * primes[0] + primes[3];
    if (left >= 4) {
        hash = rotate(hash ^ load(at, 4) * primes[0], 23) * primes[1] + primes[2];
        left -= 4;
        at += 4;
    }
    for (; left > 0; left--, at++)
        hash = rotate(hash ^ *at * primes[4], 11) * primes[0];
    hash = (hash ^ hash >> 33) * primes[1];
    hash = (hash ^ hash >> 29) * primes[2];
    return hash ^ hash >> 32;
}

/* RFC 7693 §2.6: SHA-512's. */
static const uint64_t blake_start[8] = {
    0x6A09E667F3BCC908u, 0xBB67AE8584CAA73Bu, 0x3C6EF372FE94F82Bu, 0xA54FF53A5F1D36F1u,
    0x510E527FADE682D1u, 0x9B05688C2B3E6C1Fu, 0x1F83D9ABFB41BD6Bu, 0x5BE0CD19137E2179u};

/* §2.7: which words of the message each of the 12 rounds takes. */
static const unsigned char blake_order[12][16] = {
    {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15},
    {14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3},
    {11, 8, 12, 0, 5, 2, 15, 13, 10, 14, 3, 6, 7, 1, 9, 4},
    {7, 9, 3, 1, 13, 12, 11, 14, 2, 6, 5, 10, 4, 0, 15, 8},
    {9, 0, 5, 7, 2, 4, 10, 15, 14, 1, 11, 12, 6, 8, 3, 13},
    {2, 12, 6, 10, 0, 11, 8, 3, 4, 13, 7, 5, 15, 14, 1, 9},
    {12, 5, 1, 15, 14, 13, 4, 10, 0, 7, 6, 3, 9, 2, 8, 11},
    {13, 11, 7, 14, 12, 1, 3, 9, 5, 0, 15, 4, 8, 6, 2, 10},
    {6, 15, 14, 9, 11, 3, 0, 8, 12, 2, 13, 7, 1, 4, 10, 5},
    {10, 2, 8, 4, 7, 6, 1, 5, 15, 11, 9, 14, 3, 12, 13, 0},
    {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15},
    {14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3}};

static inline void blake_mix(uint64_t v[16], unsigned a, unsigned b, unsigned c, unsigned d,
                             uint64_t x, uint64_t y)
{
    v[a] += v[b] + x;
    v[d] = rotate(v[d] ^ v[a], 32);
    v[c] += v[d];
    v[b] = rotate(v[b] ^ v[c], 40);
    v[a] += v[b] + y;
    v[d] = rotate(v[d] ^ v[a], 48);
    v[c] += v[d];
    v[b] = rotate(v[b] ^ v[c], 1);
}

/* §3.2; taken: bytes of the message up to the end of this block. */
static void blake_block(uint64_t state[8], const unsigned char block[128], uint64_t taken,
                        bool is_last)
{
    uint64_t v[16], m[16];
    for (unsigned i = 0; i < 16; i++)
        m[i] = load(block + 8 * i, 8);
    memcpy(v, state, 8 * sizeof *v);
    memcpy(v + 8, blake_start, 8 * sizeof *v);
    v[12] ^= taken;
    v[14] ^= is_last ? UINT64_MAX : 0;
    for (unsigned round = 0; round < 12; round++) {
        const unsigned char *order = blake_order[round];
        blake_mix(v, 0, 4, 8, 12, m[order[0]], m[order[1]]);
        blake_mix(v, 1, 5, 9, 13, m[order[2]], m[order[3]]);
        blake_mix(v, 2, 6, 10, 14, m[order[4]], m[order[5]]);
        blake_mix(v, 3, 7, 11, 15, m[order[6]], m[order[7]]);
        blake_mix(v, 0, 5, 10, 15, m[order[8]], m[order[9]]);
        blake_mix(v, 1, 6, 11, 12, m[order[10]], m[order[11]]);
        blake_mix(v, 2, 7, 8, 13, m[order[12]], m[order[13]]);
        blake_mix(v, 3, 4, 9, 14, m[order[14]], m[order[15]]);
    }
    for (unsigned i = 0; i < 8; i++)
        state[i] ^= v[i] ^ v[i + 8];
}

void hash_digest(struct str bytes, unsigned char ret_digest[HASH_DIGEST_BYTES])
{
    uint64_t state[8];
    memcpy(state, blake_start, sizeof state);
    state[0] ^= 0x01010000 ^ HASH_DIGEST_BYTES;
    const unsigned char *at = (const unsigned char *)bytes.bytes;
    uint64_t taken = 0;
    for (; bytes.length - taken > 128; at += 128) {
        taken += 128;
        blake_block(state, at, taken, false);
    }
    unsigned char last[128] = {0};
    if (bytes.length > taken)
        memcpy(last, at, bytes.length - taken);
    blake_block(state, last, bytes.length, true);
    for (unsigned i = 0; i < HASH_DIGEST_BYTES; i++)
        ret_digest[i] = (unsigned char)(state[i / 8] >> 8 * (i % 8));
}
