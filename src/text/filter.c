#include "text/filter.h"

#include "text/grapheme.h"
#include "text/properties_table.h"
#include "text/utf8_inline.h"
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
        const size_t length = utf8_decode_inline(cluster, *offset, &code_point);
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

/* Length of the run at offset that is shown as it is and to which no rule applies. The last code
 * point is left out when something else follows, as that may be a mark on it. */
static size_t plain_run(struct str text, size_t offset)
{
    size_t end = offset, length = 0;
    while (end < text.length) {
        uint32_t code_point;
        const size_t next = utf8_decode_inline(text, end, &code_point);
        const struct properties properties = properties_of(code_point);
        if (properties.display != DISPLAY_SHOW || properties.width == 0 ||
            properties.grapheme_break != GRAPHEME_OTHER || code_point == CODE_POINT_REPLACEMENT)
            return end - length - offset;
        length = next;
        end += next;
    }
    return end - offset;
}

void filter_append(struct buffer *out, struct str untrusted, bool keep_lines)
{
    for (size_t offset = 0, end; offset < untrusted.length; offset = end) {
        end = offset + plain_run(untrusted, offset);
        if (end > offset) {
            buffer_append(out, str_slice(untrusted, offset, end));
            continue;
        }
        end = grapheme_end(untrusted, offset);
        const char last = untrusted.bytes[end - 1];
        const bool is_kept = keep_lines && (last == '\n' || last == '\t');
        append_cluster(out, str_slice(untrusted, offset, end - is_kept));
        if (is_kept)
            buffer_append_byte(out, last);
    }
}
