#include "config/own_file.h"

#include "base/file.h"
#include "base/intl.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* A file that others may write could be someone else's; size is checked before reading. */
static enum status check(const char *path, struct error *error)
{
    struct stat file;
    if (stat(path, &file) < 0)
        return error_set(error, errno == ENOENT ? STATUS_NOT_FOUND : STATUS_UNREADABLE,
                         _("%s: cannot be read: %s"), path, strerror(errno));
    if (!S_ISREG(file.st_mode))
        return error_set(error, STATUS_UNSUPPORTED, _("%s: is no regular file"), path);
    if (file.st_size > OWN_FILE_LIMIT)
        return error_set(error, STATUS_TOO_LARGE, _("%s: is over %d KB and no configuration"), path,
                         OWN_FILE_LIMIT / 1024);
    if (file.st_uid != geteuid() && file.st_uid != 0)
        return error_set(error, STATUS_UNREADABLE, _("%s: belongs to someone else and is not used"),
                         path);
    if (file.st_mode & S_IWOTH)
        return error_set(error, STATUS_UNREADABLE, _("%s: anyone may write it, so it is not used"),
                         path);
    return STATUS_OK;
}

enum status own_file_read(const char *path, struct buffer *ret_content, struct error *error)
{
    enum status status = check(path, error);
    return status ? status : file_read(path, ret_content, error);
}
