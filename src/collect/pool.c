#include "collect/pool.h"

#include "base/clock.h"
#include "base/intl.h"
#include "base/memory.h"
#include "collect/process.h"

#include <errno.h>
#include <poll.h>
#include <unistd.h>

enum {
    CPU_SECONDS = 10,
    WALL_SECONDS = 30,
    WALL_BY_CPU = 3,
    BYTES_A_SECOND = 4 << 20, /* of the slowest honest page: what a large one is granted more */
    MEMORY_A_BYTE = 40,       /* what the tree of a page full of tags takes … */
    MEMORY_STEP = 16 << 20,   /* granted in such steps: small pages are granted the same */
    ANSWER_BYTES = 256 << 20, /* at most, and so much more … */
    ANSWER_A_BYTE = 16,
    QUEUE_JOBS = 256,      /* that a worker has before it, so that it works on while we write … */
    QUEUE_BYTES = 4 << 20, /* but no more than this besides the first */
    WORKERS_MAX = 64,
    PROBE_MS = 10000,
};
#define MEMORY_BYTES ((size_t)1 << 30)

struct job {
    struct job *next;
    uint64_t id;
    char *name;
    size_t byte_count;
    unsigned char digest[HASH_DIGEST_BYTES];
    struct frame request; /* empty once it cannot be needed again */
    bool was_alone;       /* sent to an idle worker: what that was granted was for this page only */
    bool is_retry;        /* to be sent to an idle worker */
};

struct job_list {
    struct job *first, *last;
    size_t count, byte_count;
};

struct worker {
    struct process process;
    bool has_greeted, is_set_up;
    struct frame_writer setup;
    struct job_list jobs;  /* sent, or being sent, in the order of the answers */
    struct job *unwritten; /* the first of them that is not all sent */
    bool is_writing;
    struct frame_writer writer;
    struct frame_reader reader;
    int64_t deadline_ms; /* of the first job */
};

struct ready {
    struct ready *next;
    struct pool_result result;
};

struct pool {
    struct pool_options options;
    struct frame setup; /* every worker's first request */
    struct worker workers[WORKERS_MAX];
    struct job_list waiting;
    struct ready *ready, **ready_end;
    size_t unanswered_count, unanswered_bytes;
    ZSTD_DCtx *context;
    struct sandbox_report report;
    bool has_report, is_unusable;
};

static void list_append(struct job_list *list, struct job *job)
{
    if (list->first)
        list->last->next = job;
    else
        list->first = job;
    list->last = job;
    list->count++;
    list->byte_count += job->byte_count;
}

static struct job *list_take(struct job_list *list)
{
    struct job *job = list->first;
    if (!job)
        return NULL;
    list->first = job->next;
    job->next = NULL;
    list->count--;
    list->byte_count -= job->byte_count;
    return job;
}

/* All of other go before those of list. */
static void list_put_before(struct job_list *list, struct job_list *other)
{
    for (struct job *job; (job = list_take(list));)
        list_append(other, job);
    *list = *other;
    *other = (struct job_list){0};
}

static void job_free(struct job *job)
{
    frame_release(&job->request);
    free(job->name);
    free(job);
}

static void list_free(struct job_list *list)
{
    for (struct job *job; (job = list_take(list));)
        job_free(job);
}

struct pool *pool_new(const struct pool_options *options)
{
    struct pool *pool = memory_new(sizeof *pool);
    struct pool_options *own = &pool->options;
    const long processor_count = sysconf(_SC_NPROCESSORS_ONLN);
    *own = *options;
    own->program = own->program ? own->program : "/proc/self/exe";
    if (own->worker_count == 0)
        own->worker_count = processor_count > 0 ? (size_t)processor_count : 1;
    own->worker_count = own->worker_count < WORKERS_MAX ? own->worker_count : WORKERS_MAX;
    own->cpu_seconds = own->cpu_seconds ? own->cpu_seconds : CPU_SECONDS;
    own->wall_seconds = own->wall_seconds ? own->wall_seconds : WALL_SECONDS;
    own->memory_bytes = own->memory_bytes ? own->memory_bytes : MEMORY_BYTES;
    pool->ready_end = &pool->ready;
    pool->context = ZSTD_createDCtx();
    pool->setup = page_set_up(options->rules_files, options->rules_file_count);
    return pool;
}

