#include "ui/adding.h"

#include "base/arena.h"
#include "base/clock.h"
#include "base/intl.h"
#include "base/memory.h"
#include "collect/collect.h"
#include "config/welcome.h"
#include "ui/completion.h"

#include <errno.h>
#include <unistd.h>

enum {
    STEP_MS = 25,
    BATCH_MS = 40,
    ENDING_STEPS = 200,
    REASONS_SAID = 3,
    BUSY_PATIENCE_MS = 10000,
};

struct adding {
    struct collect *collect;
    struct arena *arena;
    const char **paths; /* in the arena */
    size_t path_count;
    const char *folder;    /* the manual's, which goes with it; or NULL */
    struct buffer reasons; /* the first ones, a line each */
    int64_t article;       /* of the last input that is there now */
    int64_t busy_ms;       /* since when another program writes to the library; 0: none does */
    bool has_news;
};

static void observe(void *closure, const struct collect_item *item)
{
    struct adding *adding = closure;
    if (!item->reason) {
        adding->article = item->result.article;
        adding->has_news |= item->outcome != COLLECT_DUPLICATE;
        return;
    }
    if (item->outcome == COLLECT_FAILED &&
        collect_progress(adding->collect).counts[COLLECT_FAILED] <= REASONS_SAID)
        buffer_append_format(&adding->reasons, "\n%s", item->reason);
}

static void release(struct adding *adding)
{
    collect_free(adding->collect);
    for (size_t i = 0; i < adding->path_count && adding->folder; i++)
        if (adding->paths[i])
            unlink(adding->paths[i]);
    if (adding->folder)
        rmdir(adding->folder);
    buffer_release(&adding->reasons);
    arena_free(adding->arena);
    free(adding);
}

static struct adding *adding_new(size_t path_count)
{
    struct adding *adding = memory_new(sizeof *adding);
    adding->arena = arena_new();
    adding->path_count = path_count;
    adding->paths = arena_take(adding->arena, (path_count + 1) * sizeof *adding->paths);
    return adding;
}

/* status: of what went before. Hands it over, or releases it. */
static enum status begin(struct adding *adding, enum status status, struct library *library,
                         const struct ui_options *options, struct adding **ret_adding,
                         struct error *error)
{
    const struct collect_options collect_options = {
        .paths = adding->paths,
        .path_count = adding->path_count,
        .pool = {.worker_count = adding->folder ? 1 : 0, /* in order */
                 .rules_files = options->rules_files,
                 .rules_file_count = options->rules_file_count},
        .batch_ms = BATCH_MS,
        .observe = observe,
        .closure = adding};
    if (!status)
        status = collect_new(library, &collect_options, &adding->collect, error);
    if (status)
        release(adding);
    else
        *ret_adding = adding;
    return status;
}

enum status adding_begin(struct library *library, const struct ui_options *options, struct str path,
                         struct adding **ret_adding, struct error *error)
{
    struct adding *adding = adding_new(1);
    CLEANUP_BUFFER struct buffer expanded = {0};
    path_expand(path, &expanded);
    buffer_append_byte(&expanded, '\0');
    adding->paths[0] = arena_copy(adding->arena, buffer_str(&expanded)).bytes;
    return begin(adding, STATUS_OK, library, options, ret_adding, error);
}

static enum status make_folder(struct adding *adding, struct error *error)
{
    CLEANUP_BUFFER struct buffer path = {0};
    const char *parent = getenv("TMPDIR");
    /* The six X are what mkdtemp or mkstemp replaces. */
    buffer_append_format(&path, "%s/zhai-manual-XXXXXX", parent && *parent ? parent : "/tmp");
    if (!mkdtemp(path.bytes))
        return error_set(error, STATUS_SYSTEM, "%s: %s", path.bytes, strerror(errno));
    buffer_append_byte(&path, '\0');
    adding->folder = arena_copy(adding->arena, buffer_str(&path)).bytes;
    return STATUS_OK;
}

enum status adding_begin_manual(struct library *library, const struct ui_options *options,
                                struct adding **ret_adding, struct error *error)
{
    const char *locales = welcome_locales();
    struct adding *adding = adding_new(welcome_own_count(locales));
    enum status status = make_folder(adding, error);
    if (!status)
        status = welcome_write(adding->folder, locales, adding->path_count, adding->arena,
                               adding->paths, error);
    return begin(adding, status, library, options, ret_adding, error);
}

void adding_end(struct adding *adding)
{
    struct error ignored;
    bool is_done = false;
    if (!adding)
        return;
    collect_stop(adding->collect);
    for (int i = 0; i < ENDING_STEPS && !is_done; i++) {
        enum status status = collect_step(adding->collect, STEP_MS, &is_done, &ignored);
        if (status && status != STATUS_BUSY)
            break;
    }
    release(adding);
}

enum status adding_step(struct adding *adding, bool *ret_is_done, bool *ret_has_news,
                        struct error *error)
{
    adding->has_news = false;
    bool is_done = false;
    int64_t now = clock_monotonic_ms();
    enum status status = collect_step(adding->collect, STEP_MS, &is_done, error);
    if (status != STATUS_BUSY)
        adding->busy_ms = 0;
    else if (!adding->busy_ms)
        adding->busy_ms = now;
    if (status == STATUS_BUSY && now - adding->busy_ms < BUSY_PATIENCE_MS)
        status = STATUS_OK; /* what is ready is stored by another step */
    *ret_is_done = is_done || status;
    *ret_has_news = adding->has_news;
    return status;
}

void adding_stop(struct adding *adding)
{
    collect_stop(adding->collect);
}

void adding_append_progress(const struct adding *adding, struct buffer *out)
{
    struct collect_progress progress = collect_progress(adding->collect);
    if (progress.is_counted)
        buffer_append_format(out, _("adding %zu/%zu"), progress.done, progress.total);
    else
        buffer_append_format(out, _("adding %zu of %zu or more"), progress.done, progress.total);
    if (adding->busy_ms)
        buffer_append_format(out, " · %s", _("another program writes to the library"));
}

/* What there is none of is left out. */
void adding_append_result(const struct adding *adding, const struct error *error,
                          struct buffer *out)
{
    struct collect_progress progress = collect_progress(adding->collect);
    const size_t *counts = progress.counts;
    const struct {
        const char *format;
        size_t count;
    } parts[] = {
        {_("%zu added"), counts[COLLECT_ADDED]},
        {_("%zu in a new version"), counts[COLLECT_UPDATED]},
        {_("%zu kept back as a worse version"), counts[COLLECT_KEPT]},
        {_("%zu there already"), counts[COLLECT_DUPLICATE]},
        {_("%zu failed"), counts[COLLECT_FAILED]},
        {_("%zu left out, being no articles"), counts[COLLECT_NO_ARTICLE]},
        {_("%zu passed by, being links or devices"), counts[COLLECT_PASSED_BY]},
    };
    if (error)
        buffer_append_format(out, "%s\n", error->message);
    size_t start = out->length;
    for (size_t i = 0; i < ARRAY_LENGTH(parts); i++) {
        if (parts[i].count == 0)
            continue;
        buffer_append_c(out, out->length > start ? _(", ") : "");
        buffer_append_format(out, parts[i].format, parts[i].count);
    }
    if (out->length == start)
        buffer_append_c(out, error ? _("nothing was added") : _("nothing to add there"));
    buffer_append(out, buffer_str(&adding->reasons));
}

int64_t adding_article(const struct adding *adding)
{
    struct collect_progress progress = collect_progress(adding->collect);
    return progress.done == 1 || adding->folder ? adding->article : 0;
}
