#include "ingest/html_parse.h"

#include "base/memory.h"

#include <string.h>
#include <strings.h>

enum { CHUNK_SIZE = 256 * 1024, LARGE_CHUNK_SIZE = 32 << 20 };

/* Gumbo's memory, twenty times the page: handed out in a row from chunks that double, given back at
 * once. A third faster than malloc. */
struct chunk {
    struct chunk *next;
    size_t used, size;
    max_align_t memory[];
};

static struct chunk *chunk_new(size_t size)
{
    struct chunk *chunk = memory_resize(NULL, sizeof *chunk + size);
    memory_expect_large(chunk, size);
    *chunk = (struct chunk){.size = size};
    return chunk;
}

static size_t next_chunk_size(const struct chunk *last)
{
    if (!last)
        return CHUNK_SIZE;
    return last->size < LARGE_CHUNK_SIZE / 2 ? 2 * last->size : LARGE_CHUNK_SIZE;
}

static void *bump(void *userdata, size_t size)
{
    struct chunk **chunks = userdata;
    size = (size + sizeof(max_align_t) - 1) / sizeof(max_align_t) * sizeof(max_align_t);
    struct chunk *chunk = *chunks;
    if (!chunk || chunk->size - chunk->used < size) {
        const bool is_large = size > CHUNK_SIZE / 4;
        struct chunk *fresh = chunk_new(is_large ? size : next_chunk_size(chunk));
        if (chunk && is_large) { /* behind the one being filled */
            fresh->next = chunk->next;
            chunk->next = fresh;
        } else {
            fresh->next = chunk;
            *chunks = fresh;
        }
        chunk = fresh;
    }
    void *memory = (char *)chunk->memory + chunk->used;
    chunk->used += size;
    return memory;
}

static void bump_nothing(void *userdata, void *memory)
{
    (void)userdata;
    (void)memory;
}

static void free_chunks(struct chunk *chunk)
{
    while (chunk) {
        struct chunk *next = chunk->next;
        free(chunk);
        chunk = next;
    }
}

/* "display : none" anywhere in a style; visibility and overflow hide nothing that pages mean to
 * hide. */
static bool style_hides(struct str style)
{
    for (size_t at = 0; (at = str_find(style, STR(":"), at)) != SIZE_MAX; at++) {
        struct str before = str_trim_ascii(str_slice(style, 0, at));
        struct str after = str_trim_ascii(str_slice(style, at + 1, style.length));
        if (before.length >= 7 && after.length >= 4 &&
            !strncasecmp(before.bytes + before.length - 7, "display", 7) &&
            !strncasecmp(after.bytes, "none", 4))
            return true;
    }
    return false;
}

static uint8_t own_flags(const struct html_tree *tree, size_t node)
{
    if (!tree->nodes[node].count)
        return 0;
    unsigned flags = 0;
    if (html_has_attribute(tree, node, HTML_HIDDEN_ATTRIBUTE) ||
        str_equal_ascii_case(html_attribute(tree, node, HTML_ARIA_HIDDEN), STR("true")) ||
        style_hides(html_attribute(tree, node, HTML_STYLE)))
        flags |= HTML_IS_HIDDEN;
    if (tree->nodes[node].tag == GUMBO_TAG_A && html_has_attribute(tree, node, HTML_HREF))
        flags |= HTML_IN_LINK;
    return (uint8_t)flags;
}

static void copy_attributes(struct html_tree *tree, const GumboVector *attributes)
{
    for (unsigned i = 0; i < attributes->length; i++) {
        const GumboAttribute *from = attributes->data[i];
        enum html_attribute_name name = html_attribute_from_name(from->name);
        if (name == HTML_ATTRIBUTE_NONE)
            continue;
        ARRAY_RESERVE(tree->attributes, tree->attribute_count, tree->attribute_capacity);
        struct str value = str_from(from->value);
        /* Offsets until all strings stand: the buffer still moves. */
        tree->attributes[tree->attribute_count++] = (struct html_attribute){
            .value = {(const char *)(uintptr_t)tree->strings.length, value.length}, .name = name};
        buffer_append(&tree->strings, value);
        buffer_append_byte(&tree->strings, 0);
    }
}