void pool_free(struct pool *pool)
{
    if (!pool)
        return;
    for (size_t i = 0; i < pool->options.worker_count; i++) {
        struct worker *worker = &pool->workers[i];
        (void)process_end(&worker->process);
        frame_reader_release(&worker->reader);
        list_free(&worker->jobs);
    }
    ZSTD_freeDCtx(pool->context);
    frame_release(&pool->setup);
    list_free(&pool->waiting);
    for (struct ready *ready = pool->ready, *next; ready; ready = next) {
        next = ready->next;
        page_release(&ready->result.page);
        free(ready);
    }
    free(pool);
}

bool pool_has_room(const struct pool *pool)
{
    const size_t worker_count = pool->options.worker_count;
    return pool->unanswered_count < worker_count * QUEUE_JOBS &&
           pool->unanswered_bytes < worker_count * QUEUE_BYTES;
}

size_t pool_unanswered(const struct pool *pool)
{
    return pool->unanswered_count;
}

void pool_submit(struct pool *pool, uint64_t id, const struct ingest_options *options,
                 struct buffer *content, const unsigned char digest[HASH_DIGEST_BYTES])
{
    struct job *job = memory_new(sizeof *job);
    job->id = id;
    job->name = str_to_c(str_from(options->name ? options->name : "input"));
    job->byte_count = content->length;
    memcpy(job->digest, digest, sizeof job->digest);
    job->request = page_ask(options, content);
    list_append(&pool->waiting, job);
    pool->unanswered_count++;
    pool->unanswered_bytes += job->byte_count;
}

/* Takes the job and the page over. */
static void add_result(struct pool *pool, struct job *job, const struct page *page)
{
    struct ready *ready = memory_new(sizeof *ready);
    ready->result = (struct pool_result){.id = job->id, .page = *page};
    *pool->ready_end = ready;
    pool->ready_end = &ready->next;
    pool->unanswered_bytes -= job->byte_count;
    job_free(job);
}

/* The page that is read now has from now on what its size allows. */
static void grant_first(struct pool *pool, struct worker *worker)
{
    const struct job *job = worker->jobs.first;
    if (!job)
        return;
    const unsigned more = (unsigned)(job->byte_count / BYTES_A_SECOND);
    const unsigned wall_seconds = pool->options.wall_seconds + WALL_BY_CPU * more;
    const size_t steps = MEMORY_A_BYTE * job->byte_count / MEMORY_STEP;
    process_grant(&worker->process, pool->options.cpu_seconds + more,
                  pool->options.memory_bytes + steps * MEMORY_STEP);
    worker->deadline_ms = clock_monotonic_ms() + (int64_t)wall_seconds * 1000;
}

static void set_failure(struct page *page, const struct job *job, const struct process *process,
                        enum death death)
{
    if (death == DEATH_LATE)
        page->status =
            error_set(&page->error, STATUS_TOO_LARGE,
                      _("%s: was not read within the time that a page is given"), job->name);
    else if (death == DEATH_CPU)
        page->status = error_set(&page->error, STATUS_TOO_LARGE,
                                 _("%s: needed more than %u seconds to be read"), job->name,
                                 process->cpu_seconds);
    else if (death == DEATH_MEMORY)
        page->status =
            error_set(&page->error, STATUS_TOO_LARGE, _("%s: needed more than %zu MB of memory"),
                      job->name, process->memory_bytes / 1000000);
    else
        page->status =
            error_set(&page->error, STATUS_MALFORMED, _("%s: broke the page parser"), job->name);
}

