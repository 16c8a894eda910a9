#include "base/file.h"

#include "base/clock.h"
#include "base/intl.h"
#include "base/memory.h"
#include "base/warming.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <poll.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

enum { READ_STEP = 1 << 20, FIFO_WAIT_MS = 2000 };

/* Of files that do not say how long they are: those of the kernel, some of which never end. */
#define UNSIZED_LIMIT ((size_t)64 << 20)
/* A pipe that never ends (yes | zhai -) must not take all memory before it is refused. */
#define PIPE_LIMIT ((size_t)1 << 30)

static void close_descriptor(int *descriptor)
{
    if (*descriptor > 2)
        close(*descriptor);
}

static enum status refuse_kind(const char *path, mode_t mode, struct error *error)
{
    if (S_ISDIR(mode))
        return error_set(error, STATUS_UNSUPPORTED,
                         _("%s: is a directory; name the files in it to read them"), path);
    if (S_ISCHR(mode) || S_ISBLK(mode))
        return error_set(error, STATUS_UNSUPPORTED, _("%s: is a device, not a saved page"), path);
    if (S_ISSOCK(mode))
        return error_set(error, STATUS_UNSUPPORTED, _("%s: is a socket, not a saved page"), path);
    return STATUS_OK;
}

/* A named pipe opened without blocking reads as ended until a writer comes. */
static enum status wait_for_writer(int descriptor, const char *path, struct error *error)
{
    int64_t deadline = clock_monotonic_ms() + FIFO_WAIT_MS;
    for (;;) {
        struct pollfd poller = {.fd = descriptor, .events = POLLIN};
        int64_t left = deadline - clock_monotonic_ms();
        int ready = poll(&poller, 1, left > 0 ? (int)left : 0);
        if (ready > 0 || (ready < 0 && errno != EINTR))
            return STATUS_OK;
        if (left <= 0)
            return error_set(error, STATUS_UNREADABLE,
                             _("%s: is a pipe that nothing writes to; start its writer first"),
                             path);
    }
}

static bool is_null_device(const struct stat *info)
{
    struct stat null;
    return S_ISCHR(info->st_mode) && stat("/dev/null", &null) == 0 && info->st_rdev == null.st_rdev;
}

static enum status open_source(const char *path, int *ret_descriptor, struct stat *ret_info,
                               struct error *error)
{
    bool is_stdin = strcmp(path, "-") == 0;
    enum status status = STATUS_OK;
    CLEANUP(close_descriptor)
    int descriptor =
        is_stdin ? STDIN_FILENO : open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    if (descriptor < 0 && errno == ENXIO)
        return error_set(error, STATUS_UNSUPPORTED, _("%s: is a socket, not a saved page"), path);
    if (descriptor < 0)
        return error_set(error, errno == ENOENT ? STATUS_NOT_FOUND : STATUS_UNREADABLE, "%s: %s",
                         path, strerror(errno));
    if (fstat(descriptor, ret_info) < 0)
        return error_set(error, STATUS_SYSTEM, "%s: %s", path, strerror(errno));
    /* What is typed is a text, /dev/null an empty one, and a parent may have made a socket. */
    if (!is_stdin ||
        !(isatty(descriptor) || is_null_device(ret_info) || S_ISSOCK(ret_info->st_mode)))
        status = refuse_kind(path, ret_info->st_mode, error);
    if (!status && !is_stdin && S_ISFIFO(ret_info->st_mode)) {
        status = wait_for_writer(descriptor, path, error);
        fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) & ~O_NONBLOCK);
    }
    if (status)
        return status;
    *ret_descriptor = descriptor;
    descriptor = -1;
    return STATUS_OK;
}

/* A regular file is read only to the size it had, so that one that grows as fast as it is read
 * ends; size 0 is also what /proc files say, so those are read to their end. */
static enum status read_all(int descriptor, size_t known_size, size_t limit, const char *path,
                            struct buffer *content, struct error *error)
{
    size_t target = known_size ? known_size : limit + 1;
    while (content->length < target) {
        size_t step = target - content->length;
        if (!known_size)
            step = READ_STEP;
        const size_t capacity = content->capacity;
        buffer_reserve(content, step);
        if (content->capacity > capacity)
            memory_expect_large(content->bytes, content->capacity);
        ssize_t count = read(descriptor, content->bytes + content->length, step);
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            return error_set(error, STATUS_UNREADABLE, "%s: %s", path, strerror(errno));
        if (count == 0)
            break;
        content->length += (size_t)count;
        if (content->length > limit)
            return error_set(error, STATUS_TOO_LARGE, _("%s: is over the limit of %zu MB"), path,
                             limit / 1000000);
    }
    content->bytes[content->length] = '\0';
    return STATUS_OK;
}

