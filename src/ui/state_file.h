/* Small files that remember something from run to run, in $XDG_STATE_HOME/zhai. The reader does as
 * well without them: what cannot be read or written is passed over. */
#ifndef UI_STATE_FILE_H
#define UI_STATE_FILE_H

#include "base/str.h"

enum { STATE_FILE_LIMIT = 1 << 20 };

/* Appends the file's content; none when it is missing, no regular file, or longer than the limit.
 */
void state_file_read(const char *name, struct buffer *content);
/* Replaces the file in one step, unless it is the same. */
void state_file_write(const char *name, struct str content);

#endif
