/* Inputs come from a walk or from the library's own originals, go to the pool unless the library
 * knows them, and what the pool answers is stored some hundreds at a time: the more there are in a
 * transaction the less each costs, but it is short, so that neither a reader who saves his place
 * meanwhile nor one who stops it waits. */
#include "collect/collect_private.h"

#include "base/clock.h"
#include "base/file.h"
#include "base/intl.h"
#include "base/memory.h"
#include "library/tag.h"
#include "text/charset.h"

enum {
    BATCH_PAGES = 512,
    BATCH_BYTES = 8 << 20,
    BATCH_MS = 300,
    PAGE_US = 5000, /* to begin with, so that the first are told of soon */
    COUNT_STEP = 200,
    FEED_STEP = 32, /* inputs before the workers are looked after again */
};

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
    collect->options.batch_ms = options->batch_ms ? options->batch_ms : BATCH_MS;
    collect->page_us = PAGE_US;
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

static void input_free(struct input *input)
{
    free(input->path);
    free(input->absolute_path);
    buffer_release(&input->charset);
    page_release(&input->page);
    free(input);
}

void collect_free(struct collect *collect)
{
    if (!collect)
        return;
    for (size_t i = 0; i < collect->input_count; i++)
        input_free(collect->inputs[i]);
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
    struct input *input = memory_new(sizeof *input);
    input->id = ++collect->last_id;
    collect->inputs[collect->input_count++] = input;
    return input;
}

