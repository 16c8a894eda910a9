#include "base/memory.h"
#include "layout/inner.h"
#include "text/properties.h"
#include "text/utf8.h"

enum {
    SAMPLE_ROW_COUNT = 200,   /* rows looked at for the widths, from the top */
    CELL_LENGTH_MAX = 4096,   /* bytes; a table with a longer cell holds prose, and is stacked */
    CELL_MEASURED_MAX = 1024, /* bytes of a cell that are measured */
    COLUMN_COLUMNS_MIN = 6,   /* narrower columns are not read */
    COLUMN_COUNT_MAX = 64,
};

/* What a column asks for: its longest word, and its longest line. */
struct wish {
    unsigned least, most;
};

const struct cell *cell_of(const struct layout *layout, uint32_t block)
{
    const struct block *b = &layout->document->blocks[block];
    if (b->kind != BLOCK_TABLE_CELL || b->value >= layout->document->cell_count)
        return NULL;
    return &layout->document->cells[b->value];
}

void tables_find(struct layout *layout)
{
    const struct block *blocks = layout->document->blocks;
    const uint32_t count = (uint32_t)layout->document->block_count;
    for (uint32_t i = 0; i < count; i++) {
        const struct cell *head = cell_of(layout, i);
        if (!head)
            continue;
        const uint32_t first = i;
        for (; i + 1 < count && cell_of(layout, i + 1) &&
               cell_of(layout, i + 1)->table == head->table &&
               (blocks[i + 1].aside != 0) == (blocks[first].aside != 0);
             i++)
            continue;
        ARRAY_RESERVE(layout->tables, layout->table_count, layout->table_capacity);
        layout->tables[layout->table_count++] = (struct table){.first = first, .end = i + 1};
    }
}

void tables_forget(struct layout *layout)
{
    for (size_t i = 0; i < layout->table_count; i++) {
        struct table *table = &layout->tables[i];
        free(table->lefts);
        free(table->rights);
        *table = (struct table){.first = table->first, .end = table->end};
    }
    layout->grid.first = UINT32_MAX;
}

void tables_release(struct layout *layout)
{
    tables_forget(layout);
    free(layout->tables);
    free(layout->grid.cells);
    free(layout->grid.lines);
}

static bool is_cjk_wide(uint32_t code_point)
{
    return script_is_cjk(code_point_properties(code_point).script);
}

static void measure_line(const struct layout *layout, const struct segment *segment,
                         struct wish *wish)
{
    struct shaper shaper = {0};
    struct atom atom;
    unsigned line = 0, word = 0;
    shaper_open(layout, segment, &shaper);
    shaper_seek(&shaper, segment->line_start);
    while (shaper.offset < shaper.line_end) {
        shaper_next(&shaper, &atom);
        const unsigned columns = atom.gap + atom.columns + atom.reading_columns;
        line += columns;
        word = atom.class == ATOM_BLANK ? 0 : is_cjk_wide(atom.shown) ? columns : word + columns;
        wish->least = word > wish->least ? word : wish->least;
    }
    wish->most = line > wish->most ? line : wish->most;
}

/* The columns of a cell's longest line and of its longest run that a row may not end in. */
static struct wish measure_cell(const struct layout *layout, uint32_t block)
{
    const struct block *b = &layout->document->blocks[block];
    const struct str text = layout->document->text;
    const uint32_t end = b->end - b->start > CELL_MEASURED_MAX
                             ? cluster_floor(text, b->start, b->start + CELL_MEASURED_MAX)
                             : b->end;
    struct wish wish = {0, 0};
    struct segment segment = {.text = text,
                              .document = layout->document,
                              .block = block,
                              .frame = {.right = (uint16_t)layout->options.columns}};
    for (uint32_t start = b->start; start < end; start = segment.line_end + 1) {
        const char *newline = memchr(text.bytes + start, '\n', end - start);
        segment.line_start = start;
        segment.line_end = newline ? (uint32_t)(newline - text.bytes) : end;
        measure_line(layout, &segment, &wish);
    }
    return wish;
}

static unsigned separator_columns(const struct layout *layout)
{
    return 2 + (unsigned)text_width(str_from(bar_mark(layout)), layout->options.ambiguous);
}

/* Wishes of the columns from the cells of the first rows; a cell over several columns asks none of
 * them for more than its share. */
static void collect_wishes(const struct layout *layout, const struct table *table,
                           struct wish *wishes)
{
    const uint16_t first_row = cell_of(layout, table->first)->row;
    for (uint32_t i = table->first; i < table->end; i++) {
        const struct cell *cell = cell_of(layout, i);
        if (cell->row - first_row >= SAMPLE_ROW_COUNT)
            break;
        struct wish wish = measure_cell(layout, i);
        const unsigned span = cell->column_span ? cell->column_span : 1;
        wish.most = (wish.most + span - 1) / span;
        wish.least = (wish.least + span - 1) / span;
        for (unsigned c = cell->column; c < cell->column + span && c < table->column_count; c++) {
            wishes[c].most = wish.most > wishes[c].most ? wish.most : wishes[c].most;
            wishes[c].least = wish.least > wishes[c].least ? wish.least : wishes[c].least;
        }
    }
}

