/* Titles that were looked at one by one, kept for the next look: who types on asks for fewer of the
 * same ones. Inside the library layer only. */
#ifndef LIBRARY_TITLES_H
#define LIBRARY_TITLES_H

#include "library/library_private.h"

struct titles;

/* Between these two titles are read in ascending order of their ids. */
MUST_CHECK enum status titles_begin(struct library *library, struct error *error);
void titles_end(struct library *library);
/* STATUS_NOT_FOUND when there is no such article. The title is borrowed until the next call. */
MUST_CHECK enum status titles_read(struct library *library, int64_t id, struct str *ret_title,
                                   struct error *error);
void titles_free(struct titles *titles); /* NULL is fine */

#endif
