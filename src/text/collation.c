#include "text/collation.h"

#include "text/properties.h"
#include "text/utf8.h"

#include "generate/collation_table.inc"

enum { LETTERS_MAX = 32, BEYOND = 0xFFFF };

static uint16_t rank_of(uint32_t point, enum collation_order order)
{
    return order == COLLATION_STROKE ? stroke_pages[stroke_index[point >> 8]][point & 255]
                                     : pinyin_pages[pinyin_index[point >> 8]][point & 255];
}

static void append_rank(struct buffer *out, uint16_t rank)
{
    buffer_append_byte(out, (char)(rank >> 8));
    buffer_append_byte(out, (char)(rank & 0xFF));
}

void collation_append_key(struct str text, enum collation_order order, struct buffer *out)
{
    int letter_count = 0;
    for (size_t at = 0; at < text.length && letter_count < LETTERS_MAX;) {
        uint32_t point;
        at += utf8_decode(text, at, &point);
        bool is_beyond = point > 0xFFFF;
        uint16_t rank = is_beyond ? BEYOND : rank_of(point, order);
        if (rank == 0 || (is_beyond && !code_point_properties(point).is_letter))
            continue;
        append_rank(out, rank);
        if (is_beyond) /* rare Han, in the order of their code points */
            append_rank(out, (uint16_t)(point & 0xFFFF));
        letter_count++;
    }
}
