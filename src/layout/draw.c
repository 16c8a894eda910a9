#include "base/memory.h"
#include "layout/inner.h"
#include "text/grapheme.h"
#include "text/utf8.h"

enum { TAB_COLUMNS = 8 };

/* The row's text so far: where the next glyph stands. */
struct pen {
    struct layout *layout;
    struct row *row;
    unsigned left, column, right;
    uint16_t style;
    bool keeps_groups, is_synthetic;
    size_t ink; /* glyphs up to the last that is no blank */
    unsigned ink_column;
};

static inline struct glyph *row_add(struct row *row)
{
    ARRAY_RESERVE(row->glyphs, row->glyph_count, row->glyph_capacity);
    return &row->glyphs[row->glyph_count++];
}

static void set_piece(struct display_piece *piece, uint32_t code_point, unsigned columns)
{
    piece->length = (uint8_t)utf8_encode(code_point, piece->bytes);
    piece->bytes[piece->length] = '\0';
    piece->width = (uint8_t)columns;
}

static inline struct glyph *add(struct pen *pen, uint32_t start, uint32_t end, uint16_t style)
{
    struct glyph *glyph = row_add(pen->row);
    glyph->start = pen->is_synthetic ? 0 : start;
    glyph->end = pen->is_synthetic ? 0 : end;
    glyph->style = style;
    glyph->column = (uint16_t)pen->column;
    return glyph;
}

static void add_code_point(struct pen *pen, uint32_t code_point, unsigned columns,
                           const struct atom *atom)
{
    struct glyph *glyph = add(pen, atom->start, atom->end, pen->style | atom->style);
    set_piece(&glyph->piece, code_point, columns);
    pen->column += columns;
}

/* Most atoms: one code point, shown as it is stored. */
static inline void add_stored(struct pen *pen, const struct atom *atom)
{
    struct glyph *glyph = add(pen, atom->start, atom->end, pen->style | atom->style);
    const char *bytes = pen->layout->shaper.text.bytes + atom->start;
    const unsigned length = atom->end - atom->start;
    for (unsigned i = 0; i < length; i++)
        glyph->piece.bytes[i] = bytes[i];
    glyph->piece.bytes[length] = '\0';
    glyph->piece.length = (uint8_t)length;
    glyph->piece.width = (uint8_t)atom->columns;
    pen->column += atom->columns;
}

static void add_pieces(struct pen *pen, const struct atom *atom)
{
    struct display_piece pieces[PIECE_COUNT_MAX];
    const size_t count = atom_pieces(&pen->layout->shaper, atom, pieces);
    for (size_t i = 0; i < count; i++) {
        struct glyph *glyph = add(pen, atom->start, atom->end, pen->style | atom->style);
        glyph->piece = pieces[i];
        pen->column += pieces[i].width;
    }
}

/* Text that is not the document's: as many pieces as fit before right. */
static unsigned add_shown(struct row *row, struct str text, unsigned column, unsigned right,
                          uint16_t style, uint32_t place, enum ambiguous_width ambiguous)
{
    struct display_piece pieces[PIECE_COUNT_MAX];
    for (size_t i = 0; i < text.length;) {
        const size_t end = grapheme_end(text, i);
        const size_t count =
            filter_pieces(str_slice(text, i, end), (int)ambiguous, pieces, PIECE_COUNT_MAX);
        for (size_t j = 0; j < count; j++) {
            if (column + pieces[j].width > right)
                return column;
            struct glyph *glyph = row_add(row);
            *glyph = (struct glyph){pieces[j], place, place, (uint16_t)column, style};
            column += pieces[j].width;
        }
        i = end;
    }
    return column;
}

unsigned draw_label(struct layout *layout, struct row *row, struct str text, unsigned column,
                    unsigned right, uint16_t style)
{
    const enum ambiguous_width ambiguous = layout->options.ambiguous;
    size_t columns;
    const size_t fitting = text_fit(text, right > column ? right - column : 0, ambiguous, &columns);
    if (fitting == text.length)
        return add_shown(row, text, column, right, style, row->start, ambiguous);
    const unsigned ellipsis = code_point_width(0x2026, ambiguous);
    if (right < column + ellipsis)
        return column;
    column = add_shown(row, text, column, right - ellipsis, style, row->start, ambiguous);
    return add_shown(row, STR("…"), column, right, style, row->start, ambiguous);
}

void draw_bars(struct layout *layout, struct row *row, unsigned count)
{
    for (unsigned i = 0; i < count; i++)
        draw_label(layout, row, str_from(bar_mark(layout)), i * bar_columns(layout),
                   layout->options.columns, TEXT_DIM | TEXT_QUOTE);
}

static void add_reading(struct pen *pen, const struct atom *atom)
{
    const unsigned bracket = code_point_width(0xFF08, pen->layout->options.ambiguous);
    const unsigned right = pen->column + atom->reading_columns;
    const uint32_t place = pen->is_synthetic ? 0 : atom->end;
    const uint16_t style = (uint16_t)(pen->style | TEXT_DIM);
    const enum ambiguous_width ambiguous = pen->layout->options.ambiguous;
    unsigned column = add_shown(pen->row, STR("（"), pen->column, right, style, place, ambiguous);
    column = add_shown(pen->row, atom->reading, column, right - bracket, style, place, ambiguous);
    add_shown(pen->row, STR("）"), column, right, style, place, ambiguous);
    pen->column = right;
}

