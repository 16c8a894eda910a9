#include "layout/shape.h"

#include "text/grapheme.h"
#include "text/properties.h"
#include "text/utf8.h"

enum {
    READING_BRACKET_COLUMNS = 4,
    READING_COLUMNS_MIN = 6,
    CLUSTER_WINDOW = 2 * CLUSTER_LENGTH_MAX
};

static const uint16_t span_styles[SPAN_KIND_COUNT] = {
    [SPAN_STRONG] = TEXT_STRONG,
    [SPAN_EMPHASIS] = TEXT_EMPHASIS,
    [SPAN_CODE] = TEXT_CODE,
    [SPAN_LINK] = TEXT_LINK,
    [SPAN_SUPERSCRIPT] = TEXT_RAISED,
    [SPAN_SUBSCRIPT] = TEXT_RAISED,
    [SPAN_STRIKE] = TEXT_STRIKE,
    [SPAN_MARK] = TEXT_MARK,
    [SPAN_FOOTNOTE_REFERENCE] = TEXT_RAISED | TEXT_LINK,
};

/* A reading follows its base at once, before what the span has of blanks and the shapeless at its
 * end. */
static uint32_t base_end(struct str text, const struct span *span)
{
    uint32_t end = span->end, code_point;
    while (end > span->start) {
        const uint32_t start = (uint32_t)utf8_decode_before(text, end, &code_point);
        const struct properties properties = code_point_properties(code_point);
        if (!properties.is_space && properties.display != DISPLAY_NOTHING)
            break;
        end = start;
    }
    return end;
}

static void span_enter(struct span_walk *walk, const struct span *span)
{
    if (walk->depth == SPAN_DEPTH_MAX)
        return;
    const uint16_t around = walk->depth ? walk->open[walk->depth - 1].style : 0;
    walk->open[walk->depth++] = (struct span_entry){
        .end = span->end,
        .target = span->target,
        .style = (uint16_t)(around | span_styles[span->kind]),
        .is_ruby = span->kind == SPAN_RUBY && span->target,
        .base_end = span->kind == SPAN_RUBY ? base_end(walk->document->text, span) : 0,
    };
    walk->ruby_count = (uint16_t)(walk->ruby_count + walk->open[walk->depth - 1].is_ruby);
}

/* Leaves and enters spans so that open[] are those around offset. */
static void span_walk_to(struct span_walk *walk, uint32_t offset)
{
    const struct document *document = walk->document;
    while (walk->depth && walk->open[walk->depth - 1].end <= offset) {
        walk->depth--;
        walk->ruby_count = (uint16_t)(walk->ruby_count - walk->open[walk->depth].is_ruby);
    }
    for (; walk->next < document->span_count && document->spans[walk->next].start <= offset;
         walk->next++)
        if (document->spans[walk->next].end > offset)
            span_enter(walk, &document->spans[walk->next]);
    walk->style = walk->depth ? walk->open[walk->depth - 1].style : 0;
    walk->change = walk->depth ? walk->open[walk->depth - 1].end : UINT32_MAX;
    if (walk->next < document->span_count && document->spans[walk->next].start < walk->change)
        walk->change = document->spans[walk->next].start;
}

static void span_walk_seek(struct span_walk *walk, uint32_t offset)
{
    walk->depth = walk->ruby_count = walk->style = 0;
    walk->change = UINT32_MAX;
    if (!walk->document || !walk->document->span_count)
        return;
    walk->next = document_span_from(walk->document, offset);
    span_walk_to(walk, offset);
}

void shaper_seek(struct shaper *shaper, uint32_t offset)
{
    shaper->offset = offset;
    shaper->previous = ATOM_OTHER;
    shaper->swallows = false;
    span_walk_seek(&shaper->spans, offset);
}

/* Length of the code point at bytes when no other joins it from before, unless that is Prepend or
 * ZWJ, and it joins none itself but Extend; 0 when that is not known at once. */
