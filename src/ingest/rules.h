/* data/rules: what the lines around an article look like, as data. Read data/rules/README in the files'
 * own comments; compiled in, and read again from the user's folder when there is one. */
#ifndef INGEST_RULES_H
#define INGEST_RULES_H

#include "document/document.h"

struct rules;

/* The compiled-in rules; never fails. Shared, read only. */
const struct rules *rules_builtin(void);
/* The aside that a line on its own reads as (ASIDE_NONE for prose); strength 0..1: 1 = enough alone,
 * below .5 only beside others of its kind. line is trimmed UTF-8. */
enum aside rules_line(const struct rules *rules, struct str line, double *ret_strength);

#endif
