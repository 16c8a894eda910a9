/* Names of files made from titles. */
#ifndef TEXT_FILE_NAME_H
#define TEXT_FILE_NAME_H

#include "base/str.h"

enum {
    FILE_NAME_BYTES = 120
}; /* leaves room for a number and an ending in the 255 of most disks */

/* Appends what a file can be called on any system: whole grapheme clusters of the title, no more
 * than FILE_NAME_BYTES; controls, bidi overrides and / \ : * ? " < > | are blanks, of which no two
 * follow another; no dot or blank begins or ends it. May append nothing. */
void file_name_append(struct buffer *out, struct str title);

#endif
