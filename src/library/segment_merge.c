#include "library/segment_merge.h"

#include "base/memory.h"
#include "library/varint.h"

struct merge {
    struct segment_reader *readers;
    size_t count;
    bool is_oldest;
    struct entry *entries; /* one a reader */
    size_t *having;        /* the readers that have the term, the oldest first */
    size_t having_count;
};

static int compare_terms(const struct segment_reader *a, const struct segment_reader *b)
{
    if (a->head != b->head)
        return a->head < b->head ? -1 : 1;
    return str_compare(buffer_str(&a->term), buffer_str(&b->term));
}

/* The doclist of later rows goes on from the last one before. */
static void append_later(const struct segment_reader *reader, int64_t last_row, struct buffer *out)
{
    uint64_t ignored;
    size_t length = varint_get(reader->doclist.bytes, reader->doclist.length, &ignored);
    varint_append(out, (uint64_t)(reader->first_row - last_row));
    buffer_append(out, str_slice(buffer_str(&reader->doclist), length, reader->doclist.length));
}

/* A row of a doclist, and what stands behind its number. */
struct entry {
    struct str rest; /* of the doclist */
    int64_t row;     /* 0: none is left */
    struct str content;
    bool is_deletion; /* the row is taken out of older segments, and not in this one */
};

static void read_entry(struct entry *entry, bool has_places)
{
    uint64_t distance = 0, size = 0;
    struct str rest = entry->rest;
    size_t at = varint_get(rest.bytes, rest.length, &distance), end = at;
    if (has_places)
        end += varint_get(rest.bytes + at, rest.length - at, &size) + (size_t)(size / 2);
    while (!has_places && end < rest.length && !rest.bytes[end])
        end++;
    entry->row = distance ? entry->row + (int64_t)distance : 0;
    entry->content = str_slice(rest, at, end);
    entry->is_deletion = has_places ? size == 1 : end - at == 1;
    entry->rest = str_slice(rest, end, rest.length);
}

/* The least row, in the newest segment that has it. */
static size_t next_entry(const struct entry *entries, size_t count)
{
    size_t next = count;
    for (size_t i = count; i-- > 0;)
        if (entries[i].row && (next == count || entries[i].row < entries[next].row))
            next = i;
    return next;
}

static void merge_rows(const struct merge *merge, struct buffer *out)
{
    const bool has_places = merge->readers[0].has_places;
    struct entry *entries = merge->entries;
    int64_t last_row = 0;
    for (size_t i = 0; i < merge->having_count; i++) {
        entries[i] = (struct entry){.rest = buffer_str(&merge->readers[merge->having[i]].doclist)};
        read_entry(&entries[i], has_places);
    }
    for (size_t next; (next = next_entry(entries, merge->having_count)) < merge->having_count;) {
        int64_t row = entries[next].row;
        if (!entries[next].is_deletion || !merge->is_oldest) {
            varint_append(out, (uint64_t)(row - last_row));
            buffer_append(out, entries[next].content);
            last_row = row;
        }
        for (size_t i = 0; i < merge->having_count; i++)
            if (entries[i].row == row)
                read_entry(&entries[i], has_places);
    }
}

/* The rows of the segments come one after the other, and none is taken out. */
static bool is_in_order(const struct merge *merge)
{
    int64_t last_row = 0;
    for (size_t i = 0; i < merge->having_count; i++) {
        const struct segment_reader *reader = &merge->readers[merge->having[i]];
        if (reader->has_deletions || reader->first_row <= last_row)
            return false;
        last_row = reader->last_row;
    }
    return true;
}

/* The doclists of the term made one. */
static void merge_term(const struct merge *merge, struct buffer *out)
{
    int64_t last_row = 0;
    if (!is_in_order(merge)) {
        merge_rows(merge, out);
        return;
    }
    for (size_t i = 0; i < merge->having_count; i++) {
        const struct segment_reader *reader = &merge->readers[merge->having[i]];
        append_later(reader, last_row, out);
        last_row = reader->last_row;
    }
}

/* Those that have the least term that is left; none at the end. */
static void find_least(struct merge *merge)
{
    merge->having_count = 0;
    for (size_t i = 0; i < merge->count; i++) {
        const struct segment_reader *reader = &merge->readers[i];
        if (!reader->has_term)
            continue;
        int order =
            merge->having_count ? compare_terms(reader, &merge->readers[merge->having[0]]) : 0;
        if (order < 0)
            merge->having_count = 0;
        if (order <= 0)
            merge->having[merge->having_count++] = i;
    }
}

static enum status advance(const struct merge *merge)
{
    enum status status = STATUS_OK;
    for (size_t i = 0; i < merge->having_count && !status; i++)
        status = segment_reader_next(&merge->readers[merge->having[i]]);
    return status;
}

static enum status give_all(struct merge *merge, postings_sink *take, void *closure)
{
    CLEANUP_BUFFER struct buffer doclist = {0};
    enum status status = STATUS_OK;
    for (find_least(merge); merge->having_count && !status; find_least(merge)) {
        doclist.length = 0;
        merge_term(merge, &doclist);
        if (doclist.length)
            status = take(buffer_str(&merge->readers[merge->having[0]].term), buffer_str(&doclist),
                          closure);
        if (!status)
            status = advance(merge);
    }
    return status;
}

enum status segments_merge(struct segment_reader *readers, size_t count, bool is_oldest,
                           postings_sink *take, void *closure)
{
    struct merge merge = {readers,
                          count,
                          is_oldest,
                          memory_new((count + 1) * sizeof *merge.entries),
                          memory_new((count + 1) * sizeof *merge.having),
                          0};
    enum status status = STATUS_OK;
    for (size_t i = 0; i < count && !status; i++)
        status = segment_reader_next(&readers[i]);
    if (!status)
        status = give_all(&merge, take, closure);
    free(merge.having);
    free(merge.entries);
    return status;
}
