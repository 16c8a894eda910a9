/* The rule and the status line below the text. */
#ifndef UI_STATUS_H
#define UI_STATUS_H

#include "base/str.h"

struct session;

/* "3/17 Heading   12%   4 minutes left", or the count of what is looked for. */
/* "3/17"; session->hits is not NULL. */
void status_append_hits(struct session *session, struct buffer *out);
void status_append_place(struct session *session, unsigned max_columns, struct buffer *out);

#endif