enum status file_read(const char *path, struct buffer *ret_content, struct error *error)
{
    CLEANUP(close_descriptor) int descriptor = -1;
    struct stat info;
    enum status status = open_source(path, &descriptor, &info, error);
    if (status)
        return status;
    size_t known_size = S_ISREG(info.st_mode) ? (size_t)info.st_size : 0;
    if (known_size > FILE_SIZE_LIMIT)
        return error_set(error, STATUS_TOO_LARGE, _("%s: is over the limit of %zu MB"), path,
                         FILE_SIZE_LIMIT / 1000000);
    size_t limit = !S_ISREG(info.st_mode) ? PIPE_LIMIT
                   : known_size           ? FILE_SIZE_LIMIT
                                          : UNSIZED_LIMIT;
    struct buffer content = {0};
    buffer_reserve(&content, known_size);
    memory_expect_large(content.bytes, known_size);
    struct warming *warming = warming_begin(content.bytes, known_size);
    status = read_all(descriptor, known_size, limit, path, &content, error);
    warming_end(warming);
    if (status)
        buffer_release(&content);
    else
        *ret_content = content;
    return status;
}

static enum status write_all(int descriptor, struct str content, const char *path,
                             struct error *error)
{
    while (content.length) {
        ssize_t count = write(descriptor, content.bytes, content.length);
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            return error_set(error, STATUS_SYSTEM, "%s: %s", path, strerror(errno));
        content = str_slice(content, (size_t)count, content.length);
    }
    return STATUS_OK;
}

enum status file_replace(const char *path, struct str content, struct error *error)
{
    CLEANUP_BUFFER struct buffer aside = {0};
    buffer_append_format(&aside, "%s.%ld", path, (long)getpid());
    int descriptor = open(aside.bytes, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (descriptor < 0)
        return error_set(error, STATUS_SYSTEM, "%s: %s", aside.bytes, strerror(errno));
    enum status status = write_all(descriptor, content, path, error);
    if (!status && fsync(descriptor) < 0)
        status = error_set(error, STATUS_SYSTEM, "%s: %s", aside.bytes, strerror(errno));
    close(descriptor);
    if (!status && rename(aside.bytes, path) < 0)
        status = error_set(error, STATUS_SYSTEM, "%s: %s", path, strerror(errno));
    if (status)
        unlink(aside.bytes);
    return status;
}

enum status file_write_new(const char *folder, struct str name, const char *ending,
                           struct str content, struct error *error)
{
    enum { NUMBER_LIMIT = 100000 };
    CLEANUP_BUFFER struct buffer path = {0};
    int descriptor = -1;
    for (int number = 1; descriptor < 0; number++) {
        path.length = 0;
        buffer_append_format(&path, "%s/%.*s", folder, STR_ARGS(name));
        if (number > 1)
            buffer_append_format(&path, " (%d)", number);
        buffer_append_format(&path, ".%s", ending);
        descriptor = open(path.bytes, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
        if (descriptor < 0 && (errno != EEXIST || number == NUMBER_LIMIT))
            return error_set(error, STATUS_SYSTEM, "%s: %s", path.bytes, strerror(errno));
    }
    enum status status = write_all(descriptor, content, path.bytes, error);
    close(descriptor);
    if (status)
        unlink(path.bytes);
    return status;
}

/* A file's bytes, or a folder's names. */
static int sync_path(const char *path)
{
    int descriptor = open(path, O_RDONLY | O_CLOEXEC);
    if (descriptor < 0)
        return -1;
    int result = fsync(descriptor);
    int number = errno;
    close(descriptor);
    errno = number;
    return result;
}

/* Not every file system knows RENAME_NOREPLACE; a second name is refused by all when it is taken. */
static int move_beside(const char *complete, const char *path)
{
    if (renameat2(AT_FDCWD, complete, AT_FDCWD, path, RENAME_NOREPLACE) == 0)
        return 0;
    if (errno != EINVAL && errno != ENOSYS)
        return -1;
    return link(complete, path) == 0 ? unlink(complete) : -1;
}

enum status file_put_in_place(const char *complete, const char *path, bool replaces,
                              struct error *error)
{
    CLEANUP_FREE char *folder = memory_copy(path, strlen(path) + 1);
    int result = sync_path(complete);
    if (!result)
        result = replaces ? rename(complete, path) : move_beside(complete, path);
    if (!result)
        result = sync_path(dirname(folder));
    if (!result)
        return STATUS_OK;
    return error_set(error, errno == EEXIST ? STATUS_USAGE : STATUS_SYSTEM, "%s: %s", path,
                     strerror(errno));
}
