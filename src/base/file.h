/* Whole files into memory, with the refusals a reader needs: directories, devices, silence. */
#ifndef BASE_FILE_H
#define BASE_FILE_H

#include "base/str.h"

/* Places are 32-bit byte offsets, so nothing larger is read. */
#define FILE_SIZE_LIMIT ((size_t)0xF0000000)

/* Reads path ("-" is standard input) into *ret_content, which the caller releases. A regular file
 * is read as long as it was when opened; a FIFO without a writer is refused after two seconds.
 * Errors name the path and what to do; *ret_content is untouched then. */
MUST_CHECK enum status file_read(const char *path, struct buffer *ret_content, struct error *error);

/* Replaces path with content in one step (write aside, fsync, rename), mode 0600. */
MUST_CHECK enum status file_replace(const char *path, struct str content, struct error *error);

/* Writes a new file "name.ending" into a folder, mode 0600; "name (2).ending" … when that is taken,
 * so that nothing there is replaced or followed. */
MUST_CHECK enum status file_write_new(const char *folder, struct str name, const char *ending,
                                      struct str content, struct error *error);

/* Moves a file that is complete to its place on the same disk, for good: its bytes and its name
 * survive a power cut. What is at path is replaced, or (STATUS_USAGE) left alone. */
MUST_CHECK enum status file_put_in_place(const char *complete, const char *path, bool replaces,
                                         struct error *error);

#endif
