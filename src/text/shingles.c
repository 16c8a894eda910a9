#include "text/shingles.h"

#include "base/hash.h"
#include "base/memory.h"
#include "text/fold.h"
#include "text/utf8.h"

enum {
    TEXT_BYTES_MAX = 1 << 20,
    KEPT_MAX = 4096, /* the least hashes, a fair sample of all */
    ROOM = 2 * KEPT_MAX,
    ROWS_IN_BAND = 3,
    BIN_COUNT = SHINGLE_KEYS * ROWS_IN_BAND,
    LANE_ROUNDS_MAX = 255, /* until a byte of a lane could overflow */
};

/* A window of hashed tokens goes over the text; each window is a shingle, a hash. */
struct shingles {
    size_t byte_count; /* looked at */
    uint64_t window[SHINGLE_TOKENS];
    size_t token_count;
    uint64_t word; /* hash of the word that may go on, 0: none */

    uint64_t *kept; /* hashes up to most, not sorted, some twice */
    size_t kept_count;
    uint64_t most;

    uint64_t bins[BIN_COUNT]; /* the least hash of each bin, UINT64_MAX without one */
    size_t shingle_count;
    uint64_t lanes[8]; /* lanes[i], byte b: how many hashes have bit 8 * i + b */
    unsigned lane_rounds;
    uint32_t ones[64]; /* lanes, when they were full */

    struct buffer folded;
};

struct shingles *shingles_new(void)
{
    struct shingles *shingles = memory_new(sizeof *shingles);
    shingles->most = UINT64_MAX;
    for (size_t i = 0; i < BIN_COUNT; i++)
        shingles->bins[i] = UINT64_MAX;
    return shingles;
}

void shingles_free(struct shingles *shingles)
{
    if (!shingles)
        return;
    buffer_release(&shingles->folded);
    free(shingles->kept);
    free(shingles);
}

static int compare_hashes(const void *left, const void *right)
{
    const uint64_t a = *(const uint64_t *)left, b = *(const uint64_t *)right;
    return a < b ? -1 : a > b;
}

static void sort_few(uint64_t *hashes, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        const uint64_t hash = hashes[i];
        size_t place = i;
        for (; place > 0 && hashes[place - 1] > hash; place--)
            hashes[place] = hashes[place - 1];
        hashes[place] = hash;
    }
}

/* Hashes up to most lie evenly, unless a text was made so that they do not: after one round by
 * their first bits next to nothing is left to sort. */
static void sort_hashes(uint64_t *hashes, size_t count, uint64_t most)
{
    enum { BUCKET_BITS = 11, BUCKETS = 1 << BUCKET_BITS, FEW = 16 };
    const int shift = most >> BUCKET_BITS ? 64 - BUCKET_BITS - __builtin_clzll(most) : 0;
    uint32_t ends[BUCKETS] = {0}, sum = 0;
    CLEANUP_FREE uint64_t *mixed = memory_copy(hashes, count * sizeof *hashes);
    for (size_t i = 0; i < count; i++)
        ends[mixed[i] >> shift]++;
    for (size_t i = 0; i < BUCKETS; i++) {
        const uint32_t bucket_count = ends[i];
        ends[i] = sum;
        sum += bucket_count;
    }
    for (size_t i = 0; i < count; i++)
        hashes[ends[mixed[i] >> shift]++] = mixed[i];
    for (size_t i = 0, start = 0; i < BUCKETS; start = ends[i++]) {
        if (ends[i] - start <= FEW)
            sort_few(hashes + start, ends[i] - start);
        else
            qsort(hashes + start, ends[i] - start, sizeof *hashes, compare_hashes);
    }
}

/* Sorts what is kept, each once, and no more than KEPT_MAX. */
static void settle(struct shingles *shingles)
{
    size_t count = 0;
    if (shingles->kept_count)
        sort_hashes(shingles->kept, shingles->kept_count, shingles->most);
    for (size_t i = 0; i < shingles->kept_count && count < KEPT_MAX; i++)
        if (count == 0 || shingles->kept[i] != shingles->kept[count - 1])
            shingles->kept[count++] = shingles->kept[i];
    shingles->kept_count = count;
    if (count == KEPT_MAX)
        shingles->most = shingles->kept[count - 1];
}

static void keep(struct shingles *shingles, uint64_t hash)
{
    if (!shingles->kept)
        shingles->kept = memory_new(ROOM * sizeof *shingles->kept);
    if (shingles->kept_count == ROOM)
        settle(shingles);
    if (hash > shingles->most)
        return;
    shingles->kept[shingles->kept_count++] = hash;
}

/* A byte's bits as bytes 0 or 1, the lowest first. */
static uint64_t spread_bits(uint64_t byte)
{
    const uint64_t bits = (byte * 0x0101010101010101u) & 0x8040201008040201u;
    return ((bits + 0x7F7F7F7F7F7F7F7Fu) | bits) >> 7 & 0x0101010101010101u;
}

