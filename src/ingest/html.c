/* HTML: markup → guarded markup → tree → measures → chosen subtrees → blocks → front and tail. */
#include "base/intl.h"
#include "base/memory.h"
#include "document/url.h"
#include "ingest/formats.h"
#include "ingest/html_choose.h"
#include "ingest/html_front.h"
#include "ingest/html_parse.h"
#include "ingest/html_writer.h"
#include "ingest/metadata_html.h"
#include "ingest/plain_private.h"

static void write_blocks(struct builder *builder, const struct html_tree *tree,
                         struct html_features *features, struct str base, const struct rules *rules)
{
    enum html_choice choice = html_choose(tree, features);
    struct html_links links;
    html_links_find(tree, features, base, &links);
    struct html_writer writer = {
        .tree = tree, .features = features, .links = &links, .builder = builder, .base = base};
    struct metadata *metadata = builder_metadata(builder);
    writer.title = metadata->title;
    writer.quotes_are_corners = str_starts(metadata->language, STR("ja")) ||
                                str_starts(metadata->language, STR("zh-TW")) ||
                                str_starts(metadata->language, STR("zh-Hant"));
    html_write_body(&writer, choice == HTML_CHOSE_ALL);
    html_front(builder, choice, rules);
    html_writer_release(&writer);
    html_links_release(&links);
}

/* <base href>, itself relative to the page's own address. */
static void find_base(const struct html_tree *tree, struct str page, struct buffer *ret_base)
{
    struct str href = STR_NONE;
    for (size_t i = 0; i < tree->nodes[tree->head].end && !href.length; i++)
        if (html_is(tree, i, GUMBO_TAG_BASE))
            href = html_attribute(tree, i, HTML_HREF);
    if (href.length && href.length < 4096)
        url_resolve(page, href, ret_base);
    else
        buffer_append(ret_base, page);
}

enum status ingest_html(struct buffer *content, const struct ingest_options *options,
                        const struct charset_decision *decision, struct document **ret_document,
                        struct error *error)
{
    const char *name = options->name ? options->name : "input";
    size_t size = content->length;
    struct html_guarded guarded;
    html_guard(buffer_str(content), &guarded);
    buffer_release(content);
    struct html_tree tree;
    html_parse(&guarded, &tree);
    buffer_release(&guarded.source);
    html_texts_release(&guarded.texts);
    struct html_features *features = html_features(&tree);
    struct builder *builder = builder_new();
    struct metadata *metadata = builder_metadata(builder);
    metadata->charset = *decision;
    metadata->extractor = EXTRACTOR_VERSION;
    metadata_from_html(&tree, features, &guarded, options, builder);
    struct buffer base CLEANUP_BUFFER = {0};
    find_base(&tree, metadata->url, &base);
    write_blocks(builder, &tree, features, buffer_str(&base), ingest_rules(options));
    free(features);
    html_tree_release(&tree);
    const bool is_cut = guarded.is_cut;
    html_guarded_release(&guarded);
    struct document *document = builder_finish(builder);
    if (!document->block_count) {
        document_free(document);
        return error_set(error, STATUS_UNSUPPORTED,
                         _("%s: a page without any text (%zu bytes of markup)"), name, size);
    }
    struct form form = {0};
    document->metadata.is_incomplete =
        is_cut ||
        plain_is_incomplete(document->text, document->blocks, document->block_count, &form);
    *ret_document = document;
    return STATUS_OK;
}
