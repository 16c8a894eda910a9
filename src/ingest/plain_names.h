/* Names in the header of an article; used by plain_header.c. */
#ifndef INGEST_PLAIN_NAMES_H
#define INGEST_PLAIN_NAMES_H

#include "ingest/plain_header.h"

size_t names_skip_blanks(struct str s, size_t at);
/* End of the token at `at`: a blank, a separator of names, or a bracket. */
size_t names_token_end(struct str s, size_t at);
/* Adds name behind the others, once. */
void names_add(struct header *header, struct str name);
/* Bytes of a role or label ("记者", "文/", "By ", opening marks before it) at the start of s, or 0.
 */
size_t names_label(struct str s, const struct rules *rules);
/* Adds the East Asian names from `at` on; the end of the last one, or 0. */
size_t names_read(struct header *header, struct str s, size_t at, const struct rules *rules);
/* Adds names in Latin letters, "Jane Doe and John Roe, Staff"; the end, or 0. */
size_t names_read_latin(struct header *header, struct str s, size_t at);
/* "홍길동 기자". */
bool names_read_korean(struct header *header, struct str line);

#endif
