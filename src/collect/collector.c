#include "collect/collector_private.h"

#include "base/clock.h"
#include "base/file.h"
#include "base/intl.h"
#include "base/memory.h"
#include "library/article.h"

/* How long to wait for a page, and how many files are counted or passed over, between two looks at
 * the clock. */
enum { WAIT_MS = 20, COUNT_FILES = 100, FEED_FILES = 100 };

struct collector *collector_new(const struct collect_options *options)
{
    struct collector *collector = memory_new(sizeof *collector);
    const struct pool_options pool_options = {.program = options->program,
                                              .worker_count = options->worker_count};
    collector->options = *options;
    collector->pool = pool_new(&pool_options);
    if (options->path_count)
        collector->walk = walk_new(options->paths, options->path_count);
    if (options->path_count && options->counts)
        collector->counter = walk_new(options->paths, options->path_count);
    if (!options->path_count)
        collector->progress.total = options->articles.count;
    return collector;
}

void collector_free(struct collector *collector)
{
    if (!collector)
        return;
    struct item *const lists[] = {collector->waiting, collector->batch};
    for (size_t i = 0; i < ARRAY_LENGTH(lists); i++)
        for (struct item *item = lists[i], *next; item; item = next) {
            next = item->next;
            item_free(item);
        }
    walk_free(collector->walk);
    walk_free(collector->counter);
    pool_free(collector->pool);
    free(collector->known);
    free(collector);
}

struct collect_progress collector_progress(const struct collector *collector)
{
    struct collect_progress progress = collector->progress;
    if (collector->counter)
        progress.total = 0;
    if (collector->walk)
        progress.left_out = walk_left_out(collector->walk);
    return progress;
}

static void count_some(struct collector *collector)
{
    struct walk_item item;
    for (int i = 0; collector->counter && i < COUNT_FILES; i++) {
        if (walk_next(collector->counter, &item)) {
            collector->progress.total++;
            continue;
        }
        walk_free(collector->counter);
        collector->counter = NULL;
    }
}

static struct item *item_new(struct collector *collector, const char *path)
{
    struct item *item = memory_new(sizeof *item);
    item->id = ++collector->last_id;
    item->path = str_to_c(str_from(path));
    return item;
}

/* Hands the bytes to the workers. */
static void submit(struct collector *collector, struct item *item, const char *name,
                   struct buffer *content)
{
    const struct ingest_options options = {.name = name, .charset = buffer_str(&item->charset)};
    item->next = collector->waiting;
    collector->waiting = item;
    pool_submit(collector->pool, item->id, &options, content, item->digest);
}

/* A file that has not changed since it was added need not be read. */
static enum status find_unchanged(struct collector *collector, struct item *item, bool is_file,
                                  struct error *error)
{
    if (!is_file || item->charset.length)
        return STATUS_OK;
    item->result.outcome = STORE_DUPLICATE;
    return store_find_file(collector->options.library, &item->file, &item->result.article, error);
}

/* Other bytes of a file, or bytes that came another way, may be in the library all the same. */
static enum status find_bytes(struct collector *collector, struct item *item, struct error *error)
{
    int64_t article = 0;
    struct str hash = {(const char *)item->digest, sizeof item->digest};
    if (item->charset.length)
        return STATUS_OK;
    enum status status = store_find_hash(collector->options.library, hash, &article, error);
    item->is_known = article != 0;
    return status;
}

static enum status read_file(struct collector *collector, struct item *item, struct error *error)
{
    CLEANUP_BUFFER struct buffer content = {0};
    struct error why;
    if (file_read(item->path, &content, &why)) {
        collector_tell(collector, item, COLLECT_FAILED, why.message);
        return STATUS_OK;
    }
    hash_digest(buffer_str(&content), item->digest);
    item->byte_count = (int64_t)content.length;
    enum status status = find_bytes(collector, item, error);
    if (status)
        item_free(item);
    else if (item->is_known)
        collector_put(collector, item);
    else
        submit(collector, item, item->path, &content);
    return status;
}

static enum status feed_file(struct collector *collector, const struct walk_item *found,
                             struct error *error)
{
    struct item *item = item_new(collector, found->path);
    buffer_append(&item->charset, collector->options.charset);
    if (found->status) {
        collector_tell(collector, item, COLLECT_FAILED, found->error.message);
        return STATUS_OK;
    }
    buffer_append_c(&item->absolute, found->absolute_path);
    item->file.path = buffer_str(&item->absolute);
    if (found->is_file)
        item->file =
            (struct file_identity){item->file.path,   (int64_t)found->device, (int64_t)found->inode,
                                   found->byte_count, found->modified_ns,     found->changed_ns};
    enum status status = find_unchanged(collector, item, found->is_file, error);
    if (status)
        item_free(item);
    else if (item->result.article)
        collector_tell(collector, item, COLLECT_DUPLICATE, NULL);
    else
        status = read_file(collector, item, error);
    return status;
}

