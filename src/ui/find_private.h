/* What find.c, find_prompt.c and find_word.c share. */
#ifndef UI_FIND_PRIVATE_H
#define UI_FIND_PRIVATE_H

#include "ui/session.h"

/* session->hits becomes the matches of pattern; the ones before are not freed. */
void find_look_for(struct session *session, enum finder_kind kind, struct str pattern);
/* They become session->hits, as those of find_look_for do. */
void find_take_hits(struct session *session, struct hits *hits);
/* The next match from where the reader is, or the one before, to the end of the text. */
bool find_in_rest(struct session *session, bool is_backward, struct match *ret_match);
/* The next match from place on, or the last one before it, around the ends of the text. */
bool find_from(struct session *session, size_t place, bool is_backward, struct match *ret_match,
               bool *ret_wrapped);
/* Shows the match, out of its fold if need be; returns the block that was unfolded, or UINT32_MAX.
 */
uint32_t find_show(struct session *session, struct match match);
/* The same for good: what another find had unfolded is folded again. */
void find_go(struct session *session, struct match match);
/* session->hits, or what was looked for last again; says so when that is nothing. */
bool find_resume(struct session *session);
/* Keeps for '' and ^O where the reader was before a find, if that is not where it is now. */
void find_remember(struct article *article, struct spot before);
/* Folds again what only a find had unfolded. */
void find_close_fold(struct article *article);
/* Why there is no match. */
void find_say_missing(struct session *session);
/* What n goes on with, and what the history remembers. */
void find_keep(struct session *session, enum finder_kind kind, struct str pattern);

#endif
