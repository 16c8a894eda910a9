#include "document/builder_private.h"

#include "base/memory.h"
#include "text/properties.h"
#include "text/utf8.h"

#include <assert.h>

struct builder *builder_new(void)
{
    struct builder *builder = memory_new(sizeof *builder);
    builder->arena = arena_new();
    builder->metadata = (struct metadata){
        .title = STR_NONE,
        .subtitle = STR_NONE,
        .byline = STR_NONE,
        .site = STR_NONE,
        .url = STR_NONE,
        .canonical_url = STR_NONE,
        .language = STR_NONE,
        .published = STR_NONE,
        .saved = STR_NONE,
        .charset = {.name = "UTF-8", .source = CHARSET_FROM_DEFAULT},
    };
    ARRAY_RESERVE(builder->targets, builder->target_count, builder->target_capacity);
    builder->targets[builder->target_count++] = STR_NONE;
    return builder;
}

/* What the document does not keep. */
static void release_workspace(struct builder *builder)
{
    buffer_release(&builder->scratch);
    free(builder->open_spans);
    free(builder->edges);
    free(builder);
}

void builder_free(struct builder *builder)
{
    if (!builder)
        return;
    arena_free(builder->arena);
    buffer_release(&builder->text);
    free(builder->blocks);
    free(builder->spans);
    free(builder->targets);
    free(builder->cells);
    release_workspace(builder);
}

void builder_begin_block(struct builder *builder, struct block block)
{
    if (builder->is_open)
        (void)builder_end_block(builder);
    builder->separator = builder->text.length;
    if (builder->block_count > 0)
        buffer_append_byte(&builder->text, '\n');
    block.start = block.end = (uint32_t)builder->text.length;
    builder->open = block;
    builder->is_open = true;
    builder->has_tab = false;
    builder->last_normal = builder->text.length;
    builder->is_dirty = false;
    builder->skips_line_feed = false;
    builder->first_span = builder->span_count;
    builder->open_span_count = 0;
    builder->edge_count = 0;
}

struct block *builder_open_block(struct builder *builder)
{
    assert(builder->is_open);
    return &builder->open;
}

size_t builder_block_length(const struct builder *builder)
{
    return builder->is_open ? builder->text.length - builder->open.start : 0;
}

static void log_edge(struct builder *builder, uint32_t span, bool is_end)
{
    ARRAY_RESERVE(builder->edges, builder->edge_count, builder->edge_capacity);
    builder->edges[builder->edge_count++] = (struct edge){span, is_end};
}

static uint32_t add_target(struct builder *builder, enum span_kind kind, struct str target)
{
    if (target.length == 0)
        return 0;
    target = kind == SPAN_RUBY ? builder_clean_line(builder, target)
                               : arena_copy(builder->arena, target);
    ARRAY_RESERVE(builder->targets, builder->target_count, builder->target_capacity);
    builder->targets[builder->target_count] = target;
    return (uint32_t)builder->target_count++;
}

void builder_begin_span(struct builder *builder, enum span_kind kind, struct str target)
{
    assert(builder->is_open);
    builder_settle_short(builder);
    ARRAY_RESERVE(builder->spans, builder->span_count, builder->span_capacity);
    ARRAY_RESERVE(builder->open_spans, builder->open_span_count, builder->open_span_capacity);
    const uint32_t index = (uint32_t)builder->span_count++;
    builder->spans[index] = (struct span){
        .start = (uint32_t)builder->text.length,
        .end = UINT32_MAX,
        .target = add_target(builder, kind, target),
        .kind = (uint8_t)kind,
    };
    builder->open_spans[builder->open_span_count++] = index;
    log_edge(builder, index, false);
}

void builder_end_span(struct builder *builder)
{
    if (!builder->is_open || builder->open_span_count == 0)
        return;
    builder_settle_short(builder);
    const uint32_t index = builder->open_spans[--builder->open_span_count];
    builder->spans[index].end = (uint32_t)builder->text.length;
    log_edge(builder, index, true);
}

/* Where the open block ends without trailing blanks. */
static size_t trimmed_end(const struct builder *builder)
{
    const struct str text = buffer_str(&builder->text);
    size_t end = text.length;
    while (end > builder->open.start) {
        uint32_t code_point;
        const size_t start = utf8_decode_before(text, end, &code_point);
        if (!code_point_properties(code_point).is_space)
            break;
        end = start;
    }
    return end;
}

static int compare_spans(const void *left, const void *right)
{
    const struct span *a = left, *b = right;
    if (a->start != b->start)
        return a->start < b->start ? -1 : 1;
    if (a->end != b->end)
        return a->end > b->end ? -1 : 1;
    return a->target < b->target ? -1 : a->target > b->target;
}

/* Cuts the block's spans to it, drops the empty ones and sorts the rest. */
static void finish_spans(struct builder *builder, uint32_t end)
{
    size_t count = builder->first_span;
    bool is_sorted = true;
    for (size_t i = builder->first_span; i < builder->span_count; i++) {
        struct span span = builder->spans[i];
        span.start = span.start < end ? span.start : end;
        span.end = span.end < end ? span.end : end;
        if (span.start >= span.end && span.kind != SPAN_ANCHOR)
            continue;
        if (count > builder->first_span)
            is_sorted &= compare_spans(&builder->spans[count - 1], &span) <= 0;
        builder->spans[count++] = span;
    }
    builder->span_count = count;
    if (!is_sorted)
        qsort(builder->spans + builder->first_span, count - builder->first_span,
              sizeof *builder->spans, compare_spans);
}