static inline unsigned simple_length(const unsigned char *bytes)
{
    if (bytes[0] < 0x80)
        return bytes[0] >= 0x20 && bytes[0] < 0x7F;
    if (bytes[0] >= 0xE4 && bytes[0] <= 0xE9)
        return 3;
    if (bytes[0] == 0xE3) {
        if (bytes[1] == 0x80) /* U+302A..302F are marks */
            return bytes[2] < 0xAA || bytes[2] > 0xAF ? 3 : 0;
        return bytes[1] == 0x82 && (bytes[2] == 0x99 || bytes[2] == 0x9A) ? 0 : 3; /* U+3099 */
    }
    if (bytes[0] == 0xEF) /* U+FF00..FF7F */
        return bytes[1] == 0xBC || bytes[1] == 0xBD ? 3 : 0;
    if (bytes[0] == 0xE2) /* U+2010..2027 */
        return bytes[1] == 0x80 && bytes[2] >= 0x90 && bytes[2] <= 0xA7 ? 3 : 0;
    return 0;
}

/* U+3001, U+3002, the odd ones of U+3009..3011, and FF01 FF09 FF0C FF1A FF1B FF1F. */
static inline bool is_wide_closing(const unsigned char *bytes)
{
    if (bytes[0] == 0xE3 && bytes[1] == 0x80)
        return bytes[2] == 0x81 || bytes[2] == 0x82 ||
               (bytes[2] >= 0x89 && bytes[2] <= 0x91 && (bytes[2] & 1));
    return bytes[0] == 0xEF && bytes[1] == 0xBC &&
           (bytes[2] == 0x81 || bytes[2] == 0x89 || bytes[2] == 0x8C || bytes[2] == 0x9A ||
            bytes[2] == 0x9B || bytes[2] == 0x9F);
}

/* U+4000..9FFF but the hexagrams, which are narrow. */
static inline bool is_plain_han(const unsigned char *bytes)
{
    return bytes[0] >= 0xE4 && bytes[0] <= 0xE9 && !(bytes[0] == 0xE4 && bytes[1] == 0xB7);
}

uint32_t cluster_end(struct str text, uint32_t offset, uint32_t end)
{
    const unsigned char *bytes = (const unsigned char *)text.bytes + offset;
    const unsigned length = simple_length(bytes);
    if (length && (offset + length >= end || simple_length(bytes + length)))
        return offset + length;
    const bool is_cut = end - offset > CLUSTER_LENGTH_MAX;
    const uint32_t stop = is_cut ? offset + CLUSTER_LENGTH_MAX : end;
    uint32_t found = (uint32_t)grapheme_end(str_slice(text, 0, stop), offset);
    if (is_cut && found + 4 > stop)
        while (((unsigned char)text.bytes[found] & 0xC0) == 0x80)
            found++;
    return found;
}

uint32_t cluster_floor(struct str text, uint32_t start, uint32_t place)
{
    uint32_t from = place > start + CLUSTER_WINDOW ? place - CLUSTER_WINDOW : start;
    while (from > start && ((unsigned char)text.bytes[from] & 0xC0) == 0x80)
        from--;
    size_t until = (size_t)place + 64;
    until = until > text.length ? text.length : until;
    return from + (uint32_t)grapheme_floor(str_slice(text, from, until), place - from);
}

static unsigned columns_of(const struct shaper *shaper, struct properties properties)
{
    return properties.width == 3 ? (unsigned)shaper->ambiguous : properties.width;
}

static uint8_t class_of(uint32_t code_point, struct properties properties, unsigned columns)
{
    if (properties.script >= SCRIPT_HAN && properties.script <= SCRIPT_BOPOMOFO)
        return ATOM_CJK;
    if (properties.is_space) /* no-break spaces are shown, and kept */
        return code_point == 0xA0 || code_point == 0x202F || code_point == 0x2007 ? ATOM_OTHER
                                                                                  : ATOM_BLANK;
    if (properties.is_punctuation)
        return ATOM_MARK;
    if (code_point >= 0x3041 && code_point <= 0x30FF)
        return ATOM_CJK; /* the long vowel and iteration marks, which have no script */
    if (columns == 1 &&
        (properties.is_digit || (properties.is_letter && properties.script >= SCRIPT_LATIN &&
                                 properties.script <= SCRIPT_CYRILLIC)))
        return ATOM_WORD;
    return ATOM_OTHER;
}

