#include "cli/access.h"

#include "base/clock.h"
#include "config/locations.h"

enum exit_code access_begin(const struct cli_context *context)
{
    CLEANUP_BUFFER struct buffer warning = {0};
    if (!context->library_path) {
        cli_complain(context, _("no home folder is known; name a library by --library FILE"));
        return EXIT_NO_LIBRARY;
    }
    if (library_append_warning(context->library_path, &warning))
        cli_complain(context, warning.bytes);
    return EXIT_DONE;
}

enum exit_code access_open(const struct cli_context *context, bool creates,
                           struct library **ret_library)
{
    struct library_options options = {context->library_path, creates, clock_wall_ms};
    struct error error;
    if (context->library_path && creates)
        location_make_parents(context->library_path);
    enum exit_code result = access_begin(context);
    if (result)
        return result;
    if (library_open(&options, ret_library, &error) == STATUS_OK)
        return EXIT_DONE;
    cli_complain(context, error.message);
    return EXIT_NO_LIBRARY;
}
