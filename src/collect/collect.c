/* Inputs come from a walk or from the library's own originals, go to the pool unless the library
 * knows them, and what the pool answers is stored some dozens at a time: a transaction is short, so
 * that a reader who saves his place meanwhile does not wait. */
#include "collect/collect_private.h"

#include "base/clock.h"
#include "base/file.h"
#include "base/intl.h"
#include "base/memory.h"
#include "library/tag.h"
#include "text/charset.h"

enum { BATCH_PAGES = 64, BATCH_BYTES = 16 << 20, COUNT_STEP = 200 };

enum status collect_new(struct library *library, const struct collect_options *options,
                        struct collect **ret_collect, struct error *error)
{
    if (options->charset.length && !charset_from_label(options->charset))
        return error_set(error, STATUS_USAGE, _("“%.*s” is no charset that zhai knows"),
                         STR_ARGS(options->charset));
    struct collect *collect = memory_new(sizeof *collect);
    collect->library = library;
    collect->arena = arena_new();
    collect->options = *options;
    collect->options.charset = arena_copy(collect->arena, options->charset);
    struct str *tags = arena_take(collect->arena, (options->tag_count + 1) * sizeof *tags);
    for (size_t i = 0; i < options->tag_count; i++)
        tags[i] = arena_copy(collect->arena, options->tags[i]);
    collect->options.tags = tags;
    enum status status = tag_check(tags, options->tag_count, error);
    if (status) {
        collect_free(collect);
        return status;
    }
    collect->pool = pool_new(&options->pool);
    if (options->paths) {
        collect->walk = walk_new(options->paths, options->path_count);
        collect->counter = walk_new(options->paths, options->path_count);
    }
    collect->progress.total = options->articles.count;
    collect->progress.is_counted = !options->paths;
    *ret_collect = collect;
    return STATUS_OK;
}

static void input_release(struct input *input)
{
    free(input->path);
    free(input->absolute_path);
    buffer_release(&input->charset);
    page_release(&input->page);
    *input = (struct input){0};
}

void collect_free(struct collect *collect)
{
    if (!collect)
        return;
    for (size_t i = 0; i < collect->input_count; i++)
        input_release(&collect->inputs[i]);
    free(collect->inputs);
    free(collect->there);
    pool_free(collect->pool);
    walk_free(collect->walk);
    walk_free(collect->counter);
    arena_free(collect->arena);
    free(collect);
}

struct collect_progress collect_progress(const struct collect *collect)
{
    struct collect_progress progress = collect->progress;
    if (progress.total < progress.done)
        progress.total = progress.done;
    return progress;
}

void collect_stop(struct collect *collect)
{
    collect->is_stopped = true;
}

static void note_there(struct collect *collect, const struct collect_item *item)
{
    bool is_there = item->outcome > COLLECT_ADDED && item->outcome < COLLECT_FAILED;
    if (!is_there || collect->options.tag_count == 0)
        return;
    ARRAY_RESERVE(collect->there, collect->there_count, collect->there_capacity);
    collect->there[collect->there_count++] = item->result.article;
}

void collect_report(struct collect *collect, const struct collect_item *item)
{
    note_there(collect, item);
    collect->progress.counts[item->outcome]++;
    collect->progress.done += item->outcome <= COLLECT_FAILED;
    if (collect->options.observe)
        collect->options.observe(collect->options.closure, item);
}

void collect_fail(struct collect *collect, const char *path, const char *reason)
{
    collect_report(
        collect, &(struct collect_item){.path = path, .outcome = COLLECT_FAILED, .reason = reason});
}

struct input *collect_take_input(struct collect *collect)
{
    ARRAY_RESERVE(collect->inputs, collect->input_count, collect->input_capacity);
    struct input *input = &collect->inputs[collect->input_count++];
    *input = (struct input){.id = ++collect->last_id};
    return input;
}

void collect_drop_input(struct collect *collect, struct input *input)
{
    input_release(input);
    /* The rest stay in the order in which they were asked for, and are stored in it. */
    size_t behind = (size_t)(&collect->inputs[--collect->input_count] - input);
    memmove(input, input + 1, behind * sizeof *input);
}

