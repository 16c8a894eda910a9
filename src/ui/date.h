/* Dates in the words of the user's language. */
#ifndef UI_DATE_H
#define UI_DATE_H

#include "base/str.h"

/* iso as in metadata: 2024-03-01…, 2024-03, 2024, --01-13; anything else is appended as it is. */
void date_append(struct str iso, struct buffer *out);

#endif
