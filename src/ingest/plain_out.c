#include "ingest/plain_out.h"

#include "base/memory.h"

void out_begin(struct plain_out *out, struct block block)
{
    ARRAY_RESERVE(out->blocks, out->count, out->capacity);
    if (out->count > 0)
        out->bytes[out->write++] = '\n';
    block.start = (uint32_t)out->write;
    out->blocks[out->count++] = block;
}

void out_piece(struct plain_out *out, size_t start, size_t end)
{
    char *to = out->bytes + out->write;
    size_t size = end - start;
    if (out->write != start)
        memmove(to, out->bytes + start, size);
    out->write += size;
    if (out->blocks[out->count - 1].kind == BLOCK_CODE)
        return;
    for (char *tab = to; (tab = memchr(tab, '\t', (size_t)(to + size - tab))) != NULL;)
        *tab = ' ';
}

void out_separator(struct plain_out *out, char separator)
{
    out->bytes[out->write++] = separator;
}

void out_end(struct plain_out *out)
{
    out->blocks[out->count - 1].end = (uint32_t)out->write;
}

void out_block(struct plain_out *out, struct block block, size_t start, size_t end)
{
    out_begin(out, block);
    out_piece(out, start, end);
    out_end(out);
}

void out_reopen(struct plain_out *out)
{
    out->write = out->blocks[out->count - 1].end;
}
