/* Reposts: nearly the same text under another address, headline, byline, script or dress. */
#ifndef DOCUMENT_SIMILARITY_H
#define DOCUMENT_SIMILARITY_H

#include "document/document.h"
#include "text/shingles.h"

/* What is stored of a document so that those like it are found. Over the body: no asides, no front.
 */
struct likeness {
    bool is_telling; /* false: a short text, an error page or a wall, which is like too many */
    uint64_t simhash;
    uint32_t keys[SHINGLE_KEYS];
};

/* All zero when it is not telling. */
void document_likeness(const struct document *document, struct likeness *ret_likeness);
/* Whether documents that share a key are worth comparing, by their simhashes: not so unlike that
 * they share only a site's boilerplate. */
bool simhash_may_be_near(uint64_t left, uint64_t right);

/* Of the body, to shingles_free. */
struct shingles *document_shingles(const struct document *document);
/* How much of two bodies is common to both, 0..1, other being document_shingles of the second. From
 * SIMILARITY_NEAR on they are one article. */
double document_similarity(const struct document *document, struct shingles *other);
#define SIMILARITY_NEAR 0.5

#endif
