#include "collect/collector_private.h"

#include "base/clock.h"
#include "base/intl.h"
#include "base/memory.h"
#include "library/tag.h"

/* Large batches make a fast index; but others wait while one is written. */
enum { BATCH_ITEMS = 400, BATCH_BYTES = 32 << 20, BATCH_MS = 300 };

void item_free(struct item *item)
{
    if (!item)
        return;
    free(item->path);
    buffer_release(&item->absolute);
    buffer_release(&item->charset);
    page_release(&item->page);
    free(item);
}

void collector_tell(struct collector *collector, struct item *item, enum collect_outcome outcome,
                    const char *reason)
{
    const struct collect_event event = {outcome, item->path, item->result, reason};
    collector->progress.done++;
    collector->progress.counts[outcome]++;
    if (collector->options.tell)
        collector->options.tell(collector->options.closure, &event);
    bool was_there = outcome != COLLECT_FAILED && outcome != COLLECT_ADDED;
    if (was_there && collector->options.tag_count) {
        ARRAY_RESERVE(collector->known, collector->known_count, collector->known_capacity);
        collector->known[collector->known_count++] = item->result.article;
    }
    item_free(item);
}

void collector_put(struct collector *collector, struct item *item)
{
    if (!collector->batch) {
        collector->batch_end = &collector->batch;
        collector->batch_since_ms = clock_monotonic_ms();
    }
    item->next = NULL;
    *collector->batch_end = item;
    collector->batch_end = &item->next;
    collector->batch_count++;
    if (item->page.document)
        collector->batch_bytes += item->page.document->text.length + item->page.structure.length +
                                  item->page.compressed.length;
}

bool collector_is_batch_full(const struct collector *collector)
{
    return collector->batch_count >= BATCH_ITEMS || collector->batch_bytes >= BATCH_BYTES ||
           (collector->batch && clock_monotonic_ms() >= collector->batch_since_ms + BATCH_MS);
}

static struct store_item store_item_of(const struct item *item)
{
    static const struct str media_types[FORMAT_COUNT] = {
        [FORMAT_AUTO] = {"application/octet-stream", 24},
        [FORMAT_TEXT] = {"text/plain", 10},
        [FORMAT_HTML] = {"text/html", 9},
    };
    const struct page *page = &item->page;
    return (struct store_item){
        .file = item->file,
        .hash = {(const char *)item->digest, sizeof item->digest},
        .byte_count = item->byte_count,
        .media_type = media_types[page->format],
        .compressed = buffer_str(&page->compressed),
        .charset = buffer_str(&item->charset),
        .document = page->document,
        .structure = buffer_str(&page->structure),
        .text_hash = hash_bytes(page->document->text),
        .likeness = page->likeness,
    };
}

static enum status store_one(struct collector *collector, struct item *item, struct error *error)
{
    struct library *library = collector->options.library;
    if (item->is_known) {
        struct str hash = {(const char *)item->digest, sizeof item->digest};
        return store_known(library, &item->file, hash, &item->result, error);
    }
    const struct store_item store = store_item_of(item);
    if (item->article)
        return store_refreshed(library, item->article, &store, &item->result, error);
    enum status status = store_document(library, &store, &item->result, error);
    for (size_t i = 0; i < collector->options.tag_count && !status; i++)
        if (item->result.outcome == STORE_ADDED)
            status = tag_put(library, item->result.article, collector->options.tags[i], error);
    return status;
}

/* *ret_refused: the item because of which all of the batch has to be stored once more, without it.
 */
static enum status store_items(struct collector *collector, struct item **ret_refused,
                               struct error *error)
{
    CLEANUP_FREE struct store_result *results =
        memory_new((collector->batch_count + 1) * sizeof *results);
    size_t count = 0;
    for (struct item *item = collector->batch; item; item = item->next) {
        enum status status = store_one(collector, item, error);
        if (status == STATUS_TOO_LARGE || status == STATUS_NOT_FOUND)
            *ret_refused = item;
        if (status)
            return status;
        results[count++] = item->result;
    }
    enum change_kind kind = collector->options.path_count ? CHANGE_ADD : CHANGE_REFRESH;
    return store_record(collector->options.library, results, count, kind, &collector->entry, error);
}

static enum status store_batch(struct collector *collector, struct item **ret_refused,
                               struct error *error)
{
    struct library *library = collector->options.library;
    int64_t entry = collector->entry;
    enum status status = library_begin(library, error);
    if (status)
        return status;
    status = store_items(collector, ret_refused, error);
    if (status)
        library_rollback(library);
    else
        status = library_commit(library, error);
    if (status)
        collector->entry = entry; /* one that was begun is gone with the rest */
    return status;
}

static void take_out(struct collector *collector, const struct item *item)
{
    struct item **link = &collector->batch;
    while (*link != item)
        link = &(*link)->next;
    *link = item->next;
    collector->batch_count--;
    if (!item->next)
        collector->batch_end = link;
}

static void tell_batch(struct collector *collector)
{
    static const enum collect_outcome outcomes[] = {
        [STORE_ADDED] = COLLECT_ADDED,
        [STORE_DUPLICATE] = COLLECT_DUPLICATE,
        [STORE_UPDATED] = COLLECT_UPDATED,
        [STORE_KEPT] = COLLECT_KEPT,
    };
    struct item *next = collector->batch;
    collector->batch = NULL;
    collector->batch_count = collector->batch_bytes = 0;
    for (struct item *item = next; item; item = next) {
        next = item->next;
        collector_tell(collector, item, outcomes[item->result.outcome], NULL);
    }
}

enum status collector_store(struct collector *collector, struct error *error)
{
    while (collector->batch) {
        struct item *refused = NULL;
        enum status status = store_batch(collector, &refused, error);
        if (status && !refused)
            return status;
        if (!status) {
            tell_batch(collector);
            break;
        }
        take_out(collector, refused);
        refused->result = (struct store_result){0};
        collector_tell(collector, refused, COLLECT_FAILED, error->message);
    }
    return STATUS_OK;
}

enum status collector_tag_known(struct collector *collector, struct error *error)
{
    size_t ignored;
    const struct id_list articles = {collector->known, collector->known_count};
    if (articles.count == 0)
        return STATUS_OK;
    return change_tags(collector->options.library, articles, collector->options.tags,
                       collector->options.tag_count, NULL, 0, &ignored, error);
}
