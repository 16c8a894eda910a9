#include "library/segment_reader.h"

#include "library/varint.h"

#include <string.h>

void segment_reader_init(struct segment_reader *reader, const struct segment_input *input,
                         bool has_places, int64_t first_leaf, int64_t last_leaf)
{
    *reader = (struct segment_reader){
        .input = *input, .has_places = has_places, .next_leaf = first_leaf, .last_leaf = last_leaf};
}

void segment_reader_release(struct segment_reader *reader)
{
    buffer_release(&reader->page);
    buffer_release(&reader->term);
    buffer_release(&reader->doclist);
}

static enum status read_leaf(struct segment_reader *reader)
{
    reader->page.length = 0;
    enum status status =
        reader->input.leaf(reader->next_leaf++, &reader->page, reader->input.closure);
    if (status)
        return status;
    reader->at = SEGMENT_LEAF_HEADER_BYTES;
    return segment_leaf_init(&reader->leaf, buffer_str(&reader->page)) ? STATUS_OK
                                                                       : STATUS_MALFORMED;
}

/* A number before limit. */
static bool take(struct segment_reader *reader, size_t limit, uint64_t *ret_number)
{
    size_t length = varint_get(reader->page.bytes + reader->at, limit - reader->at, ret_number);
    reader->at += length;
    return length > 0;
}

/* Zeros behind a shorter one. */
static uint64_t head_of(struct str term)
{
    uint64_t head = 0;
    memcpy(&head, term.bytes, term.length < sizeof head ? term.length : sizeof head);
    return __builtin_bswap64(head);
}

static bool read_term(struct segment_reader *reader)
{
    if (!segment_leaf_read_term(&reader->leaf, &reader->term, &reader->at))
        return false;
    reader->head = head_of(buffer_str(&reader->term));
    return true;
}

static void copy(struct segment_reader *reader, size_t limit, uint64_t *left)
{
    size_t length = limit - reader->at < *left ? limit - reader->at : (size_t)*left;
    buffer_append(&reader->doclist, (struct str){reader->page.bytes + reader->at, length});
    reader->at += length;
    *left -= length;
}

/* Of an index without places: zeros behind a row say that it is taken out, and that it is put in
 * again. */
static void read_marks(struct segment_reader *reader, size_t limit)
{
    for (; reader->at < limit && !reader->page.bytes[reader->at]; reader->at++) {
        reader->has_deletions = true;
        buffer_append_byte(&reader->doclist, 0);
    }
}

/* The rows of the term in this leaf, up to limit. *left: bytes of the last row's places that are
 * still to come. */
static bool read_rows(struct segment_reader *reader, size_t limit, bool *is_begun, uint64_t *left)
{
    copy(reader, limit, left);
    while (reader->at < limit) {
        bool is_whole = !*is_begun || reader->at == reader->leaf.first_row_at;
        uint64_t number, size = 0;
        if (!take(reader, limit, &number))
            return false;
        int64_t row = (is_whole ? 0 : reader->last_row) + (int64_t)number;
        if (*is_begun && row <= reader->last_row)
            return false;
        varint_append(&reader->doclist, (uint64_t)(row - (*is_begun ? reader->last_row : 0)));
        if (!*is_begun)
            reader->first_row = row;
        reader->last_row = row;
        *is_begun = true;
        if (!reader->has_places) {
            read_marks(reader, limit);
            continue;
        }
        if (!take(reader, limit, &size))
            return false;
        varint_append(&reader->doclist, size);
        reader->has_deletions |= size & 1;
        *left = size / 2;
        copy(reader, limit, left);
    }
    return true;
}

enum status segment_reader_next(struct segment_reader *reader)
{
    enum status status = STATUS_OK;
    bool is_at_end = reader->at >= reader->leaf.end, is_begun = false;
    uint64_t left = 0;
    reader->doclist.length = 0;
    reader->has_term = !is_at_end || reader->next_leaf <= reader->last_leaf;
    if (!reader->has_term)
        return STATUS_OK;
    if (is_at_end)
        status = read_leaf(reader);
    if (status)
        return status;
    bool is_good = reader->at == reader->leaf.next_term_at && read_term(reader) &&
                   read_rows(reader, reader->leaf.next_term_at, &is_begun, &left);
    while (is_good && reader->at == reader->leaf.end && reader->next_leaf <= reader->last_leaf) {
        status = read_leaf(reader);
        if (status)
            return status;
        if (reader->leaf.next_term_at == SEGMENT_LEAF_HEADER_BYTES)
            break;
        is_good = read_rows(reader, reader->leaf.next_term_at, &is_begun, &left);
    }
    return is_good && left == 0 && is_begun ? STATUS_OK : STATUS_MALFORMED;
}
