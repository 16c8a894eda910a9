/* Hashes that are stored, and therefore never change. */
#ifndef BASE_HASH_H
#define BASE_HASH_H

#include "base/str.h"

#include <stdint.h>

/* XXH64 of seed 0: fast and well mixed; whoever chooses the bytes can make two alike. */
uint64_t hash_bytes(struct str bytes);
/* A number's bits spread over all 64 (the finalizer of SplitMix64); one to one. */
static inline uint64_t hash_number(uint64_t number)
{
    number = (number ^ number >> 30) * 0xBF58476D1CE4E5B9u;
    number = (number ^ number >> 27) * 0x94D049BB133111EBu;
    return number ^ number >> 31;
}

#define HASH_DIGEST_BYTES 32
/* BLAKE2b of 256 bits without a key (RFC 7693; b2sum -l 256): names bytes for good. */
void hash_digest(struct str bytes, unsigned char ret_digest[HASH_DIGEST_BYTES]);

#endif
