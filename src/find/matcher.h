/* All places of a term in a text, on the text as it stands: no folded copy is made. A term of
 * blanks and letters is compared folded (text/fold.h), a blank in it standing for one or more, no
 * match reaching over the border of a block, and line breaks between characters of scripts without
 * blanks passed over inside a block. Matches do not overlap and end at grapheme boundaries. */
#ifndef FIND_MATCHER_H
#define FIND_MATCHER_H

#include "document/document.h"
#include "find/fingerprint.h"
#include "text/match.h"

/* A text, or the beginning of one. document, if it is its document's, tells a \n between blocks
 * from one inside; without it all are inside. U+001E is a border in any case. */
struct haystack {
    struct str text;
    const struct document *document;
    bool is_well_formed; /* text without a document is known to be UTF-8 */
};

enum matcher_flag {
    MATCHER_EXACT = 1, /* byte by byte, in NFC: case, width and all count */
    /* As the library matches: a term without characters of runs, that begins with a letter, begins
     * where a word does; blanks at its ends do not count. */
    MATCHER_WHOLE = 2,
};

struct matcher;

/* The term is not kept. One that is empty or ill-formed matches nothing. */
struct matcher *matcher_new(struct str term, unsigned flags);
void matcher_free(struct matcher *matcher); /* NULL is fine */

/* The first match that starts in [from, limit); SIZE_MAX for no limit. Looks little further than
 * limit when there is none. */
bool matcher_next(const struct matcher *matcher, struct haystack haystack, size_t from,
                  size_t limit, struct match *ret_match);
/* A walk over the matches that start in [from, limit), in text order, for many of them: what was
 * seen ahead of a match is not looked at again. Needs no release; all that it is given is borrowed.
 */
struct matcher_scan {
    const struct matcher *matcher;
    struct haystack haystack;
    size_t from; /* where the next match may start */
    size_t limit;
    size_t step_end; /* candidates before this have been looked at with their step */
    size_t end;      /* no anchor of such a match is behind this */
    struct candidates candidates;
    unsigned candidate; /* the next one in candidates */
    size_t bytes_ahead;
};
void matcher_scan_begin(struct matcher_scan *scan, const struct matcher *matcher,
                        struct haystack haystack, size_t from, size_t limit);
bool matcher_scan_next(struct matcher_scan *scan, struct match *ret_match);
/* All of them from left to right, to free(); returns how many. */
size_t matcher_all(const struct matcher *matcher, struct haystack haystack,
                   struct match **ret_matches);

#endif
