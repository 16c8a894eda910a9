/* Dates as pages write them → ISO 8601. */
#ifndef INGEST_METADATA_DATE_H
#define INGEST_METADATA_DATE_H

#include "base/str.h"

/* Appends the first date in text: 2024-03-01T08:30:00+08:00, 2024-03-01, 2024-03 or --03-01 when no
 * year is given (is_visible only: "3月1日"). Knows ISO 8601, RFC 5322, 2024年3月1日 8:30, 令和 平成
 * 昭和 民國 years, English month names, and seconds since 1970 when they are all of text. False
 * when there is none. */
bool date_find(struct str text, bool is_visible, struct buffer *out);

#endif
