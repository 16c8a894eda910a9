#include "config/locations.h"

#include "base/memory.h"

#include <errno.h>
#include <sys/stat.h>

static bool append_location(const char *variable, const char *below_home, const char *name,
                            struct buffer *out)
{
    const char *folder = getenv(variable);
    const char *home = getenv("HOME");
    if (folder && folder[0] == '/')
        buffer_append_format(out, "%s/zhai/%s", folder, name);
    else if (home && home[0] == '/')
        buffer_append_format(out, "%s/%s/zhai/%s", home, below_home, name);
    else
        return false;
    return true;
}

bool location_config(const char *name, struct buffer *out)
{
    return append_location("XDG_CONFIG_HOME", ".config", name, out);
}

bool location_state(const char *name, struct buffer *out)
{
    return append_location("XDG_STATE_HOME", ".local/state", name, out);
}

bool location_data(const char *name, struct buffer *out)
{
    return append_location("XDG_DATA_HOME", ".local/share", name, out);
}

bool location_make_parents(const char *path)
{
    CLEANUP_FREE char *folder = memory_copy(path, strlen(path) + 1);
    for (char *slash = strchr(folder + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        if (mkdir(folder, 0700) < 0 && errno != EEXIST)
            return false;
        *slash = '/';
    }
    return true;
}
