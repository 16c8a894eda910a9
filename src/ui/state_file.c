#include "ui/state_file.h"

#include "base/file.h"
#include "config/locations.h"

#include <sys/stat.h>

void state_file_read(const char *name, struct buffer *content)
{
    CLEANUP_BUFFER struct buffer path = {0}, read = {0};
    struct stat file;
    struct error error;
    if (location_state(name, &path) && stat(path.bytes, &file) == 0 && S_ISREG(file.st_mode) &&
        file.st_size <= STATE_FILE_LIMIT && file_read(path.bytes, &read, &error) == STATUS_OK)
        buffer_append(content, buffer_str(&read));
}

void state_file_write(const char *name, struct str content)
{
    CLEANUP_BUFFER struct buffer path = {0}, before = {0};
    struct error error;
    state_file_read(name, &before);
    if (str_equal(buffer_str(&before), content) || !location_state(name, &path) ||
        !location_make_parents(path.bytes))
        return;
    /* Reading goes on without a memory of it when the disk is full or read-only. */
    enum status ignored = file_replace(path.bytes, content, &error);
    (void)ignored;
}
