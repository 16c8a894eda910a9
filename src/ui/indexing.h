/* The index of the open library, built and tidied up while nobody types and no article is read. */
#ifndef UI_INDEXING_H
#define UI_INDEXING_H

#include "base/str.h"

struct session;

/* {0}: nothing is to be done. */
struct indexing {
    bool is_going;
    bool is_incomplete; /* so that a search has to look into texts */
    unsigned percent;   /* of the articles that are in it, then */
};

/* Asks the library what its index lacks, to build that. */
void indexing_look(struct session *session);
/* After articles were added: what that left apart is merged. */
void indexing_begin(struct session *session);
/* A slice of it; whether what indexing_append says is different now. */
bool indexing_work(struct session *session);
/* "index 63 %", or nothing when it is complete. */
void indexing_append(const struct session *session, struct buffer *out);

#endif