/* Where the input of that id is, or the first behind it. */
static size_t position_of(const struct collect *collect, uint64_t id)
{
    size_t low = 0, high = collect->input_count;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (collect->inputs[middle]->id < id)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static struct input *find_input(struct collect *collect, uint64_t id)
{
    const size_t position = position_of(collect, id);
    const bool is_there = position < collect->input_count && collect->inputs[position]->id == id;
    return is_there ? collect->inputs[position] : NULL;
}

void collect_drop_input(struct collect *collect, struct input *input)
{
    struct input **place = &collect->inputs[position_of(collect, input->id)];
    const size_t behind = (size_t)(&collect->inputs[--collect->input_count] - place);
    memmove(place, place + 1, behind * sizeof *place);
    input_free(input);
}

void collect_drop_ready(struct collect *collect)
{
    size_t kept = 0;
    for (size_t i = 0; i < collect->input_count; i++) {
        if (collect->inputs[i]->is_ready)
            input_free(collect->inputs[i]);
        else
            collect->inputs[kept++] = collect->inputs[i];
    }
    collect->input_count = kept;
    collect->ready_count = collect->ready_bytes = 0;
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
    if (collect->ready_count++ == 0)
        collect->batch_deadline_ms = clock_monotonic_ms() + collect->options.batch_ms;
    if (page->document)
        collect->ready_bytes += page->document->text.length + page->compressed.length;
}

/* One answer of the pool, kept with its input, if that is still there; false when there was none in
 * that time. */
static bool take_answer(struct collect *collect, int timeout_ms, struct input **ret_input,
                        enum status *ret_status, struct error *error)
{
    struct pool_result result;
    enum status status = pool_wait(collect->pool, timeout_ms, &result, error);
    *ret_status = status == STATUS_NOT_FOUND ? STATUS_OK : status;
    if (status)
        return false;
    struct input *input = find_input(collect, result.id);
    if (input) {
        input->page = result.page;
        input->is_answered = true;
    } else {
        page_release(&result.page);
    }
    *ret_input = input;
    return true;
}

void collect_listen(void *closure)
{
    struct collect *collect = closure;
    struct input *ignored;
    collect->was_listening = true;
    while (!collect->listening_status &&
           take_answer(collect, 0, &ignored, &collect->listening_status, &collect->listening_error))
        continue;
}

/* What came of it. False: it is dropped. */
static bool sort_answer(struct collect *collect, struct input *input)
{
    if (!input->page.status) {
        collect_set_ready(collect, input);
        return true;
    }
    collect_fail(collect, input->path, input->page.error.message);
    collect_drop_input(collect, input);
    return false;
}

/* Those that came while others were stored. */
static void sort_answers(struct collect *collect)
{
    for (size_t i = 0; collect->was_listening && i < collect->input_count;) {
        struct input *input = collect->inputs[i];
        const bool is_new = input->is_answered && !input->is_ready;
        i += !is_new || sort_answer(collect, input);
    }
    collect->was_listening = false;
}

static bool is_batch_full(const struct collect *collect)
{
    const int64_t store_us = (int64_t)collect->ready_count * collect->page_us;
    return collect->ready_count >= BATCH_PAGES || collect->ready_bytes >= BATCH_BYTES ||
           store_us >= (int64_t)collect->options.batch_ms * 1000;
}

static bool is_batch_due(const struct collect *collect)
{
    const int64_t now = clock_monotonic_ms();
    const bool is_idle =
        pool_unanswered(collect->pool) == 0 && (collect->is_stopped || collect->is_exhausted);
    return collect->ready_count &&
           (is_batch_full(collect) || is_idle || now >= collect->batch_deadline_ms ||
            (collect->is_stopped && now >= collect->deadline_ms));
}

static bool wants_more(const struct collect *collect)
{
    return !collect->is_stopped && !collect->is_exhausted && pool_has_room(collect->pool);
}

static enum status feed_some(struct collect *collect, struct error *error)
{
    enum status status = library_begin_reading(collect->library, error);
    if (status)
        return status;
    for (int i = 0; i < FEED_STEP && !status && wants_more(collect) && !is_batch_full(collect); i++)
        if (clock_monotonic_ms() < collect->deadline_ms)
            status = collect_feed(collect, error);
    library_end_reading(collect->library);
    return status;
}

/* How long to wait for an answer: not at all unless there is nothing else to do, and the processors
 * are the workers'. */
static int patience_ms(const struct collect *collect)
{
    int64_t until = collect->deadline_ms;
    if (!collect->progress.is_counted || wants_more(collect) || pool_unanswered(collect->pool) == 0)
        return 0;
    if (collect->ready_count && collect->batch_deadline_ms < until)
        until = collect->batch_deadline_ms;
    const int64_t left = until - clock_monotonic_ms();
    return left > 0 ? (int)left : 0;
}

static enum status take_answers(struct collect *collect, struct error *error)
{
    enum status status = STATUS_OK;
    struct input *input;
    int timeout_ms = patience_ms(collect);
    while (!status && !is_batch_full(collect) &&
           take_answer(collect, timeout_ms, &input, &status, error)) {
        timeout_ms = 0;
        if (input)
            (void)sort_answer(collect, input);
    }
    return status;
}

static enum status store_some(struct collect *collect, struct error *error)
{
    const int64_t start = clock_monotonic_ms(), count = (int64_t)collect->ready_count;
    enum status status = collect_store(collect, error);
    const int64_t page_us = (clock_monotonic_ms() - start) * 1000 / count;
    collect->page_us = (collect->page_us + page_us + 1) / 2;
    if (!status && collect->listening_status)
        status =
            error_set(error, collect->listening_status, "%s", collect->listening_error.message);
    if (!status)
        sort_answers(collect);
    return status;
}

static enum status step_once(struct collect *collect, struct error *error)
{
    if (!collect->progress.is_counted)
        count_ahead(collect);
    enum status status =
        wants_more(collect) && !is_batch_full(collect) ? feed_some(collect, error) : STATUS_OK;
    if (!status)
        status = take_answers(collect, error);
    return status || !is_batch_due(collect) ? status : store_some(collect, error);
}

enum status collect_step(struct collect *collect, int milliseconds, bool *ret_is_done,
                         struct error *error)
{
    enum status status = STATUS_OK;
    collect->deadline_ms = clock_monotonic_ms() + milliseconds;
    bool is_done = false;
    do {
        status = step_once(collect, error);
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
