/* Articles as the command line names them. */
#ifndef CLI_OPERAND_H
#define CLI_OPERAND_H

#include "library/change.h"

#include <stdio.h>

/* The articles that words name, to free(): a number or the first letters of a uid each; - stands
 * for those named on in, one a line. STATUS_NOT_FOUND for an unknown one, and when there is none.
 */
MUST_CHECK enum status operand_articles(struct library *library, char *const *words, size_t count,
                                        FILE *in, int64_t **ret_ids, size_t *ret_count,
                                        struct error *error);

#endif
