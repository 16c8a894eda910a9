/* Articles out of files, and out of the library. */
#include "ui/article.h"

#include "base/file.h"
#include "base/intl.h"
#include "base/memory.h"
#include "ingest/ingest.h"
#include "library/article.h"
#include "ui/places.h"

/* The file's own name: a path says where, not what. A pipe has none. */
static struct str base_name(const char *path)
{
    if (strcmp(path, "-") == 0 || strncmp(path, "/dev/fd/", 8) == 0)
        return str_from(_("standard input"));
    const char *slash = strrchr(path, '/');
    return str_from(slash && slash[1] ? slash + 1 : path);
}

static void gather_headings(struct article *article)
{
    const struct document *document = article->document;
    size_t capacity = 0;
    for (size_t i = 0; i < document->block_count; i++) {
        const struct block *block = &document->blocks[i];
        if (block->kind != BLOCK_HEADING || block->aside || (block->flags & BLOCK_FRONT))
            continue;
        ARRAY_RESERVE(article->headings, article->heading_count, capacity);
        article->headings[article->heading_count++] = (uint32_t)i;
    }
}

static void gather_skips(struct article *article)
{
    const struct document *document = article->document;
    size_t capacity = 0;
    uint32_t skipped = 0;
    for (size_t i = 0; i < document->block_count; i++) {
        const struct block *block = &document->blocks[i];
        if (!block->aside && !(block->flags & BLOCK_FRONT))
            continue;
        uint32_t end = i + 1 < document->block_count ? document->blocks[i + 1].start
                                                     : (uint32_t)document->text.length;
        struct skip *last = article->skip_count ? &article->skips[article->skip_count - 1] : NULL;
        if (last && last->end == block->start) {
            last->end = end;
        } else {
            ARRAY_RESERVE(article->skips, article->skip_count, capacity);
            article->skips[article->skip_count++] = (struct skip){block->start, end, skipped};
        }
        skipped += end - block->start;
    }
}

static struct str choose_title(const struct article *article, struct str name)
{
    const struct document *document = article->document;
    if (document->metadata.title.length)
        return document->metadata.title;
    return article->heading_count ? article_heading(article, 0) : name;
}

static struct article *make(struct document *document, struct str name)
{
    struct article *article = memory_new(sizeof *article);
    article->document = document;
    article->name = str_to_c(name);
    article->spot = article->saved = SPOT_TOP;
    article->found_fold = UINT32_MAX;
    gather_headings(article);
    gather_skips(article);
    article->title = choose_title(article, str_from(article->name));
    return article;
}

enum status article_open(const char *path, const struct ui_options *options,
                         struct article **ret_article, struct error *error)
{
    CLEANUP_BUFFER struct buffer content = {0};
    enum status status = file_read(path, &content, error);
    if (status)
        return status;
    struct ingest_options ingest_options = {
        .name = path, .charset = options->charset, .rules = options->rules};
    struct document *document;
    status = ingest(&content, &ingest_options, &document, error);
    if (status)
        return status;
    struct article *article = make(document, base_name(path));
    article->path = str_to_c(str_from(path));
    article->content_hash = places_hash_text(document->text);
    article->path_hash = strcmp(path, "-") == 0 ? 0 : places_hash_path(path);
    *ret_article = article;
    return STATUS_OK;
}

struct str article_name(const struct article_record *record)
{
    if (record->title.length)
        return record->title;
    if (record->path.length) {
        size_t start = record->path.length;
        while (start > 0 && record->path.bytes[start - 1] != '/')
            start--;
        return str_slice(record->path, start, record->path.length);
    }
    return record->url.length ? record->url : str_from(_("(untitled)"));
}

/* version 0: the current one. */
static enum status find_text(struct library *library, const struct article_record *record,
                             int64_t version, int64_t *ret_text, struct error *error)
{
    struct article_version *versions;
    size_t count;
    if (version == 0) {
        *ret_text = record->text;
        return STATUS_OK;
    }
    enum status status = article_versions(library, record->id, &versions, &count, error);
    if (status)
        return status;
    status = STATUS_NOT_FOUND;
    for (size_t i = 0; i < count && status; i++)
        if (versions[i].version == version) {
            *ret_text = versions[i].text;
            status = STATUS_OK;
        }
    free(versions);
    return status ? error_set(error, status, _("article %lld has no version %lld"),
                              (long long)record->id, (long long)version)
                  : STATUS_OK;
}

enum status article_load(struct library *library, int64_t id, int64_t version,
                         struct article **ret_article, struct error *error)
{
    struct article_record record = {0};
    struct document *document;
    int64_t text = 0;
    enum status status = article_read(library, id, &record, error);
    if (status == STATUS_NOT_FOUND)
        return error_set(error, status, _("there is no article %lld"), (long long)id);
    if (status)
        return status;
    status = find_text(library, &record, version, &text, error);
    if (!status)
        status = article_document(library, id, version, &document, error);
    if (!status) {
        struct article *article = make(document, article_name(&record));
        article->id = id;
        article->text = text;
        article->version = version;
        article->state = record.state;
        *ret_article = article;
    }
    article_record_release(&record);
    return status;
}

void article_free(struct article *article)
{
    if (!article)
        return;
    layout_free(article->layout);
    row_release(&article->row);
    document_free(article->document);
    free(article->headings);
    free(article->skips);
    free(article->path);
    free(article->name);
    free(article);
}
