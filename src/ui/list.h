/* Lists on the whole screen, contents and help; and what the command table's list keys do, in these
 * and in any other view that has them. */
#ifndef UI_LIST_H
#define UI_LIST_H

#include "base/str.h"

#include <stdint.h>

struct session;

/* What has the keys of lists, session->list, begins with this. */
struct list {
    const struct list_actions *actions;
    bool is_closed;
};

struct list_actions {
    void (*draw)(struct session *session, void *list);
    void (*move)(struct session *session, long rows);
    void (*page)(struct session *session, long halves); /* in half screens */
    void (*go)(struct session *session, bool is_end);
    void (*choose)(struct session *session);
    void (*close)(struct session *session);
    void (*filter)(struct session *session); /* NULL: it has no filter */
    void (*click)(struct session *session, unsigned row, unsigned column);
};

/* The list has the screen and the keys until it is closed or the session ends. */
void list_hold(struct session *session, struct list *list);

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

#endif
