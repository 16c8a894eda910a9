#include "cli/demo.h"

#include "base/arena.h"
#include "base/memory.h"
#include "cli/access.h"
#include "cli/interrupt.h"
#include "collect/collect.h"
#include "config/welcome.h"

#include <errno.h>
#include <ftw.h>
#include <stdio.h>
#include <unistd.h>

static const struct cli_option options[] = {CLI_OPTION_HELP};

static enum exit_code run(const struct cli_context *context, int argument_count, char **arguments);

const struct cli_command demo_command = {
    .name = "demo",
    .operands = "",
    .summary = N_("try zhai on a throw-away library that holds its manual"),
    .details = N_("Nothing of it stays, and your own library is not touched."),
    .example = "zhai demo",
    .options = options,
    .option_count = ARRAY_LENGTH(options),
    .run = run,
};

static int remove_entry(const char *path, const struct stat *info, int kind, struct FTW *walk)
{
    (void)info;
    (void)kind;
    (void)walk;
    remove(path);
    return 0; /* whatever could not be removed: the rest can */
}

static void remove_folder(const char *folder)
{
    enum { DESCRIPTORS = 8 };
    nftw(folder, remove_entry, DESCRIPTORS, FTW_DEPTH | FTW_PHYS);
}

static enum status make_folder(struct buffer *folder, struct error *error)
{
    const char *parent = getenv("TMPDIR");
    bool is_usable = parent && access(parent, W_OK | X_OK) == 0;
    /* The six X are what mkdtemp or mkstemp replaces. */
    buffer_append_format(folder, "%s/zhai-demo-XXXXXX", is_usable ? parent : "/tmp");
    return mkdtemp(folder->bytes)
               ? STATUS_OK
               : error_set(error, STATUS_SYSTEM, "%s: %s", folder->bytes, strerror(errno));
}

/* By one worker, which answers in order. */
static enum status add_pages(struct library *library, const char *const *paths, size_t count,
                             struct interrupt *interrupt, struct error *error)
{
    enum { STEP_MS = 50 };
    const struct collect_options collect_options = {
        .paths = paths, .path_count = count, .pool = {.worker_count = 1}};
    struct collect *collect;
    bool is_done = false;
    enum status status = collect_new(library, &collect_options, &collect, error);
    if (status)
        return status;
    while (!status && !is_done) {
        status = collect_step(collect, STEP_MS, &is_done, error);
        if (!status && interrupt_has_come(interrupt))
            status = error_set(error, STATUS_CANCELLED, _("stopped"));
    }
    collect_free(collect);
    return status;
}

static enum status fill(struct library *library, const char *folder, struct error *error)
{
    struct interrupt interrupt;
    size_t count = welcome_count();
    struct arena *arena = arena_new();
    const char **paths = arena_take(arena, count * sizeof *paths);
    interrupt_begin(&interrupt);
    enum status status = welcome_write(folder, welcome_locales(), count, arena, paths, error);
    if (!status)
        status = add_pages(library, paths, count, &interrupt, error);
    interrupt_end(&interrupt);
    arena_free(arena);
    return status;
}

static enum exit_code show(const struct cli_context *context, const char *folder)
{
    CLEANUP_BUFFER struct buffer path = {0};
    struct cli_context own = *context;
    struct library *library;
    struct error error;
    buffer_append_format(&path, "%s/library.db", folder);
    own.library_path = path.bytes;
    enum exit_code result = access_open(&own, true, &library);
    if (result)
        return result;
    enum status status = fill(library, folder, &error);
    result = status ? cli_fail(context, status, &error) : own.open(&own, library, 0);
    library_close(library);
    return result;
}

static void stay(int number)
{
    (void)number;
}

/* A terminal that is closed hangs up twice. The second time the screen has been left already, and
 * the folder is still there. */
static void outlive_signals(void)
{
    static const int signals[] = {SIGHUP, SIGINT, SIGTERM};
    const struct sigaction action = {.sa_handler = stay, .sa_flags = SA_RESTART};
    for (size_t i = 0; i < ARRAY_LENGTH(signals); i++) {
        struct sigaction before;
        sigaction(signals[i], NULL, &before);
        if (before.sa_handler != SIG_IGN)
            sigaction(signals[i], &action, NULL);
    }
}

static enum exit_code run(const struct cli_context *context, int argument_count, char **arguments)
{
    struct cli_operands operands;
    enum exit_code result;
    struct error error;
    CLEANUP_BUFFER struct buffer folder = {0};
    if (!cli_parse(context, &demo_command, argument_count, arguments, NULL, NULL, &operands,
                   &result))
        return result;
    if (operands.count) {
        cli_complain(context, _("zhai demo takes nothing: it brings its own articles"));
        return EXIT_USAGE;
    }
    enum status status = make_folder(&folder, &error);
    if (status) {
        cli_complain(context, error.message);
        return EXIT_SOME_FAILED;
    }
    outlive_signals();
    result = show(context, folder.bytes);
    remove_folder(folder.bytes);
    return cli_finish(context, result);
}