static size_t forget_block(struct builder *builder)
{
    builder->text.length = builder->separator;
    builder->span_count = builder->first_span;
    return SIZE_MAX;
}

/* The block turned out not to be code after its text was given. */
static void replace_tabs(struct builder *builder)
{
    if (!builder->has_tab || builder->open.kind == BLOCK_CODE)
        return;
    for (size_t i = builder->open.start; i < builder->text.length; i++)
        if (builder->text.bytes[i] == '\t')
            builder->text.bytes[i] = ' ';
}

size_t builder_end_block(struct builder *builder)
{
    if (!builder->is_open)
        return SIZE_MAX;
    while (builder->open_span_count > 0)
        builder_end_span(builder);
    builder_settle(builder);
    replace_tabs(builder);
    builder->is_open = false;
    const size_t end = trimmed_end(builder);
    const bool may_be_empty =
        builder->open.kind == BLOCK_RULE || builder->open.kind == BLOCK_TABLE_CELL;
    if ((end == builder->open.start && !may_be_empty) || builder->open.start >= TEXT_LIMIT)
        return forget_block(builder);
    builder->text.length = end;
    builder_snap_edges(builder);
    finish_spans(builder, (uint32_t)end);
    builder->open.end = (uint32_t)end;
    ARRAY_RESERVE(builder->blocks, builder->block_count, builder->block_capacity);
    builder->blocks[builder->block_count] = builder->open;
    return builder->block_count++;
}

uint32_t builder_add_cell(struct builder *builder, struct cell cell)
{
    ARRAY_RESERVE(builder->cells, builder->cell_count, builder->cell_capacity);
    builder->cells[builder->cell_count] = cell;
    return (uint32_t)builder->cell_count++;
}

struct metadata *builder_metadata(struct builder *builder)
{
    return &builder->metadata;
}

struct str builder_copy(struct builder *builder, struct str s)
{
    return arena_copy(builder->arena, s);
}

struct block *builder_blocks(struct builder *builder, size_t *ret_count)
{
    *ret_count = builder->block_count;
    return builder->blocks;
}

struct str builder_block_text(const struct builder *builder, size_t block)
{
    assert(block < builder->block_count);
    return str_slice(buffer_str(&builder->text), builder->blocks[block].start,
                     builder->blocks[block].end);
}

void builder_adopt(struct builder *builder, struct buffer *text, struct block *blocks, size_t count)
{
    assert(!builder->is_open && builder->block_count == 0);
    assert(text->length <= UINT32_MAX);
    for (size_t i = 0; i < count; i++) {
        assert(blocks[i].start <= blocks[i].end && blocks[i].end <= text->length);
        assert(i == 0 || blocks[i - 1].end < blocks[i].start);
    }
    buffer_release(&builder->text);
    builder->text = *text;
    *text = (struct buffer){0};
    free(builder->blocks);
    builder->blocks = blocks;
    builder->block_count = builder->block_capacity = count;
    /* A block added later begins behind the last one's separator. */
    if (count > 0)
        builder->text.length = blocks[count - 1].end;
}

/* Hands a grown heap array to the arena, without its unused room. */
static void *adopt_array(struct builder *builder, void *array, size_t count, size_t capacity,
                         size_t size)
{
    if (!array)
        return NULL;
    if (capacity - count > count / 8)
        array = memory_resize(array, (count ? count : 1) * size);
    arena_adopt(builder->arena, array);
    return array;
}

const uint32_t *span_roots_new(struct arena *arena, const struct span *spans, size_t count)
{
    uint32_t *roots = arena_take(arena, count * sizeof *roots);
    for (size_t i = 0; i < count; i++) {
        roots[i] = (uint32_t)i;
        if (i > 0 && spans[i].end <= spans[roots[i - 1]].end)
            roots[i] = roots[i - 1];
    }
    return roots;
}

struct document *builder_finish(struct builder *builder)
{
    if (builder->is_open)
        (void)builder_end_block(builder);
    builder_finish_metadata(builder);
    buffer_append(&builder->text, STR_NONE);
    const size_t length = builder->text.length;
    const uint32_t *roots = span_roots_new(builder->arena, builder->spans, builder->span_count);
    struct document *document = arena_take(builder->arena, sizeof *document);
    *document = (struct document){
        .arena = builder->arena,
        .text = {adopt_array(builder, builder->text.bytes, length + 1, builder->text.capacity, 1),
                 length},
        .blocks = adopt_array(builder, builder->blocks, builder->block_count,
                              builder->block_capacity, sizeof *builder->blocks),
        .block_count = builder->block_count,
        .spans = adopt_array(builder, builder->spans, builder->span_count, builder->span_capacity,
                             sizeof *builder->spans),
        .span_count = builder->span_count,
        .span_roots = roots,
        .cells = adopt_array(builder, builder->cells, builder->cell_count, builder->cell_capacity,
                             sizeof *builder->cells),
        .cell_count = builder->cell_count,
        .targets = adopt_array(builder, builder->targets, builder->target_count,
                               builder->target_capacity, sizeof *builder->targets),
        .target_count = builder->target_count,
        .metadata = builder->metadata,
    };
    release_workspace(builder);
    return document;
}
