#include "collect/collect_private.h"

#include "base/file.h"
#include "base/intl.h"
#include "base/memory.h"

/* Over it a file is no article, and its place in the library would have no end. */
#define ORIGINAL_LIMIT ((size_t)200 << 20)

static struct file_identity identity_of(const struct walk_item *item, const char *absolute_path)
{
    return (struct file_identity){
        .path = str_from(absolute_path),
        .device = (int64_t)item->device,
        .inode = (int64_t)item->inode,
        .byte_count = item->byte_count,
        .modified_ns = item->modified_ns,
        .changed_ns = item->changed_ns,
    };
}

static void report_known(struct collect *collect, const char *path, int64_t article)
{
    collect_report(collect, &(struct collect_item){
                                .path = path,
                                .outcome = COLLECT_DUPLICATE,
                                .result = {.outcome = STORE_DUPLICATE, .article = article}});
}

/* An unchanged file is not even opened. A charset that is asked for is news. */
static enum status find_unchanged(struct collect *collect, const struct walk_item *item,
                                  int64_t *ret_article, struct error *error)
{
    *ret_article = 0;
    if (!item->is_file || collect->options.charset.length)
        return STATUS_OK;
    struct file_identity file = identity_of(item, item->absolute_path);
    return store_find_file(collect->library, &file, ret_article, error);
}

/* Bytes that came another way may be in the library all the same. */
static enum status find_bytes(struct collect *collect, struct input *input, struct error *error)
{
    int64_t article = 0;
    if (input->article || input->charset.length)
        return STATUS_OK;
    enum status status = store_find_hash(
        collect->library, (struct str){(const char *)input->digest, HASH_DIGEST_BYTES}, &article,
        error);
    input->is_known = article != 0;
    return status;
}

static enum status submit(struct collect *collect, struct input *input, struct buffer *content,
                          struct error *error)
{
    struct ingest_options options = {.name = input->path, .charset = buffer_str(&input->charset)};
    input->byte_count = (int64_t)content->length;
    hash_digest(buffer_str(content), input->digest);
    enum status status = find_bytes(collect, input, error);
    if (!status && !input->is_known) {
        pool_submit(collect->pool, input->id, &options, content, input->digest);
        return STATUS_OK;
    }
    buffer_release(content);
    if (status)
        collect_drop_input(collect, input);
    else
        collect_set_ready(collect, input);
    return status;
}

static enum status feed_file(struct collect *collect, const struct walk_item *item,
                             struct error *error)
{
    struct error reason;
    struct buffer content = {0};
    enum status status = file_read(item->path, &content, &reason);
    if (!status && content.length > ORIGINAL_LIMIT)
        status = error_set(&reason, STATUS_TOO_LARGE,
                           _("%s: is over %zu MB; the library keeps articles"), item->path,
                           ORIGINAL_LIMIT >> 20);
    if (status) {
        buffer_release(&content);
        collect_fail(collect, item->path, reason.message);
        return STATUS_OK;
    }
    struct input *input = collect_take_input(collect);
    input->path = str_to_c(str_from(item->path));
    input->absolute_path = str_to_c(str_from(item->absolute_path));
    if (item->is_file)
        input->file = identity_of(item, input->absolute_path);
    buffer_append(&input->charset, collect->options.charset);
    return submit(collect, input, &content, error);
}

static enum status feed_from_walk(struct collect *collect, struct error *error)
{
    static const enum collect_outcome outcomes[] = {
        [WALK_INPUT] = COLLECT_FAILED,
        [WALK_NO_ARTICLE] = COLLECT_NO_ARTICLE,
        [WALK_PASSED_BY] = COLLECT_PASSED_BY,
    };
    struct walk_item item;
    int64_t article;
    if (!walk_next(collect->walk, &item)) {
        collect->is_exhausted = true;
        return STATUS_OK;
    }
    if (item.status) {
        collect_report(collect, &(struct collect_item){.path = item.path,
                                                       .outcome = outcomes[item.kind],
                                                       .reason = item.error.message});
        return STATUS_OK;
    }
    enum status status = find_unchanged(collect, &item, &article, error);
    if (status)
        return status;
    if (!article)
        return feed_file(collect, &item, error);
    report_known(collect, item.path, article);
    return STATUS_OK;
}

/* The name that the article came by, for its format and for what is said of it. */
static char *name_of(struct library *library, int64_t article)
{
    struct article_record record;
    struct error ignored;
    struct buffer name = {0};
    if (article_read(library, article, &record, &ignored) == STATUS_OK) {
        buffer_append(&name, record.path);
        article_record_release(&record);
    }
    if (name.length == 0)
        buffer_append_format(&name, "%lld", (long long)article);
    return buffer_take(&name);
}

static enum status feed_from_library(struct collect *collect, struct error *error)
{
    struct error reason;
    struct buffer content = {0};
    if (collect->next_article == collect->options.articles.count) {
        collect->is_exhausted = true;
        return STATUS_OK;
    }
    int64_t article = collect->options.articles.ids[collect->next_article++];
    char *name = name_of(collect->library, article);
    enum status status = article_original(collect->library, article, 0, &content, &reason);
    if (status) {
        collect_fail(collect, name, reason.message);
        free(name);
        buffer_release(&content);
        return status == STATUS_SYSTEM || status == STATUS_BUSY
                   ? error_set(error, status, "%s", reason.message)
                   : STATUS_OK;
    }
    struct input *input = collect_take_input(collect);
    input->path = name;
    input->absolute_path = str_to_c(STR_NONE);
    input->article = article;
    buffer_append(&input->charset, collect->options.charset);
    status = input->charset.length
                 ? STATUS_OK
                 : article_charset(collect->library, article, &input->charset, error);
    if (!status)
        return submit(collect, input, &content, error);
    collect_drop_input(collect, input);
    buffer_release(&content);
    return status;
}

enum status collect_feed(struct collect *collect, struct error *error)
{
    return collect->walk ? feed_from_walk(collect, error) : feed_from_library(collect, error);
}
