#include "library/segment_merge.h"

#include "base/memory.h"
#include "library/varint.h"

struct merge {
    struct segment_reader *readers;
    size_t count;
    bool is_oldest;
    struct entry *entries; /* one a reader */
};

static int compare_terms(const struct segment_reader *a, const struct segment_reader *b)
{
    size_t common = a->term.length < b->term.length ? a->term.length : b->term.length;
    int order = memcmp(a->term.bytes, b->term.bytes, common);
    return order ? order : (a->term.length > b->term.length) - (a->term.length < b->term.length);
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

static void merge_rows(const struct merge *merge, struct entry *entries, struct buffer *out)
{
    const bool has_places = merge->readers[0].has_places;
    int64_t last_row = 0;
    for (size_t i = 0; i < merge->count; i++)
        read_entry(&entries[i], has_places);
    for (size_t next; (next = next_entry(entries, merge->count)) < merge->count;) {
        int64_t row = entries[next].row;
        if (!entries[next].is_deletion || !merge->is_oldest) {
            varint_append(out, (uint64_t)(row - last_row));
            buffer_append(out, entries[next].content);
            last_row = row;
        }
        for (size_t i = 0; i < merge->count; i++)
            if (entries[i].row == row)
                read_entry(&entries[i], has_places);
    }
}

static bool has_term(const struct segment_reader *reader, const struct buffer *term)
{
    return reader->has_term && str_equal(buffer_str(&reader->term), buffer_str(term));
}

/* The rows of the segments come one after the other, and none is taken out. */
static bool is_in_order(const struct merge *merge, const struct buffer *term)
{
    int64_t last_row = 0;
    for (size_t i = 0; i < merge->count; i++) {
        const struct segment_reader *reader = &merge->readers[i];
        if (!has_term(reader, term))
            continue;
        if (reader->has_deletions || reader->first_row <= last_row)
            return false;
        last_row = reader->last_row;
    }
    return true;
}

/* The doclists of a term made one. */
static void merge_term(const struct merge *merge, const struct buffer *term, struct buffer *out)
{
    struct entry *entries = merge->entries;
    int64_t last_row = 0;
    bool is_simple = is_in_order(merge, term);
    for (size_t i = 0; i < merge->count; i++) {
        const struct segment_reader *reader = &merge->readers[i];
        bool is_one = has_term(reader, term);
        entries[i] = (struct entry){.rest = is_one ? buffer_str(&reader->doclist) : STR_NONE};
        if (!is_simple || !is_one)
            continue;
        append_later(reader, last_row, out);
        last_row = reader->last_row;
    }
    if (!is_simple)
        merge_rows(merge, entries, out);
}

/* The least term that is left, NULL at the end. */
static const struct segment_reader *next_term(const struct merge *merge)
{
    const struct segment_reader *next = NULL;
    for (size_t i = 0; i < merge->count; i++)
        if (merge->readers[i].has_term && (!next || compare_terms(&merge->readers[i], next) < 0))
            next = &merge->readers[i];
    return next;
}

static enum status advance(const struct merge *merge, const struct buffer *term)
{
    enum status status = STATUS_OK;
    for (size_t i = 0; i < merge->count && !status; i++)
        if (has_term(&merge->readers[i], term))
            status = segment_reader_next(&merge->readers[i]);
    return status;
}

enum status segments_merge(struct segment_reader *readers, size_t count, bool is_oldest,
                           postings_sink *take, void *closure)
{
    CLEANUP_BUFFER struct buffer term = {0}, doclist = {0};
    struct entry *entries = memory_new((count + 1) * sizeof *entries);
    const struct merge merge = {readers, count, is_oldest, entries};
    enum status status = STATUS_OK;
    const struct segment_reader *next;
    for (size_t i = 0; i < count && !status; i++)
        status = segment_reader_next(&readers[i]);
    while (!status && (next = next_term(&merge))) {
        term.length = doclist.length = 0;
        buffer_append(&term, buffer_str(&next->term));
        merge_term(&merge, &term, &doclist);
        status = advance(&merge, &term);
        if (!status && doclist.length)
            status = take(buffer_str(&term), buffer_str(&doclist), closure);
    }
    free(entries);
    return status;
}
