#include "library/index_batch.h"

#include "base/clock.h"
#include "base/memory.h"
#include "base/thread.h"
#include "library/functions.h"

#include <time.h>

enum { THREAD_FROM = 8, WAIT_MS = 5 };

static const struct index_options tables[INDEX_TABLES] = {
    [INDEX_TEXT] = {TOKENS_MAIN, {{11, 12, 13}, TOKENIZER_MARK, TOKENIZER_MARKS, true}, 3},
    [INDEX_SINGLE] = {TOKENS_SINGLE, {.has_places = false}, 1},
    [INDEX_SHELF] = {TOKENS_SHELF, {.prefixes = {1, 2}, .has_places = true}, 5},
};

const struct index_options *index_options(enum index_table table)
{
    return &tables[table];
}

struct article {
    struct index_source source; /* released when it is gathered */
    int64_t id;
    size_t token_count;
};

struct index_batch {
    struct index_rows rows[INDEX_TABLES]; /* the thread's, until all are gathered */
    pthread_t thread;
    bool has_thread;
    pthread_mutex_t lock; /* of what follows */
    pthread_cond_t changed;
    struct article **articles;
    size_t count, capacity, gathered_count;
    bool is_ended;
};

struct index_batch *index_batch_new(void)
{
    struct index_batch *batch = memory_new(sizeof *batch);
    for (size_t i = 0; i < INDEX_TABLES; i++)
        batch->rows[i] = (struct index_rows){.postings = postings_new(&tables[i].postings),
                                             .column_count = tables[i].column_count};
    pthread_condattr_t attributes;
    pthread_condattr_init(&attributes);
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    pthread_mutex_init(&batch->lock, NULL);
    pthread_cond_init(&batch->changed, &attributes);
    pthread_condattr_destroy(&attributes);
    return batch;
}

struct feed {
    struct postings *postings;
    uint32_t token_count;
};

static int take_token(void *closure, int flags, const char *token, int length, int start, int end)
{
    struct feed *feed = closure;
    (void)start;
    (void)end;
    feed->token_count += !(flags & FTS5_TOKEN_COLOCATED) || feed->token_count == 0;
    postings_add(feed->postings, (struct str){token, (size_t)length}, feed->token_count - 1);
    return SQLITE_OK;
}

static void gather(struct index_batch *batch, struct article *article)
{
    struct index_columns columns;
    index_columns_make(&article->source, &columns);
    for (size_t i = 0; i < INDEX_TABLES; i++) {
        struct index_rows *rows = &batch->rows[i];
        for (unsigned j = 0; j < rows->column_count; j++) {
            struct feed feed = {rows->postings, 0};
            postings_begin_column(feed.postings, article->id, j);
            (void)tokenizer_walk(columns.of[i][j], tables[i].purpose, take_token, &feed);
            rows->token_counts[j] += feed.token_count;
            article->token_count += i == INDEX_TEXT ? feed.token_count : 0;
        }
        rows->row_count++;
    }
    index_columns_release(&columns);
    index_source_release(&article->source);
}

/* With the lock, which it lets go of while it works. */
static void gather_next(struct index_batch *batch)
{
    struct article *article = batch->articles[batch->gathered_count];
    pthread_mutex_unlock(&batch->lock);
    gather(batch, article);
    pthread_mutex_lock(&batch->lock);
    if (++batch->gathered_count == batch->count)
        pthread_cond_broadcast(&batch->changed);
}

static void *run(void *closure)
{
    struct index_batch *batch = closure;
    pthread_mutex_lock(&batch->lock);
    while (!batch->is_ended) {
        if (batch->gathered_count < batch->count)
            gather_next(batch);
        else
            pthread_cond_wait(&batch->changed, &batch->lock);
    }
    pthread_mutex_unlock(&batch->lock);
    return NULL;
}

void index_batch_put(struct index_batch *batch, struct index_source *source)
{
    struct article *article = memory_new(sizeof *article);
    article->source = *source;
    article->id = source->article;
    pthread_mutex_lock(&batch->lock);
    ARRAY_RESERVE(batch->articles, batch->count, batch->capacity);
    batch->articles[batch->count++] = article;
    pthread_cond_broadcast(&batch->changed);
    pthread_mutex_unlock(&batch->lock);
    if (!batch->has_thread && batch->count >= THREAD_FROM)
        batch->has_thread = thread_start(&batch->thread, run, batch);
}

size_t index_batch_count(const struct index_batch *batch)
{
    return batch->count; /* which only this thread changes */
}

static void wait_a_little(struct index_batch *batch)
{
    struct timespec until;
    clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_nsec += WAIT_MS * 1000000;
    if (until.tv_nsec >= 1000000000) {
        until.tv_nsec -= 1000000000;
        until.tv_sec++;
    }
    pthread_cond_timedwait(&batch->changed, &batch->lock, &until);
}

void index_batch_finish(struct index_batch *batch, library_meanwhile *meanwhile, void *closure)
{
    pthread_mutex_lock(&batch->lock);
    while (batch->gathered_count < batch->count) {
        if (batch->has_thread)
            wait_a_little(batch);
        else
            gather_next(batch);
        if (!meanwhile)
            continue;
        pthread_mutex_unlock(&batch->lock);
        meanwhile(closure);
        pthread_mutex_lock(&batch->lock);
    }
    pthread_mutex_unlock(&batch->lock);
}

void index_batch_clear(struct index_batch *batch)
{
    index_batch_finish(batch, NULL, NULL);
    for (size_t i = 0; i < batch->count; i++)
        free(batch->articles[i]);
    pthread_mutex_lock(&batch->lock);
    batch->count = batch->gathered_count = 0;
    pthread_mutex_unlock(&batch->lock);
    for (size_t i = 0; i < INDEX_TABLES; i++) {
        struct index_rows *rows = &batch->rows[i];
        postings_clear(rows->postings);
        rows->row_count = 0;
        memset(rows->token_counts, 0, sizeof rows->token_counts);
    }
}

void index_batch_free(struct index_batch *batch)
{
    if (!batch)
        return;
    index_batch_clear(batch);
    pthread_mutex_lock(&batch->lock);
    batch->is_ended = true;
    pthread_cond_broadcast(&batch->changed);
    pthread_mutex_unlock(&batch->lock);
    if (batch->has_thread)
        pthread_join(batch->thread, NULL);
    for (size_t i = 0; i < INDEX_TABLES; i++)
        postings_free(batch->rows[i].postings);
    pthread_cond_destroy(&batch->changed);
    pthread_mutex_destroy(&batch->lock);
    free(batch->articles);
    free(batch);
}

int64_t index_batch_article(const struct index_batch *batch, size_t index, size_t *ret_token_count)
{
    *ret_token_count = batch->articles[index]->token_count;
    return batch->articles[index]->id;
}

const struct index_rows *index_batch_rows(const struct index_batch *batch, enum index_table table)
{
    return &batch->rows[table];
}
