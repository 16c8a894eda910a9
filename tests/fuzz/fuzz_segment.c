/* Segments by somebody else: an error, or terms and doclists that make a segment again. The input
 * is a byte, 1 for places, then leaves, each behind its length in two bytes; it is read as a
 * structure record as well. */
#include "base/memory.h"
#include "library/index_structure.h"
#include "library/segment.h"
#include "library/segment_merge.h"

#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { LEAVES_MAX = 64, READERS = 3 };

struct leaves {
    struct str leaves[LEAVES_MAX];
    size_t count;
};

static enum status read_leaf(int64_t leaf, struct buffer *ret_page, void *closure)
{
    const struct leaves *leaves = closure;
    if (leaf < 1 || (size_t)leaf > leaves->count)
        return STATUS_NOT_FOUND;
    buffer_append(ret_page, leaves->leaves[leaf - 1]);
    return STATUS_OK;
}

static enum status drop_page(int64_t id, struct str bytes, void *closure)
{
    (void)id;
    (void)closure;
    return bytes.length ? STATUS_OK : STATUS_MALFORMED;
}

static enum status drop_entry(struct str term, int64_t value, void *closure)
{
    (void)term;
    (void)closure;
    return value > 0 ? STATUS_OK : STATUS_MALFORMED;
}

static enum status give(struct str term, struct str doclist, void *closure)
{
    return segment_add(closure, term, doclist);
}

static void merge(const struct leaves *leaves, bool has_places)
{
    const struct segment_output output = {drop_page, drop_entry, NULL};
    struct segment *segment = segment_new(&output, has_places);
    struct segment_reader readers[READERS];
    int64_t leaf_count, share = (int64_t)leaves->count / READERS;
    for (int i = 0; i < READERS; i++)
        segment_reader_init(&readers[i], &(struct segment_input){read_leaf, (void *)leaves},
                            has_places, i * share + 1,
                            i + 1 < READERS ? (i + 1) * share : (int64_t)leaves->count);
    if (!segments_merge(readers, READERS, true, give, segment) &&
        segment_end(segment, &leaf_count)) {
        fputs("what was read cannot be written\n", stderr);
        abort();
    }
    for (int i = 0; i < READERS; i++)
        segment_reader_release(&readers[i]);
    segment_free(segment);
}

static void parse(struct str record)
{
    struct structure *structure;
    CLEANUP_BUFFER struct buffer again = {0};
    if (!structure_parse(record, &structure))
        return;
    structure_append(structure, &again);
    structure_free(structure);
    if (!structure_parse(buffer_str(&again), &structure)) {
        fputs("what was written cannot be read\n", stderr);
        abort();
    }
    structure_free(structure);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct leaves leaves = {.count = 0};
    for (size_t at = 1; at + 2 <= size && leaves.count < LEAVES_MAX;) {
        size_t length = (size_t)data[at] << 8 | data[at + 1], rest = size - at - 2;
        length = length < rest ? length : rest;
        leaves.leaves[leaves.count++] = (struct str){(const char *)data + at + 2, length};
        at += 2 + length;
    }
    parse((struct str){(const char *)data, size});
    if (size)
        merge(&leaves, data[0] & 1);
    return 0;
}