static bool is_ascii_mark(unsigned char byte)
{
    return byte == ',' || byte == '.' || byte == ':' || byte == ';' || byte == '!' || byte == '?' ||
           byte == '(' || byte == ')';
}

static uint32_t fullwidth_of(const struct shaper *shaper, uint32_t offset)
{
    if (!shaper->fullwidth_marks || (shaper->spans.style & TEXT_CODE))
        return 0;
    return mark_shown(shaper->text, shaper->line_start, shaper->line_end, offset);
}

/* A blank behind a full-width mark, or before a full-width bracket or closing mark, would make the
 * row look torn. */
static bool is_swallowed(const struct shaper *shaper, uint32_t offset)
{
    if (shaper->swallows)
        return true;
    if (shaper->gaps && offset > shaper->line_start && offset + 4 <= shaper->line_end &&
        is_wide_closing((const unsigned char *)shaper->text.bytes + offset + 1))
        return true;
    if (offset + 1 >= shaper->line_end || shaper->text.bytes[offset + 1] != '(' ||
        offset == shaper->line_start)
        return false;
    return fullwidth_of(shaper, offset + 1) != 0;
}

static void shape_ascii(struct shaper *shaper, struct atom *atom)
{
    const unsigned char byte = (unsigned char)shaper->text.bytes[atom->start];
    atom->shown = byte;
    atom->columns = 1;
    if (byte == ' ') {
        atom->class = ATOM_BLANK;
        atom->columns = !is_swallowed(shaper, atom->start);
        return;
    }
    const unsigned char letter = byte | 0x20;
    const bool is_word = (letter >= 'a' && letter <= 'z') || (byte >= '0' && byte <= '9');
    const bool is_code = shaper->spans.style & TEXT_CODE;
    atom->class = is_word ? ATOM_WORD : is_code ? ATOM_CODE_MARK : ATOM_MARK;
    shaper->swallows = false;
    if (is_word || !is_ascii_mark(byte))
        return;
    const uint32_t shown = fullwidth_of(shaper, atom->start);
    if (shown) {
        atom->shown = shown;
        atom->columns = (uint16_t)code_point_width(shown, shaper->ambiguous);
        shaper->swallows = true;
    }
}

size_t atom_pieces(const struct shaper *shaper, const struct atom *atom,
                   struct display_piece *ret_pieces)
{
    const size_t count = filter_pieces(str_slice(shaper->text, atom->start, atom->end),
                                       (int)shaper->ambiguous, ret_pieces, PIECE_COUNT_MAX);
    unsigned columns = 0;
    for (size_t i = 0; i < count; i++) {
        columns += ret_pieces[i].width;
        if (columns > shaper->limit)
            return i;
    }
    return count;
}

static void shape_pieces(const struct shaper *shaper, struct atom *atom)
{
    struct display_piece pieces[PIECE_COUNT_MAX];
    const size_t count = atom_pieces(shaper, atom, pieces);
    atom->shown = 0;
    atom->columns = 0;
    for (size_t i = 0; i < count; i++)
        atom->columns = (uint16_t)(atom->columns + pieces[i].width);
}

static void shape_cluster(struct shaper *shaper, struct atom *atom)
{
    atom->end = cluster_end(shaper->text, atom->start, shaper->line_end);
    const unsigned char lead = (unsigned char)shaper->text.bytes[atom->start];
    if (atom->end - atom->start == 1 && lead >= 0x20 && lead < 0x7F) {
        shape_ascii(shaper, atom);
        return;
    }
    uint32_t code_point;
    const size_t length = utf8_decode(shaper->text, atom->start, &code_point);
    const struct properties properties = code_point_properties(code_point);
    atom->columns = (uint16_t)columns_of(shaper, properties);
    atom->class = class_of(code_point, properties, atom->columns);
    atom->shown = code_point;
    if (length != atom->end - atom->start || properties.display != DISPLAY_SHOW ||
        atom->columns == 0)
        shape_pieces(shaper, atom);
    if (code_point == '\t' && shaper->is_code)
        atom->class = ATOM_TAB;
    else if (atom->columns == 0 && atom->class != ATOM_BLANK)
        atom->class = ATOM_INVISIBLE;
    if (atom->columns)
        shaper->swallows = false;
}

