/* Decoded text → NFC without controls, in place of itself. */
#ifndef INGEST_PLAIN_CLEAN_H
#define INGEST_PLAIN_CLEAN_H

#include "base/str.h"

/* Every line end (\r\n \r \f \v NEL U+2028 U+2029) becomes \n; overstrikes (x\bx, _\bx) their last
 * character; other C0 and DEL control pictures, C1 U+FFFD; \t stays. Text that is clean is only
 * read. content is well-formed UTF-8; it grows only where a control or NFC needs more bytes than it
 * had. */
void plain_clean(struct buffer *content);

#endif
