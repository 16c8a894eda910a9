#include "base/file.h"
#include "base/intl.h"
#include "base/memory.h"
#include "ingest/formats.h"
#include "ingest/plain_clean.h"
#include "ingest/plain_private.h"

/* Plain text, in place: cleaned, measured, its head and tail searched for what a page wraps around
 * an article, then written over itself block by block. No step looks at a byte more than a few
 * times. */

/* Verbatim from the first line with text to the last. */
static void write_all_code(struct str text, struct plain_out *out)
{
    size_t start = skip_blank_lines(text, 0), end = text.length;
    while (end > start && (text.bytes[end - 1] == '\n' || text.bytes[end - 1] == ' ' ||
                           text.bytes[end - 1] == '\t'))
        end--;
    out_block(out, (struct block){.kind = BLOCK_CODE}, start, end);
}

static void write_article(struct str text, const struct form *form, const struct rules *rules,
                          struct builder *builder, struct plain_out *out)
{
    struct page_part head, tail;
    struct marks marks = {0};
    page_find(text, form, rules, &head, &tail);
    front_find(text, form, rules, &head, &tail, &marks, builder);
    page_mark(&head, &marks);
    page_mark(&tail, &marks);
    marks_sort(&marks);
    plain_blocks(text, form, rules, &marks, out);
    free(marks.rows);
    page_part_free(&head);
    page_part_free(&tail);
}

static enum status check(const struct buffer *content, const char *name, struct error *error)
{
    if (content->length > FILE_SIZE_LIMIT)
        return error_set(error, STATUS_TOO_LARGE, _("%s: is too large"), name);
    if (skip_blank_lines(buffer_str(content), 0) == content->length)
        return error_set(error, STATUS_MALFORMED, _("%s: is empty"), name);
    return STATUS_OK;
}

enum status ingest_plain(struct buffer *content, const struct ingest_options *options,
                         const struct charset_decision *decision, struct document **ret_document,
                         struct error *error)
{
    struct buffer own CLEANUP_BUFFER = *content;
    struct form form;
    *content = (struct buffer){0};
    plain_clean(&own);
    enum status status = check(&own, options->name ? options->name : "input", error);
    if (status)
        return status;

    struct str text = buffer_str(&own);
    struct builder *builder = builder_new();
    struct plain_out out = {.bytes = own.bytes};
    form_measure(text, str_from(options->name), &form);
    if (form.is_code)
        write_all_code(text, &out);
    else
        write_article(text, &form, ingest_rules(options), builder, &out);
    own.length = out.write;
    own.bytes[own.length] = 0;

    struct metadata *metadata = builder_metadata(builder);
    metadata->is_incomplete = plain_is_incomplete(buffer_str(&own), out.blocks, out.count, &form);
    metadata->charset = *decision;
    metadata->url = builder_copy(builder, options->url);
    metadata->extractor = EXTRACTOR_VERSION;
    builder_adopt(builder, &own, out.blocks, out.count);
    *ret_document = builder_finish(builder);
    return STATUS_OK;
}
