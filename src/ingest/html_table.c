/* Tables: data becomes cells, layout is only flow. */
#include "base/memory.h"
#include "ingest/html_writer.h"

enum {
    COLUMN_LIMIT = 256,
    ROW_LIMIT = 65000,
    ORDINARY_SPAN = 30,
    CELL_TEXT_LIMIT = 800, /* weight of a cell in data */
};

struct table_look {
    size_t rows, cells, widest, wide_rows, regular_rows, heavy_cells, empty_cells;
    size_t paragraphs;
    bool has_header, has_block, has_table;
};

static void look_at_cell(const struct html_tree *tree, const struct html_features *features,
                         size_t cell, struct table_look *look)
{
    look->cells++;
    look->has_header |= tree->nodes[cell].tag == GUMBO_TAG_TH;
    look->heavy_cells += features[cell].weight > CELL_TEXT_LIMIT;
    look->empty_cells += features[cell].weight == 0;
    size_t paragraphs = 0;
    for (size_t i = cell + 1; i < tree->nodes[cell].end && !look->has_table; i++) {
        if (!html_is_element(tree, i))
            continue;
        unsigned tag = tree->nodes[i].tag;
        look->has_table |= tag == GUMBO_TAG_TABLE;
        look->has_block |= (tag >= GUMBO_TAG_H1 && tag <= GUMBO_TAG_H6) ||
                           tag == GUMBO_TAG_BLOCKQUOTE || tag == GUMBO_TAG_FORM ||
                           tag == GUMBO_TAG_FIGURE || tag == GUMBO_TAG_HR;
        paragraphs += tag == GUMBO_TAG_P;
    }
    if (paragraphs > look->paragraphs)
        look->paragraphs = paragraphs;
}

static struct table_look look_at(const struct html_tree *tree, const struct html_features *features,
                                 size_t table)
{
    struct table_look look = {0};
    size_t in_row = 0, last_row = 0;
    for (size_t i = table + 1; i < tree->nodes[table].end && !look.has_table;) {
        unsigned tag = html_is_element(tree, i) ? tree->nodes[i].tag : GUMBO_TAG_UNKNOWN;
        bool is_cell = tag == GUMBO_TAG_TD || tag == GUMBO_TAG_TH;
        look.has_table |= tag == GUMBO_TAG_TABLE;
        look.has_header |= tag == GUMBO_TAG_CAPTION || tag == GUMBO_TAG_THEAD;
        if (tag == GUMBO_TAG_TR) {
            look.rows++;
            look.regular_rows += look.rows > 1 && in_row == last_row;
            last_row = in_row;
            in_row = 0;
        }
        if (is_cell) {
            look_at_cell(tree, features, i, &look);
            in_row++;
            look.wide_rows += in_row == 2;
            if (in_row > look.widest)
                look.widest = in_row;
        }
        i = is_cell ? tree->nodes[i].end : i + 1;
    }
    return look;
}

static bool is_data(const struct html_writer *writer, size_t table)
{
    const struct html_tree *tree = writer->tree;
    struct str role = html_attribute(tree, table, HTML_ROLE);
    if (writer->flow.aside || writer->flow.is_joined || str_equal(role, STR("presentation")) ||
        str_equal(role, STR("none")))
        return false;
    struct table_look look = look_at(tree, writer->features, table);
    if (look.has_table || look.has_block || !look.cells || look.widest > COLUMN_LIMIT ||
        look.rows > ROW_LIMIT || look.empty_cells == look.cells)
        return false;
    if (look.has_header)
        return look.heavy_cells == 0 || look.heavy_cells * 4 < look.cells;
    struct str border = html_attribute(tree, table, HTML_BORDER);
    bool is_ruled = border.length && !str_equal(border, STR("0"));
    if (look.heavy_cells || look.paragraphs > 2 || look.widest < 2)
        return false;
    if (is_ruled)
        return true;
    return look.rows >= 2 && look.wide_rows * 10 >= look.rows * 6 &&
           look.empty_cells * 2 < look.cells;
}

static uint32_t span_value(struct str s, uint32_t limit, bool zero_is_all)
{
    uint32_t value = 0;
    s = str_trim_ascii(s);
    if (!s.length || s.bytes[0] < '0' || s.bytes[0] > '9')
        return 1;
    for (size_t i = 0; i < s.length && s.bytes[i] >= '0' && s.bytes[i] <= '9'; i++)
        if (value < limit)
            value = value * 10 + (uint32_t)(s.bytes[i] - '0');
    if (!value)
        return zero_is_all ? limit : 1;
    return value < limit ? value : limit;
}