/* The first of its pages killed it, unless others had shared what it was granted: then that one is
 * tried once more, alone. The rest are for other workers. */
static void bury(struct pool *pool, struct worker *worker, enum death death)
{
    struct job_list again = {0};
    const enum death found = process_end(&worker->process);
    struct job *first = list_take(&worker->jobs);
    if (first && first->was_alone) {
        struct page page = {0};
        set_failure(&page, first, &worker->process, death == DEATH_NONE ? found : death);
        add_result(pool, first, &page);
    } else if (first) {
        first->is_retry = true;
        list_append(&again, first);
    }
    list_put_before(&worker->jobs, &again);
    list_put_before(&pool->waiting, &worker->jobs);
    pool->is_unusable |= !worker->has_greeted;
    frame_reader_release(&worker->reader);
    *worker = (struct worker){0};
}

/* Sends what it can of the jobs; false when the worker is gone. */
static bool flush(struct worker *worker)
{
    if (!worker->is_set_up) {
        const enum frame_progress progress =
            frame_write(&worker->setup, worker->process.descriptor);
        if (progress != FRAME_DONE)
            return progress == FRAME_WAITS;
        worker->is_set_up = true;
    }
    while (worker->unwritten) {
        struct job *job = worker->unwritten;
        if (!worker->is_writing)
            worker->writer = frame_writer_of(&job->request);
        worker->is_writing = true;
        const enum frame_progress progress =
            frame_write(&worker->writer, worker->process.descriptor);
        if (progress != FRAME_DONE)
            return progress == FRAME_WAITS;
        if (job->was_alone)
            frame_release(&job->request);
        worker->is_writing = false;
        worker->unwritten = job->next;
    }
    return true;
}

/* False when it is no answer. */
static bool take_answer(struct pool *pool, struct worker *worker, struct frame *frame)
{
    struct page page;
    struct job *job = worker->jobs.first;
    if (!worker->has_greeted) {
        worker->has_greeted = pool->has_report = page_greeted(frame, &pool->report);
        frame_release(frame);
        return worker->has_greeted;
    }
    if (!job || job == worker->unwritten) {
        frame_release(frame);
        return false;
    }
    if (!page_answered(frame, pool->context, job->byte_count, job->digest, &page))
        return false;
    add_result(pool, list_take(&worker->jobs), &page);
    grant_first(pool, worker);
    return true;
}

/* Reads what is there to be read; false when the worker is gone or says what it must not. */
static bool listen_to(struct pool *pool, struct worker *worker)
{
    for (;;) {
        const size_t asked = worker->jobs.first ? worker->jobs.first->byte_count : 0;
        const enum frame_progress progress = frame_read(&worker->reader, worker->process.descriptor,
                                                        ANSWER_BYTES + ANSWER_A_BYTE * asked);
        if (progress != FRAME_DONE)
            return progress == FRAME_WAITS;
        struct frame frame = frame_reader_take(&worker->reader);
        if (!take_answer(pool, worker, &frame))
            return false;
    }
}

/* The worker that has least to do and may have this too, or NULL. */
static struct worker *choose_worker(struct pool *pool, const struct job *job)
{
    struct worker *best = NULL;
    for (size_t i = 0; i < pool->options.worker_count; i++) {
        struct worker *worker = &pool->workers[i];
        const bool may_queue = !job->is_retry && worker->jobs.count < QUEUE_JOBS &&
                               worker->jobs.byte_count + job->byte_count <= QUEUE_BYTES;
        if (worker->jobs.count > 0 && !may_queue)
            continue;
        if (!best || worker->jobs.count < best->jobs.count)
            best = worker;
    }
    return best;
}

