/* Documents into the library: new ones, ones that are there, new versions of what is there. */
#ifndef LIBRARY_STORE_H
#define LIBRARY_STORE_H

#include "document/similarity.h"
#include "library/change.h"

/* Which file bytes came from; an unchanged one need not be read again. */
struct file_identity {
    struct str path; /* absolute bytes; empty: no file */
    int64_t device, inode, byte_count, modified_ns, changed_ns;
};

struct store_item {
    struct file_identity file;
    struct str hash; /* BLAKE2b, 256 bits, of the bytes as saved: base/hash.h */
    int64_t byte_count;
    struct str media_type, compressed; /* zstd */
    struct str charset;                /* what the user said, or empty */
    const struct document *document;
    struct str structure; /* document_store() of it */
    uint64_t text_hash; /* hash_bytes() of its text */
    struct likeness likeness;
    struct extent extent; /* both of the document, too */
};

enum store_outcome {
    STORE_ADDED,
    STORE_DUPLICATE, /* these bytes, or this text at this address, are there */
    STORE_UPDATED,   /* a new version, now the current one */
    STORE_KEPT,      /* a new version, worse than the current one, which stays */
};

/* Why a version was not made current. */
enum concern { CONCERN_NONE, CONCERN_ERROR_PAGE, CONCERN_LOGIN_WALL, CONCERN_SHORTER };
const char *concern_name(int concern);     /* "login-wall", as in JSON; "" for none */
const char *concern_sentence(int concern); /* in the user's language; "" for none */

struct store_result {
    enum store_outcome outcome;
    int64_t article;
    int64_t text, previous_text; /* the version made, and what was current (STORE_UPDATED) */
    int64_t variant_of;    /* an article with nearly the same text, or 0 */
    enum concern concern;
    bool is_trashed; /* the article that is there lies in the trash */
};

/* One transaction, or a step of the one that is open. */
MUST_CHECK enum status store_document(struct library *library, const struct store_item *item,
                                      struct store_result *ret_result, struct error *error);
/* A new text for an article out of its own original (refresh); STORE_DUPLICATE when nothing in it
 * is different. */
MUST_CHECK enum status store_refreshed(struct library *library, int64_t article,
                                       const struct store_item *item,
                                       struct store_result *ret_result, struct error *error);
/* The article made from a file that has not changed since, or 0. */
MUST_CHECK enum status store_find_file(struct library *library, const struct file_identity *file,
                                       int64_t *ret_article, struct error *error);
/* The article that was made from these bytes, or 0. */
MUST_CHECK enum status store_find_hash(struct library *library, struct str hash,
                                       int64_t *ret_article, struct error *error);

/* Bytes that made an article already, come upon again in a file: the file is remembered with them.
 * STATUS_NOT_FOUND without a word when they did not. */
MUST_CHECK enum status store_known(struct library *library, const struct file_identity *file,
                                   struct str hash, struct store_result *ret_result,
                                   struct error *error);

/* An entry of the history (ADD, REFRESH, VERSION) for articles that were added or got another
 * version, so that undo takes them back. Called in the transaction of each batch with the entry that it began, 0 at first. */
MUST_CHECK enum status store_record(struct library *library, const struct store_result *results,
                                    size_t count, enum change_kind kind, int64_t *entry,
                                    struct error *error);

#endif
