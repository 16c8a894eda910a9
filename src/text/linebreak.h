/* Where a row may end: UAX #14 by ICU, corrected to CLREQ and JLREQ. */
#ifndef TEXT_LINEBREAK_H
#define TEXT_LINEBREAK_H

#include "base/str.h"

#include <stdint.h>

/* CLREQ §3.1.3 line-start and line-end rules. GB adds the solidus at a line's end (GB/T
 * 15834-2011); strict adds —— and …… at a line's start. */
enum kinsoku { KINSOKU_BASIC, KINSOKU_GB, KINSOKU_STRICT };

struct line_breaker;

/* language is a BCP 47 tag ("" = unknown = zh rules for mixed text). Never NULL. */
struct line_breaker *line_breaker_new(struct str language, enum kinsoku kinsoku);
void line_breaker_free(struct line_breaker *breaker);
/* Starts over on a paragraph without \n (well-formed UTF-8, borrowed until the next call). */
void line_breaker_begin(struct line_breaker *breaker, struct str paragraph);
/* Byte offset of the next opportunity, increasing; the paragraph's length is the last one;
 * SIZE_MAX after it. Blanks before an opportunity belong to the row that ends there. */
size_t line_breaker_next(struct line_breaker *breaker);
/* For the emergency cut of a unit wider than a row, and for tests: may a row begin with the code
 * point, end with it? A lone — never begins one; - and / depend on their neighbours and are left to
 * line_breaker_next: -5 and --all may begin a row, a/ in an address may end one. */
bool kinsoku_may_start(uint32_t code_point, enum kinsoku kinsoku);
bool kinsoku_may_end(uint32_t code_point, enum kinsoku kinsoku);

#endif