static void keep_group(struct pen *pen, const struct atom *atom, size_t first, unsigned column)
{
    struct layout *layout = pen->layout;
    ARRAY_RESERVE(layout->groups, layout->group_count, layout->group_capacity);
    layout->groups[layout->group_count++] = (struct group){
        .start = atom->start,
        .first = (uint32_t)first,
        .count = (uint16_t)(pen->row->glyph_count - first),
        .columns = (uint16_t)(pen->column - column),
        .class = atom->class,
        .gap = atom->gap,
    };
}

static void add_tab(struct pen *pen, const struct atom *atom)
{
    unsigned columns = TAB_COLUMNS - (pen->column - pen->left) % TAB_COLUMNS;
    for (; columns > 0 && pen->column < pen->right; columns--)
        add_code_point(pen, ' ', 1, atom);
}

/* A cluster without shape belongs to the glyph before it, so that rows hold every character. */
static void add_invisible(struct pen *pen, const struct atom *atom, size_t first_glyph)
{
    struct row *row = pen->row;
    if (pen->is_synthetic || row->glyph_count <= first_glyph)
        return;
    struct glyph *last = &row->glyphs[row->glyph_count - 1];
    if (last->end == atom->start && last->start < last->end)
        last->end = atom->end;
}

static void add_atom(struct pen *pen, const struct atom *atom)
{
    const size_t first = pen->row->glyph_count;
    const unsigned column = pen->column;
    if (atom->shown && atom->end - atom->start == 3 && atom->columns == 2)
        add_stored(pen, atom);
    else if (atom->class == ATOM_TAB)
        add_tab(pen, atom);
    else if (atom->shown)
        add_code_point(pen, atom->class == ATOM_BLANK && atom->columns == 1 ? ' ' : atom->shown,
                       atom->columns, atom);
    else
        add_pieces(pen, atom);
    if (atom->reading_columns)
        add_reading(pen, atom);
    if (pen->keeps_groups)
        keep_group(pen, atom, first, column);
    if (atom->class == ATOM_BLANK)
        return;
    pen->ink = pen->row->glyph_count;
    pen->ink_column = pen->column;
}

/* Glyphs of text[start, end) from pen->left on; blanks at the end are not drawn, but in code. */
static void draw_atoms(struct pen *pen, const struct segment *segment, uint32_t start, uint32_t end)
{
    struct shaper *shaper = &pen->layout->shaper;
    const size_t first_glyph = pen->row->glyph_count;
    struct atom atom;
    shaper_open(pen->layout, segment, &pen->layout->shaper);
    shaper_seek(shaper, start);
    pen->ink = first_glyph;
    pen->ink_column = pen->column = pen->left;
    while (shaper->offset < end) {
        shaper_next(shaper, &atom);
        if (atom.columns == 0 && atom.class != ATOM_TAB) {
            if (atom.class != ATOM_BLANK)
                add_invisible(pen, &atom, first_glyph);
            continue;
        }
        if (atom.start > start)
            pen->column += atom.gap;
        add_atom(pen, &atom);
    }
    if (segment->frame.is_code)
        return;
    pen->row->glyph_count = pen->ink;
    pen->column = pen->ink_column;
    while (pen->layout->group_count &&
           pen->layout->groups[pen->layout->group_count - 1].first >= pen->ink)
        pen->layout->group_count--;
}

/* Marker, bars and header label left of the text. */
static void draw_prefix(struct layout *layout, const struct frame *frame, struct row *row,
                        bool is_first)
{
    const enum ambiguous_width ambiguous = layout->options.ambiguous;
    draw_bars(layout, row, frame->bar_count);
    if (!is_first)
        return;
    const unsigned right = frame->first_left;
    const uint16_t style = (uint16_t)(TEXT_DIM | (frame->style & TEXT_QUOTE));
    if (frame->marker_length)
        add_shown(row, (struct str){frame->marker, frame->marker_length}, frame->marker_column,
                  right, style, row->start, ambiguous);
    if (frame->label_start == frame->label_end)
        return;
    const struct str label =
        str_slice(layout->document->text, frame->label_start, frame->label_end);
    const unsigned column = draw_label(layout, row, label, frame->marker_column, right - 2, style);
    add_shown(row, STR(":"), column, right, style, row->start, ambiguous);
}

static unsigned row_columns(const struct row *row)
{
    const struct glyph *last = row->glyph_count ? &row->glyphs[row->glyph_count - 1] : NULL;
    return last ? (unsigned)last->column + last->piece.width : 0;
}

void draw_text(struct layout *layout, struct segment *segment, uint32_t start, uint32_t end,
               struct row *row)
{
    const struct frame *frame = &segment->frame;
    const bool is_first = start == segment->first && segment->document;
    const bool is_last = end >= segment->end; /* of the paragraph, or before a forced start */
    const bool justifies = frame->justifies && !is_last && !segment->needs_bidi;
    const size_t prefix_first = row->glyph_count + frame->bar_count;
    draw_prefix(layout, frame, row, is_first);
    struct pen pen = {
        .layout = layout,
        .row = row,
        .left = frame_left(frame, is_first),
        .right = frame->right,
        .style = frame->style,
        .keeps_groups = segment->needs_bidi || justifies,
        .is_synthetic = !segment->document,
    };
    const size_t first_glyph = row->glyph_count;
    layout->group_count = 0;
    draw_atoms(&pen, segment, start, end);
    if (segment->needs_bidi)
        order_row(layout, segment, start, end, row, prefix_first, first_glyph);
    else if (justifies)
        justify_row(layout, row, frame->right - pen.left);
    const unsigned columns = row_columns(row);
    if (frame->is_centered && columns > pen.left && columns < frame->right)
        shift_glyphs(row, first_glyph, (frame->right - columns) / 2);
    row->columns = row_columns(row);
}
