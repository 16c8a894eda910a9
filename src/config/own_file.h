/* The user's own small files: configuration, rules. */
#ifndef CONFIG_OWN_FILE_H
#define CONFIG_OWN_FILE_H

#include "base/str.h"

/* A file over this is no configuration. */
enum { OWN_FILE_LIMIT = 1 << 20 };

/* Reads path into *ret_content, which the caller releases; untouched on failure. What is no regular
 * file, over the limit, somebody else's or anybody's to write is refused with a sentence. */
MUST_CHECK enum status own_file_read(const char *path, struct buffer *ret_content,
                                     struct error *error);

#endif
