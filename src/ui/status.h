/* The rule and the status line below the text. */
#ifndef UI_STATUS_H
#define UI_STATUS_H

#include "base/str.h"
#include "screen/style.h"

struct session;

/* "3/17"; session->hits is not NULL. */
void status_append_hits(struct session *session, struct buffer *out);
/* "3/17 Heading   12%   4 minutes left", or the count of what is looked for. */
void status_append_place(struct session *session, unsigned max_columns, struct buffer *out);
/* Text over the bottom rows, as many as it needs, max_rows at most, and a rule above it. */
void status_paint_rows(struct session *session, struct str text, unsigned max_rows,
                       struct style style);

#endif
