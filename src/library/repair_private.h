/* The parts of a repair. Inside the library layer only. */
#ifndef LIBRARY_REPAIR_PRIVATE_H
#define LIBRARY_REPAIR_PRIVATE_H

#include "library/check_private.h"
#include "library/repair.h"

/* rebuild.c: mends the library in one transaction; findings are what was lost. STATUS_MALFORMED:
 * it is not whole after that, and was left as it was. */
MUST_CHECK enum status rebuild(struct check *check, struct error *error);
/* rebuild_text.c, in that transaction: every article has a text that can be read, every text a
 * saved page. */
MUST_CHECK enum status rebuild_texts(struct check *check, struct error *error);

/* salvage.c: copies the readable rows of a file into a new, empty library; *ret_last_article is the
 * greatest number that was ever given. Others are kept from the file until salvage_close. */
struct salvage;
MUST_CHECK enum status salvage_open(const char *path, struct salvage **ret_salvage,
                                    struct error *error);
MUST_CHECK enum status salvage_copy(struct salvage *salvage, struct check *into,
                                    int64_t *ret_last_article, struct error *error);
void salvage_close(struct salvage *salvage); /* NULL is fine */

#endif
