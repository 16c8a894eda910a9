#include "base/memory.h"
#include "layout/inner.h"
#include "text/utf8.h"

enum { LINE_LENGTH_MAX = 64 * 1024 };

/* The prologue is laid out whole, as a text without spans whose glyphs are not in the document. */
static struct segment *open_line(struct layout *layout, const struct prologue_row *line)
{
    struct segment *segment = &layout->scratch;
    segment->text = buffer_str(&layout->prologue.text);
    segment->document = NULL;
    segment->block = UINT32_MAX;
    segment->first = UINT32_MAX;
    segment->line_start = segment->base_start = segment->start = line->line_start;
    segment->line_end = segment->base_end = segment->end = line->line_end;
    segment->frame = (struct frame){
        .right = (uint16_t)layout->options.columns,
        .style = line->style,
        .hangs = layout->options.hangs,
    };
    segment->needs_bidi =
        bidi_is_needed(str_slice(segment->text, line->line_start, line->line_end));
    segment->frame.hangs &= !segment->needs_bidi;
    if (!layout->breaker)
        layout->breaker =
            line_breaker_new(layout->document->metadata.language, layout->options.kinsoku);
    segment->breaker = layout->breaker;
    return segment;
}

void prologue_fill(struct layout *layout)
{
    struct prologue *prologue = &layout->prologue;
    prologue->row_count = 0;
    for (size_t i = 0; i < prologue->line_count; i++) {
        const struct prologue_row *line = &prologue->lines[i];
        struct segment *segment = open_line(layout, line);
        fill_begin(layout, segment);
        while (fill_extend(layout, segment))
            continue;
        for (size_t j = 0; j < segment->row_count; j++) {
            struct prologue_row row = *line;
            row.start = segment->rows[j];
            row.end = j + 1 < segment->row_count ? segment->rows[j + 1] : line->line_end;
            ARRAY_RESERVE(prologue->rows, prologue->row_count, prologue->row_capacity);
            prologue->rows[prologue->row_count++] = row;
        }
    }
}

void prologue_draw(struct layout *layout, uint32_t index, struct row *row)
{
    const struct prologue_row *line = &layout->prologue.rows[index];
    draw_text(layout, open_line(layout, line), line->start, line->end, row);
}

/* Ill-formed bytes become U+FFFD and line ends blanks, so that a line is one line of sound text. */
static void append_line(struct buffer *out, struct str text)
{
    uint32_t code_point;
    const size_t stop = text.length < LINE_LENGTH_MAX ? text.length : LINE_LENGTH_MAX;
    for (size_t i = 0; i < stop;) {
        i += utf8_decode(text, i, &code_point);
        utf8_append(out, code_point == '\n' || code_point == '\t' ? ' ' : code_point);
    }
}

void layout_set_prologue(struct layout *layout, const struct prologue_line *lines, size_t count)
{
    struct prologue *prologue = &layout->prologue;
    prologue->text.length = 0;
    prologue->line_count = 0;
    for (size_t i = 0; i < count; i++) {
        struct prologue_row line = {.line_start = (uint32_t)prologue->text.length,
                                    .style = lines[i].style};
        append_line(&prologue->text, lines[i].text);
        line.line_end = (uint32_t)prologue->text.length;
        buffer_append_byte(&prologue->text, '\n');
        ARRAY_RESERVE(prologue->lines, prologue->line_count, prologue->line_capacity);
        prologue->lines[prologue->line_count++] = line;
    }
    prologue_fill(layout);
}
