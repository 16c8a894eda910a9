/* Whether a text is an article at all, and whether it may take the place of another. */
#ifndef DOCUMENT_QUALITY_H
#define DOCUMENT_QUALITY_H

#include "document/document.h"

enum quality {
    QUALITY_FINE,
    QUALITY_ERROR_PAGE, /* not found, removed, broken, or nothing at all */
    QUALITY_LOGIN_WALL, /* log in, subscribe, prove that you are human */
    QUALITY_SHORTER,    /* than half of what was there */
};

/* Of the document alone, never QUALITY_SHORTER. Only short texts are doubted, by what such pages
 * say in Chinese, Japanese, Korean and English (quality_words.h). */
enum quality document_quality(const struct document *document);
/* Why the new text should not take the old one's place, or QUALITY_FINE. Whatever comes after an
 * error page or a wall is fine. */
enum quality document_compare_quality(const struct document *old_document,
                                      const struct document *new_document);

#endif
