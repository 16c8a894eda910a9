#include "document/writer.h"

#include "document/inline.h"

enum { INDENT_LEVELS_MAX = 32 };

static void append_line(struct buffer *out, struct str text, bool keeps_lines)
{
    const size_t start = out->length;
    buffer_append(out, text);
    for (size_t i = start; !keeps_lines && i < out->length; i++)
        if (out->bytes[i] == '\n')
            out->bytes[i] = ' ';
}

static void append_marker(struct buffer *out, const struct block *block)
{
    for (unsigned level = 1; level < block->level && level < INDENT_LEVELS_MAX; level++)
        buffer_append(out, STR("  "));
    if (block->flags & BLOCK_MARKER_IN_TEXT)
        return;
    if (block->flags & BLOCK_CONTINUES)
        buffer_append(out, STR("  "));
    else if (block->flags & BLOCK_ORDERED)
        buffer_append_format(out, "%u. ", block->value);
    else
        buffer_append(out, STR("• "));
}

static bool is_same_row(const struct document *document, const struct block *a,
                        const struct block *b)
{
    if (a->kind != BLOCK_TABLE_CELL || b->kind != BLOCK_TABLE_CELL || b->aside != ASIDE_NONE)
        return false;
    const struct cell *left = &document->cells[a->value], *right = &document->cells[b->value];
    return left->table == right->table && left->row == right->row;
}

/* The cells of one row, from block on; returns the block behind them. */
static size_t append_row(const struct document *document, size_t block, struct buffer *out)
{
    const size_t first = block;
    do {
        if (block > first)
            buffer_append(out, STR(" | "));
        append_line(out, document_block_text(document, block), false);
        block++;
    } while (block < document->block_count &&
             is_same_row(document, &document->blocks[first], &document->blocks[block]));
    return block;
}

void write_plain(const struct document *document, struct buffer *out)
{
    for (size_t i = 0; i < document->block_count;) {
        const struct block *block = &document->blocks[i];
        const struct str text = document_block_text(document, i);
        if (block->aside != ASIDE_NONE) {
            i++;
            continue;
        }
        if (block->kind == BLOCK_TABLE_CELL) {
            i = append_row(document, i, out);
        } else {
            if (block->kind == BLOCK_LIST_ITEM)
                append_marker(out, block);
            if (block->kind == BLOCK_RULE && text.length == 0)
                buffer_append(out, STR("* * *"));
            append_line(out, text, block->kind == BLOCK_CODE || (block->flags & BLOCK_VERSE));
            i++;
        }
        buffer_append_byte(out, '\n');
    }
}
