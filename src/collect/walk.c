#include "collect/walk.h"

#include "base/intl.h"
#include "base/memory.h"
#include "ingest/binary.h"
#include "ingest/ingest.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { GLANCE_BYTES = 4096 };

/* A folder that is being walked: its names in order, each terminated, and where the two paths end
 * that lead to it. */
struct folder {
    struct buffer names;
    const char **sorted;
    size_t count, next;
    size_t path_length, absolute_length;
    bool is_left_out; /* it belongs to a page */
};

struct walk {
    const char *const *arguments;
    size_t argument_count, next_argument;
    struct folder *folders; /* from the named one to that which is being read */
    size_t folder_count, folder_capacity;
    struct buffer path, absolute;
};

struct walk *walk_new(const char *const *paths, size_t path_count)
{
    struct walk *walk = memory_new(sizeof *walk);
    walk->arguments = paths;
    walk->argument_count = path_count;
    return walk;
}

static void leave_folder(struct walk *walk)
{
    struct folder *folder = &walk->folders[--walk->folder_count];
    buffer_release(&folder->names);
    free(folder->sorted);
}

void walk_free(struct walk *walk)
{
    if (!walk)
        return;
    while (walk->folder_count > 0)
        leave_folder(walk);
    free(walk->folders);
    buffer_release(&walk->path);
    buffer_release(&walk->absolute);
    free(walk);
}

static bool is_one_of(struct str name, const char *const *words, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (str_equal_ascii_case(name, str_from(words[i])))
            return true;
    return false;
}

/* Hidden, or kept there by a program for itself. */
static bool is_no_ones(struct str name)
{
    static const char *const names[] = {"CVS",
                                        "_darcs",
                                        "RCS",
                                        "SCCS",
                                        "node_modules",
                                        "__pycache__",
                                        "__MACOSX",
                                        "@eaDir",
                                        "#recycle",
                                        "$RECYCLE.BIN",
                                        "System Volume Information",
                                        "lost+found",
                                        "Thumbs.db",
                                        "desktop.ini"};
    return str_starts(name, STR(".")) || is_one_of(name, names, ARRAY_LENGTH(names));
}

static int compare_names(const void *left, const void *right)
{
    return strcmp(*(const char *const *)left, *(const char *const *)right);
}

static bool has_name(const struct folder *folder, const char *name)
{
    return bsearch(&name, folder->sorted, folder->count, sizeof *folder->sorted, compare_names);
}

/* Whether a folder of this name holds the pictures and scripts of a page beside it. */
static bool is_of_saved_page(const struct folder *parent, struct str name)
{
    static const char *const endings[] = {"_files",    ".files",    "_file",     "_Dateien",
                                          "_fichiers", "_archivos", "_arquivos", "_bestanden",
                                          "_pliki",    "-filer"};
    static const char *const pages[] = {".html", ".htm", ".xhtml", ".shtml", ".HTML", ".HTM"};
    for (size_t i = 0; i < ARRAY_LENGTH(endings); i++) {
        if (!str_ends(name, str_from(endings[i])))
            continue;
        for (size_t j = 0; j < ARRAY_LENGTH(pages); j++) {
            CLEANUP_BUFFER struct buffer page = {0};
            buffer_append(&page, str_slice(name, 0, name.length - strlen(endings[i])));
            buffer_append_c(&page, pages[j]);
            if (has_name(parent, page.bytes))
                return true;
        }
    }
    return false;
}

static void append_name(struct buffer *path, struct str name)
{
    if (path->length > 0 && path->bytes[path->length - 1] != '/')
        buffer_append_byte(path, '/');
    buffer_append(path, name);
}

/* errno, or 0. */
static int read_names(const char *path, struct folder *folder)
{
    DIR *directory = opendir(path);
    if (!directory)
        return errno;
    struct dirent *entry;
    while ((errno = 0, entry = readdir(directory)) != NULL) {
        const struct str name = str_from(entry->d_name);
        if (is_no_ones(name))
            continue;
        buffer_append(&folder->names, (struct str){name.bytes, name.length + 1});
        folder->count++;
    }
    const int failed = errno;
    closedir(directory);
    return failed;
}

