#include "collect/collect_private.h"

#include "base/memory.h"
#include "library/tag.h"

enum { LISTEN_STEP = 8 }; /* inputs, of a fifth of a millisecond each */

static struct str media_type_of(enum format format)
{
    return format == FORMAT_HTML ? STR("text/html") : STR("text/plain");
}

static struct store_item item_of(const struct input *input)
{
    const struct page *page = &input->page;
    return (struct store_item){
        .file = input->file,
        .hash = {(const char *)input->digest, HASH_DIGEST_BYTES},
        .byte_count = input->byte_count,
        .media_type = media_type_of(page->format),
        .compressed = buffer_str(&page->compressed),
        .charset = buffer_str(&input->charset),
        .document = page->document,
        .structure = buffer_str(&page->structure),
        .text_hash = hash_bytes(page->document->text),
        .likeness = page->likeness,
        .extent = page->extent,
    };
}

/* Tags of an article that is added are part of adding it; undoing that leaves nothing of them to be
 * seen. */
static enum status add_one(struct collect *collect, const struct store_item *item,
                           struct store_result *ret_result, struct error *error)
{
    enum status status = store_document(collect->library, item, ret_result, error);
    for (size_t i = 0; i < collect->options.tag_count && !status; i++)
        if (ret_result->outcome == STORE_ADDED)
            status =
                tag_assign(collect->library, ret_result->article, collect->options.tags[i], error);
    return status;
}

static enum status store_one(struct collect *collect, const struct input *input,
                             struct store_result *ret_result, struct error *error)
{
    if (input->is_known)
        return store_known(collect->library, &input->file,
                           (struct str){(const char *)input->digest, HASH_DIGEST_BYTES}, ret_result,
                           error);
    struct store_item item = item_of(input);
    if (input->article)
        return store_refreshed(collect->library, input->article, &item, ret_result, error);
    return add_one(collect, &item, ret_result, error);
}

/* *ret_refused: the input that cannot be stored, and that keeps the others from it. */
static enum status store_ready(struct collect *collect, struct store_result *results,
                               struct input **ret_refused, struct error *error)
{
    size_t count = 0;
    for (size_t i = 0; i < collect->input_count; i++) {
        struct input *input = collect->inputs[i];
        if (!input->is_ready)
            continue;
        if (count % LISTEN_STEP == 0)
            collect_listen(collect);
        enum status status = store_one(collect, input, &results[count++], error);
        bool is_refused = status == STATUS_TOO_LARGE || status == STATUS_NOT_FOUND ||
                          (status == STATUS_MALFORMED && input->article);
        if (is_refused)
            *ret_refused = input;
        if (status)
            return status;
    }
    return store_record(collect->library, results, count,
                        collect->walk ? CHANGE_ADD : CHANGE_REFRESH, &collect->history_entry,
                        error);
}

static void report_stored(struct collect *collect, const struct store_result *results)
{
    static const enum collect_outcome outcomes[] = {
        [STORE_ADDED] = COLLECT_ADDED,
        [STORE_DUPLICATE] = COLLECT_DUPLICATE,
        [STORE_UPDATED] = COLLECT_UPDATED,
        [STORE_KEPT] = COLLECT_KEPT,
    };
    size_t next = 0;
    for (size_t i = 0; i < collect->input_count; i++) {
        if (!collect->inputs[i]->is_ready)
            continue;
        const struct store_result *result = &results[next++];
        collect_report(collect, &(struct collect_item){.path = collect->inputs[i]->path,
                                                       .outcome = outcomes[result->outcome],
                                                       .result = *result});
    }
    collect_drop_ready(collect);
}

static void drop_refused(struct collect *collect, struct input *refused, const char *reason)
{
    collect->ready_count--;
    collect_fail(collect, refused->path, reason);
    collect_drop_input(collect, refused);
}

static enum status store_batch(struct collect *collect, struct store_result *results,
                               struct input **ret_refused, struct error *error)
{
    int64_t entry = collect->history_entry;
    enum status status = library_begin(collect->library, error);
    if (status)
        return status;
    status = store_ready(collect, results, ret_refused, error);
    library_set_meanwhile(collect->library, collect_listen, collect);
    if (status)
        library_rollback(collect->library);
    else
        status = library_commit(collect->library, error);
    library_set_meanwhile(collect->library, NULL, NULL);
    if (status)
        collect->history_entry = entry; /* one that was begun is gone with the rest */
    return status;
}

/* An input that the library refuses fails alone: the others are stored once more, without it. */
enum status collect_store(struct collect *collect, struct error *error)
{
    CLEANUP_FREE struct store_result *results = memory_new(collect->ready_count * sizeof *results);
    while (collect->ready_count) {
        struct input *refused = NULL;
        enum status status = store_batch(collect, results, &refused, error);
        if (!status)
            report_stored(collect, results);
        else if (!refused)
            return status;
        else
            drop_refused(collect, refused, error->message);
    }
    return STATUS_OK;
}

enum status collect_tag_there(struct collect *collect, struct error *error)
{
    size_t ignored, count = collect->there_count;
    collect->there_count = 0;
    if (count == 0)
        return STATUS_OK;
    return change_tags(collect->library, (struct id_list){collect->there, count},
                       collect->options.tags, collect->options.tag_count, NULL, 0, &ignored, error);
}
