/* All matches of one pattern or query in one text: the next one at once, how many there are by and
 * by. */
#ifndef UI_HITS_H
#define UI_HITS_H

#include "find/terms.h"

struct hits;

/* Bytes of the text, half-open. */
struct stretch {
    uint32_t start, end;
};

/* pattern is copied, what the haystack points to borrowed. */
struct hits *hits_new(enum finder_kind kind, struct str pattern, struct haystack haystack);
/* Of a query's words, which are taken over; source is what was typed, copied. */
struct hits *hits_new_query(struct terms *terms, struct str source, struct haystack haystack);
void hits_free(struct hits *hits); /* NULL is fine */
struct str hits_pattern(const struct hits *hits);
enum finder_kind hits_kind(const struct hits *hits);
/* Why nothing, or not everything, is found: a sentence that lasts as long as hits; else NULL. */
const char *hits_problem(const struct hits *hits);
/* Asked every few milliseconds while hits_next and hits_previous walk through a long text; when it
 * says true they give up with false. */
typedef bool hits_question(void *closure);
void hits_set_stop(struct hits *hits, hits_question *should_stop, void *closure);
/* Whether the last walk ended so. */
bool hits_was_stopped(const struct hits *hits);
/* The first match in any haystack that starts in [from, limit); none any more once one of these
 * walks took too long. */
bool hits_in(struct hits *hits, struct haystack haystack, size_t from, size_t limit,
             struct match *ret_match);
/* The same pattern in another text; counting starts over. */
void hits_set_text(struct hits *hits, struct haystack haystack);

/* Matches that start in these stretches (in text order, not touching; taken over, NULL for none)
 * are passed over and not counted. Counting starts over. */
void hits_leave_out(struct hits *hits, struct stretch *stretches, size_t count);

bool hits_next(struct hits *hits, size_t from, struct match *ret_match);
bool hits_previous(struct hits *hits, size_t before, struct match *ret_match);

void hits_set_current(struct hits *hits, struct match match);
void hits_clear_current(struct hits *hits);
bool hits_current(const struct hits *hits, struct match *ret_match);

/* Counts on for some milliseconds; false when all are counted. */
bool hits_count_some(struct hits *hits);
bool hits_is_counted(const struct hits *hits);
size_t hits_total(const struct hits *hits);
/* Which one the current match is, from 1; 0 while that is not counted yet. */
size_t hits_index(struct hits *hits);
/* Counted matches that start before place. */
size_t hits_before(struct hits *hits, size_t place);
/* The counted matches from the one of that index (from 0) on, limit at most; returns how many. */
size_t hits_take(struct hits *hits, size_t index, size_t limit, struct match *ret_matches);

#endif
