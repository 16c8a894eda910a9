#ifndef LIBRARY_PENDING_H
#define LIBRARY_PENDING_H
#include "document/document.h"
enum { SIMHASH_BANDS = 4, SIMHASH_NEAR_BITS = 3 };
#define SIMILARITY_NEAR 0.8
enum quality { QUALITY_FINE, QUALITY_ERROR_PAGE, QUALITY_LOGIN_WALL, QUALITY_SHORTER };
void document_url_key(const struct document *document, struct buffer *out);
uint64_t document_simhash(const struct document *document);
int64_t text_simhash_band(uint64_t simhash, int band);
double document_similarity(const struct document *a, const struct document *b);
enum quality document_compare_quality(const struct document *a, const struct document *b);
#endif
