/* Asks which tags to put on articles and which to take off. */
#ifndef UI_TAG_PROMPT_H
#define UI_TAG_PROMPT_H

#include "library/article.h"

struct session;

struct tag_request {
    struct buffer text; /* what the names point into */
    struct str *added, *removed;
    size_t added_count, added_capacity, removed_count, removed_capacity;
};

void tag_request_release(struct tag_request *request);
/* "+new -old", a name with blanks in quotes; without a sign it is added. */
void tag_request_parse(struct tag_request *request);
/* For count articles, of which record is the first. False when it was given up or names no tag. */
bool tag_prompt(struct session *session, const struct article_record *record, size_t count,
                struct tag_request *ret_request);

#endif
