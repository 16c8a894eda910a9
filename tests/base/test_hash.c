#include "cmocka_prelude.h"

#include "base/hash.h"
#include "base/memory.h"

#include <stdio.h>

/* By libxxhash 0.8.1 and b2sum -l 256, over the bytes 3, 10, 17 … (modulo 256). */
static void hashes_are_the_published_ones(void **state)
{
    (void)state;
    static const struct {
        size_t length;
        uint64_t hash;
        const char *digest;
    } cases[] = {
        {0, 0xef46db3751d8e999, "0e5751c026e543b2e8ab2eb06099daa1d1e5df47778f7787faab45cdf12fe3a8"},
        {1, 0x1f25c8d0bc1f4bb6, "e88bd757ad5b9bedf372d8d3f0cf6c962a469db61a265f6418e1ffed86da29ec"},
        {3, 0x31d2363f52e564c9, "9facd640130c81e7f318a8d5c660bc1b0f5d03861ffbd4cc1358e0e904593c28"},
        {4, 0x9bb64b7d66ee9fda, "b75b126cb5d38e778e68f816466e7e87a521aac845965572c0350281ccad5b53"},
        {8, 0xdab99d95c6f90092, "2d43d7039ce17f2453034c4769608cd36030e90b5a93d9f8d7d19d44a8b88772"},
        {31, 0xa2aa5f33cc4a6119,
         "eb761e66d010cbc36adb8215c3c1681e1d5d35a86d5f4d074ffcb74e66e7234a"},
        {32, 0x23c3c17ef790fd97,
         "656300678ffaf08eb513046f55da054581a34f21f3fd453641bd1e8a4ede0113"},
        {33, 0x50a7cfc7ba588784,
         "ab4bcdb5beabda8c7bcebe5dfb66fc2951de324ce89eef8ef032a6b79065cbc0"},
        {63, 0x5e3e54b431c7493c,
         "a69e023685fa5f19fca13acc02142a9cf8450ce5b77966586e0d000c4a4ea942"},
        {127, 0xc2b3713c3edbeb3,
         "c9ae3859964b35f04c54b36d33cf299d7290ee621005d28e51598a943560aaaa"},
        {128, 0x46fbcfbf0150793f,
         "f0501d06597880592bc49234eef100ec1ff349058d0e9d9b753504e24af86dd6"},
        {129, 0x3eb5d118151c8303,
         "a34a4e1e03c541dfbf3099c4b6c143c022ced65c28bd7e8a10e0a098461aecf0"},
        {1000, 0x5f235fa033f1a3fb,
         "d62b6c768ce1afc8367e0498ab2f8e3f7c178c35b1429f14c4604b545d200f52"},
    };
    char bytes[1000];
    for (size_t i = 0; i < sizeof bytes; i++)
        bytes[i] = (char)(i * 7 + 3);
    for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
        CLEANUP_FREE char *exact = memory_copy(bytes, cases[i].length); /* for the sanitizer */
        const struct str input = {exact, cases[i].length};
        unsigned char digest[HASH_DIGEST_BYTES];
        char spelled[2 * HASH_DIGEST_BYTES + 1];
        hash_digest(input, digest);
        for (size_t j = 0; j < HASH_DIGEST_BYTES; j++)
            snprintf(spelled + 2 * j, 3, "%02x", digest[j]);
        const uint64_t hash = hash_bytes(input);
        if (hash != cases[i].hash || strcmp(spelled, cases[i].digest) != 0)
            fail_msg("input %zu bytes\nexpected %016llx %s\ngot %016llx %s", cases[i].length,
                     (unsigned long long)cases[i].hash, cases[i].digest, (unsigned long long)hash,
                     spelled);
    }
}

static void numbers_are_spread(void **state)
{
    (void)state;
    assert_true(hash_number(1) == 0x5692161D100B05E5u);
    for (uint64_t i = 0; i < 1000; i++) {
        const int changed = __builtin_popcountll(hash_number(i) ^ hash_number(i + 1));
        if (changed < 12 || changed > 52)
            fail_msg("input %llu\nexpected about 32 bits to change\ngot %d", (unsigned long long)i,
                     changed);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(hashes_are_the_published_ones),
        cmocka_unit_test(numbers_are_spread),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
