#include "document/builder_private.h"

#include "base/memory.h"
#include "text/grapheme.h"
#include "text/normalize.h"
#include "text/properties.h"
#include "text/utf8.h"

#include <assert.h>

enum {
    SHORT_TAIL = 256,    /* bytes; longer ones are hostile */
    CLUSTER_WALK = 4096, /* bytes walked from a known boundary before asking for one afresh */
    CONTROL_PICTURES = 0x2400,
    DELETE_PICTURE = 0x2421,
};

static inline bool is_continuation(unsigned char byte)
{
    return (byte & 0xC0) == 0x80;
}

static uint32_t *edge_offset(struct builder *builder, size_t index)
{
    struct span *span = &builder->spans[builder->edges[index].span];
    return builder->edges[index].is_end ? &span->end : &span->start;
}

/* Where borders inside a cluster (or a tail) go. Once a span has been closed inside it, whatever
 * opens there opens behind it: borders stay in the order of their log, so nesting survives. */
struct cluster_snap {
    uint32_t start, end;
    bool is_closed;
};

static void snap_edge(struct builder *builder, size_t index, struct cluster_snap *snap)
{
    snap->is_closed |= builder->edges[index].is_end;
    *edge_offset(builder, index) = snap->is_closed ? snap->end : snap->start;
}

/* The tail became what the text now ends with; borders where both are alike stay. */
static void snap_tail(struct builder *builder, struct str old_tail)
{
    const char *tail = builder->text.bytes + builder->last_normal;
    const size_t length = builder->text.length - builder->last_normal;
    size_t alike = 0;
    while (alike < length && alike < old_tail.length && tail[alike] == old_tail.bytes[alike])
        alike++;
    while (alike > 0 && is_continuation((unsigned char)tail[alike]))
        alike--;
    const size_t start = builder->last_normal + alike;
    const size_t old_end = builder->last_normal + old_tail.length;
    size_t first = builder->edge_count;
    while (first > 0 && *edge_offset(builder, first - 1) > start)
        first--;
    struct cluster_snap snap = {(uint32_t)start, (uint32_t)builder->text.length, false};
    for (size_t i = first; i < builder->edge_count; i++) {
        if (*edge_offset(builder, i) >= old_end)
            *edge_offset(builder, i) = snap.end;
        else
            snap_edge(builder, i, &snap);
    }
}

static size_t last_normal_in(struct str text, size_t from)
{
    size_t last = from;
    for (size_t i = from; i < text.length;) {
        uint32_t code_point;
        const size_t length = utf8_decode(text, i, &code_point);
        if (code_point_properties(code_point).is_normal)
            last = i;
        i += length;
    }
    return last;
}

void builder_settle(struct builder *builder)
{
    if (!builder->is_dirty)
        return;
    builder->is_dirty = false;
    const struct str text = buffer_str(&builder->text);
    const struct str tail = str_slice(text, builder->last_normal, text.length);
    builder->scratch.length = 0;
    nfc_append(&builder->scratch, tail);
    if (str_equal(tail, buffer_str(&builder->scratch)))
        return;
    /* The old tail goes to scratch, so that the borders can be compared with it. */
    const struct str composed = buffer_str(&builder->scratch);
    buffer_reserve(&builder->scratch, tail.length);
    memcpy(builder->scratch.bytes + composed.length, tail.bytes, tail.length);
    builder->text.length = builder->last_normal;
    buffer_append(&builder->text, (struct str){builder->scratch.bytes, composed.length});
    snap_tail(builder, (struct str){builder->scratch.bytes + composed.length, tail.length});
    builder->last_normal = last_normal_in(buffer_str(&builder->text), builder->last_normal);
}

void builder_settle_short(struct builder *builder)
{
    if (builder->text.length - builder->last_normal <= SHORT_TAIL)
        builder_settle(builder);
}

/* Whether each of 8 bytes is 0x20..0x7E. */
static inline bool is_printable_word(const unsigned char *bytes)
{
    const uint64_t ones = 0x0101010101010101u;
    uint64_t word;
    memcpy(&word, bytes, sizeof word);
    const uint64_t high = word | (word + ones); /* 0x7F + 1 and non-ASCII have the top bit */
    const uint64_t low = (word | ones << 7) - ones * 0x20; /* below 0x20 loses it */
    return ((high | ~low) & ones << 7) == 0;
}

/* U+2028 and U+2029 end a line as \n does; what reads our output by lines must not see more of
 * them. */
static inline bool is_separator(uint32_t code_point)
{
    return code_point == 0x2028 || code_point == 0x2029;
}

/* Length of the prefix that goes over as it is: well-formed, no control but \n, nothing that
 * combines with what stands before. *ret_last is where its last code point starts. */
