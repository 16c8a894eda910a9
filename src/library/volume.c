/* Where SQLite's locks and its -wal and -shm files are not safe. */
#include "library/library.h"

#include "base/intl.h"
#include "base/memory.h"

#include <limits.h>
#include <stdint.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

/* statfs(2) and the kernel's magic.h */
static const struct {
    uint32_t type;
    const char *name;
} network_systems[] = {
    {0x6969, "NFS"},         {0xFF534D42, "CIFS"},     {0xFE534D42, "SMB"},  {0x517B, "SMB"},
    {0x01021997, "9p"},      {0x5346414F, "AFS"},      {0x6B414653, "AFS"},  {0x00C36400, "Ceph"},
    {0x73757245, "Coda"},    {0x65735546, "FUSE"},     {0x47504653, "GPFS"}, {0x0BD00BD0, "Lustre"},
    {0x7461636F, "OCFS2"},   {0x786F4256, "vboxsf"},   {0x61756673, "AUFS"},
};

/* Folders that other programs copy while SQLite writes. A name that ends in * may go on. */
static const char *const synced_names[] = {
    "Dropbox",   "Dropbox (*",    "OneDrive",     "OneDrive - *", "Google Drive", "GoogleDrive",
    "Nextcloud", "ownCloud",      "Syncthing",    "Sync",         "iCloud Drive", "iCloudDrive",
    "MEGA",      "MEGAsync",      "pCloudDrive",  "Box",          "Box Sync",     "Seafile",
    "Nutstore",  "Nutstore Files", "我的坚果云",  "坚果云",       "百度云同步盘", "百度网盘同步空间",
    "Yandex.Disk", "Tresors",
};
static const char *const synced_marks[] = {".stfolder", ".sync", ".dropbox", ".owncloudsync.log",
                                           ".nextcloudsync.log", ".seafile-data"};

static bool is_named(struct str name, const char *pattern)
{
    struct str wanted = str_from(pattern);
    if (wanted.length && wanted.bytes[wanted.length - 1] == '*')
        return str_starts(name, str_slice(wanted, 0, wanted.length - 1));
    return str_equal(name, wanted);
}

static bool is_synced_name(struct str name)
{
    for (size_t i = 0; i < ARRAY_LENGTH(synced_names); i++)
        if (is_named(name, synced_names[i]))
            return true;
    return false;
}

static bool has_synced_mark(struct str folder)
{
    for (size_t i = 0; i < ARRAY_LENGTH(synced_marks); i++) {
        CLEANUP_BUFFER struct buffer mark = {0};
        buffer_append_format(&mark, "%.*s/%s", STR_ARGS(folder), synced_marks[i]);
        if (access(mark.bytes, F_OK) == 0)
            return true;
    }
    return false;
}

/* The folder above path, real, to free(); NULL when there is none. */
static char *folder_of(const char *path)
{
    struct str folder = str_from(path);
    while (folder.length && folder.bytes[folder.length - 1] != '/')
        folder.length--;
    CLEANUP_FREE char *named = str_to_c(folder.length ? folder : STR("."));
    return realpath(named, NULL);
}

/* Of folder and those above it, the first that another program keeps in step; empty for none. */
static struct str find_synced(struct str folder)
{
    while (folder.length > 1) {
        size_t slash = folder.length;
        while (slash > 0 && folder.bytes[slash - 1] != '/')
            slash--;
        if (is_synced_name(str_slice(folder, slash, folder.length)) || has_synced_mark(folder))
            return folder;
        folder.length = slash > 1 ? slash - 1 : slash;
    }
    return STR_NONE;
}

bool library_append_warning(const char *path, struct buffer *out)
{
    struct statfs volume;
    CLEANUP_FREE char *folder = folder_of(path);
    if (!folder)
        return false;
    if (statfs(folder, &volume) == 0)
        for (size_t i = 0; i < ARRAY_LENGTH(network_systems); i++)
            if ((uint32_t)volume.f_type == network_systems[i].type) {
                buffer_append_format(out,
                                     _("%s lies on a network file system (%s): locks do not work "
                                       "there, and two machines can destroy the library; keep it on "
                                       "a local disk and use zhai backup for copies"),
                                     path, network_systems[i].name);
                return true;
            }
    struct str synced = find_synced(str_from(folder));
    if (!synced.length)
        return false;
    buffer_append_format(out,
                         _("%s lies in %.*s, which another program synchronises: a copy taken while "
                           "zhai writes is damaged; keep the library elsewhere and put zhai backup "
                           "there"),
                         path, STR_ARGS(synced));
    return true;
}
