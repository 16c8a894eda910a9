/* The order of titles: which keys the library's rows hold. */
#ifndef LIBRARY_TITLE_ORDER_H
#define LIBRARY_TITLE_ORDER_H

#include "library/library.h"
#include "text/collation.h"

MUST_CHECK enum status library_title_order(struct library *library, enum collation_order *ret_order,
                                           struct error *error);
/* Gives every article a key of that order; nothing is done when it is the order already. About
 * three seconds for a million articles. */
MUST_CHECK enum status library_set_title_order(struct library *library, enum collation_order order,
                                               struct error *error);

#endif
