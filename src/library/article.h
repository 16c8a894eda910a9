/* Articles as lists and commands see them. */
#ifndef LIBRARY_ARTICLE_H
#define LIBRARY_ARTICLE_H

#include "base/arena.h"
#include "document/document.h"
#include "library/library.h"

/* Ids are the library's own and fit a list of bits (id_set.h). */
#define ARTICLE_ID_LIMIT ((int64_t)1 << 30)

enum article_state { ARTICLE_UNREAD, ARTICLE_READING, ARTICLE_FINISHED, ARTICLE_STATE_COUNT };
const char *article_state_name(enum article_state state); /* "unread": as in queries and JSON */
bool article_state_parse(struct str name, enum article_state *ret_state);

struct article_record {
    struct arena *arena; /* of the strings; article_record_release */
    int64_t id, text, original;
    struct str uid, title, subtitle, byline, site, url, canonical_url, language, published, saved;
    struct str path; /* where it was added from; may be no UTF-8 */
    int64_t character_count;
    double minutes;
    int64_t added, opened, deleted; /* ms since 1970; 0: never */
    enum article_state state;
    bool is_starred, is_incomplete;
    int progress;        /* thousandths */
    int64_t leader;      /* the first article with nearly this text; its own id when that */
    size_t follower_count; /* the others with this one's text, when it leads */
    int64_t version_count;
    struct str *tags; /* in the order of their names */
    size_t tag_count;
};

/* "5 min", "1.7 h", "115 h" in the user's language: up to six columns; nothing without a text. */
void article_append_minutes(const struct article_record *record, struct buffer *out);
void article_record_release(struct article_record *record);

/* STATUS_NOT_FOUND without a word when there is none of that id. */
MUST_CHECK enum status article_read(struct library *library, int64_t id,
                                    struct article_record *ret_record, struct error *error);
/* The article that a user names: its id, or at least 4 letters of its uid. */
MUST_CHECK enum status article_resolve(struct library *library, struct str name, int64_t *ret_id,
                                       struct error *error);
/* The current version, or the given one (1..), as a document to free. */
MUST_CHECK enum status article_document(struct library *library, int64_t id, int64_t version,
                                        struct document **ret_document, struct error *error);
/* The bytes as they were saved, appended. version as above, 0 for the current one. */
MUST_CHECK enum status article_original(struct library *library, int64_t id, int64_t version,
                                        struct buffer *out, struct error *error);

/* The charset that the reader said the current version's bytes are in, appended; often nothing. */
MUST_CHECK enum status article_charset(struct library *library, int64_t id, struct buffer *out,
                                       struct error *error);

struct article_version {
    int64_t text, version, created, original;
    int64_t byte_count; /* of the original */
    int concern;        /* enum concern of store.h */
    bool is_current;
};
/* Newest first, to free(). */
MUST_CHECK enum status article_versions(struct library *library, int64_t id,
                                        struct article_version **ret_versions, size_t *ret_count,
                                        struct error *error);
/* Ids of the articles with nearly the same text, itself included, to free(). */
MUST_CHECK enum status article_cluster(struct library *library, int64_t id, int64_t **ret_ids,
                                       size_t *ret_count, struct error *error);
/* Every article with nearly the text of an earlier one, its leader, in the order of ids; to free(). */
struct article_follower {
    int64_t article, leader;
};
MUST_CHECK enum status article_followers(struct library *library,
                                         struct article_follower **ret_followers, size_t *ret_count,
                                         struct error *error);
/* The one that was read last and is not in the trash, or 0. */
MUST_CHECK enum status article_last_opened(struct library *library, int64_t *ret_id,
                                           struct error *error);

#endif
