#include "collect/collect_private.h"

#include "base/memory.h"
#include "library/tag.h"

static struct str media_type_of(enum format format)
{
    return format == FORMAT_HTML ? STR("text/html") : STR("text/plain");
}

static struct store_item item_of(const struct collect *collect, const struct input *input)
{
    const struct page *page = &input->page;
    return (struct store_item){
        .file = input->file,
        .hash = {(const char *)input->digest, HASH_DIGEST_BYTES},
        .byte_count = input->byte_count,
        .media_type = media_type_of(page->format),
        .compressed = buffer_str(&page->compressed),
        .charset = collect->options.charset,
        .document = page->document,
        .structure = buffer_str(&page->structure),
        .text_hash = hash_bytes(page->document->text),
        .likeness = page->likeness,
    };
}

static enum status store_one(struct collect *collect, const struct input *input,
                             struct store_result *ret_result, struct error *error)
{
    struct store_item item = item_of(collect, input);
    enum status status =
        input->article ? store_refreshed(collect->library, input->article, &item, ret_result, error)
                       : store_document(collect->library, &item, ret_result, error);
    for (size_t i = 0; i < collect->options.tag_count && !status; i++)
        status = tag_assign(collect->library, ret_result->article, collect->options.tags[i], error);
    return status;
}

static enum status store_ready(struct collect *collect, struct store_result *results,
                               struct error *error)
{
    size_t count = 0;
    enum status status = STATUS_OK;
    for (size_t i = 0; i < collect->input_count && !status; i++)
        if (collect->inputs[i].is_ready)
            status = store_one(collect, &collect->inputs[i], &results[count++], error);
    return status ? status
                  : store_record(collect->library, results, count,
                                 collect->walk ? CHANGE_ADD : CHANGE_REFRESH,
                                 &collect->history_entry, error);
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
        if (!collect->inputs[i].is_ready)
            continue;
        const struct store_result *result = &results[next++];
        collect_report(collect, &(struct collect_item){.path = collect->inputs[i].path,
                                                       .outcome = outcomes[result->outcome],
                                                       .result = *result});
    }
    for (size_t i = collect->input_count; i-- > 0;)
        if (collect->inputs[i].is_ready)
            collect_drop_input(collect, &collect->inputs[i]);
    collect->ready_count = collect->ready_bytes = 0;
}

enum status collect_store(struct collect *collect, struct error *error)
{
    CLEANUP_FREE struct store_result *results = memory_new(collect->ready_count * sizeof *results);
    int64_t entry = collect->history_entry;
    enum status status = library_begin(collect->library, error);
    if (status)
        return status;
    status = store_ready(collect, results, error);
    if (status)
        library_rollback(collect->library);
    else
        status = library_commit(collect->library, error);
    if (status) {
        collect->history_entry = entry;
        return status;
    }
    report_stored(collect, results);
    return STATUS_OK;
}
