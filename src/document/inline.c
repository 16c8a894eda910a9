#include "document/inline.h"

#include "base/memory.h"

static size_t first_span_at(const struct document *document, size_t offset)
{
    size_t low = 0, high = document->span_count;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (document->spans[middle].start < offset)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

void inline_spans(const struct document *document, size_t block, size_t *ret_first, size_t *ret_end)
{
    *ret_first = first_span_at(document, document->blocks[block].start);
    *ret_end = first_span_at(document, (size_t)document->blocks[block].end + 1);
}

struct walk {
    const struct document *document;
    const struct inline_events *events;
    void *context;
    size_t at;
    size_t *open;
    size_t depth;
};

static void walk_text(struct walk *walk, size_t to)
{
    if (to <= walk->at)
        return;
    walk->events->text(walk->context, str_slice(walk->document->text, walk->at, to));
    walk->at = to;
}

static void walk_close(struct walk *walk, size_t until)
{
    while (walk->depth > 0 && walk->document->spans[walk->open[walk->depth - 1]].end <= until) {
        const size_t span = walk->open[--walk->depth];
        walk_text(walk, walk->document->spans[span].end);
        walk->events->close(walk->context, span);
    }
}

void inline_walk(const struct document *document, size_t block, size_t from,
                 const struct inline_events *events, void *context)
{
    size_t first, end;
    inline_spans(document, block, &first, &end);
    CLEANUP_FREE size_t *open = memory_new((end - first + 1) * sizeof *open);
    struct walk walk = {document, events, context, from, open, 0};
    for (size_t i = first; i < end; i++) {
        const struct span *span = &document->spans[i];
        if (span->end <= from && span->kind != SPAN_ANCHOR)
            continue;
        walk_close(&walk, span->start);
        walk_text(&walk, span->start);
        events->open(context, i);
        walk.open[walk.depth++] = i;
    }
    walk_close(&walk, SIZE_MAX);
    walk_text(&walk, document->blocks[block].end);
}

size_t inline_marker(const struct document *document, size_t block)
{
    const struct block *item = &document->blocks[block];
    const size_t length = item->end - item->start;
    if (!(item->flags & BLOCK_MARKER_IN_TEXT))
        return 0;
    return item->value < length ? item->value : length;
}
