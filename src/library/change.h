/* What the user does to articles, each step undoable, bulk ones too. */
#ifndef LIBRARY_CHANGE_H
#define LIBRARY_CHANGE_H

#include "base/arena.h"
#include "library/article.h"

enum change_kind {
    CHANGE_ADD,
    CHANGE_REFRESH,
    CHANGE_STATE, /* which one is not known: an entry of an earlier zhai */
    CHANGE_STAR,
    CHANGE_UNSTAR,
    CHANGE_TAG,
    CHANGE_UNTAG,
    CHANGE_RETAG, /* some added, some taken away */
    CHANGE_TRASH,
    CHANGE_RESTORE,
    CHANGE_SHELF_SAVE,
    CHANGE_SHELF_REMOVE,
    CHANGE_VERSION,
    CHANGE_PASSAGE_ADD,
    CHANGE_PASSAGE_EDIT,
    CHANGE_PASSAGE_REMOVE,
    CHANGE_UNREAD,
    CHANGE_READING,
    CHANGE_FINISHED,
    CHANGE_KIND_COUNT,
};
const char *change_kind_name(enum change_kind kind); /* "tag": as in JSON */
/* The reading state that was set; false for another kind. */
bool change_kind_state(enum change_kind kind, enum article_state *ret_state);

struct id_list {
    const int64_t *ids;
    size_t count;
};

/* Each is one transaction and one entry of the history. *ret_count: articles that are different now
 * (none: no entry). Unknown ids are STATUS_NOT_FOUND, and nothing is changed. */
MUST_CHECK enum status change_state(struct library *library, struct id_list articles,
                                    enum article_state state, size_t *ret_count,
                                    struct error *error);
MUST_CHECK enum status change_starred(struct library *library, struct id_list articles,
                                      bool is_starred, size_t *ret_count, struct error *error);
/* Tags are told apart folded; the first spelling stays. An empty name or one with a control
 * character is STATUS_USAGE. */
MUST_CHECK enum status change_tags(struct library *library, struct id_list articles,
                                   const struct str *added, size_t added_count,
                                   const struct str *removed, size_t removed_count,
                                   size_t *ret_count, struct error *error);
MUST_CHECK enum status change_trash(struct library *library, struct id_list articles,
                                    bool is_trashed, size_t *ret_count, struct error *error);
/* Makes an older or newer version the current one. */
MUST_CHECK enum status change_version(struct library *library, int64_t article, int64_t version,
                                      struct error *error);

struct change {
    int64_t id, created;
    enum change_kind kind;
    struct str subject; /* a tag, a title, a name; in the arena given */
    int64_t article_count;
    bool is_undone;
};

/* Takes the newest change that stands back, or the newest one taken back forth again.
 * STATUS_NOT_FOUND and a sentence when there is none. */
MUST_CHECK enum status change_undo(struct library *library, struct arena *arena,
                                   struct change *ret_change, struct error *error);
MUST_CHECK enum status change_redo(struct library *library, struct arena *arena,
                                   struct change *ret_change, struct error *error);
/* The newest first, at most limit, older than the given id (0: from the newest). To free(). */
MUST_CHECK enum status change_list(struct library *library, int64_t before, size_t limit,
                                   struct arena *arena, struct change **ret_changes,
                                   size_t *ret_count, struct error *error);
/* "tagged 历史: 12 articles", in the user's language. */
void change_describe(const struct change *change, struct buffer *out);

#endif
