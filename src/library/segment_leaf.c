#include "library/segment_leaf.h"

#include "library/varint.h"

static size_t offset_at(struct str page, size_t at)
{
    return (size_t)(unsigned char)page.bytes[at] << 8 | (unsigned char)page.bytes[at + 1];
}

/* Where the footer says that the next term begins, after the one at base. */
static bool read_footer(struct segment_leaf *leaf, size_t base)
{
    uint64_t distance = 0;
    leaf->next_term_at = leaf->end;
    if (leaf->footer_at >= leaf->page.length)
        return true;
    size_t length = varint_get(leaf->page.bytes + leaf->footer_at,
                               leaf->page.length - leaf->footer_at, &distance);
    leaf->footer_at += length;
    leaf->next_term_at = base + (size_t)distance;
    return length && distance && leaf->next_term_at < leaf->end;
}

bool segment_leaf_init(struct segment_leaf *leaf, struct str page)
{
    *leaf = (struct segment_leaf){.page = page};
    if (page.length < SEGMENT_LEAF_HEADER_BYTES)
        return false;
    leaf->first_row_at = offset_at(page, 0);
    leaf->end = leaf->footer_at = offset_at(page, 2);
    return leaf->end >= SEGMENT_LEAF_HEADER_BYTES && leaf->end <= page.length &&
           read_footer(leaf, 0) && leaf->next_term_at >= SEGMENT_LEAF_HEADER_BYTES;
}

/* The first of a leaf is whole, the others go on from the one before. */
bool segment_leaf_read_term(struct segment_leaf *leaf, struct buffer *term, size_t *ret_at)
{
    uint64_t common = 0, length = 0;
    const char *bytes = leaf->page.bytes;
    size_t from = leaf->next_term_at, at = from, read = 1;
    if (leaf->is_in_terms)
        at += read = varint_get(bytes + at, leaf->end - at, &common);
    if (read)
        at += read = varint_get(bytes + at, leaf->end - at, &length);
    if (!read || common > term->length || length > leaf->end - at)
        return false;
    term->length = (size_t)common;
    buffer_append(term, (struct str){bytes + at, (size_t)length});
    leaf->is_in_terms = true;
    *ret_at = at + (size_t)length;
    return read_footer(leaf, from) && *ret_at <= leaf->next_term_at;
}
