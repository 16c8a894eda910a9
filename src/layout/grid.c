#include "base/memory.h"
#include "layout/inner.h"

/* A table row is as high as its highest cell; its lines are numbered from 0, and a rule may follow:
 *
 *     line 0   name      │ what it is          cells[] ─▶ lines[first, first + count), each a range
 * of text line 1             │ in some words line 2   ──────────┼────────────────     has_rule
 */

uint32_t grid_row_first(const struct layout *layout, const struct table *table, uint32_t block)
{
    const uint16_t row = cell_of(layout, block)->row;
    while (block > table->first && cell_of(layout, block - 1)->row == row)
        block--;
    return block;
}

uint32_t grid_row_end(const struct layout *layout, const struct table *table, uint32_t block)
{
    const uint16_t row = cell_of(layout, block)->row;
    while (block < table->end && cell_of(layout, block)->row == row)
        block++;
    return block;
}

static struct frame frame_of_cell(const struct layout *layout, const struct table *table,
                                  uint32_t block)
{
    const struct block *b = &layout->document->blocks[block];
    const struct cell *cell = cell_of(layout, block);
    const unsigned span = cell->column_span ? cell->column_span : 1;
    const unsigned last = cell->column + span <= table->column_count ? cell->column + span - 1
                                                                     : table->column_count - 1u;
    struct frame frame = {.first_left = table->lefts[cell->column], .right = table->rights[last]};
    frame.rest_left = frame.edge = frame.first_left;
    frame.style = (uint16_t)((cell->is_header ? TEXT_STRONG : 0) | (b->aside ? TEXT_DIM : 0) |
                             (b->quote_depth ? TEXT_QUOTE : 0));
    return frame;
}

/* Makes the scratch segment the line of a cell that holds place. */
static struct segment *open_cell_line(struct layout *layout, const struct table *table,
                                      uint32_t block, uint32_t line_start, uint32_t line_end)
{
    struct segment *segment = &layout->scratch;
    segment->text = layout->document->text;
    segment->document = layout->document;
    segment->block = block;
    segment->first = layout->document->blocks[block].start;
    segment->line_start = segment->base_start = segment->start = line_start;
    segment->line_end = segment->base_end = segment->end = line_end;
    segment->frame = frame_of_cell(layout, table, block);
    segment->needs_bidi = bidi_is_needed(str_slice(segment->text, line_start, line_end));
    if (!layout->breaker)
        layout->breaker =
            line_breaker_new(layout->document->metadata.language, layout->options.kinsoku);
    segment->breaker = layout->breaker;
    return segment;
}

static void add_line(struct grid_row *grid, struct cell_line line)
{
    ARRAY_RESERVE(grid->lines, grid->line_count, grid->line_capacity);
    grid->lines[grid->line_count++] = line;
}

static void fill_cell(struct layout *layout, const struct table *table, uint32_t block)
{
    struct grid_row *grid = &layout->grid;
    const struct block *b = &layout->document->blocks[block];
    const char *bytes = layout->document->text.bytes;
    struct cell_lines cell = {.block = block, .first = grid->line_count};
    for (uint32_t start = b->start, end; start <= b->end; start = end + 1) {
        const char *newline = memchr(bytes + start, '\n', b->end - start);
        end = newline ? (uint32_t)(newline - bytes) : b->end;
        struct segment *segment = open_cell_line(layout, table, block, start, end);
        fill_begin(layout, segment);
        while (fill_extend(layout, segment))
            continue;
        for (size_t i = 0; i < segment->row_count; i++) {
            const uint32_t row_end = i + 1 < segment->row_count ? segment->rows[i + 1] : end;
            add_line(grid, (struct cell_line){segment->rows[i], row_end, start, end});
        }
    }
    cell.count = grid->line_count - cell.first;
    grid->height = cell.count > grid->height ? (unsigned)cell.count : grid->height;
    ARRAY_RESERVE(grid->cells, grid->cell_count, grid->cell_capacity);
    grid->cells[grid->cell_count++] = cell;
}