static void sort_names(struct folder *folder)
{
    const char *name = folder->names.bytes;
    folder->sorted = memory_new((folder->count + 1) * sizeof *folder->sorted);
    for (size_t i = 0; i < folder->count; i++, name += strlen(name) + 1)
        folder->sorted[i] = name;
    qsort(folder->sorted, folder->count, sizeof *folder->sorted, compare_names);
}

/* The folder that the paths lead to becomes the one that is being read. */
static enum status enter_folder(struct walk *walk, bool is_left_out, struct error *error)
{
    struct folder folder = {.path_length = walk->path.length,
                            .absolute_length = walk->absolute.length,
                            .is_left_out = is_left_out};
    const int failed = read_names(walk->path.bytes, &folder);
    sort_names(&folder);
    ARRAY_RESERVE(walk->folders, walk->folder_count, walk->folder_capacity);
    walk->folders[walk->folder_count++] = folder; /* what was read of one that broke off, too */
    return failed
               ? error_set(error, STATUS_UNREADABLE, "%s: %s", walk->path.bytes, strerror(failed))
               : STATUS_OK;
}

/* What of the name is behind its last '.', or empty. */
static struct str ending_of(struct str name)
{
    for (size_t i = name.length; i > 1; i--)
        if (name.bytes[i - 1] == '.')
            return str_slice(name, i, name.length);
    return STR_NONE;
}

/* By what stands at its start; a file that cannot be read is tried, for its error. */
static bool reads_like_article(const char *path, bool may_be_text)
{
    char bytes[GLANCE_BYTES];
    const int descriptor = open(path, O_RDONLY | O_NONBLOCK | O_NOFOLLOW | O_CLOEXEC);
    if (descriptor < 0)
        return may_be_text;
    const ssize_t count = read(descriptor, bytes, sizeof bytes);
    close(descriptor);
    if (count <= 0)
        return false;
    const struct str start = {bytes, (size_t)count};
    if (binary_format(start) || binary_is_likely(start, STR_NONE))
        return false;
    return may_be_text || format_guess(start, STR_NONE) == FORMAT_HTML;
}

static bool is_article(const char *path, struct str name)
{
    static const char *const endings[] = {"html", "htm", "xhtml",    "xht", "shtml", "txt",
                                          "text", "md",  "markdown", "rst", "org"};
    const struct str ending = ending_of(name);
    return is_one_of(ending, endings, ARRAY_LENGTH(endings)) ||
           reads_like_article(path, ending.length == 0);
}

static void set_identity(struct walk_item *item, const struct stat *info)
{
    item->is_file = S_ISREG(info->st_mode);
    item->device = info->st_dev;
    item->inode = info->st_ino;
    item->byte_count = info->st_size;
    item->modified_ns = (int64_t)info->st_mtim.tv_sec * 1000000000 + info->st_mtim.tv_nsec;
    item->changed_ns = (int64_t)info->st_ctim.tv_sec * 1000000000 + info->st_ctim.tv_nsec;
}

static enum status refuse_missing(const char *path, struct error *error)
{
    struct stat link;
    if (errno == ELOOP)
        return error_set(error, STATUS_UNSUPPORTED, _("%s: is a link that leads to itself"), path);
    if (errno == ENOENT && lstat(path, &link) == 0)
        return error_set(error, STATUS_NOT_FOUND, _("%s: is a link that leads nowhere"), path);
    return error_set(error, errno == ENOENT ? STATUS_NOT_FOUND : STATUS_UNREADABLE, "%s: %s", path,
                     strerror(errno));
}

static void leave_out(struct walk_item *item, enum walk_kind kind, const char *sentence)
{
    item->kind = kind;
    item->status = error_set(&item->error, STATUS_UNSUPPORTED, sentence, item->path);
}

