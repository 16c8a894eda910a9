#include "text/file_name.h"

#include "text/filter.h"
#include "text/grapheme.h"
#include "text/utf8.h"

#include <string.h>

enum { ZERO_WIDTH_JOINER = 0x200D, VARIATION_SELECTOR_1 = 0xFE00, VARIATION_SELECTOR_16 = 0xFE0F };

enum use { USE_KEEP, USE_DROP, USE_BLANK };

static enum use use_of_point(uint32_t point)
{
    if (point == ZERO_WIDTH_JOINER ||
        (point >= VARIATION_SELECTOR_1 && point <= VARIATION_SELECTOR_16))
        return USE_KEEP;
    if (point < 0x80 && strchr(" /\\:*?\"<>|", (int)point))
        return USE_BLANK;
    uint32_t shown = filter_code_point(point);
    if (shown == 0)
        return USE_DROP;
    return shown == point && point != CODE_POINT_REPLACEMENT ? USE_KEEP : USE_BLANK;
}

/* Soft hyphens and the like, and lone joiners, leave nothing. */
static enum use use_of_cluster(struct str cluster)
{
    bool has_base = false;
    for (size_t i = 0; i < cluster.length;) {
        uint32_t point;
        i += utf8_decode(cluster, i, &point);
        enum use use = use_of_point(point);
        if (use == USE_BLANK)
            return USE_BLANK;
        has_base |= use == USE_KEEP && filter_code_point(point) == point;
    }
    return has_base ? USE_KEEP : USE_DROP;
}

void file_name_append(struct buffer *out, struct str title)
{
    const size_t start = out->length;
    bool owes_blank = false;
    for (size_t i = 0, end; i < title.length; i = end) {
        end = grapheme_end(title, i);
        struct str cluster = str_slice(title, i, end);
        bool is_first = out->length == start;
        enum use use = use_of_cluster(cluster);
        if (use == USE_BLANK)
            owes_blank = !is_first;
        if (use != USE_KEEP || (is_first && cluster.bytes[0] == '.'))
            continue;
        if (out->length - start + owes_blank + cluster.length > FILE_NAME_BYTES)
            break;
        if (owes_blank)
            buffer_append_byte(out, ' ');
        buffer_append(out, cluster);
        owes_blank = false;
    }
    while (out->length > start && out->bytes[out->length - 1] == '.')
        out->length--;
}
