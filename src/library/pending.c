#include "library/pending.h"
void document_url_key(const struct document *document, struct buffer *out)
{
    struct str url = document->metadata.canonical_url;
    buffer_append(out, url.length ? url : document->metadata.url);
}
uint64_t document_simhash(const struct document *document) { (void)document; return 0; }
int64_t text_simhash_band(uint64_t simhash, int band)
{
    return (int64_t)band << 16 | (int64_t)(simhash >> (16 * band) & 0xFFFF);
}
double document_similarity(const struct document *a, const struct document *b) { (void)a; (void)b; return 0; }
enum quality document_compare_quality(const struct document *a, const struct document *b)
{
    return b->text.length * 2 < a->text.length ? QUALITY_SHORTER : QUALITY_FINE;
}
