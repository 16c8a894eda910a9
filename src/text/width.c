#include "text/width.h"

#include "text/grapheme.h"
#include "text/properties_table.h"
#include "text/utf8_inline.h"

static inline unsigned column_count(struct properties properties, enum ambiguous_width ambiguous)
{
    return properties.width == 3 ? (unsigned)ambiguous : properties.width;
}

unsigned code_point_width(uint32_t code_point, enum ambiguous_width ambiguous)
{
    return column_count(code_point_properties(code_point), ambiguous);
}

unsigned grapheme_width(struct str cluster, enum ambiguous_width ambiguous)
{
    unsigned columns = 0;
    bool has_piece = false;
    uint32_t code_point;
    for (size_t i = 0; i < cluster.length;) {
        i += utf8_decode_inline(cluster, i, &code_point);
        const struct properties properties = properties_of(code_point);
        if (properties.display == DISPLAY_NOTHING)
            continue;
        /* A mark without a base is drawn on U+25CC, which is narrow (filter.h). */
        columns += properties.width || has_piece ? column_count(properties, ambiguous) : 1;
        has_piece = true;
    }
    return columns;
}

/* End of the cluster at offset and its columns, cheaply for one code point alone. */
static inline size_t measure(struct str text, size_t offset, enum ambiguous_width ambiguous,
                             unsigned *ret_columns)
{
    const size_t end = grapheme_end(text, offset);
    const unsigned char lead = (unsigned char)text.bytes[offset];
    if (end - offset == 1 && lead < 0x80)
        *ret_columns = 1; /* the control pictures are as narrow as the rest of ASCII */
    else if (end - offset == 3 && lead >= 0xE5 && lead <= 0xE9)
        *ret_columns = 2;
    else
        *ret_columns = grapheme_width(str_slice(text, offset, end), ambiguous);
    return end;
}

size_t text_width(struct str text, enum ambiguous_width ambiguous)
{
    size_t columns = 0;
    unsigned cluster_columns;
    for (size_t i = 0; i < text.length; columns += cluster_columns)
        i = measure(text, i, ambiguous, &cluster_columns);
    return columns;
}

size_t text_fit(struct str text, size_t columns, enum ambiguous_width ambiguous,
                size_t *ret_columns)
{
    size_t offset = 0;
    *ret_columns = 0;
    while (offset < text.length) {
        unsigned cluster_columns;
        const size_t end = measure(text, offset, ambiguous, &cluster_columns);
        if (*ret_columns + cluster_columns > columns)
            break;
        *ret_columns += cluster_columns;
        offset = end;
    }
    return offset;
}