/* The walk is a second one, a little ahead: how much there is should be known before it is done. */
static void count_ahead(struct collect *collect)
{
    struct walk_item item;
    for (int i = 0; i < COUNT_STEP && !collect->progress.is_counted; i++) {
        collect->progress.is_counted = !walk_next(collect->counter, &item);
        collect->progress.total += !collect->progress.is_counted && item.kind == WALK_INPUT;
    }
}

void collect_set_ready(struct collect *collect, struct input *input)
{
    const struct page *page = &input->page;
    input->is_ready = true;
    collect->ready_count++;
    if (page->document)
        collect->ready_bytes += page->document->text.length + page->compressed.length;
}

static struct input *find_input(struct collect *collect, uint64_t id)
{
    for (size_t i = 0; i < collect->input_count; i++)
        if (collect->inputs[i].id == id)
            return &collect->inputs[i];
    return NULL;
}

/* One answer of the pool, kept with its input; false when there was none in that time. */
static bool take_answer(struct collect *collect, int timeout_ms, enum status *ret_status,
                        struct error *error)
{
    struct pool_result result;
    enum status status = pool_wait(collect->pool, timeout_ms, &result, error);
    *ret_status = status == STATUS_NOT_FOUND ? STATUS_OK : status;
    if (status)
        return false;
    struct input *input = find_input(collect, result.id);
    if (!input) {
        page_release(&result.page);
        return true;
    }
    input->page = result.page;
    input->is_answered = true;
    return true;
}

void collect_listen(void *closure)
{
    struct collect *collect = closure;
    while (!collect->listening_status &&
           take_answer(collect, 0, &collect->listening_status, &collect->listening_error))
        continue;
}

/* What came of the pages that were answered since. */
static void sort_answers(struct collect *collect)
{
    for (size_t i = collect->input_count; i-- > 0;) {
        struct input *input = &collect->inputs[i];
        if (!input->is_answered || input->is_ready)
            continue;
        if (!input->page.status) {
            collect_set_ready(collect, input);
            continue;
        }
        collect_fail(collect, input->path, input->page.error.message);
        collect_drop_input(collect, input);
    }
}

static bool is_batch_full(const struct collect *collect)
{
    return collect->ready_count >= BATCH_PAGES || collect->ready_bytes >= BATCH_BYTES;
}

static bool wants_more(const struct collect *collect)
{
    return !collect->is_stopped && !collect->is_exhausted && pool_has_room(collect->pool);
}

static enum status step_once(struct collect *collect, int timeout_ms, struct error *error)
{
    enum status status = STATUS_OK;
    if (!collect->progress.is_counted)
        count_ahead(collect);
    while (!status && wants_more(collect) && !is_batch_full(collect) &&
           clock_monotonic_ms() < collect->deadline_ms)
        status = collect_feed(collect, error);
    /* Nothing else to do: the processors are the workers'. */
    bool waits =
        collect->progress.is_counted && !wants_more(collect) && pool_unanswered(collect->pool) > 0;
    while (!status && !is_batch_full(collect) &&
           take_answer(collect, waits ? timeout_ms : 0, &status, error)) {
        waits = false;
        sort_answers(collect);
    }
    bool is_idle =
        pool_unanswered(collect->pool) == 0 && (collect->is_stopped || collect->is_exhausted);
    bool is_due = collect->ready_count && (is_batch_full(collect) || is_idle ||
                                           clock_monotonic_ms() >= collect->deadline_ms);
    if (!status && is_due)
        status = collect_store(collect, error);
    if (!status && collect->listening_status)
        status =
            error_set(error, collect->listening_status, "%s", collect->listening_error.message);
    if (!status)
        sort_answers(collect);
    return status;
}

enum status collect_step(struct collect *collect, int milliseconds, bool *ret_is_done,
                         struct error *error)
{
    enum status status = STATUS_OK;
    collect->deadline_ms = clock_monotonic_ms() + milliseconds;
    bool is_done = false;
    do {
        int64_t left = collect->deadline_ms - clock_monotonic_ms();
        status = step_once(collect, left > 0 ? (int)left : 0, error);
        is_done = (collect->is_stopped || collect->is_exhausted) &&
                  pool_unanswered(collect->pool) == 0 && collect->ready_count == 0;
    } while (!status && !is_done && clock_monotonic_ms() < collect->deadline_ms);
    if (!status && is_done) {
        collect->progress.is_counted = true;
        status = collect_tag_there(collect, error);
    }
    *ret_is_done = is_done;
    return status;
}