static enum status read_charset(struct collector *collector, struct item *item, struct error *error)
{
    if (collector->options.charset.length) {
        buffer_append(&item->charset, collector->options.charset);
        return STATUS_OK;
    }
    return article_charset(collector->options.library, item->article, &item->charset, error);
}

/* The saved page is looked up like a file; one that is damaged fails alone. */
static enum status feed_article(struct collector *collector, int64_t article, struct error *error)
{
    struct library *library = collector->options.library;
    struct article_record record;
    CLEANUP_BUFFER struct buffer content = {0};
    enum status status = article_read(library, article, &record, error);
    if (status)
        return status == STATUS_NOT_FOUND
                   ? error_set(error, status, _("there is no article %lld"), (long long)article)
                   : status;
    CLEANUP_FREE char *path = str_to_c(record.path.length ? record.path : STR("-"));
    article_record_release(&record);
    struct item *item = item_new(collector, path);
    item->article = item->result.article = article;
    status = read_charset(collector, item, error);
    if (!status)
        status = article_original(library, article, 0, &content, error);
    if (status == STATUS_MALFORMED) {
        collector_tell(collector, item, COLLECT_FAILED, error->message);
        return STATUS_OK;
    }
    if (status) {
        item_free(item);
        return status;
    }
    hash_digest(buffer_str(&content), item->digest);
    item->byte_count = (int64_t)content.length;
    submit(collector, item, path, &content);
    return STATUS_OK;
}

static enum status feed_one(struct collector *collector, struct error *error)
{
    const struct id_list *articles = &collector->options.articles;
    struct walk_item found;
    if (collector->walk) {
        collector->is_walked = !walk_next(collector->walk, &found);
        return collector->is_walked ? STATUS_OK : feed_file(collector, &found, error);
    }
    collector->is_walked = collector->next_article == articles->count;
    return collector->is_walked
               ? STATUS_OK
               : feed_article(collector, articles->ids[collector->next_article++], error);
}

static enum status feed(struct collector *collector, struct error *error)
{
    enum status status = STATUS_OK;
    for (int i = 0; i < FEED_FILES && !status && !collector->is_walked &&
                    pool_has_room(collector->pool) && !collector_is_batch_full(collector);
         i++)
        status = feed_one(collector, error);
    return status;
}

static struct item *take_waiting(struct collector *collector, uint64_t id)
{
    struct item **link = &collector->waiting;
    while (*link && (*link)->id != id)
        link = &(*link)->next;
    struct item *item = *link;
    if (item)
        *link = item->next;
    return item;
}

/* All answers that are there, or the first to come. */
static enum status take_pages(struct collector *collector, int timeout_ms, struct error *error)
{
    struct pool_result result;
    enum status status;
    while (!(status = pool_wait(collector->pool, timeout_ms, &result, error))) {
        struct item *item = take_waiting(collector, result.id);
        item->page = result.page;
        if (item->page.status) {
            struct error why = item->page.error;
            collector_tell(collector, item, COLLECT_FAILED, why.message);
        } else {
            collector_put(collector, item);
        }
        if (collector_is_batch_full(collector))
            return STATUS_OK;
        timeout_ms = 0;
    }
    return status == STATUS_NOT_FOUND ? STATUS_OK : status;
}

/* Nothing can be fed for now: a page has to come back first. */
static int wait_for(const struct collector *collector)
{
    bool can_feed = !collector->is_walked && pool_has_room(collector->pool);
    return can_feed || collector->counter ? 0 : WAIT_MS;
}

enum status collector_run(struct collector *collector, unsigned milliseconds, bool *ret_is_done,
                          struct error *error)
{
    int64_t deadline = clock_monotonic_ms() + milliseconds;
    bool is_done = false;
    enum status status;
    do {
        count_some(collector);
        status = feed(collector, error);
        if (!status && pool_unanswered(collector->pool))
            status = take_pages(collector, wait_for(collector), error);
        is_done = collector->is_walked && !pool_unanswered(collector->pool);
        if (!status && (is_done || collector_is_batch_full(collector)))
            status = collector_store(collector, error);
    } while (!status && !is_done && clock_monotonic_ms() < deadline);
    if (!status)
        *ret_is_done = is_done;
    return status;
}

enum status collector_finish(struct collector *collector, struct error *error)
{
    enum status status = STATUS_OK;
    if (pool_unanswered(collector->pool))
        status = take_pages(collector, 0, error);
    if (!status)
        status = collector_store(collector, error);
    return status ? status : collector_tag_known(collector, error);
}