static void flush_lanes(struct shingles *shingles)
{
    for (size_t i = 0; i < 64; i++)
        shingles->ones[i] += (uint8_t)(shingles->lanes[i / 8] >> 8 * (i % 8));
    memset(shingles->lanes, 0, sizeof shingles->lanes);
    shingles->lane_rounds = 0;
}

static void count_bits(struct shingles *shingles, uint64_t hash)
{
    for (size_t i = 0; i < 8; i++)
        shingles->lanes[i] += spread_bits(hash >> 8 * i & 0xFF);
    if (++shingles->lane_rounds == LANE_ROUNDS_MAX)
        flush_lanes(shingles);
}

static void add_token(struct shingles *shingles, uint64_t token)
{
    uint64_t hash = 0;
    shingles->window[shingles->token_count++ % SHINGLE_TOKENS] = token;
    if (shingles->token_count < SHINGLE_TOKENS)
        return;
    for (size_t i = 0; i < SHINGLE_TOKENS; i++)
        hash = hash * 0x9E3779B97F4A7C15u +
               shingles->window[(shingles->token_count + i) % SHINGLE_TOKENS];
    hash = hash_number(hash);
    shingles->shingle_count++;
    count_bits(shingles, hash);
    keep(shingles, hash);
    const size_t bin = (size_t)((hash >> 32) * BIN_COUNT >> 32);
    if (hash < shingles->bins[bin])
        shingles->bins[bin] = hash;
}

static void end_word(struct shingles *shingles)
{
    if (shingles->word)
        add_token(shingles, shingles->word);
    shingles->word = 0;
}

void shingles_add(struct shingles *shingles, struct str text)
{
    if (text.length > TEXT_BYTES_MAX - shingles->byte_count)
        text.length = TEXT_BYTES_MAX - shingles->byte_count;
    shingles->byte_count += text.length;
    shingles->folded.length = 0;
    fold_append(&shingles->folded, text);
    const struct str folded = buffer_str(&shingles->folded);
    for (size_t i = 0; i < folded.length;) {
        uint32_t code_point;
        i += utf8_decode(folded, i, &code_point);
        const enum fold_kind kind = fold_kind(code_point);
        if (kind == FOLD_WORD) {
            shingles->word = hash_number(shingles->word + code_point);
            continue;
        }
        end_word(shingles);
        if (kind == FOLD_SUBSTRING)
            add_token(shingles, hash_number(code_point));
    }
    end_word(shingles);
}

bool shingles_are_few(const struct shingles *shingles)
{
    return shingles->shingle_count < SHINGLES_LEAST;
}

uint64_t shingles_simhash(const struct shingles *shingles)
{
    uint64_t simhash = 0;
    for (size_t i = 0; i < 64; i++) {
        const uint64_t ones = shingles->ones[i] + (shingles->lanes[i / 8] >> 8 * (i % 8) & 0xFF);
        simhash |= (uint64_t)(2 * ones > shingles->shingle_count) << i;
    }
    return simhash;
}

/* An empty bin takes what another, chosen by its number, holds (Shrivastava, 2017). */
static uint64_t filled_bin(const struct shingles *shingles, size_t bin)
{
    size_t from = bin;
    for (uint64_t attempt = 1; shingles->bins[from] == UINT64_MAX && attempt < 1000; attempt++)
        from = (size_t)((hash_number(bin << 32 | attempt) >> 32) * BIN_COUNT >> 32);
    return shingles->bins[from];
}

void shingles_keys(const struct shingles *shingles, uint32_t ret_keys[SHINGLE_KEYS])
{
    for (size_t band = 0; band < SHINGLE_KEYS; band++) {
        uint64_t key = band;
        for (size_t i = 0; i < ROWS_IN_BAND; i++)
            key = hash_number(key * 31 + filled_bin(shingles, band * ROWS_IN_BAND + i));
        ret_keys[band] = (uint32_t)(key >> 32);
    }
}

/* Over the least hashes of both together, which are a fair sample of all of either. */
double shingles_resemblance(struct shingles *left, struct shingles *right)
{
    size_t l = 0, r = 0, common = 0, all = 0;
    settle(left);
    settle(right);
    while (l < left->kept_count && r < right->kept_count && all < KEPT_MAX) {
        const uint64_t a = left->kept[l], b = right->kept[r];
        common += a == b;
        l += a <= b;
        r += b <= a;
        all++;
    }
    const size_t rest = left->kept_count - l + right->kept_count - r;
    all = rest < KEPT_MAX - all ? all + rest : KEPT_MAX;
    return all ? (double)common / (double)all : 0;
}
