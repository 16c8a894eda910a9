#include "document/markdown_private.h"

#include "base/memory.h"
#include "document/inline.h"

static int compare_names(const void *left, const void *right)
{
    const struct markdown_name *a = left, *b = right;
    const size_t shorter = a->name.length < b->name.length ? a->name.length : b->name.length;
    const int order = shorter > 0 ? memcmp(a->name.bytes, b->name.bytes, shorter) : 0;
    if (order != 0)
        return order;
    if (a->name.length != b->name.length)
        return a->name.length < b->name.length ? -1 : 1;
    return a->block < b->block ? -1 : a->block > b->block;
}

static void name_add(struct name_list *list, struct str name, size_t block)
{
    ARRAY_RESERVE(list->names, list->count, list->capacity);
    list->names[list->count++] = (struct markdown_name){name, block};
}

static void name_sort(struct name_list *list)
{
    if (list->count > 0)
        qsort(list->names, list->count, sizeof *list->names, compare_names);
}

/* The first of its name, or NULL. */
static const struct markdown_name *name_find(const struct name_list *list, struct str name)
{
    size_t low = 0, high = list->count;
    const struct markdown_name wanted = {name, 0};
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (compare_names(&list->names[middle], &wanted) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low < list->count && str_equal(list->names[low].name, name) ? &list->names[low] : NULL;
}

static struct str fragment_name(const struct document *document, const struct span *span)
{
    const struct str target = document->targets[span->target];
    return str_starts(target, STR("#")) ? str_slice(target, 1, target.length) : STR_NONE;
}

static void collect(struct markdown_names *names, size_t block)
{
    const struct document *document = names->document;
    const bool is_footnote = document->blocks[block].kind == BLOCK_FOOTNOTE;
    size_t first, end;
    inline_spans(document, block, &first, &end);
    for (size_t i = first; i < end; i++) {
        const struct span *span = &document->spans[i];
        if (span->kind == SPAN_ANCHOR && is_footnote)
            name_add(&names->footnotes, document->targets[span->target], block);
        const struct str name = fragment_name(document, span);
        if (name.length > 0 && span->kind == SPAN_LINK)
            name_add(&names->links, name, block);
        if (name.length > 0 && span->kind == SPAN_FOOTNOTE_REFERENCE)
            name_add(&names->references, name, block);
    }
}

struct markdown_names *markdown_names_new(const struct document *document)
{
    struct markdown_names *names = memory_new(sizeof *names);
    names->document = document;
    names->numbers = memory_new((document->block_count + 1) * sizeof *names->numbers);
    for (size_t i = 0; i < document->block_count; i++)
        if (document->blocks[i].aside == ASIDE_NONE)
            collect(names, i);
    name_sort(&names->footnotes);
    name_sort(&names->links);
    name_sort(&names->references);
    for (size_t i = 0; i < names->references.count; i++) {
        const struct markdown_name *footnote =
            name_find(&names->footnotes, names->references.names[i].name);
        if (footnote)
            names->numbers[footnote->block] = 1;
    }
    uint32_t number = 0;
    for (size_t i = 0; i < document->block_count; i++)
        if (names->numbers[i])
            names->numbers[i] = ++number;
    return names;
}

void markdown_names_free(struct markdown_names *names)
{
    if (!names)
        return;
    free(names->footnotes.names);
    free(names->links.names);
    free(names->references.names);
    free(names->numbers);
    free(names);
}

size_t markdown_footnote_number(const struct markdown_names *names, size_t block)
{
    return names->numbers[block];
}

size_t markdown_reference_number(const struct markdown_names *names, const struct span *span)
{
    const struct str name = fragment_name(names->document, span);
    const struct markdown_name *footnote =
        name.length > 0 ? name_find(&names->footnotes, name) : NULL;
    return footnote ? names->numbers[footnote->block] : 0;
}

bool markdown_is_linked_to(const struct markdown_names *names, struct str name)
{
    return name_find(&names->links, name) != NULL;
}
