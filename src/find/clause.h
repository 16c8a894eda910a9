/* Clauses: what stands between two marks at which a reader takes breath. */
#ifndef FIND_CLAUSE_H
#define FIND_CLAUSE_H

#include "base/str.h"

/* Whether a clause begins at offset, a grapheme boundary of well-formed text: at both ends of text,
 * at a line break, behind 。，；：！？… (or their ASCII forms beside a wide character), behind . !
 * ? and a blank; always with the closing marks and blanks that follow them. */
bool clause_begins(struct str text, size_t offset);
/* Whether cutting at offset would leave half a word, or a mark on the wrong side. */
bool clause_is_awkward(struct str text, size_t offset);

#endif
