/* What is looked for in one text and is lit, counted and quoted there: the words of a query, or one
 * pattern. */
#ifndef FIND_TERMS_H
#define FIND_TERMS_H

#include "find/finder.h"
#include "find/query.h"
#include "find/snippet.h"

enum { TERMS_MAX = 64 };

struct terms;

/* The terms that a hit of the query may hold, as the library matches them. */
struct terms *terms_new(const struct query *query);
/* For a question, whose hits hold only parts of it: its words and pairs of characters. */
struct terms *terms_new_loose(const struct query *query);
struct terms *terms_of_finder(struct finder *finder); /* taken over */
void terms_free(struct terms *terms);                 /* NULL is fine */
size_t terms_count(const struct terms *terms);

/* The first match of any of them that starts in [from, limit), the longest of those that start
 * there. What takes too long is passed over; when nothing else is there its status and sentence
 * come. */
MUST_CHECK enum status terms_next(const struct terms *terms, struct haystack haystack, size_t from,
                                  size_t limit, struct snippet_match *ret_match,
                                  struct error *error);
/* A walk over them in text order, none reaching into the next: the way to have many. Needs no
 * release; all that it is given is borrowed. */
struct terms_cursor {
    struct finder_scan scan;
    struct match match; /* of this term, not given out yet */
    bool has_match, is_done;
};
struct terms_scan {
    const struct terms *terms;
    size_t from;        /* where the next match may start */
    enum status status; /* why a term was given up, or STATUS_NOT_FOUND */
    struct terms_cursor cursors[TERMS_MAX];
};
void terms_scan_begin(struct terms_scan *scan, const struct terms *terms, struct haystack haystack,
                      size_t from, size_t limit);
MUST_CHECK enum status terms_scan_next(struct terms_scan *scan, struct snippet_match *ret_match,
                                       struct error *error);
/* The last match that starts in [from, before); as terms_next. */
MUST_CHECK enum status terms_previous(const struct terms *terms, struct haystack haystack,
                                      size_t from, size_t before, struct snippet_match *ret_match,
                                      struct error *error);
/* All of the walk, without what takes too long; to free(). */
size_t terms_all(const struct terms *terms, struct haystack haystack,
                 struct snippet_match **ret_matches);

#endif
