/* Dates in the words of the user's language. */
#ifndef UI_DATE_H
#define UI_DATE_H

#include "base/str.h"

/* iso as in metadata: 2024-03-01…, 2024-03, 2024, --01-13; anything else is appended as it is. */
void date_append(struct str iso, struct buffer *out);

enum { DATE_COLUMNS = 10, DATE_COLUMNS_SHORT = 7 };
/* For a list: "01-13" of this year, "2009-01" of others, in full when there are DATE_COLUMNS; the
 * day of a month without a year. */
void date_append_short(struct str iso, struct str today, unsigned columns, struct buffer *out);

#endif