struct grid_row *grid_row_at(struct layout *layout, const struct table *table, uint32_t block)
{
    struct grid_row *grid = &layout->grid;
    if (grid->first != UINT32_MAX && grid->first <= block && block < grid->end)
        return grid;
    grid->first = grid_row_first(layout, table, block);
    grid->end = grid_row_end(layout, table, block);
    grid->cell_count = grid->line_count = grid->height = 0;
    grid->is_header = true;
    for (uint32_t i = grid->first; i < grid->end; i++) {
        fill_cell(layout, table, i);
        grid->is_header &= cell_of(layout, i)->is_header;
    }
    const bool is_last = grid->end == table->end;
    const bool before_header = !is_last && cell_of(layout, grid->end)->is_header;
    grid->has_rule = !is_last && (table->is_ruled || (grid->is_header && !before_header));
    return grid;
}

struct row_cursor grid_cursor(const struct layout *layout, const struct grid_row *grid,
                              uint32_t line)
{
    return (struct row_cursor){
        .block = grid->first,
        .start = layout->document->blocks[grid->first].start,
        .line = line,
        .kind = line < grid->height ? ROW_TEXT : ROW_RULE,
    };
}

/* The first cell that has a line of that number begins it: over lines this never goes back. */
uint32_t grid_place(const struct grid_row *grid, const struct layout *layout, uint32_t line)
{
    for (size_t i = 0; i < grid->cell_count; i++)
        if (line < grid->cells[i].count)
            return grid->lines[grid->cells[i].first + line].start;
    return layout->document->blocks[grid->end].start; /* the rule: the row below */
}

uint32_t grid_line_at(const struct grid_row *grid, uint32_t block, uint32_t place)
{
    const struct cell_lines *cell = &grid->cells[block - grid->first];
    uint32_t line = 0;
    while (line + 1 < cell->count && grid->lines[cell->first + line + 1].start <= place)
        line++;
    return line;
}

static void draw_rule(struct layout *layout, const struct table *table, struct row *row)
{
    const bool is_narrow = layout->options.ambiguous == AMBIGUOUS_NARROW;
    const unsigned right = table->rights[table->column_count - 1];
    unsigned crossing = 0; /* index of the column whose separator comes next */
    for (unsigned column = 0; column < right; column++) {
        while (crossing + 1 < table->column_count && table->rights[crossing] + 1u < column)
            crossing++;
        const bool crosses =
            crossing + 1 < table->column_count && column == table->rights[crossing] + 1u;
        draw_label(layout, row,
                   str_from(crosses ? (is_narrow ? "┼" : "+") : (is_narrow ? "─" : "-")), column,
                   column + 1, TEXT_DIM);
    }
}

static void draw_separator(struct layout *layout, const struct table *table, uint32_t block,
                           struct row *row)
{
    const struct cell *cell = cell_of(layout, block);
    if (cell->column > 0)
        draw_label(layout, row, str_from(bar_mark(layout)), table->rights[cell->column - 1] + 1u,
                   layout->options.columns, TEXT_DIM);
}

/* A separator where no cell begins would run through a cell over several columns. */
static void draw_line(struct layout *layout, const struct table *table, const struct grid_row *grid,
                      uint32_t line, struct row *row)
{
    unsigned columns = 0;
    for (size_t i = 0; i < grid->cell_count; i++) {
        const struct cell_lines *cell = &grid->cells[i];
        draw_separator(layout, table, cell->block, row);
        if (line >= cell->count)
            continue;
        const struct cell_line at = grid->lines[cell->first + line];
        struct segment *segment =
            open_cell_line(layout, table, cell->block, at.line_start, at.line_end);
        segment->start = at.line_start;
        draw_text(layout, segment, at.start, at.end, row);
        row->start = at.start < row->start ? at.start : row->start;
        row->end = at.end > row->end ? at.end : row->end;
    }
    if (row->glyph_count) {
        const struct glyph *last = &row->glyphs[row->glyph_count - 1];
        columns = (unsigned)last->column + last->piece.width;
    }
    row->columns = columns;
}

void grid_draw(struct layout *layout, const struct table *table, struct row_cursor cursor,
               struct row *row)
{
    struct grid_row *grid = grid_row_at(layout, table, cursor.block);
    row->block = grid->first;
    row->start = row->end = grid_place(grid, layout, cursor.line);
    if (cursor.line < grid->height) {
        draw_line(layout, table, grid, cursor.line, row);
        return;
    }
    draw_rule(layout, table, row);
    row->columns = table->rights[table->column_count - 1];
}
