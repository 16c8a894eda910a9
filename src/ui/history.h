/* What was looked for, newest first, once each: in memory, and from run to run in a small file.
 * A line of it is "KIND pattern", the kind one of text, exact, regex and pinyin. */
#ifndef UI_HISTORY_H
#define UI_HISTORY_H

#include "find/finder.h"

enum { HISTORY_LIMIT = 200 };

enum history_name {
    HISTORY_FINDS,    /* in texts */
    HISTORY_SEARCHES, /* in the library: queries, all of the kind FINDER_FOLDED */
    HISTORY_COUNT,
};

struct history;

struct history *history_new(void);
void history_free(struct history *history); /* NULL is fine */
/* The newest now; one that is empty, ill-formed or has control characters is not taken. */
void history_add(struct history *history, enum finder_kind kind, struct str pattern);
/* The first one after index (SIZE_MAX: the newest) that begins with prefix, towards the oldest, or
 * back towards the newest; its index, SIZE_MAX when there is none. */
size_t history_older(const struct history *history, size_t index, struct str prefix);
size_t history_newer(const struct history *history, size_t index, struct str prefix);
/* Until the history changes. */
struct str history_at(const struct history *history, size_t index, enum finder_kind *ret_kind);

/* Takes over the lines of content as older ones; what is no entry is passed over. */
void history_read(struct history *history, struct str content);
void history_write(const struct history *history, struct buffer *out);
/* The same on the user's file. What other runs added meanwhile is kept. */
void history_load(struct history *history, enum history_name name);
void history_save(struct history *history, enum history_name name);

#endif
