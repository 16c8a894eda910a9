/* Any bytes as an SQLite file: what is read of it lies within it, and reading ends. */
#include "library/pages.h"

#include "base/memory.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool holds, const char *rule)
{
    if (holds)
        return;
    fprintf(stderr, "%s\n", rule);
    abort();
}

static bool read_at(void *closure, int64_t byte_offset, size_t byte_count, void *bytes)
{
    const struct str *file = closure;
    require(byte_offset >= 0, "an offset before the file");
    if ((size_t)byte_offset > file->length || byte_count > file->length - (size_t)byte_offset)
        return false;
    memcpy(bytes, file->bytes + byte_offset, byte_count);
    return true;
}

static void read_cell(struct pages *pages, const struct cell *cell, const char *shape)
{
    CLEANUP_BUFFER struct buffer record = {0};
    struct record_value values[RECORD_COLUMNS_MAX];
    if (!cell_has_shape(cell, shape) || !pages_append_record(pages, cell, &record))
        return;
    require(record.length == cell->payload_length, "a record of another length");
    if (!record_read(buffer_str(&record), cell->key, shape, values))
        return;
    for (size_t i = 0; shape[i]; i++) {
        const struct str bytes = values[i].bytes;
        require(values[i].letter == shape[i], "a value of another type");
        require(bytes.bytes >= record.bytes &&
                    bytes.length <= (size_t)(record.bytes + record.length - bytes.bytes),
                "a value outside its record");
    }
}

static void read_page(struct pages *pages, uint32_t number, struct page *page)
{
    static const char *const shapes[] = {"kitb", "ti", "kbitb", "ii", "tttit"};
    if (!page_read(pages, number, page))
        return;
    for (size_t i = 0; i < page->cell_count; i++) {
        struct cell cell;
        if (!page_cell(page, i, &cell))
            continue;
        const char *end = (const char *)page->bytes + pages->usable_bytes;
        require(cell.local.length <= (size_t)(end - cell.local.bytes), "a cell outside its page");
        require(cell.local.length <= cell.payload_length, "more in the page than there is");
        for (size_t k = 0; k < ARRAY_LENGTH(shapes); k++)
            read_cell(pages, &cell, shapes[k]);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct str file = {(const char *)data, size};
    struct pages pages;
    if (!pages_init(&pages, read_at, &file, (int64_t)size))
        return 0;
    CLEANUP_FREE struct page *page = memory_new(sizeof *page);
    pages_mark_tree(&pages, 2, PAGE_OF_BROKEN);
    pages_mark_tree(&pages, 1, PAGE_OF_OTHER);
    for (uint32_t number = 1; number <= pages.count; number++)
        read_page(&pages, number, page);
    pages_release(&pages);
    return 0;
}
