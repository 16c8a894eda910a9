#include "library/id_set.h"

enum { WORD_BITS = 64 };

void id_set_release(struct id_set *set)
{
    free(set->words);
    *set = (struct id_set){0};
}

static void reach(struct id_set *set, size_t word)
{
    if (word < set->word_count)
        return;
    size_t count = word + 1 > set->word_count + set->word_count / 2 ? word + 1
                                                                    : set->word_count * 3 / 2 + 1;
    set->words = memory_resize(set->words, count * sizeof *set->words);
    memset(set->words + set->word_count, 0, (count - set->word_count) * sizeof *set->words);
    set->word_count = count;
}

static uint64_t bit_of(int64_t id)
{
    return UINT64_C(1) << (id % WORD_BITS);
}

void id_set_add(struct id_set *set, int64_t id)
{
    reach(set, (size_t)(id / WORD_BITS));
    set->words[id / WORD_BITS] |= bit_of(id);
}

bool id_set_has(const struct id_set *set, int64_t id)
{
    size_t word = (size_t)(id / WORD_BITS);
    return id >= 0 && word < set->word_count && (set->words[word] & bit_of(id));
}

void id_set_remove(struct id_set *set, int64_t id)
{
    if (id_set_has(set, id))
        set->words[id / WORD_BITS] &= ~bit_of(id);
}

void id_set_add_all(struct id_set *set, int64_t last)
{
    if (last < 1)
        return;
    size_t end = (size_t)(last / WORD_BITS);
    reach(set, end);
    for (size_t i = 0; i < end; i++)
        set->words[i] = UINT64_MAX;
    uint64_t rest = bit_of(last);
    set->words[end] |= rest | (rest - 1);
    set->words[0] &= ~UINT64_C(1);
}

void id_set_copy(const struct id_set *set, struct id_set *ret_copy)
{
    struct id_set copy = {0};
    if (set->word_count)
        copy.words = memory_copy(set->words, set->word_count * sizeof *set->words);
    copy.word_count = set->word_count;
    id_set_release(ret_copy);
    *ret_copy = copy;
}

void id_set_unite(struct id_set *set, const struct id_set *other)
{
    if (other->word_count)
        reach(set, other->word_count - 1);
    for (size_t i = 0; i < other->word_count; i++)
        set->words[i] |= other->words[i];
}

void id_set_intersect(struct id_set *set, const struct id_set *other)
{
    for (size_t i = 0; i < set->word_count; i++)
        set->words[i] &= i < other->word_count ? other->words[i] : 0;
}

void id_set_subtract(struct id_set *set, const struct id_set *other)
{
    size_t count = set->word_count < other->word_count ? set->word_count : other->word_count;
    for (size_t i = 0; i < count; i++)
        set->words[i] &= ~other->words[i];
}

size_t id_set_count(const struct id_set *set)
{
    size_t count = 0;
    for (size_t i = 0; i < set->word_count; i++)
        count += (size_t)__builtin_popcountll(set->words[i]);
    return count;
}

int64_t id_set_next(const struct id_set *set, int64_t id)
{
    if (id < -1)
        id = -1;
    size_t word = (size_t)((id + 1) / WORD_BITS);
    if (word >= set->word_count)
        return -1;
    uint64_t bits = set->words[word] & ~(bit_of(id + 1) - 1);
    while (!bits) {
        if (++word >= set->word_count)
            return -1;
        bits = set->words[word];
    }
    return (int64_t)word * WORD_BITS + __builtin_ctzll(bits);
}

int64_t id_set_previous(const struct id_set *set, int64_t id)
{
    if (id <= 0 || set->word_count == 0)
        return -1;
    size_t word = (size_t)(id / WORD_BITS);
    uint64_t mask = bit_of(id) - 1;
    if (word >= set->word_count) {
        word = set->word_count - 1;
        mask = UINT64_MAX;
    }
    uint64_t bits = set->words[word] & mask;
    while (!bits) {
        if (word-- == 0)
            return -1;
        bits = set->words[word];
    }
    return (int64_t)word * WORD_BITS + (WORD_BITS - 1 - __builtin_clzll(bits));
}

size_t id_set_rank(const struct id_set *set, int64_t id)
{
    size_t word = (size_t)(id / WORD_BITS), count = 0;
    for (size_t i = 0; i < word && i < set->word_count; i++)
        count += (size_t)__builtin_popcountll(set->words[i]);
    if (word < set->word_count)
        count += (size_t)__builtin_popcountll(set->words[word] & (bit_of(id) - 1));
    return count;
}

int64_t id_set_at(const struct id_set *set, size_t index)
{
    for (size_t i = 0; i < set->word_count; i++) {
        size_t count = (size_t)__builtin_popcountll(set->words[i]);
        if (index >= count) {
            index -= count;
            continue;
        }
        uint64_t bits = set->words[i];
        for (; index > 0; index--)
            bits &= bits - 1;
        return (int64_t)i * WORD_BITS + __builtin_ctzll(bits);
    }
    return -1;
}
