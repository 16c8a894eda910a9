#include "find/anchor_private.h"

#include "base/memory.h"
#include "text/fold.h"
#include "text/properties.h"

#include <string.h>

/* Blanks, punctuation and what is not shown say nothing of a passage. */
static bool counts(uint32_t point)
{
    if (point == FOLD_ILL_FORMED)
        return true;
    struct properties properties = code_point_properties(point);
    return !properties.is_space && !properties.is_punctuation &&
           properties.display == DISPLAY_SHOW;
}

static void add_point(struct anchor_stream *stream, size_t *capacity, uint32_t point, size_t offset)
{
    if (stream->count == *capacity) {
        *capacity = *capacity ? *capacity * 2 : stream->text.length / 3 + 16;
        stream->points = memory_resize(stream->points, *capacity * sizeof *stream->points);
        stream->offsets = memory_resize(stream->offsets, *capacity * sizeof *stream->offsets);
    }
    stream->points[stream->count] = point;
    stream->offsets[stream->count++] = (uint32_t)offset;
}

void anchor_stream_make(struct str text, struct anchor_stream *ret_stream)
{
    struct anchor_stream stream = {.text = text};
    size_t capacity = 0;
    struct fold_step step;
    for (size_t at = 0; at < text.length; at = step.end) {
        fold_step(text, at, &step);
        for (unsigned i = 0; i < step.count; i++)
            if (counts(step.points[i]))
                add_point(&stream, &capacity, step.points[i], at);
    }
    *ret_stream = stream;
}

void anchor_stream_release(struct anchor_stream *stream)
{
    free(stream->points);
    free(stream->offsets);
}

size_t anchor_stream_at(const struct anchor_stream *stream, size_t byte_offset)
{
    size_t low = 0, high = stream->count;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (stream->offsets[middle] < byte_offset)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

size_t anchor_stream_end(const struct anchor_stream *stream, size_t point)
{
    struct fold_step step;
    fold_step(stream->text, stream->offsets[point - 1], &step);
    return step.end;
}

uint32_t anchor_hash(const uint32_t *points, size_t count, unsigned bits)
{
    uint64_t hash = 0;
    for (size_t i = 0; i < count; i++)
        hash = (hash ^ points[i]) * 0x9E3779B97F4A7C15u;
    return (uint32_t)(hash >> (64 - bits));
}

static size_t gram_count(const struct anchor_stream *stream)
{
    return stream->count < ANCHOR_GRAM ? 0 : stream->count - ANCHOR_GRAM + 1;
}

void anchor_index_make(const struct anchor_stream *stream, struct anchor_index *ret_index)
{
    struct anchor_index index = {.bits = 8};
    const size_t count = gram_count(stream);
    while ((size_t)1 << index.bits < count)
        index.bits++;
    const size_t hash_count = (size_t)1 << index.bits;
    index.starts = memory_new((hash_count + 1) * sizeof *index.starts);
    index.positions = memory_new((count + 1) * sizeof *index.positions);
    for (size_t i = 0; i < count; i++)
        index.starts[anchor_hash(stream->points + i, ANCHOR_GRAM, index.bits) + 1]++;
    for (size_t i = 0; i < hash_count; i++)
        index.starts[i + 1] += index.starts[i];
    /* starts[h] runs up to the end of its row, which is the start of the next one */
    for (size_t i = 0; i < count; i++)
        index.positions[index.starts[anchor_hash(stream->points + i, ANCHOR_GRAM, index.bits)]++] =
            (uint32_t)i;
    memmove(index.starts + 1, index.starts, hash_count * sizeof *index.starts);
    index.starts[0] = 0;
    *ret_index = index;
}

void anchor_index_release(struct anchor_index *index)
{
    free(index->starts);
    free(index->positions);
}

const uint32_t *anchor_index_find(const struct anchor_index *index, const uint32_t *gram,
                                  size_t *ret_count)
{
    const uint32_t hash = anchor_hash(gram, ANCHOR_GRAM, index->bits);
    *ret_count = index->starts[hash + 1] - index->starts[hash];
    return index->positions + index->starts[hash];
}
