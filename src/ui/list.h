/* A list on the whole screen: contents, help. The command table's list keys move in it. */
#ifndef UI_LIST_H
#define UI_LIST_H

#include "base/str.h"

#include <stdint.h>

struct session;

struct list_item {
    struct str text; /* borrowed */
    struct str key;  /* set in a column of its own on the left, or empty */
    unsigned indent; /* columns */
    bool is_heading; /* cannot be chosen, stands out */
};

/* Shows items under title; selected is where it begins. Returns the index that ENTER chose, or
 * SIZE_MAX. What was typed after / hides the items without it. */
size_t list_run(struct session *session, const char *title, const struct list_item *items,
                size_t count, size_t selected);
/* The same to read rather than to choose from: items are wrapped, the keys scroll. */
void list_read(struct session *session, const char *title, const struct list_item *items,
               size_t count, size_t first);

/* What the list's commands do; session->list is the one that has the keys. */
void list_move(struct session *session, long rows);
void list_page(struct session *session, long halves); /* in half screens */
void list_go(struct session *session, bool is_end);
void list_choose(struct session *session);
void list_close(struct session *session);
void list_filter(struct session *session);

#endif