/* A link could lead out of the folder, to all there is. */
static void pass_by(struct walk_item *item, mode_t mode)
{
    leave_out(item, WALK_PASSED_BY,
              S_ISLNK(mode)    ? _("%s: is a link; name it to add what it leads to")
              : S_ISFIFO(mode) ? _("%s: is a pipe, not a saved page")
              : S_ISSOCK(mode) ? _("%s: is a socket, not a saved page")
                               : _("%s: is a device, not a saved page"));
}

static void visit_file(const struct folder *parent, struct str name, const struct stat *info,
                       struct walk_item *item)
{
    if (parent->is_left_out)
        leave_out(item, WALK_NO_ARTICLE, _("%s: belongs to the saved page beside its folder"));
    else if (!is_article(item->path, name))
        leave_out(item, WALK_NO_ARTICLE, _("%s: does not look like an article"));
    else
        set_identity(item, info);
}

/* Whether there is an item for what the paths lead to. */
static bool visit_entry(struct walk *walk, const struct folder *parent, struct str name,
                        struct walk_item *item)
{
    struct stat info;
    if (lstat(item->path, &info) < 0) {
        item->status = refuse_missing(item->path, &item->error);
    } else if (S_ISDIR(info.st_mode)) {
        const bool is_left_out = parent->is_left_out || is_of_saved_page(parent, name);
        item->status = enter_folder(walk, is_left_out, &item->error);
    } else if (S_ISREG(info.st_mode) || parent->is_left_out) {
        visit_file(parent, name, &info, item);
        return true;
    } else {
        pass_by(item, info.st_mode);
    }
    return item->status && !parent->is_left_out;
}

static void set_absolute(struct walk *walk, const char *path)
{
    CLEANUP_FREE char *real = realpath(path, NULL);
    walk->absolute.length = 0;
    buffer_append(&walk->absolute, str_from(real));
}

/* Whether there is an item for what was named. */
static bool visit_argument(struct walk *walk, const char *argument, struct walk_item *item)
{
    struct stat info;
    walk->path.length = walk->absolute.length = 0;
    buffer_append_c(&walk->path, argument);
    buffer_append(&walk->absolute, STR_NONE);
    item->is_named = true;
    item->path = walk->path.bytes;
    item->absolute_path = walk->absolute.bytes;
    if (strcmp(argument, "-") == 0)
        return true;
    if (stat(argument, &info) < 0) {
        item->status = refuse_missing(argument, &item->error);
        return true;
    }
    set_absolute(walk, argument);
    item->absolute_path = walk->absolute.bytes;
    if (!S_ISDIR(info.st_mode)) {
        set_identity(item, &info);
        return true;
    }
    item->status = enter_folder(walk, false, &item->error);
    return item->status != STATUS_OK;
}

/* The next name of the folder that is being read; false when it has no more. */
static bool next_entry(struct walk *walk, struct walk_item *item, bool *ret_is_item)
{
    struct folder *folder = &walk->folders[walk->folder_count - 1];
    if (folder->next == folder->count)
        return false;
    const struct str name = str_from(folder->sorted[folder->next++]);
    walk->path.length = folder->path_length;
    walk->absolute.length = folder->absolute_length;
    append_name(&walk->path, name);
    append_name(&walk->absolute, name);
    item->path = walk->path.bytes;
    item->absolute_path = walk->absolute.bytes;
    const struct folder parent = *folder; /* entering another may move it */
    *ret_is_item = visit_entry(walk, &parent, name, item);
    return true;
}

bool walk_next(struct walk *walk, struct walk_item *ret_item)
{
    for (bool is_item = false;;) {
        *ret_item = (struct walk_item){.path = "", .absolute_path = ""};
        if (walk->folder_count > 0) {
            if (!next_entry(walk, ret_item, &is_item))
                leave_folder(walk);
        } else if (walk->next_argument < walk->argument_count) {
            is_item = visit_argument(walk, walk->arguments[walk->next_argument++], ret_item);
        } else {
            return false;
        }
        if (is_item)
            return true;
    }
}
