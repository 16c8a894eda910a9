/* Unicode Normalization Form C (UAX #15). */
#ifndef TEXT_NORMALIZE_H
#define TEXT_NORMALIZE_H

#include "base/str.h"

/* Whether text is NFC, for sure. text is well-formed. */
bool nfc_is(struct str text);
/* Length of the longest prefix known to be NFC by quick check, ending at a code point that cannot
 * combine with what follows; text.length when all of it is. Several GB/s on Han text. */
size_t nfc_prefix(struct str text);
/* Appends text in NFC. text is well-formed. What stands in out already is not looked at, and behind a
 * million marks on one letter they stay as they are. Returns at how many places text needed work. */
size_t nfc_append(struct buffer *out, struct str text);

#endif
