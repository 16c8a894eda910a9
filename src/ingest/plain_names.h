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
/* plain_signed.c: names without a label in the line of a header that has date: "Jane Doe · June 5,
 * 2020", and on a page any one word before it. */
void names_read_around_date(struct header *header, struct str line, const struct date_place *date,
                            const struct rules *rules);
/* A word that may be somebody's pen name: East Asian letters, none of a page's words. */
bool names_is_word(struct str token, const struct rules *rules);
bool names_have_kana(struct str s);
/* Who a copyright line names, or nothing. */
struct str names_owner(struct str line);
/* "홍길동 기자". */
bool names_read_korean(struct header *header, struct str line);

#endif
