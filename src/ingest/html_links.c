#include "ingest/html_links.h"

#include "base/memory.h"

/* Names in a hash table with open addressing, at most half full. */
struct name_slot {
    struct str name;
    uint32_t node; /* + 1; 0 = referred to, not yet seen */
};

struct name_table {
    struct name_slot *slots;
    size_t mask;
};

static struct name_slot *slot_of(const struct name_table *table, struct str name)
{
    uint32_t hash = 2166136261u;
    for (size_t i = 0; i < name.length; i++)
        hash = (hash ^ (uint8_t)name.bytes[i]) * 16777619u;
    size_t at = hash & table->mask;
    while (table->slots[at].name.length && !str_equal(table->slots[at].name, name))
        at = (at + 1) & table->mask;
    return &table->slots[at];
}

struct str html_fragment(struct str href, struct str page_url)
{
    href = str_trim_ascii(href);
    size_t hash = str_find(href, STR("#"), 0);
    if (hash == SIZE_MAX)
        return STR_NONE;
    size_t page = str_find(page_url, STR("#"), 0);
    struct str plain = str_slice(page_url, 0, page == SIZE_MAX ? page_url.length : page);
    if (hash && !str_equal(str_slice(href, 0, hash), plain))
        return STR_NONE;
    struct str name = str_slice(href, hash + 1, href.length);
    return name.length <= 256 ? name : STR_NONE;
}

static bool is_reference_text(struct str text)
{
    size_t letters = 0, digits = 0;
    for (size_t i = 0; i < text.length; i++) {
        unsigned char byte = (unsigned char)text.bytes[i];
        digits += byte >= '0' && byte <= '9';
        letters += (byte | 0x20) >= 'a' && (byte | 0x20) <= 'z';
    }
    return text.length && text.length <= 12 && (digits ? letters <= 4 : letters <= 1);
}

/* A short mark, raised or in brackets, or named as a note. */
static bool is_reference(const struct html_tree *tree, size_t link)
{
    struct buffer text CLEANUP_BUFFER = {0};
    html_inner_text(tree, link, 16, &text);
    if (!is_reference_text(buffer_str(&text)))
        return false;
    if (text.bytes[0] == '[' || str_starts(buffer_str(&text), STR("〔")) ||
        str_starts(buffer_str(&text), STR("［")))
        return true;
    if (str_find(html_attribute(tree, link, HTML_ROLE), STR("noteref"), 0) != SIZE_MAX ||
        str_find(html_attribute(tree, link, HTML_EPUB_TYPE), STR("noteref"), 0) != SIZE_MAX ||
        str_find(html_attribute(tree, link, HTML_CLASS), STR("foot"), 0) != SIZE_MAX ||
        str_find(html_attribute(tree, link, HTML_CLASS), STR("note"), 0) != SIZE_MAX)
        return true;
    if (html_is(tree, tree->nodes[link].parent, GUMBO_TAG_SUP))
        return true;
    for (size_t i = link + 1; i < tree->nodes[link].end; i++)
        if (html_is(tree, i, GUMBO_TAG_SUP))
            return true;
    return false;
}

/* The block that is the note, or 0 when the target holds too much for one. */
static size_t note_block(const struct html_tree *tree, const struct html_features *features,
                         size_t node)
{
    while (node > tree->body && !html_is_block(tree, node))
        node = tree->nodes[node].parent;
    if (node <= tree->body || features[node].weight > 4000 ||
        features[node].weight * 2 > features[tree->body].weight)
        return 0;
    unsigned tag = tree->nodes[node].tag;
    return tag >= GUMBO_TAG_H1 && tag <= GUMBO_TAG_H6 ? 0 : node;
}

static struct str name_of(const struct html_tree *tree, size_t node)
{
    struct str id = html_attribute(tree, node, HTML_ID);
    return id.length || !html_is(tree, node, GUMBO_TAG_A) ? id
                                                          : html_attribute(tree, node, HTML_NAME);
}

static size_t count_fragments(const struct html_tree *tree, struct str page_url)
{
    size_t count = 0;
    for (size_t i = tree->body; i < tree->nodes[tree->body].end; i++)
        if (html_is(tree, i, GUMBO_TAG_A))
            count += html_fragment(html_attribute(tree, i, HTML_HREF), page_url).length > 0;
    return count;
}

void html_links_find(const struct html_tree *tree, const struct html_features *features,
                     struct str page_url, struct html_links *ret_links)
{
    ret_links->marks = memory_new(tree->count);
    size_t count = count_fragments(tree, page_url), size = 16;
    if (!count)
        return;
    while (size < 2 * count)
        size *= 2;
    struct name_table table = {memory_new(size * sizeof *table.slots), size - 1};
    size_t end = tree->nodes[tree->body].end;
    for (size_t i = tree->body; i < end; i++) {
        struct str name = html_is(tree, i, GUMBO_TAG_A)
                              ? html_fragment(html_attribute(tree, i, HTML_HREF), page_url)
                              : STR_NONE;
        if (name.length)
            slot_of(&table, name)->name = name;
    }
    for (size_t i = tree->body; i < end; i++) {
        struct str name = html_is_element(tree, i) ? name_of(tree, i) : STR_NONE;
        struct name_slot *slot = name.length ? slot_of(&table, name) : NULL;
        if (!slot || !slot->name.length || slot->node)
            continue;
        slot->node = (uint32_t)i + 1;
        ret_links->marks[i] |= HTML_MARK_ANCHOR;
    }
    for (size_t i = tree->body; i < end; i++) {
        if (!html_is(tree, i, GUMBO_TAG_A))
            continue;
        struct str name = html_fragment(html_attribute(tree, i, HTML_HREF), page_url);
        uint32_t target = name.length ? slot_of(&table, name)->node : 0;
        if (!target)
            continue;
        ret_links->marks[i] |= HTML_MARK_INTERNAL;
        size_t block = target > i + 1 ? note_block(tree, features, target - 1) : 0;
        if (block && block > i && is_reference(tree, i)) {
            ret_links->marks[i] |= HTML_MARK_REFERENCE;
            ret_links->marks[block] |= HTML_MARK_FOOTNOTE;
        }
    }
    free(table.slots);
}

void html_links_release(struct html_links *links)
{
    free(links->marks);
    links->marks = NULL;
}