static struct html_node *add_node(struct html_tree *tree, uint32_t parent)
{
    ARRAY_RESERVE(tree->nodes, tree->count, tree->capacity);
    struct html_node *node = &tree->nodes[tree->count];
    *node = (struct html_node){.parent = parent, .end = (uint32_t)tree->count + 1};
    if (tree->count)
        node->flags = tree->nodes[parent].flags & (HTML_IN_LINK | HTML_IS_HIDDEN);
    tree->count++;
    return node;
}

static const GumboVector *children_of(const GumboNode *node)
{
    if (node->type != GUMBO_NODE_ELEMENT)
        return NULL;
    unsigned tag = node->v.element.tag;
    bool is_kept =
        tag == GUMBO_TAG_HEAD || tag == GUMBO_TAG_TITLE || !(html_tag_class(tag) & HTML_SILENT);
    return is_kept && node->v.element.children.length ? &node->v.element.children : NULL;
}

/* Returns whether the node was taken over. */
static bool copy_node(struct html_tree *tree, const struct html_texts *texts, const GumboNode *from,
                      uint32_t parent)
{
    if (from->type == GUMBO_NODE_TEXT || from->type == GUMBO_NODE_CDATA ||
        from->type == GUMBO_NODE_WHITESPACE) {
        struct html_node *node = add_node(tree, parent);
        node->flags |= HTML_IS_TEXT;
        node->tag = tree->nodes[parent].tag;
        node->first = (uint32_t)tree->text.length;
        html_texts_restore(texts, str_from(from->v.text.text), &tree->text);
        node->count = (uint32_t)tree->text.length - node->first;
        return true;
    }
    if (from->type != GUMBO_NODE_ELEMENT)
        return false;
    struct html_node *node = add_node(tree, parent);
    uint32_t index = (uint32_t)tree->count - 1;
    node->tag = (uint8_t)from->v.element.tag;
    if (from->v.element.tag_namespace != GUMBO_NAMESPACE_HTML)
        node->flags |= HTML_IS_FOREIGN;
    node->first = (uint32_t)tree->attribute_count;
    copy_attributes(tree, &from->v.element.attributes);
    node->count = (uint32_t)tree->attribute_count - node->first;
    if (node->tag == GUMBO_TAG_HEAD && !tree->head)
        tree->head = index;
    if (node->tag == GUMBO_TAG_BODY && !tree->body)
        tree->body = index;
    return true;
}

static void copy_tree(struct html_tree *tree, const struct html_texts *texts, const GumboNode *root)
{
    const GumboNode *node = root;
    uint32_t parent = 0;
    for (;;) {
        bool is_copied = copy_node(tree, texts, node, parent);
        const GumboVector *children = is_copied ? children_of(node) : NULL;
        if (children) {
            parent = (uint32_t)tree->count - 1;
            node = children->data[0];
            continue;
        }
        while (node != root &&
               node->index_within_parent + 1 >= node->parent->v.element.children.length) {
            node = node->parent;
            tree->nodes[parent].end = (uint32_t)tree->count;
            parent = tree->nodes[parent].parent;
        }
        if (node == root)
            return;
        node = node->parent->v.element.children.data[node->index_within_parent + 1];
    }
}

/* Attribute values get their addresses, and what hides or links passes to all inside. */
static void settle(struct html_tree *tree)
{
    for (size_t i = 0; i < tree->attribute_count; i++) {
        struct str *value = &tree->attributes[i].value;
        value->bytes = tree->strings.bytes + (uintptr_t)value->bytes;
    }
    for (size_t i = 0; i < tree->count; i++) {
        struct html_node *node = &tree->nodes[i];
        if (i)
            node->flags |= tree->nodes[node->parent].flags & (HTML_IN_LINK | HTML_IS_HIDDEN);
        if (html_is_element(tree, i) && i != tree->body)
            node->flags |= own_flags(tree, i);
    }
}

void html_parse(const struct html_guarded *guarded, struct html_tree *ret_tree)
{
    const struct str source = buffer_str(&guarded->source);
    struct chunk *chunks = NULL;
    GumboOptions options = kGumboDefaultOptions;
    options.allocator = bump;
    options.deallocator = bump_nothing;
    options.userdata = &chunks;
    options.max_errors = 0;
    GumboOutput *output = gumbo_parse_with_options(&options, source.bytes, source.length);
    struct html_tree tree = {0};
    buffer_reserve(&tree.text, source.length + guarded->texts.bytes.length);
    copy_tree(&tree, &guarded->texts, output->root);
    free_chunks(chunks); /* the whole output; gumbo_destroy_output would only walk it */
    settle(&tree);
    *ret_tree = tree;
}