/* Columns that the narrowest row leaves behind a base, or, when that is too wide, behind its last
 * cluster. */
static unsigned reading_room(const struct shaper *shaper, const struct atom *atom,
                             unsigned base_columns)
{
    if (base_columns + READING_COLUMNS_MIN <= shaper->limit)
        return shaper->limit - base_columns;
    return shaper->limit > atom->columns ? shaper->limit - atom->columns : 0;
}

/* The reading of the ruby that ends with this atom; it gets what the narrowest row leaves. */
static void shape_reading(struct shaper *shaper, struct atom *atom)
{
    struct span_walk *walk = &shaper->spans;
    for (unsigned i = walk->depth; i-- > 0;) {
        struct span_entry *entry = &walk->open[i];
        entry->columns += atom->columns + atom->gap;
        if (!entry->is_ruby || entry->base_end > atom->end || entry->base_end <= atom->start)
            continue;
        const unsigned room = reading_room(shaper, atom, entry->columns);
        if (room < READING_COLUMNS_MIN)
            return;
        size_t columns = READING_BRACKET_COLUMNS;
        atom->reading = walk->document->targets[entry->target];
        if (atom->reading.length > shaper->limit * 8u) /* a hostile one is not measured whole */
            columns = room;
        else
            columns += text_width(atom->reading, shaper->ambiguous);
        atom->reading_columns = (uint16_t)(columns < room ? columns : room);
        return;
    }
}

static inline bool keeps_gap(const struct shaper *shaper, const struct atom *atom)
{
    if (!shaper->gaps || (atom->class == ATOM_CJK) == (shaper->previous == ATOM_CJK))
        return false;
    const unsigned other = atom->class == ATOM_CJK ? shaper->previous : atom->class;
    if (other != ATOM_WORD && other != ATOM_CODE_MARK)
        return false;
    const uint16_t either = atom->style | shaper->previous_style,
                   both = atom->style & shaper->previous_style;
    return !(either & TEXT_RAISED) && !(both & TEXT_CODE);
}

void shaper_next(struct shaper *shaper, struct atom *ret_atom)
{
    const uint32_t offset = shaper->offset;
    const unsigned char *bytes = (const unsigned char *)shaper->text.bytes + offset;
    if (offset >= shaper->spans.change)
        span_walk_to(&shaper->spans, offset);
    ret_atom->start = offset;
    ret_atom->style = shaper->spans.style;
    ret_atom->reading_columns = 0;
    if (is_plain_han(bytes) && (offset + 3 >= shaper->line_end || simple_length(bytes + 3))) {
        ret_atom->end = offset + 3;
        ret_atom->shown =
            (uint32_t)((bytes[0] & 0xF) << 12 | (bytes[1] & 0x3F) << 6 | (bytes[2] & 0x3F));
        ret_atom->columns = 2;
        ret_atom->class = ATOM_CJK;
        shaper->swallows = false;
    } else if (is_wide_closing(bytes) &&
               (offset + 3 >= shaper->line_end || simple_length(bytes + 3))) {
        ret_atom->end = offset + 3;
        ret_atom->shown =
            (uint32_t)((bytes[0] & 0xF) << 12 | (bytes[1] & 0x3F) << 6 | (bytes[2] & 0x3F));
        ret_atom->columns = 2;
        ret_atom->class = ATOM_MARK;
        shaper->swallows = false;
    } else {
        shape_cluster(shaper, ret_atom);
    }
    ret_atom->gap = keeps_gap(shaper, ret_atom);
    if (ret_atom->class != ATOM_INVISIBLE) {
        shaper->previous = ret_atom->class;
        shaper->previous_style = ret_atom->style;
    }
    if (shaper->spans.ruby_count && !shaper->is_code)
        shape_reading(shaper, ret_atom);
    shaper->offset = ret_atom->end;
}
