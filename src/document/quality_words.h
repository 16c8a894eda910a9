/* What pages say that are no articles. Inside document only. */
#ifndef DOCUMENT_QUALITY_WORDS_H
#define DOCUMENT_QUALITY_WORDS_H

#include "document/quality.h"

/* A '~' in front: said by articles, too. Compared folded, so the traditional form of a Chinese
 * phrase need not be there. */
struct quality_words {
    enum quality quality;
    const char *const *phrases; /* NULL-terminated */
};

extern const struct quality_words quality_words[];
extern const size_t quality_words_count;

#endif
