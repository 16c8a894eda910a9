#include "library/index_structure.h"

#include "base/memory.h"
#include "library/varint.h"

struct reader {
    struct str record;
    size_t at;
    bool is_good;
};

static uint64_t take(struct reader *reader, uint64_t most)
{
    uint64_t number = 0;
    size_t length =
        varint_get(reader->record.bytes + reader->at, reader->record.length - reader->at, &number);
    reader->at += length;
    reader->is_good &= length && number <= most;
    return reader->is_good ? number : 0;
}

void structure_add(struct structure *structure, size_t level, struct segment_range segment)
{
    struct level *own = &structure->levels[level];
    ARRAY_RESERVE(own->segments, own->segment_count, own->segment_capacity);
    own->segments[own->segment_count++] = segment;
    structure->segment_count++;
    if (structure->level_count <= level)
        structure->level_count = level + 1;
}

void structure_cut(struct structure *structure, size_t level, size_t from)
{
    structure->segment_count -= structure->levels[level].segment_count - from;
    structure->levels[level].segment_count = from;
}

static void parse_level(struct reader *reader, struct structure *structure, size_t level)
{
    structure->levels[level].merging_count = take(reader, STRUCTURE_SEGMENTS_MAX);
    uint64_t count = take(reader, STRUCTURE_SEGMENTS_MAX);
    for (uint64_t i = 0; i < count && reader->is_good; i++) {
        struct segment_range segment;
        segment.id = take(reader, STRUCTURE_SEGMENTS_MAX);
        segment.first_leaf = take(reader, INT32_MAX);
        segment.last_leaf = take(reader, INT32_MAX);
        reader->is_good &= segment.first_leaf <= segment.last_leaf;
        structure_add(structure, level, segment);
    }
}

bool structure_parse(struct str record, struct structure **ret_structure)
{
    struct reader reader = {record, STRUCTURE_COOKIE_BYTES, record.length > STRUCTURE_COOKIE_BYTES};
    if (!reader.is_good)
        return false;
    struct structure *structure = memory_new(sizeof *structure);
    memcpy(structure->cookie, record.bytes, sizeof structure->cookie);
    uint64_t level_count = take(&reader, STRUCTURE_LEVELS_MAX),
             segment_count = take(&reader, STRUCTURE_SEGMENTS_MAX);
    structure->written_leaves = take(&reader, INT64_MAX);
    for (size_t i = 0; i < level_count && reader.is_good; i++)
        parse_level(&reader, structure, i);
    structure->level_count = level_count;
    if (reader.is_good && reader.at == record.length && structure->segment_count == segment_count) {
        *ret_structure = structure;
        return true;
    }
    structure_free(structure);
    return false;
}

void structure_append(const struct structure *structure, struct buffer *out)
{
    buffer_append(out, (struct str){structure->cookie, sizeof structure->cookie});
    varint_append(out, structure->level_count);
    varint_append(out, structure->segment_count);
    varint_append(out, structure->written_leaves);
    for (size_t i = 0; i < structure->level_count; i++) {
        const struct level *level = &structure->levels[i];
        varint_append(out, level->merging_count);
        varint_append(out, level->segment_count);
        for (size_t j = 0; j < level->segment_count; j++) {
            varint_append(out, level->segments[j].id);
            varint_append(out, level->segments[j].first_leaf);
            varint_append(out, level->segments[j].last_leaf);
        }
    }
}

void structure_free(struct structure *structure)
{
    if (!structure)
        return;
    for (size_t i = 0; i < STRUCTURE_LEVELS_MAX; i++)
        free(structure->levels[i].segments);
    free(structure);
}

bool structure_free_id(const struct structure *structure, uint64_t *ret_id)
{
    bool is_used[STRUCTURE_SEGMENTS_MAX + 1] = {true};
    for (size_t i = 0; i < structure->level_count; i++)
        for (size_t j = 0; j < structure->levels[i].segment_count; j++)
            is_used[structure->levels[i].segments[j].id] = true;
    for (*ret_id = 1; *ret_id <= STRUCTURE_SEGMENTS_MAX; ++*ret_id)
        if (!is_used[*ret_id])
            return true;
    return false;
}

uint64_t level_leaf_count(const struct level *level, size_t from)
{
    uint64_t count = 0;
    for (size_t i = from; i < level->segment_count; i++)
        count += level->segments[i].last_leaf - level->segments[i].first_leaf + 1;
    return count;
}
