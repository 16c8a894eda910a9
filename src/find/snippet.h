/* Snippets: pieces of a text around what was found in it, for lists. They begin and end where
 * clauses do as far as the width allows, between graphemes always. A \n inside one is to be shown
 * as a blank. */
#ifndef FIND_SNIPPET_H
#define FIND_SNIPPET_H

#include "document/document.h"
#include "text/match.h"
#include "text/width.h"

/* How wide a snippet may be, with the … that stand for what is cut off. */
struct snippet_width {
    unsigned columns; /* at least 8 are taken */
    enum ambiguous_width ambiguous;
};

/* A match and which of several terms it is of. */
struct snippet_match {
    struct match match;
    uint16_t term;
};

struct snippet {
    uint32_t start, end;              /* bytes of the document's text */
    bool is_cut_before, is_cut_after; /* its block goes on there: … */
    size_t match_first, match_count;  /* of the matches given, those in it */
};

/* Around one match; match_first and match_count are 0 and 1. A match wider than a snippet is cut.
 */
struct snippet snippet_around(const struct document *document, struct match match,
                              struct snippet_width width);
/* At most limit snippets that do not overlap, of matches in text order: those in the article's own
 * text before those in asides and headlines, with more different terms, with more matches, further
 * up. Returns how many. */
size_t snippet_best(const struct document *document, const struct snippet_match *matches,
                    size_t count, struct snippet_width width, size_t limit,
                    struct snippet *ret_snippets);

#endif
