#include "document/similarity.h"

#include "document/quality.h"

#include "base/memory.h"

/* Where half of the shingles are common the simhashes differ in 17 bits with a deviation of 3.5,
 * where none are in 32 with one of 4. */
enum { NEAR_BITS = 22 };

struct shingles *document_shingles(const struct document *document)
{
    struct shingles *shingles = shingles_new();
    for (size_t i = 0; i < document->block_count; i++) {
        const struct block *block = &document->blocks[i];
        if (!block->aside && !(block->flags & BLOCK_FRONT))
            shingles_add(shingles, document_block_text(document, i));
    }
    return shingles;
}

void document_likeness(const struct document *document, struct likeness *ret_likeness)
{
    *ret_likeness = (struct likeness){0};
    if (document_quality(document) != QUALITY_FINE)
        return;
    struct shingles *shingles = document_shingles(document);
    if (!shingles_are_few(shingles)) {
        ret_likeness->is_telling = true;
        ret_likeness->simhash = shingles_simhash(shingles);
        shingles_keys(shingles, ret_likeness->keys);
    }
    shingles_free(shingles);
}

bool simhash_may_be_near(uint64_t left, uint64_t right)
{
    return __builtin_popcountll(left ^ right) <= NEAR_BITS;
}

double document_similarity(const struct document *document, struct shingles *other)
{
    struct shingles *own = document_shingles(document);
    const double resemblance = shingles_resemblance(own, other);
    shingles_free(own);
    return resemblance;
}