static enum status dispatch(struct pool *pool, struct error *error)
{
    for (struct worker *worker;
         pool->waiting.first && (worker = choose_worker(pool, pool->waiting.first));) {
        if (worker->process.id == 0) {
            const enum status status =
                process_start(pool->options.program, &worker->process, error);
            if (status)
                return status;
            worker->setup = frame_writer_of(&pool->setup);
        }
        struct job *job = list_take(&pool->waiting);
        job->was_alone = worker->jobs.count == 0;
        list_append(&worker->jobs, job);
        if (!worker->unwritten)
            worker->unwritten = job;
        if (job->was_alone)
            grant_first(pool, worker);
    }
    return STATUS_OK;
}

/* One round over all workers without waiting. */
static void serve(struct pool *pool)
{
    const int64_t now = clock_monotonic_ms();
    for (size_t i = 0; i < pool->options.worker_count; i++) {
        struct worker *worker = &pool->workers[i];
        if (worker->process.id == 0)
            continue;
        const bool takes_jobs = flush(worker); /* one that is gone may have answered before */
        if (!listen_to(pool, worker) || !takes_jobs)
            bury(pool, worker, DEATH_NONE);
        else if (worker->jobs.first && now >= worker->deadline_ms)
            bury(pool, worker, DEATH_LATE);
    }
}

/* False by a signal. */
static bool wait_for_workers(struct pool *pool, int64_t until_ms)
{
    struct pollfd polled[WORKERS_MAX];
    nfds_t count = 0;
    for (size_t i = 0; i < pool->options.worker_count; i++) {
        const struct worker *worker = &pool->workers[i];
        if (worker->process.id == 0)
            continue;
        const short writing = worker->unwritten ? POLLOUT : 0;
        polled[count++] =
            (struct pollfd){.fd = worker->process.descriptor, .events = (short)(POLLIN | writing)};
        if (worker->jobs.first && worker->deadline_ms < until_ms)
            until_ms = worker->deadline_ms;
    }
    const int64_t left = until_ms - clock_monotonic_ms();
    return poll(polled, count, left < 0 ? 0 : left > 1000 ? 1000 : (int)left) >= 0;
}

static void take_ready(struct pool *pool, struct pool_result *ret_result)
{
    struct ready *ready = pool->ready;
    *ret_result = ready->result;
    pool->ready = ready->next;
    if (!pool->ready)
        pool->ready_end = &pool->ready;
    pool->unanswered_count--;
    free(ready);
}

enum status pool_wait(struct pool *pool, int timeout_ms, struct pool_result *ret_result,
                      struct error *error)
{
    const int64_t until_ms =
        timeout_ms < 0 ? INT64_MAX : clock_monotonic_ms() + (int64_t)timeout_ms;
    bool goes_on = pool->unanswered_count > 0 && !pool->ready;
    while (goes_on) {
        const enum status status = dispatch(pool, error);
        if (status)
            return status;
        serve(pool);
        if (pool->is_unusable)
            return error_set(error, STATUS_SYSTEM, _("a worker ended before it began"));
        goes_on =
            !pool->ready && clock_monotonic_ms() < until_ms && wait_for_workers(pool, until_ms);
    }
    if (!pool->ready)
        return STATUS_NOT_FOUND;
    take_ready(pool, ret_result);
    return STATUS_OK;
}

enum status pool_probe(const struct pool_options *options, struct sandbox_report *ret_report,
                       struct error *error)
{
    struct pool *pool = pool_new(options);
    struct worker *worker = &pool->workers[0];
    const int64_t until_ms = clock_monotonic_ms() + PROBE_MS;
    enum status status = process_start(pool->options.program, &worker->process, error);
    while (!status && !pool->has_report && !pool->is_unusable && clock_monotonic_ms() < until_ms) {
        (void)wait_for_workers(pool, until_ms);
        serve(pool);
    }
    if (pool->has_report)
        *ret_report = pool->report;
    else if (!status)
        status = error_set(error, STATUS_SYSTEM, _("a worker ended before it began"));
    pool_free(pool);
    return status;
}