static void place_cell(struct html_writer *writer, size_t node, uint32_t row, uint32_t *column,
                       uint32_t widest, uint32_t taken[COLUMN_LIMIT])
{
    while (*column < COLUMN_LIMIT - 1 && taken[*column] > row)
        ++*column;
    const struct html_tree *tree = writer->tree;
    uint32_t room = COLUMN_LIMIT - *column;
    uint32_t columns = span_value(html_attribute(tree, node, HTML_COLUMN_SPAN),
                                  widest < room ? widest : room, false);
    uint32_t rows = span_value(html_attribute(tree, node, HTML_ROW_SPAN), ROW_LIMIT, true);
    struct cell cell = {.table = writer->table_count,
                        .row = (uint16_t)row,
                        .column = (uint16_t)*column,
                        .row_span = (uint16_t)rows,
                        .column_span = (uint16_t)columns,
                        .is_header = tree->nodes[node].tag == GUMBO_TAG_TH};
    for (uint32_t i = 0; i < columns; i++)
        taken[*column + i] = row + rows;
    *column += columns;
    if (*column >= COLUMN_LIMIT)
        *column = COLUMN_LIMIT - 1;
    ARRAY_RESERVE(writer->cells, writer->cell_count, writer->cell_capacity);
    writer->cells[writer->cell_count++] = (struct html_cell_plan){(uint32_t)node, cell};
}

/* Columns of the widest row; absurd spans count as one, so that they cannot make a table wide. */
static uint32_t widest_row(const struct html_tree *tree, size_t table)
{
    uint32_t widest = 1, in_row = 0;
    for (size_t i = table + 1; i < tree->nodes[table].end;) {
        bool is_cell = html_is(tree, i, GUMBO_TAG_TD) || html_is(tree, i, GUMBO_TAG_TH);
        if (html_is(tree, i, GUMBO_TAG_TR))
            in_row = 0;
        if (is_cell) {
            uint32_t columns =
                span_value(html_attribute(tree, i, HTML_COLUMN_SPAN), COLUMN_LIMIT, false);
            in_row += columns <= ORDINARY_SPAN ? columns : 1;
            widest = in_row > widest ? in_row : widest;
        }
        i = is_cell ? tree->nodes[i].end : i + 1;
    }
    return widest;
}

/* Spans end with the last row and with the last column that a cell starts in. */
static void bound_spans(struct html_writer *writer)
{
    uint32_t rows = 0, columns = 0;
    for (size_t i = 0; i < writer->cell_count; i++) {
        const struct cell *cell = &writer->cells[i].cell;
        rows = cell->row + 1u > rows ? cell->row + 1u : rows;
        columns = cell->column + 1u > columns ? cell->column + 1u : columns;
    }
    for (size_t i = 0; i < writer->cell_count; i++) {
        struct cell *cell = &writer->cells[i].cell;
        if (cell->row + cell->row_span > rows)
            cell->row_span = (uint16_t)(rows - cell->row);
        if (cell->column + cell->column_span > columns)
            cell->column_span = (uint16_t)(columns - cell->column);
    }
}

bool html_enter_table(struct html_writer *writer, size_t node)
{
    if (!is_data(writer, node))
        return false;
    const struct html_tree *tree = writer->tree;
    uint32_t taken[COLUMN_LIMIT] = {0};
    uint32_t row = 0, column = 0, widest = widest_row(tree, node);
    bool has_row = false;
    writer->cell_count = writer->cell_next = 0;
    for (size_t i = node + 1; i < tree->nodes[node].end;) {
        bool is_cell = html_is(tree, i, GUMBO_TAG_TD) || html_is(tree, i, GUMBO_TAG_TH);
        if (html_is(tree, i, GUMBO_TAG_TR)) {
            row += has_row;
            has_row = true;
            column = 0;
        } else if (is_cell) {
            place_cell(writer, i, row, &column, widest, taken);
        }
        i = is_cell ? tree->nodes[i].end : i + 1;
    }
    bound_spans(writer);
    writer->table_count++;
    return true;
}

void html_enter_cell(struct html_writer *writer, size_t node)
{
    while (writer->cell_next < writer->cell_count && writer->cells[writer->cell_next].node < node)
        writer->cell_next++;
    html_end_block(writer);
    if (writer->cell_next >= writer->cell_count || writer->cells[writer->cell_next].node != node) {
        html_push_frame(writer, node, HTML_END_BLOCK);
        return;
    }
    html_push_frame(writer, node, HTML_END_CELL);
    struct html_flow *flow = &writer->flow;
    flow->kind = BLOCK_TABLE_CELL;
    flow->level = 0;
    flow->flags = 0;
    flow->is_joined = true;
    flow->value = builder_add_cell(writer->builder, writer->cells[writer->cell_next++].cell);
    html_open_block(writer);
}