/* Shares room among the columns: everyone's least, then by how much more they ask. Returns false
 * when a column would be too narrow to read. */
static bool share(const struct wish *wishes, unsigned count, unsigned room, unsigned *ret_widths)
{
    unsigned least = 0, more = 0;
    for (unsigned i = 0; i < count; i++) {
        const unsigned cap =
            wishes[i].least < COLUMN_COLUMNS_MIN ? COLUMN_COLUMNS_MIN : wishes[i].least;
        ret_widths[i] = wishes[i].most < cap ? wishes[i].most : cap;
        ret_widths[i] = ret_widths[i] < 2 ? 2 : ret_widths[i];
        least += ret_widths[i];
        more += wishes[i].most > ret_widths[i] ? wishes[i].most - ret_widths[i] : 0;
    }
    for (unsigned i = 0; least > room && i < count;
         i++) { /* long words are cut before columns are given up */
        const unsigned floor =
            ret_widths[i] < COLUMN_COLUMNS_MIN ? ret_widths[i] : COLUMN_COLUMNS_MIN;
        const unsigned given =
            ret_widths[i] - floor < least - room ? ret_widths[i] - floor : least - room;
        ret_widths[i] -= given;
        least -= given;
    }
    if (least > room)
        return false;
    const unsigned rest = room - least;
    for (unsigned i = 0; i < count && more; i++) {
        const unsigned asked = wishes[i].most > ret_widths[i] ? wishes[i].most - ret_widths[i] : 0;
        ret_widths[i] += rest >= more ? asked : (unsigned)((uint64_t)asked * rest / more);
    }
    return true;
}

static bool is_gridable(const struct layout *layout, struct table *table)
{
    unsigned column_count = 0;
    for (uint32_t i = table->first; i < table->end; i++) {
        const struct block *block = &layout->document->blocks[i];
        const struct cell *cell = cell_of(layout, i);
        const unsigned end = cell->column + (cell->column_span ? cell->column_span : 1u);
        if (block->end - block->start > CELL_LENGTH_MAX || end > COLUMN_COUNT_MAX)
            return false;
        column_count = end > column_count ? end : column_count;
    }
    table->column_count = (uint16_t)column_count;
    return column_count > 0;
}

static void measure_table(const struct layout *layout, struct table *table)
{
    struct wish wishes[COLUMN_COUNT_MAX] = {{0, 0}};
    unsigned widths[COLUMN_COUNT_MAX], natural = 0;
    table->is_measured = true;
    if (!is_gridable(layout, table))
        return;
    const unsigned separator = separator_columns(layout), count = table->column_count;
    const unsigned columns = layout->options.columns;
    collect_wishes(layout, table, wishes);
    if ((count - 1) * separator >= columns ||
        !share(wishes, count, columns - (count - 1) * separator, widths))
        return;
    table->is_grid = true;
    table->lefts = memory_new(count * sizeof *table->lefts);
    table->rights = memory_new(count * sizeof *table->rights);
    for (unsigned i = 0, left = 0; i < count; i++) {
        natural += wishes[i].most;
        table->lefts[i] = (uint16_t)left;
        table->rights[i] = (uint16_t)(left + widths[i]);
        left += widths[i] + separator;
    }
    table->is_ruled = natural + (count - 1) * separator > columns;
}

struct table *table_of(struct layout *layout, uint32_t block)
{
    if (layout->document->blocks[block].kind != BLOCK_TABLE_CELL)
        return NULL;
    size_t low = 0, high = layout->table_count;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (layout->tables[middle].end <= block)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == layout->table_count || layout->tables[low].first > block)
        return NULL;
    struct table *table = &layout->tables[low];
    if (!table->is_measured)
        measure_table(layout, table);
    return table;
}

uint32_t header_of(const struct layout *layout, const struct table *table, uint32_t block)
{
    const struct cell *cell = cell_of(layout, block), *head = cell_of(layout, table->first);
    uint32_t low = table->first, high = block;
    if (!cell || cell->is_header || cell->row == head->row)
        return UINT32_MAX;
    while (low < high) { /* the last cell of the first row that begins at or before the column */
        const uint32_t middle = low + (high - low) / 2;
        const struct cell *at = cell_of(layout, middle);
        if (at->row == head->row && at->column <= cell->column)
            low = middle + 1;
        else
            high = middle;
    }
    const struct cell *header = low > table->first ? cell_of(layout, low - 1) : NULL;
    const bool covers =
        header && header->is_header && header->column + header->column_span > cell->column;
    return covers ? low - 1 : UINT32_MAX;
}