static size_t clean_prefix(struct str text, size_t *ret_last)
{
    const unsigned char *bytes = (const unsigned char *)text.bytes;
    size_t offset = 0, last = 0;
    while (offset < text.length) {
        const unsigned char byte = bytes[offset];
        if (byte < 0x80) {
            if (text.length - offset >= 8 && is_printable_word(bytes + offset)) {
                offset += 8;
                last = offset - 1;
                continue;
            }
            if ((byte < 0x20 && byte != '\n') || byte == 0x7F)
                break;
            last = offset++;
            continue;
        }
        /* U+4000..9FFF are ideographs: nothing to look up. */
        if (byte >= 0xE4 && byte <= 0xE9 && text.length - offset >= 3 &&
            is_continuation(bytes[offset + 1]) && is_continuation(bytes[offset + 2])) {
            last = offset;
            offset += 3;
            continue;
        }
        uint32_t code_point;
        const size_t length = utf8_decode(text, offset, &code_point);
        if (code_point < 0xA0 || is_separator(code_point) ||
            (code_point == CODE_POINT_REPLACEMENT && (byte != 0xEF || length < 3)) ||
            !code_point_properties(code_point).is_normal)
            break;
        last = offset;
        offset += length;
    }
    *ret_last = last;
    return offset;
}

static uint32_t clean_code_point(struct builder *builder, uint32_t code_point)
{
    if (code_point == '\t') {
        builder->has_tab = true;
        return builder->open.kind == BLOCK_CODE ? '\t' : ' ';
    }
    if (code_point == '\r' || is_separator(code_point))
        return '\n';
    if (code_point < 0x20 && code_point != '\n')
        return CONTROL_PICTURES + code_point;
    if (code_point == 0x7F)
        return DELETE_PICTURE;
    return code_point >= 0x80 && code_point < 0xA0 ? CODE_POINT_REPLACEMENT : code_point;
}

/* One code point that clean_prefix stopped at; returns the bytes it took. */
static size_t append_special(struct builder *builder, struct str text)
{
    uint32_t code_point;
    const size_t length = utf8_decode(text, 0, &code_point);
    builder->skips_line_feed = code_point == '\r';
    code_point = clean_code_point(builder, code_point);
    if (code_point_properties(code_point).is_normal) {
        builder_settle(builder);
        builder->last_normal = builder->text.length;
    } else {
        builder->is_dirty = true;
    }
    utf8_append(&builder->text, code_point);
    return length;
}

/* As much of text as certainly fits: cleaning and NFC make it at most three times as long. */
static struct str cut_to_limit(struct builder *builder, struct str text)
{
    const size_t room = builder->text.length < TEXT_LIMIT ? TEXT_LIMIT - builder->text.length : 0;
    if (text.length <= room / 3)
        return text;
    builder->metadata.is_incomplete = true;
    size_t length = room / 3;
    while (length > 0 && is_continuation((unsigned char)text.bytes[length]))
        length--;
    return str_slice(text, 0, length);
}

void builder_text(struct builder *builder, struct str text)
{
    assert(builder->is_open);
    text = cut_to_limit(builder, text);
    while (text.length > 0) {
        if (builder->skips_line_feed && text.bytes[0] == '\n')
            text = str_slice(text, 1, text.length);
        builder->skips_line_feed = false;
        size_t last;
        const size_t prefix = clean_prefix(text, &last);
        if (prefix > 0) {
            builder_settle(builder);
            builder->last_normal = builder->text.length + last;
            buffer_append(&builder->text, str_slice(text, 0, prefix));
        }
        size_t taken = prefix;
        if (taken < text.length)
            taken += append_special(builder, str_slice(text, taken, text.length));
        text = str_slice(text, taken, text.length);
    }
}

/* Nearly every border, without a walk: what follows joins to nothing before. */
static bool is_plain_boundary(struct str text, size_t offset)
{
    if (offset == 0 || offset >= text.length)
        return true;
    uint32_t before, after;
    (void)utf8_decode(text, offset, &after);
    (void)utf8_decode_before(text, offset, &before);
    const unsigned class = code_point_properties(after).grapheme_break;
    return (class == GRAPHEME_OTHER || class == GRAPHEME_LF) &&
           code_point_properties(before).grapheme_break != GRAPHEME_PREPEND;
}

/* The cluster that holds offset, looked for from the last one found, which is at or before it. */
static void find_cluster(struct str block, size_t offset, struct cluster_snap *snap)
{
    if (offset < snap->end)
        return;
    size_t start = snap->end;
    if (offset - start > CLUSTER_WALK)
        start = grapheme_floor(block, offset);
    size_t end = start;
    do {
        start = end;
        end = grapheme_end(block, start);
    } while (end <= offset);
    *snap = (struct cluster_snap){(uint32_t)start, (uint32_t)end, false};
}

void builder_snap_edges(struct builder *builder)
{
    const uint32_t block_start = builder->open.start;
    const struct str block =
        str_slice(buffer_str(&builder->text), block_start, builder->text.length);
    struct cluster_snap found = {0};
    for (size_t i = 0; i < builder->edge_count; i++) {
        const size_t offset = *edge_offset(builder, i) - block_start;
        if (is_plain_boundary(block, offset))
            continue;
        find_cluster(block, offset, &found);
        if (found.start == offset)
            continue;
        struct cluster_snap snap = {found.start + block_start, found.end + block_start,
                                    found.is_closed};
        snap_edge(builder, i, &snap);
        found.is_closed = snap.is_closed;
    }
}
