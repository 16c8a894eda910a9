#include "text/filter.h"

#include "text/grapheme.h"
#include "text/properties.h"
#include "text/utf8.h"
#include "text/width.h"

#include <string.h>

enum { MARKS_PER_PIECE = 4, CODE_POINT_DOTTED_CIRCLE = 0x25CC };

uint32_t filter_code_point(uint32_t code_point)
{
    switch (code_point_properties(code_point).display) {
    case DISPLAY_SHOW:
        return code_point;
    case DISPLAY_NOTHING:
        return 0;
    default:
        break;
    }
    if (code_point < 0x20)
        return 0x2400 + code_point;
    return code_point == 0x7F ? 0x2421 : CODE_POINT_REPLACEMENT;
}

static void piece_add(struct display_piece *piece, uint32_t code_point)
{
    char bytes[4];
    const size_t length = utf8_encode(code_point, bytes);
    memcpy(piece->bytes + piece->length, bytes, length);
    piece->length = (uint8_t)(piece->length + length);
    piece->bytes[piece->length] = '\0';
}

/* Takes the next piece from *offset on and moves *offset behind it; false when nothing visible is
 * left. */
static bool piece_next(struct str cluster, size_t *offset, enum ambiguous_width ambiguous,
                       struct display_piece *ret_piece)
{
    unsigned mark_count = 0;
    ret_piece->length = 0;
    while (*offset < cluster.length) {
        uint32_t code_point;
        const size_t length = utf8_decode(cluster, *offset, &code_point);
        const uint32_t shown = filter_code_point(code_point);
        const unsigned width = shown ? code_point_width(shown, ambiguous) : 0;
        if (width > 0 && ret_piece->length > 0)
            break;
        *offset += length;
        if (shown == 0 || (width == 0 && mark_count == MARKS_PER_PIECE))
            continue;
        if (ret_piece->length == 0) {
            ret_piece->width = (uint8_t)(width ? width : 1);
            if (width == 0)
                piece_add(ret_piece, CODE_POINT_DOTTED_CIRCLE);
        }
        mark_count += width == 0;
        piece_add(ret_piece, shown);
    }
    return ret_piece->length > 0;
}

size_t filter_pieces(struct str cluster, int ambiguous, struct display_piece *ret_pieces,
                     size_t capacity)
{
    const enum ambiguous_width width = ambiguous == 2 ? AMBIGUOUS_WIDE : AMBIGUOUS_NARROW;
    size_t count = 0, offset = 0;
    while (count < capacity && piece_next(cluster, &offset, width, &ret_pieces[count]))
        count++;
    return count;
}

static void append_cluster(struct buffer *out, struct str cluster)
{
    struct display_piece piece;
    size_t offset = 0;
    while (piece_next(cluster, &offset, AMBIGUOUS_NARROW, &piece))
        buffer_append(out, (struct str){piece.bytes, piece.length});
}

void filter_append(struct buffer *out, struct str untrusted, bool keep_lines)
{
    size_t offset = 0, end;
    for (; offset < untrusted.length; offset = end) {
        end = offset;
        /* Printable ASCII goes over in one piece, except its last, which marks may follow. */
        while (end < untrusted.length && untrusted.bytes[end] >= 0x20 &&
               untrusted.bytes[end] < 0x7F)
            end++;
        end -= end > offset && end < untrusted.length;
        if (end > offset) {
            buffer_append(out, str_slice(untrusted, offset, end));
            continue;
        }
        end = grapheme_end(untrusted, offset);
        if (!keep_lines) {
            append_cluster(out, str_slice(untrusted, offset, end));
            continue;
        }
        const char last = untrusted.bytes[end - 1];
        const bool is_line = last == '\n' || last == '\t';
        append_cluster(out, str_slice(untrusted, offset, end - is_line));
        if (is_line)
            buffer_append_byte(out, last);
    }
}
