/* What is looked for in a text, in whichever way it was asked for. */
#ifndef FIND_FINDER_H
#define FIND_FINDER_H

#include "find/matcher.h"

enum finder_kind {
    FINDER_FOLDED, /* anywhere, folded: find/matcher.h */
    FINDER_EXACT,  /* anywhere, byte by byte */
    FINDER_REGEX,  /* find/regex.h */
    FINDER_PINYIN, /* text/pinyin.h */
    FINDER_KIND_COUNT,
};

struct finder;

/* The pattern is not kept; an empty one matches nothing. STATUS_USAGE with what is wrong with it.
 */
MUST_CHECK enum status finder_new(enum finder_kind kind, struct str pattern,
                                  struct finder **ret_finder, struct error *error);
void finder_free(struct finder *finder); /* NULL is fine */

/* The first match, never empty, that starts in [from, limit); SIZE_MAX for no limit.
 * STATUS_NOT_FOUND, or STATUS_TOO_LARGE when the pattern took too long, with which error says so.
 */
MUST_CHECK enum status finder_next(const struct finder *finder, struct haystack haystack,
                                   size_t from, size_t limit, struct match *ret_match,
                                   struct error *error);
/* A walk over the matches that start in [from, limit), in text order: the way to have many. Needs
 * no release; all that it is given is borrowed. */
struct finder_scan {
    const struct finder *finder;
    struct haystack haystack;
    size_t from, limit;
    struct matcher_scan matches;
};
void finder_scan_begin(struct finder_scan *scan, const struct finder *finder,
                       struct haystack haystack, size_t from, size_t limit);
/* As finder_next. */
MUST_CHECK enum status finder_scan_next(struct finder_scan *scan, struct match *ret_match,
                                        struct error *error);
/* All of them from left to right, to free(). */
MUST_CHECK enum status finder_all(const struct finder *finder, struct haystack haystack,
                                  struct match **ret_matches, size_t *ret_count,
                                  struct error *error);

#endif
